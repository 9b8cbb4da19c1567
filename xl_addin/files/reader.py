"""The program's side of reading: starts the child, asks it, and survives its end."""

import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from xl_addin.files.errors import FileError
from xl_addin.files.guard import GuardedFile
from xl_addin.files.wire import Array, receive, send

SECONDS = 300.0  # for one request; a million rows take about ten
_ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from xl_addin.files.child import main; main()"
)


class ChildReader:
    """Reads one guarded file in a child process, which lives until `close`.

    The child gets the bytes that were looked at, so that a file that changes meanwhile is read as
    it was. A child that dies or is too slow is answered with a FileError; one that dies is started
    anew at the next request.
    """

    def __init__(self, file: GuardedFile, seconds: float = SECONDS) -> None:
        self._file = file
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._end: weakref.finalize[..., Any] | None = None
        self.sheets: list[tuple[str, str, str]] = []  # name, type, visibility; of a workbook
        self._start()

    def ask(self, **request: object) -> tuple[dict[str, Any], list[Array]]:
        """Send one request and wait for its answer; raises FileError, the child's or our own."""
        if self._process is None:
            self._start()
        return self._talk(request, [])

    def close(self) -> None:
        """End the child; a reader that is closed may be asked again and then starts a new one."""
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def _start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [python(), "-P", "-c", _START, str(_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._end = weakref.finalize(self, _stop, self._process)
        data = np.frombuffer(self._file.data, np.uint8)
        taken = {"do": "take", "path": str(self._file.path), "kind": self._file.kind}
        try:
            header, _ = self._talk(taken, [data])
        except FileError:
            self.close()
            raise
        self.sheets = [(name, kind, seen) for name, kind, seen in header.get("sheets", [])]

    def _talk(
        self, request: dict[str, Any], arrays: Sequence[Array]
    ) -> tuple[dict[str, Any], list[Array]]:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        slow = threading.Event()
        timer = threading.Timer(self._seconds, _give_up, (process, slow))
        timer.start()
        try:
            send(process.stdin, request, arrays)
            header, answers = receive(process.stdout)
        except (EOFError, OSError, ValueError) as error:
            self.close()
            path = self._file.path
            if slow.is_set():
                raise FileError("file.timeout", path=path, seconds=f"{self._seconds:g}") from error
            raise FileError("file.reader_died", path=path) from error
        finally:
            timer.cancel()
        if "bug" in header:
            raise RuntimeError(header["bug"])
        if "code" in header:
            raise FileError(header["code"], **header["details"])
        return header, answers


def python() -> str:
    """Return the Python to start: this one, or the one beside it inside another program."""
    own = Path(sys.executable or "")
    if own.stem.lower().startswith(("python", "pypy")):
        return str(own)
    folder, name = ("", "python.exe") if os.name == "nt" else ("bin", "python3")
    return str(Path(sys.prefix, folder, name))


def _give_up(process: subprocess.Popen[bytes], slow: threading.Event) -> None:
    slow.set()
    process.kill()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # unsent bytes to a dead child
                continue
    process.wait()
