"""Live examples on a sheet: samples, formulas that spill, and the answers kept in their cells.

The answers are computed here by the functions themselves, so that the sheet reads right where
macros are blocked or no Python is installed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range

from xl_addin.book.layout import Format
from xl_addin.functions import CATALOGUE
from xl_addin.template import palette, rules
from xl_addin.template.page import Page

# What is kept of an answer, lest the last digits make another template on another machine: a
# search for the best parameters ends where its path leads, all else is plain arithmetic.
KEPT_DECIMALS = 6
KEPT_DIGITS = 4  # significant ones, of the fitted functions
FITTED = frozenset({"BTYD_FIT", "BTYD_TABLE", "LTV_CHECK"})
_EPOCH = dt.datetime(1899, 12, 30)
_CELLS = {"lang": "cb_language"}  # arguments that a cell of the workbook gives


@dataclass(frozen=True, slots=True)
class Area:
    """What a formula refers to: as the formula writes it, and its values for Python.

    corners: first row and column, last row and column, where it is a range of the sheet.
    """

    address: str
    values: Any
    corners: rules.Area = (0, 0, 0, 0)


def number(value: float) -> Area:
    """Return a number as a formula holds it."""
    return Area(f"{value:g}", value)


def sample(page: Page, row: int, column: int, header: str, kind: Format, values: list[Any]) -> Area:
    """Write a column of the sample under its header."""
    page.text(row, column, header, page.styles.header(kind))
    for offset, value in enumerate(values, start=1):
        if isinstance(value, str):
            page.text(row + offset, column, value, _cell(page, kind))
        else:
            page.sheet.write(row + offset, column, value, _cell(page, kind))
    return Area(xl_range(row + 1, column, row + len(values), column), values)


def live(
    page: Page,
    corner: tuple[int, int],
    name: str,
    areas: Sequence[Area],
    kinds: Sequence[Format],
    words: Mapping[str, str] | None = None,
    *,
    cells: Mapping[str, Area] | None = None,
    header: bool = False,
) -> Area:
    """Write a formula that spills, with the answer that Python gives now as its kept value.

    ``corner`` is the row and column of the header; with ``header`` the answer brings its own, one
    row lower. ``areas`` are the first arguments, ``words`` and ``cells`` others by their names.
    """
    row, column = corner
    named = dict(cells or {})
    for word, value in (words or {}).items():
        named[word] = Area(_CELLS.get(word, f'"{value}"'), value)
    rows = _answer(name, areas, named)
    if not header:
        page.text(row, column, name, page.styles.header(kinds[0]))
    first, last = row + 1, row + len(rows)
    last_column = column + len(kinds) - 1
    for r, line in enumerate(rows):
        for c, (value, kind) in enumerate(zip(line, kinds, strict=True)):
            style = _header(page, kind, value) if header and r == 0 else _cell(page, kind)
            if r or c:
                page.sheet.write(first + r, column + c, value, style)
                continue
            formula = f"={name}({_arguments(name, areas, named)})"
            page.sheet.write_dynamic_array_formula(
                first, column, last, last_column, formula, style, _cached(value)
            )
    values = [line[0] if len(kinds) == 1 else line for line in rows]
    corners = (first, column, last, last_column)
    return Area(xl_range(*corners), values, corners)


def _answer(name: str, areas: Sequence[Area], named: Mapping[str, Area]) -> list[list[Any]]:
    """Return the rows that a function answers with."""
    others = {key: area.values for key, area in named.items()}
    answer = CATALOGUE[name].call(*(area.values for area in areas), **others)
    if isinstance(answer, str) and answer.startswith("#"):
        raise TypeError(f"{name} answers the sample with {answer!r}")
    rows: list[list[Any]] = answer if isinstance(answer, list) else [[answer]]
    return [[_kept(name, cell) for cell in line] for line in rows]


def _kept(name: str, cell: Any) -> Any:
    if not isinstance(cell, float):
        return cell
    return float(f"{cell:.{KEPT_DIGITS}g}") if name in FITTED else round(cell, KEPT_DECIMALS)


class _Text(str):
    """A text that stays one, though it looks like a number: XlsxWriter asks float() which it is."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError


def _cached(value: Any) -> Any:
    """Return what stands beside a formula as its value: of a date, the number that Excel keeps.

    A truth value becomes its word: XlsxWriter would keep one of a spilling formula as a number
    that no reader takes.
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return (value - _EPOCH).days
    return _Text(value) if isinstance(value, str) else value


def _cell(page: Page, kind: Format) -> Any:
    return page.styles.value(kind, bottom=1, bottom_color=palette.HAIRLINE)


def _header(page: Page, kind: Format, value: Any) -> Any:
    """Return the format of a header that an answer brings: words, or the first day of a period."""
    is_day = isinstance(value, dt.datetime)
    look = {"num_format": page.styles.number_formats["month"]} if is_day else {}
    return page.styles.header(kind, **look)


def _arguments(name: str, areas: Sequence[Area], named: Mapping[str, Area]) -> str:
    """Return the arguments as a formula writes them; skipped optional ones stay empty."""
    names = [argument.name for argument in CATALOGUE[name].arguments]
    given = [area.address for area in areas]
    for key in sorted(named, key=names.index):
        given += [""] * (names.index(key) - len(given)) + [named[key].address]
    return ",".join(given)
