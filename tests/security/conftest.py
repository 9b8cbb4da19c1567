"""Commands as in tests/cli, workbooks as in tests/book; and a place for keys, logs and files."""

import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.book.conftest import make_book, refresh, small_sales
from tests.cli.conftest import Ran, environment, process, run
from xl_addin.cli import main

__all__ = ["environment", "make_book", "process", "refresh", "run", "small_sales"]


@pytest.fixture
def place(tmp_path):
    """Where a process keeps its key, log and temporary files, and its workbook."""
    for name in ("config", "state", "temp", "home", "work"):
        (tmp_path / name).mkdir()
    variables = {
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path / "home"),
        **dict.fromkeys(("APPDATA", "LOCALAPPDATA"), str(tmp_path / "config")),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(tmp_path / "temp")),
    }
    return tmp_path, variables


@pytest.fixture
def cli(place, monkeypatch):
    """``cli("import", ...)`` in a place of its own."""
    for name, value in place[1].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", None)

    def cli(*words):
        done = CliRunner().invoke(main, [*map(str, words)], prog_name="clientbase")
        assert isinstance(done.exception, (SystemExit, type(None))), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return cli


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A new workbook, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "book.xlsm"
    CliRunner().invoke(main, ["new", str(path)])
    return path


@pytest.fixture
def book(place, empty):
    """A new workbook in that place."""
    return Path(shutil.copy(empty, place[0] / "work" / "book.xlsm"))
