"""A plain text file of separated values -> columns of codes, by pyarrow.

Plain: no quotes, every line as long as the first, no blank line. Where a file is not, or pyarrow
is not installed, the careful reader of `csv_reader` takes it, row by row. This one needs no process
of its own: it takes no more memory than what is read, and nothing in a text can lead it astray.
"""

import importlib
import importlib.util
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.encode import BLANK, TEXT, Kinds, Values
from xl_addin.files.levels import Levels, SpelledNumbers

LARGE = 1 << 20  # bytes of a text that are worth the loading of pyarrow
_MARKS = (ord("."), ord(","))
_WORD = 8  # bytes of a whole number
_LOOKED_AT = 1_000  # cells that say whether a column holds many different texts
_EXACT = 1e15  # up to here a number says what its text says
_SPELLS = np.zeros(256, bool)
_SPELLS[list(b"0123456789-.,")] = True


class PlainColumns(NamedTuple):
    """Cells as `encode` gives them, (n_rows, n_columns), the header the first row."""

    kinds: Kinds
    values: Values
    levels: Levels


class _Column(NamedTuple):
    blank: NDArray[np.bool_]
    codes: NDArray[Any]
    texts: list[str]
    spelled: SpelledNumbers | None = None


def is_large(data: bytes) -> bool:
    """Whether a text is worth the loading of pyarrow, and this is installed."""
    return len(data) >= LARGE and importlib.util.find_spec("pyarrow") is not None


def read_plain(data: bytes, start: int, separator: str) -> PlainColumns | None:
    """Read a plain text in UTF-8 from ``start`` on; None where the careful reader has to."""
    if not separator.isascii() or any(mark in data for mark in b'"\0'):
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    end = data.find(b"\n", start)
    names = data[start:end].decode().rstrip("\r").split(separator)
    if end < 0 or len(names) < 2 or not any(names):
        return None
    pa = importlib.import_module("pyarrow")
    columns = _columns(pa.py_buffer(data).slice(end + 1), separator, len(names), pa)
    return None if columns is None else _joined(names, columns)


def _columns(body: Any, separator: str, width: int, pa: Any) -> list[_Column] | None:
    csv = importlib.import_module("pyarrow.csv")
    names = [str(j) for j in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(body),
            read_options=csv.ReadOptions(column_names=names, block_size=4 << 20),
            parse_options=csv.ParseOptions(
                delimiter=separator, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,  # it was decoded
            ),
        )
    except pa.ArrowInvalid:  # lines of another length, blank ones
        return None
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda name: _column(table.column(name), pa), names))


def _column(chunks: Any, pa: Any) -> _Column:
    """Give the texts of a column codes, or read them as numbers if they are spelled as such."""
    column = chunks.combine_chunks()
    _, ends, letters = column.buffers()
    ends = np.frombuffer(ends, np.int32)[column.offset : column.offset + len(column) + 1]
    letters = np.frombuffer(letters or b"", np.uint8)[: ends[-1]]
    blank = ends[1:] == ends[:-1]
    filled = pa.py_buffer(np.packbits(~blank, bitorder="little"))
    if (numbers := _numbers(letters, ends, filled, pa)) is not None:
        return _Column(blank, np.arange(blank.size), [], SpelledNumbers(numbers, letters, ends))
    many = len(column.slice(0, _LOOKED_AT).unique()) > _LOOKED_AT / 2
    if many and (ends[1:] - ends[:-1]).max() <= _WORD:
        words = pa.array(_words(letters, ends), mask=blank).dictionary_encode()
        texts = np.asarray(words.dictionary).view(f"S{_WORD}").tolist()
        return _Column(blank, _codes(words), b"\n".join(texts).decode().split("\n"))
    column = pa.StringArray.from_buffers(
        blank.size, pa.py_buffer(ends), pa.py_buffer(letters), filled
    )
    distinct = column.dictionary_encode()
    return _Column(blank, _codes(distinct), distinct.dictionary.to_pylist())


def _codes(column: Any) -> NDArray[Any]:
    return np.asarray(column.indices.fill_null(0))


def _words(letters: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.uint64]:
    """Return each text as one whole number, which is told apart in a third of the time."""
    starts, lengths = ends[:-1], ends[1:] - ends[:-1]
    words = np.zeros((lengths.size, _WORD), np.uint8)
    for at in range(int(lengths.max())):
        if lengths.min() > at:
            words[:, at] = letters[starts + at]
        else:
            longer = lengths > at
            words[longer, at] = letters[starts[longer] + at]
    return words.view(np.uint64).ravel()


def _numbers(letters: NDArray[Any], ends: NDArray[Any], filled: Any, pa: Any) -> Any:
    """Return texts of digits, minus and one decimal mark as numbers; None for any other."""
    marks = [mark for mark in _MARKS if (letters == mark).any()]
    if len(marks) != 1 or not _SPELLS[letters].all():
        return None
    if marks[0] == ord(","):
        letters = np.where(letters == marks[0], np.uint8(ord(".")), letters)
    column = pa.StringArray.from_buffers(
        ends.size - 1, pa.py_buffer(ends), pa.py_buffer(letters), filled
    )
    try:
        numbers = np.asarray(column.cast(pa.float64()))
    except pa.ArrowInvalid:
        return None
    return numbers if np.nanmax(np.abs(numbers), initial=0.0) < _EXACT else None


def _joined(names: list[str], columns: list[_Column]) -> PlainColumns:
    """Put the columns below their header."""
    n = columns[0].blank.size
    kinds = np.full((n + 1, len(names)), TEXT, np.uint8, "F")
    values = np.empty((n + 1, len(names)), np.float64, "F")
    levels = list(names)
    for column in columns:
        levels += column.texts
    listed, spelled = len(names), len(levels)
    for j, (name, column) in enumerate(zip(names, columns, strict=True)):
        values[0, j], kinds[0, j] = (j, TEXT) if name else (np.nan, BLANK)
        np.add(column.codes, listed if column.spelled is None else spelled, out=values[1:, j])
        if column.blank.any():
            values[1:, j][column.blank], kinds[1:, j][column.blank] = np.nan, BLANK
        listed += len(column.texts)
        spelled += n if column.spelled is not None else 0
    spelled_columns = [column.spelled for column in columns if column.spelled is not None]
    return PlainColumns(kinds, values, Levels(levels, spelled_columns))
