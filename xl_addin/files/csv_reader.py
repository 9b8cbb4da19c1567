"""A text file of separated values -> arrays, strictly; runs in the reading child."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from xl_addin.files.encode import Codes, encode
from xl_addin.files.errors import FileError

_CYRILLIC = re.compile(r"[А-Яа-яЁё№«»–—“”…\xa0]")
_UPSIDE_DOWN = re.compile(r"[а-яё][А-ЯЁ]")
_RIGHT_WAY = re.compile(r"[А-ЯЁа-яё][а-яё]")
_SHOWN = 10
_LONGEST = 1 << 30


def read_csv(
    path: str, data: bytes, *, encoding: str | None = None, leave_out: bool = False
) -> tuple[dict[str, Any], list[Any]]:
    """Read a whole text file; every cell is text, a blank one stays blank.

    The separator (comma, semicolon or tab) is the most frequent one outside quotes in the first
    line that is not blank, or what a line "sep=" says. Text is UTF-8 with or without a mark,
    UTF-16 with a mark, else Windows-1251 if it reads as Russian; the last two are told. `encoding`
    names it instead. `leave_out` passes over rows that are longer or shorter than the header, and
    answers with their lines under "ragged".
    Raises FileError, with line numbers, for zero bytes, mixed or unknown encodings, rows longer or
    shorter than the header, and quotes that are not closed. Blank rows keep their place.
    """
    text, encoding = _decode(path, data, encoding)
    start, separator = _separator(text)
    codes = Codes()
    rows = _Rows(path, text, start, separator)
    kinds, values = encode(rows, codes, rows.width)
    if not leave_out:
        rows.check()
    header: dict[str, Any] = {
        "levels": codes.levels(),
        "encoding": encoding,
        "separator": separator,
        "ragged": rows.n_ragged,
        "ragged_lines": [line for line, _ in rows.ragged],
    }
    return {**header, "skipped": rows.skipped}, [kinds, values]


class _Rows:
    """Rows of one width, from the first line that is not blank on; others are remembered."""

    def __init__(self, path: str, text: str, start: int, separator: str) -> None:
        csv.field_size_limit(_LONGEST)
        self._path = path
        self._source = io.StringIO(text, newline="")
        self._source.seek(start)
        self._first_line = text.count("\n", 0, start)
        self._reader = csv.reader(self._source, delimiter=separator, strict=True)
        self._line = 1
        self.skipped = int(start > 0)
        self.ragged: list[tuple[int, int]] = []
        self.n_ragged = 0
        self._header = next((row for row in self._parsed() if any(row)), [])
        self.width = len(self._header)

    def __iter__(self) -> Iterator[list[str]]:
        blank = [""] * self.width
        if self._header:
            yield self._header
        for row in self._parsed():
            if len(row) == self.width:
                yield row
            elif not any(row):
                yield blank
            else:
                self._note(len(row))

    def check(self) -> None:
        """Raise FileError if any row was longer or shorter than the header."""
        if not self.n_ragged:
            return
        lines = "; ".join(f"line {line} has {n}" for line, n in self.ragged)
        if self.n_ragged > _SHOWN:
            lines += f"; and {self.n_ragged - _SHOWN} more lines"
        raise FileError("csv.ragged", path=self._path, columns=self.width, lines=lines)

    def _note(self, length: int) -> None:
        self.n_ragged += 1
        if len(self.ragged) < _SHOWN:
            self.ragged.append((self._line + self._first_line, length))

    def _parsed(self) -> Iterator[list[str]]:
        """Yield rows, keep the line on which each begins, count blank ones before the header."""
        reader = self._reader
        before = reader.line_num
        try:
            for row in reader:
                self._line, before = before + 1, reader.line_num
                if not hasattr(self, "width") and not any(row):
                    self.skipped += 1
                yield row
        except csv.Error as error:
            line = before + 1 + self._first_line
            raise FileError("csv.quote", path=self._path, line=line) from error


def _separator(text: str) -> tuple[int, str]:
    """Return where the table begins and what parts its columns."""
    if declared := re.match(r"sep=(.)\r?\n", text):
        return declared.end(), declared[1]
    first = next((line for line in io.StringIO(text, newline=None) if line.strip(" \r\n")), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return 0, max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))


def _decode(path: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        return _strict(path, data, _known(path, encoding)).removeprefix("\ufeff"), encoding
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(path, data, "utf-16"), "utf-16"
    if (nul := data.find(0)) >= 0:
        raise FileError("csv.nul", path=path, line=data.count(b"\n", 0, nul) + 1)
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if any(byte > 127 for byte in data[: error.start]):  # good UTF-8 up to here: a mixture
            raise FileError("csv.encoding", path=path, line=line) from error
    text = _strict(path, data, "cp1251")
    if not _reads_as_russian(text):
        raise FileError("csv.encoding", path=path, line=line)
    return text, "windows-1251"


def _known(path: str, encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise FileError("csv.no_encoding", path=path, encoding=encoding) from error


def _strict(path: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError("csv.encoding", path=path, line=line) from error


def _reads_as_russian(text: str) -> bool:
    """Tell Windows-1251 from cp866 (signs among the letters) and KOI8-R (capitals swapped)."""
    sample = text[:1_000_000]
    foreign = [letter for letter in sample if letter > "\x7f"]
    known = len(_CYRILLIC.findall(sample))
    return known >= 0.95 * len(foreign) and (
        len(_UPSIDE_DOWN.findall(sample)) <= 0.2 * len(_RIGHT_WAY.findall(sample))
    )
