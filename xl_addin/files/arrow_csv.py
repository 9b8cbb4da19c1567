"""A plain text file of separated values -> columns of codes, by pyarrow.

Plain: no quotes, every line as long as the first, no blank line. Where a file is not, or pyarrow
is not installed, the careful reader of `csv_reader` takes it, row by row. This one needs no process
of its own: it takes no more memory than what is read, and nothing in a text can lead it astray.
"""

import importlib
import importlib.util
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.cells import SheetCells
from xl_addin.files.encode import BLANK, TEXT, Kinds, Values
from xl_addin.files.levels import CodedTexts, Levels, SpelledNumbers, WholeColumns
from xl_addin.files.running_numbers import WORD, told_apart

LARGE = 1 << 20  # bytes of a text that are worth the loading of pyarrow
_BEGINNING = 100_000  # bytes
_LOOKED_AT = 1_000  # cells that say whether a column holds many different texts
_EXACT = 1e15  # up to here a number says what its text says
_COMMA, _POINT = b",."
_WORKERS = 3  # one more than two processors: they wait for each other at times
_NO_LETTERS = bytes(range(ord("A")))
_Column = CodedTexts | SpelledNumbers


class _NotPlainError(Exception):
    """The careful reader has to read this file."""


class _Texts(NamedTuple):
    """The texts of a column, (n,), one behind the other, and where they begin and end, (n + 1,)."""

    letters: NDArray[np.uint8]
    ends: NDArray[np.int32]
    blank: NDArray[np.bool_]

    def as_arrow(self, pa: Any, letters: NDArray[np.uint8] | None = None) -> Any:
        """Return them, or others of the same lengths, as an array with blanks missing."""
        filled = np.packbits(~self.blank, bitorder="little") if self.blank.any() else None
        written = pa.py_buffer(self.letters if letters is None else letters)
        return pa.StringArray.from_buffers(
            self.blank.size,
            pa.py_buffer(self.ends),
            written,
            None if filled is None else pa.py_buffer(filled),
        )

    def first(self, n: int) -> NDArray[np.uint8]:
        """Return the letters of the first texts."""
        return self.letters[: self.ends[min(n, self.blank.size)]]


def is_large(data: bytes) -> bool:
    """Whether a text is worth the loading of pyarrow, and this is installed."""
    return len(data) >= LARGE and importlib.util.find_spec("pyarrow") is not None


def read_plain(
    data: bytes, start: int, separator: str, unlike: Collection[str] = ()
) -> SheetCells | None:
    """Read a plain text in UTF-8 from ``start`` on; None where the careful reader has to.

    unlike: cells that are that reader's to read. Raises UnicodeDecodeError where it is no UTF-8.
    """
    if not separator.isascii() or b'"' in data[:_BEGINNING]:
        return None
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    end = data.find(b"\n", start)
    names = data[start:end].decode().rstrip("\r").split(separator)
    if end < 0 or len(names) < 2 or not any(names) or not _are_plain(data[start:end]):
        return None
    pa = importlib.import_module("pyarrow")
    try:
        texts = _texts(pa.py_buffer(data).slice(end + 1), separator, len(names), pa)
        with ThreadPoolExecutor(_WORKERS) as pool:
            columns = list(pool.map(lambda each: _column(each, pa, unlike), texts))
    except _NotPlainError:
        return None
    return _below(names, columns)


def _texts(body: Any, separator: str, width: int, pa: Any) -> list[Any]:
    """Return the texts of each column."""
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
                check_utf8=False,  # distinct texts are decoded
            ),
        )
    except pa.ArrowInvalid as error:  # lines of another length, blank ones
        raise _NotPlainError from error
    return [table.column(name) for name in names]


def _column(chunks: Any, pa: Any, unlike: Collection[str]) -> _Column:
    """Give the texts of a column codes, or read them as numbers if they are spelled as such."""
    column = chunks.combine_chunks()
    _, ends, letters = column.buffers()
    ends = np.frombuffer(ends, np.int32)[column.offset : column.offset + len(column) + 1]
    letters = np.frombuffer(letters or b"", np.uint8)[: ends[-1]]
    texts = _Texts(letters, ends, ends[1:] == ends[:-1])
    if (numbers := _numbers(texts, pa)) is not None:
        return SpelledNumbers(numbers, letters, ends[:-1], ends[1:])
    many = len(column.slice(0, _LOOKED_AT).unique()) > _LOOKED_AT / 2
    coded = _short_texts(texts, pa) if many else None
    if coded is None:
        distinct = texts.as_arrow(pa).dictionary_encode()
        coded = _codes(distinct), distinct.dictionary
    codes, distinct = coded
    buffer = distinct.buffers()[2]
    written = b"" if buffer is None else buffer.to_pybytes()
    n_letters = len(set(written.translate(None, _NO_LETTERS)))
    return CodedTexts(codes, _decoded(distinct, written, unlike), letters=n_letters)


