"""What a command says: results to stdout, messages and progress to stderr, in one language."""

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from xl_addin.texts import Texts, texts

if TYPE_CHECKING:
    from rich.console import RenderableType


@dataclass
class Console:
    """The two streams of one command.

    ``language`` is the one asked for with --lang; None means that of the workbook, as soon as it
    is known, and English before.
    """

    command: str
    as_json: bool = False
    quiet: bool = False
    language: str | None = None

    @property
    def say(self) -> Texts:
        """The texts of the language in use."""
        return texts(self.language or "en")

    def speak(self, language: str) -> None:
        """Go on in the language of the workbook, unless another was asked for."""
        self.language = self.language or language

    def message(self, text: str) -> None:
        """Tell something that is not the result."""
        if not self.quiet:
            _write(sys.stderr, printable(text))

    def warn(self, text: str) -> None:
        """Tell what must not be missed; also with --quiet."""
        _write(sys.stderr, printable(text))

    def result(self, payload: dict[str, Any], parts: Sequence["RenderableType"]) -> None:
        """Give the result: ``parts`` for people or ``payload`` for machines."""
        if self.as_json:
            self._object({"ok": True, "command": self.command, **payload})
        elif not self.quiet:
            load("screen").show(parts)

    def fault(self, code: int, lines: Sequence[str]) -> None:
        """Tell why nothing came of it; also with --quiet."""
        for line in lines:
            _write(sys.stderr, printable(line))
        if self.as_json:
            answer = {"ok": False, "command": self.command, "exit_code": code}
            self._object({**answer, "problems": list(lines)})

    def working(self) -> AbstractContextManager[Callable[[str, float], None]]:
        """Give a function that takes steps (key, share done); shown on a terminal only."""
        if self.quiet or self.as_json or not sys.stderr.isatty():
            return nullcontext(lambda _key, _share: None)
        bar: AbstractContextManager[Callable[[str, float], None]] = load("screen").moving_bar(
            self.say
        )
        return bar

    def _object(self, payload: dict[str, Any]) -> None:
        plain = not (sys.stdout.encoding or "").lower().startswith("utf")
        _write(sys.stdout, json.dumps(payload, ensure_ascii=plain, indent=2))


def load(name: str) -> ModuleType:
    """Import a module of this room when it is needed: --help must not wait for pandas."""
    return import_module(f"xl_addin.cli.{name}")


def soften(stream: object) -> None:
    """Let a stream write a question mark for a letter that its encoding lacks."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="replace")


def _write(stream: TextIO, line: str) -> None:
    """Write a line in the stream's own encoding; click would force UTF-8 on an ASCII one."""
    stream.write(f"{line}\n")
    stream.flush()


def close_quietly(stream: object) -> None:
    """Point a stream whose reader has left at nothing, so that the end of Python is silent."""
    if isinstance(stream, io.TextIOWrapper):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())


def leave_at_once(code: int) -> NoReturn:
    """End the program with a code after an interrupt, everything said so far being shown.

    An interrupt that passed through code made at run time (every dataclass of an import is) leaves
    a mark in CPython by which it ends itself with the signal instead of the code given to exit.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def printable(text: str) -> str:
    """Return ``text`` without what would steer a terminal: a file name may hold anything."""
    return "".join(
        letter if letter.isprintable() or letter in "\n\t\xa0\u202f" else "\ufffd"
        for letter in text
    )
