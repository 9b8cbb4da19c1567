"""A text file of separated values -> arrays, strictly.

`read_csv` runs in the reading child.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from math import prod
from typing import Any

from xl_addin.files.arrow_csv import is_large, read_plain
from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import ERROR, TEXT, Codes, encode
from xl_addin.files.errors import FileError
from xl_addin.files.guard import unmarked_utf16

_CYRILLIC = re.compile(r"[А-Яа-яЁё№«»–—“”…\xa0]")
_UPSIDE_DOWN = re.compile(r"[а-яё][А-ЯЁ]")
_RIGHT_WAY = re.compile(r"[А-ЯЁа-яё][а-яё]")
_SHOWN = 10
MAX_LISTED = 50_000  # broken lines: past that nobody reads
_TOP = 40  # lines that tell the separator, and within which the header must stand
_LOOKED_AT = 100_000  # characters
_MARKS = ",;\t|"
_AS_TEXT = re.compile(r'\A="([^"]*)"\Z')
_ERRORS = frozenset(
    {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
    | {"#Н/Д", "#ДЕЛ/0!", "#ЗНАЧ!", "#ССЫЛКА!", "#ИМЯ?", "#ПУСТО!", "#ЧИСЛО!", "#ПЕРЕНОС!"}
)
_LONGEST = 1 << 30


def read_csv(
    path: str, data: bytes, *, encoding: str | None = None, leave_out: bool = False
) -> tuple[dict[str, Any], list[Any]]:
    """Read a whole text file; every cell is text, a blank one stays blank.

    The separator (comma, semicolon, tab or bar) is the one that parts most of the first lines into
    one number of fields, or what a line "sep=" says. Lines of a title above the header may be
    shorter than it. Text is UTF-8 with or without a mark, UTF-16 with a mark, else Windows-1251 if
    it reads as Russian; the last two are told. `encoding` names it instead. `leave_out` passes over
    rows that are longer or shorter than the header, and answers with their lines under
    "ragged_lines", how many under "ragged";
    blank fields beyond the header make no row longer. A text such as ="0017", by which programs
    save leading zeros from Excel, is what stands in its quotes, and #N/A an error.
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
    for error in _ERRORS:
        if error in codes:
            kinds[(kinds == TEXT) & (values == codes[error] - 1)] = ERROR
    levels = codes.levels()
    if '="' in text:
        levels = [_AS_TEXT.sub(r"\1", level) for level in levels]
    header: dict[str, Any] = {
        "levels": levels,
        "encoding": encoding,
        "separator": separator,
        "ragged": rows.n_ragged,
        "ragged_lines": [line for line, _ in rows.ragged],
    }
    return {**header, "skipped": rows.skipped}, [kinds, values]


def read_plain_csv(
    path: str, data: bytes, encoding: str | None
) -> tuple[dict[str, Any], SheetCells] | None:
    """Read a large text file without quotes by whole columns; None where `read_csv` has to.

    Says what `read_csv` says of the same file. Raises FileError for zero bytes, mixed or unknown
    encodings.
    """
    if not is_large(data):
        return None
    if encoding is None and (head := _utf8_head(data)):
        marked = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        with suppress(UnicodeDecodeError):  # not UTF-8 further down
            return _plain_table(head, data, marked, "utf-8")
    text, encoding = _decode(path, data, encoding)
    return _plain_table(text, text.encode(), 0, encoding)


def _plain_table(
    text: str, data: bytes, marked: int, encoding: str
) -> tuple[dict[str, Any], SheetCells] | None:
    """Read bytes in UTF-8 that begin, behind some that mark it, with a text."""
    start, separator = _separator(text)
    cells = read_plain(data, marked + len(text[:start].encode()), separator, _ERRORS)
    if cells is None:
        return None
    header = {"encoding": encoding, "separator": separator, "skipped": int(start > 0)}
    return {**header, "ragged": 0, "ragged_lines": []}, cells


def _utf8_head(data: bytes) -> str:
    """Return the beginning of a text in UTF-8; "" of any other."""
    head = data[:_LOOKED_AT]
    try:
        return "" if 0 in head else codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return ""