def _short_texts(texts: _Texts, pa: Any) -> tuple[NDArray[np.int32], Any] | None:
    """Return codes and texts, rising, of many texts of up to eight bytes; None for longer ones."""
    lengths = texts.ends[1:] - texts.ends[:-1]
    width, n = int(lengths.max()), lengths.size
    if width > WORD:
        return None
    even = width == lengths.min()
    if even and (found := told_apart(table := texts.letters.reshape(n, width))) is not None:
        codes, rows = found
        words, width_of = table.take(rows, axis=0), np.full(rows.size, width)
    else:  # as whole numbers they are told apart in half the time
        if not texts.letters.all():  # zero bytes stand behind the texts here
            raise _NotPlainError
        whole = pa.array(_words(texts.letters, texts.ends), mask=texts.blank).dictionary_encode()
        words = np.asarray(whole.dictionary).view(np.uint8).reshape(-1, WORD)
        rising = np.argsort(words.view(">u8").ravel())
        place = np.empty(rising.size, np.int32)
        place[rising] = np.arange(rising.size, dtype=np.int32)
        codes, words = np.append(place, np.int32(-1))[_codes(whole)], words.take(rising, axis=0)
        width_of = WORD - (words[:, ::-1] != 0).argmax(axis=1)
        words = words[words != 0]
    ends = np.append(0, np.cumsum(width_of)).astype(np.int32)
    distinct = pa.StringArray.from_buffers(ends.size - 1, pa.py_buffer(ends), pa.py_buffer(words))
    return codes, distinct


def _codes(column: Any) -> NDArray[np.int32]:
    return np.asarray(column.indices.fill_null(-1) if column.null_count else column.indices)


def _decoded(texts: Any, written: bytes, unlike: Collection[str]) -> NDArray[np.object_]:
    """Return distinct texts as such, if the column is plain; written: all of them in one."""
    written.decode()  # says what is wrong with it
    decoded = np.asarray(texts.to_numpy(zero_copy_only=False), object)
    if not _are_plain(written) or (b"#" in written and not set(unlike).isdisjoint(decoded)):
        raise _NotPlainError
    return decoded


def _are_plain(letters: bytes) -> bool:
    return b'"' not in letters and b"\0" not in letters


def _words(letters: NDArray[np.uint8], ends: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return each text as one whole number."""
    starts, lengths = ends[:-1], ends[1:] - ends[:-1]
    words = np.zeros((lengths.size, WORD), np.uint8)
    for at in range(int(lengths.max())):
        if lengths.min() > at:
            words[:, at] = letters[starts + at]
        else:
            longer = lengths > at
            words[longer, at] = letters[starts[longer] + at]
    return words.view(np.uint64).ravel()


def _numbers(texts: _Texts, pa: Any) -> NDArray[np.float64] | None:
    """Return texts of digits, minus and one decimal mark as numbers; None for any other."""
    if not _spells(texts.first(_LOOKED_AT)) or not _spells(texts.letters):
        return None
    letters, comma = texts.letters, texts.letters == _COMMA
    if comma.any():
        if (letters == _POINT).any():
            return None
        letters = np.where(comma, np.uint8(_POINT), letters)
    elif not (letters == _POINT).any():
        return None  # they may be ids, whose leading zeros count
    try:
        numbers = np.asarray(texts.as_arrow(pa, letters).cast(pa.float64()))
    except pa.ArrowInvalid:
        return None
    low, high = np.fmin.reduce(numbers, initial=0.0), np.fmax.reduce(numbers, initial=0.0)
    return numbers if low > -_EXACT and high < _EXACT else None


def _spells(letters: NDArray[np.uint8]) -> bool:
    """Whether letters are those of numbers: digits, minus, point and comma; or a slash."""
    return letters.size > 0 and bool(letters.min() >= _COMMA and letters.max() <= ord("9"))


def _below(names: list[str], columns: list[_Column]) -> SheetCells:
    """Put the columns below their header."""
    coded = [column.texts for column in columns if isinstance(column, CodedTexts)]
    numbers = [column for column in columns if isinstance(column, SpelledNumbers)]
    levels = Levels(np.concatenate([np.array(names, object), *coded]), numbers)
    kinds = np.full((_size(columns[0]) + 1, len(names)), TEXT, np.uint8, "F")
    for j, (name, column) in enumerate(zip(names, columns, strict=True)):
        kinds[0, j] = TEXT if name else BLANK
        if (blank := _blank(column)).any():
            kinds[1:, j][blank] = BLANK
    whole = WholeColumns(dict(enumerate(columns)), (dict(enumerate(names)),))
    return SheetCells(kinds, lambda: _values(kinds, columns), levels, whole=whole)


def _values(kinds: Kinds, columns: list[_Column]) -> Values:
    """Return the codes of all cells, as `Levels` counts them."""
    n, width = kinds.shape
    values = np.empty((n, width), np.float64, "F")
    values[0] = np.arange(width)
    listed = width
    spelled = listed + sum(each.texts.size for each in columns if isinstance(each, CodedTexts))
    for j, column in enumerate(columns):
        if isinstance(column, CodedTexts):
            np.add(column.codes, listed, out=values[1:, j])
            listed += column.texts.size
        else:
            values[1:, j] = np.arange(spelled, spelled + n - 1)
            spelled += n - 1
    values[kinds == BLANK] = np.nan
    return values


def _size(column: _Column) -> int:
    return (column.codes if isinstance(column, CodedTexts) else column.numbers).size


def _blank(column: _Column) -> NDArray[np.bool_]:
    return column.codes < 0 if isinstance(column, CodedTexts) else np.isnan(column.numbers)
