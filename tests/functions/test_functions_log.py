"""Where the log lies and what it tells."""

from pathlib import Path

import pytest

from xl_addin import log


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/clientbase/log"),
        ("win32", {}, "/home/me/AppData/Local/clientbase/log"),
        ("darwin", {}, "/home/me/Library/Logs/clientbase"),
        ("linux", {}, "/home/me/.local/state/clientbase"),
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/clientbase"),
    ],
)
def test_folder_of_each_system(monkeypatch, platform, variables, folder):
    monkeypatch.setattr(log.sys, "platform", platform)
    monkeypatch.setattr(log.os, "environ", {"HOME": "/home/me", **variables})
    monkeypatch.setattr(log.Path, "home", lambda: Path("/home/me"))
    assert log.log_folder() == Path(folder)


def test_a_chain_of_errors_is_told_without_words_of_theirs():
    try:
        try:
            raise OSError("/home/petrov/sales.csv")
        except OSError as error:
            raise ValueError("Petrov") from error
    except ValueError as error:
        text = log.described(error)
    assert text.splitlines()[0] == "ValueError"
    assert "after OSError" in text
    assert "functions/test_functions_log.py" in text
    assert "etrov" not in text


def test_a_bug_is_recorded_with_its_place():
    path = log.record_bug(RuntimeError("secret"), "refresh_all")
    text = path.read_text(encoding="utf-8")
    assert text.endswith("ERROR refresh_all: RuntimeError\n")