class _Rows:
    """Rows of one width, from the first line that is not blank on; others are remembered."""

    def __init__(self, path: str, text: str, start: int, separator: str) -> None:
        csv.field_size_limit(_LONGEST)
        self._path = path
        self._source = io.StringIO(text, newline="")
        self._source.seek(start)
        self._first_line = text.count("\n", 0, start)
        self._reader = csv.reader(self._source, delimiter=separator, strict=True)
        self.skipped = int(start > 0)
        self.ragged: list[tuple[int, int]] = []
        self.n_ragged = 0
        self._parsed = self._lines()
        self._top, self._title = self._first_rows(_usual_fields(text[start:], separator))
        self.width = len(self._top[self._title][1]) if self._top else 0

    def __iter__(self) -> Iterator[list[str]]:
        width, blank = self.width, [""] * self.width
        for _, row in self._top[: self._title]:
            yield row[: self.width] + blank[len(row) :]
        for line, row in chain(self._top[self._title :], self._parsed):
            if len(row) == width:
                yield row
            elif not any(row):
                yield blank
            elif len(row) > width and not any(row[width:]):
                yield row[:width]
            else:
                self.n_ragged += 1
                if len(self.ragged) < MAX_LISTED:
                    self.ragged.append((line, len(row)))

    def check(self) -> None:
        """Raise FileError if any row was longer or shorter than the header."""
        if not self.n_ragged:
            return
        lines = ", ".join(f"{line} ({n})" for line, n in self.ragged[:_SHOWN])
        if self.n_ragged > _SHOWN:
            lines += f", … (+{self.n_ragged - _SHOWN})"
        raise FileError("csv.ragged", path=self._path, columns=self.width, lines=lines)

    def _first_rows(self, usual: int) -> tuple[list[tuple[int, list[str]]], int]:
        """Return the rows from the first that is not blank to the header, and where that stands.

        The header is the first row, unless this is shorter than most and one of texts follows, of
        the usual width: what stands above that is the title.
        """
        top: list[tuple[int, list[str]]] = []
        for line, row in self._parsed:
            if not top and not any(row):
                self.skipped += 1
                continue
            top.append((line, row))
            if len(top) == 1 and len(row) >= usual:
                break
            if len(row) == usual and _heads(row):
                return top, len(top) - 1
            if len(top) == _TOP:
                break
        return top, 0

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield rows with the line on which each begins."""
        before = self._reader.line_num
        try:
            for row in self._reader:
                line, before = before + 1, self._reader.line_num
                yield line + self._first_line, row
        except csv.Error as error:
            line = before + 1 + self._first_line
            raise FileError("csv.quote", path=self._path, line=line) from error


def _heads(row: list[str]) -> bool:
    """Whether a row may be a header: words in two fields at least, and no number or date."""
    words = [field.strip() for field in row if field.strip()]
    return len(words) > 1 and not any(word[0].isdigit() for word in words)


def _separator(text: str) -> tuple[int, str]:
    """Return where the table begins and what parts its columns."""
    if declared := re.match(r"sep=(.)\r?\n", text):
        return declared.end(), declared[1]
    lines = _first_lines(text)
    first = {mark: lines[0].count(mark) if lines else 0 for mark in _MARKS}
    mark = max(_MARKS, key=lambda each: (first[each], each == ","))
    if first[mark] and _usual(lines, mark)[0] == first[mark]:
        return 0, _below_a_title(lines, mark) or mark  # the first line is like most
    # commas stand in titles and in decimals too: what makes most fields, rather not a comma
    parted = {each: prod(_usual(lines, each)) for each in _MARKS}
    return 0, max(_MARKS, key=lambda each: (parted[each], each != ","))


def _below_a_title(lines: list[str], first: str) -> str:
    """Return what parts a header below a first line that has only the marks of decimals; or "".

    So "Sales, all shops" stands above "date;customer;amount" and lines with 10,00.
    """
    usual, often = _usual(lines, first)
    for mark in _MARKS.replace(first, ""):
        fields, times = _usual(lines, mark)
        below = (line for line in lines[1:] if line.count(mark) == fields >= usual)
        header = next((line for line in below if _heads(line.split(mark))), None)
        if header is not None and header.count(first) != usual and times >= often - 1:
            return mark
    return ""


def _first_lines(text: str) -> list[str]:
    """Return the first lines that are not blank, without what stands in quotes."""
    source = io.StringIO(text[:_LOOKED_AT], newline=None)
    bare = re.sub(r'"[^"]*"', "", source.read())
    return list(islice((line for line in bare.split("\n") if line.strip(" ")), _TOP))


def _usual(lines: list[str], mark: str) -> tuple[int, int]:
    """Return how often a mark stands in most of the lines that have it, and in how many."""
    counts = Counter(line.count(mark) for line in lines)
    del counts[0]
    return max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))


def _usual_fields(text: str, separator: str) -> int:
    return _usual(_first_lines(text), separator)[0] + 1


def _decode(path: str, data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is not None:
        return _strict(path, data, _known(path, encoding)).removeprefix("\ufeff"), encoding
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(path, data, "utf-16"), "utf-16"
    if unmarked := unmarked_utf16(data):
        return _strict(path, data, unmarked), "utf-16"
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
