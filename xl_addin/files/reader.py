"""The program's side of reading: starts the child, asks it, and survives its end."""

from typing import Any

import numpy as np

from xl_addin.files.child_process import ChildLostError, ChildProcess
from xl_addin.files.errors import FileError
from xl_addin.files.guard import GuardedFile
from xl_addin.files.wire import Array

SECONDS = 300.0  # for one request; a million rows take about ten


class ChildReader:
    """Reads one guarded file in a child process, which lives until `close`.

    The child gets the bytes that were looked at, so that a file that changes meanwhile is read as
    it was. A child that dies or is too slow is answered with a FileError; one that dies is started
    anew at the next request.
    """

    def __init__(self, file: GuardedFile, seconds: float = SECONDS) -> None:
        self._file = file
        self._process = ChildProcess("xl_addin.files.child", seconds)
        self.sheets: list[tuple[str, str, str]] = []  # name, type, visibility; of a workbook
        self._start()

    def ask(self, **request: object) -> tuple[dict[str, Any], list[Array]]:
        """Send one request and wait for its answer; raises FileError, the child's or our own."""
        if not self._process.is_running:
            self._start()
        return self._talk(request, [])

    def close(self) -> None:
        """End the child; a reader that is closed may be asked again and then starts a new one."""
        self._process.close()

    def _start(self) -> None:
        self._process.start()
        data = np.frombuffer(self._file.data, np.uint8)
        taken = {"do": "take", "path": str(self._file.path), "kind": self._file.kind}
        try:
            header, _ = self._talk(taken, [data])
        except FileError:
            self.close()
            raise
        self.sheets = [(name, kind, seen) for name, kind, seen in header.get("sheets", [])]

    def _talk(
        self, request: dict[str, Any], arrays: list[Array]
    ) -> tuple[dict[str, Any], list[Array]]:
        try:
            header, answers = self._process.talk(request, arrays)
        except ChildLostError as lost:
            path = self._file.path
            if lost.is_slow:
                seconds = f"{self._process.seconds:g}"
                raise FileError("file.timeout", path=path, seconds=seconds) from lost
            raise FileError("file.reader_died", path=path) from lost
        if "code" in header:
            raise FileError(header["code"], **header["details"])
        return header, answers
