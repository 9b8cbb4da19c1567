"""The reading child: a process that may run out of memory or abort, and only ends itself.

It gets a file's bytes and answers requests until its input ends. Nothing but numpy and
python-calamine is loaded (pyarrow for a parquet file), so it starts quickly.
"""

import gc
import io
import signal
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from xl_addin.files.archive import Archive
from xl_addin.files.errors import FileError
from xl_addin.files.wire import receive, send

MEMORY = 6 << 30  # bytes of address space; a million rows of seven columns take under 1 GB


def main() -> None:
    """Answer requests from standard input on standard output until the input ends."""
    limit()
    gc.disable()  # millions of short-lived rows and no cycles: the collector is a third of the time
    serve(_Server().answer, sys.stdout.buffer)


def serve(answer: Callable[[dict[str, Any], list[Any], IO[bytes]], None], out: IO[bytes]) -> None:
    """Let requests from standard input be answered until the input ends."""
    while True:
        try:
            request, arrays = receive(sys.stdin.buffer)
        except EOFError:
            return
        answer(request, arrays, out)


def limit() -> None:
    """Let Ctrl+C end this process, and bound its memory where the system can do that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it without a traceback
    try:
        import resource
    except ImportError:  # Windows: the parent's time limit must do
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class _Server:
    """Holds one file and reads from it what is asked for."""

    def __init__(self) -> None:
        self._path = ""
        self._data = b""
        self._archive: Archive | None = None
        self._book: CalamineWorkbook | None = None

    def answer(self, request: dict[str, Any], arrays: list[Any], out: IO[bytes]) -> None:
        """Do one request; whatever goes wrong is answered, never raised."""
        try:
            header, results = self._do(request, arrays)
        except FileError as error:
            header, results = {"code": error.code, "details": error.details}, []
        except PasswordError:
            header, results = {"code": "file.password", "details": {"path": self._path}}, []
        except CalamineError:
            header, results = self._damaged(request.get("part") or "workbook"), []
        except MemoryError:
            header, results = {"code": "file.reader_died", "details": {"path": self._path}}, []
        except Exception:  # noqa: BLE001  our bug: raised again in the parent
            header, results = {"bug": traceback.format_exc()}, []
        except BaseException:  # noqa: BLE001  a panic of the Rust reader is no Exception
            header, results = self._damaged(request.get("part") or "workbook"), []
        send(out, header, results)

    def _damaged(self, part: str) -> dict[str, Any]:
        return {"code": "file.damaged", "details": {"path": self._path, "part": part}}

    def _do(self, request: dict[str, Any], arrays: list[Any]) -> tuple[dict[str, Any], list[Any]]:
        if request["do"] == "take":
            return self._take(request, arrays[0].tobytes())
        if request["do"] == "csv":
            from xl_addin.files.csv_reader import read_csv

            encoding, leave_out = request.get("encoding"), request.get("leave_out", False)
            return read_csv(self._path, self._data, encoding=encoding, leave_out=leave_out)
        if request["do"] == "parquet":
            from xl_addin.files.parquet_reader import read_parquet

            return read_parquet(self._path, self._data)
        from xl_addin.files.sheet_reader import read_sheet

        if self._book is None:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(self._data))
        name, part = request["sheet"], request["part"]
        how = {"sparse": request["sparse"], "facts": request["facts"]}
        return read_sheet(self._book, self._archive, name, part, **how)

    def _take(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[Any]]:
        self._path, self._data = request["path"], data
        if request["kind"] == "workbook":
            self._archive = Archive(self._path, data)
        if request["kind"] not in {"workbook", "xls"}:
            return {}, []
        self._book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            [sheet.name, _word(sheet.typ), _word(sheet.visible)]
            for sheet in self._book.sheets_metadata
        ]
        return {"sheets": sheets}, []


def _word(value: object) -> str:
    """Return the last word of an enumeration that has no names: SheetTypeEnum.WorkSheet."""
    return str(value).rpartition(".")[2]
