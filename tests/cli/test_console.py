"""Streams, JSON and letters that a stream cannot write."""

import io
import json
import sys

import pytest

from xl_addin.cli.console import Console, printable, soften
from xl_addin.texts import texts


def leaves(node, path=""):
    for key, value in node.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}"


@pytest.mark.parametrize("branch", ["cli", "imports"])
def test_both_languages_have_the_same_texts_with_the_same_places_to_fill(branch):
    def shape(language):
        say = texts(language)
        names = sorted(leaves(say.node(branch)))
        return {
            name: sorted(part.split("}")[0] for part in say(f"{branch}.{name}").split("{")[1:])
            for name in names
        }

    assert shape("en") == shape("ru")


def test_english_until_the_workbook_is_known():
    console = Console("refresh")
    assert console.say.language == "en"
    console.speak("ru")
    assert console.say.language == "ru"


def test_the_language_asked_for_wins_over_that_of_the_workbook():
    console = Console("refresh", language="en")
    console.speak("ru")
    assert console.say.language == "en"


def test_messages_go_to_stderr_and_are_silent_when_quiet(capsys):
    Console("new").message("hello")
    Console("new", quiet=True).message("unheard")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "hello\n"


def test_a_fault_is_told_even_when_quiet(capsys):
    Console("new", quiet=True).fault(3, ("no such file",))
    assert capsys.readouterr().err == "no such file\n"


def test_json_is_one_object_on_stdout(capsys):
    Console("new", as_json=True).result({"workbook": "книга.xlsm"}, ["not shown"])
    captured = capsys.readouterr()
    expected = {"ok": True, "command": "new", "workbook": "книга.xlsm"}
    assert json.loads(captured.out) == expected
    assert captured.err == ""


def test_json_fault_is_one_object_too(capsys):
    Console("new", as_json=True).fault(1, ("mend this",))
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {
        "ok": False,
        "command": "new",
        "exit_code": 1,
        "problems": ["mend this"],
    }
    assert captured.err == "mend this\n"


def test_an_ascii_stream_gets_question_marks(monkeypatch):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    soften(stream)
    monkeypatch.setattr(sys, "stderr", stream)
    Console("new").message("Книга ok")
    stream.flush()
    assert raw.getvalue() == b"????? ok\n"


def test_what_would_steer_a_terminal_is_made_visible():
    assert printable("a\x1b[31mb\u202ec") == "a\ufffd[31mb\ufffdc"
    assert printable("1\xa0234\u202f567\n") == "1\xa0234\u202f567\n"
