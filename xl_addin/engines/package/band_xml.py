"""The XML of a run of rows that were written alike, put together column by column."""

import re
from dataclasses import dataclass, field
from itertools import repeat

from xl_addin.engines.package.addresses import cell_address, letters
from xl_addin.engines.package.alike_rows import AlikeRows
from xl_addin.engines.package.cell_xml import cached_value, formula_xml, value_tails
from xl_addin.engines.package.old_rows import Layout, OldCell, OldRow, layout_styles
from xl_addin.engines.package.overlay import Band, Single
from xl_addin.files.cells import SheetCells


@dataclass(frozen=True, slots=True)
class Writing:
    """What the rows of one sheet part have in common."""

    prefix: str
    is_1904: bool
    array_mark: str  # the attribute that marks a dynamic array formula, or nothing
    column_styles: dict[int, str]
    lost_formulas: list[tuple[int, int]]


@dataclass
class _Old:
    """What the file holds in the rows: styles by column, cells that stay, formulas that stay."""

    styles: dict[int, str | list[str]]
    kept: dict[int, list[str]] = field(default_factory=dict)
    formulas: dict[int, OldCell] = field(default_factory=dict)


def band_xml(
    band: Band, first: int, last: int, old: list[OldRow] | AlikeRows, how: Writing
) -> bytes:
    """Return the rows `first` to `last` of a band, merged with what the file holds there."""
    n_rows, p = last - first + 1, how.prefix
    names = list(map(str, range(first, last + 1)))
    there = _old_cells(band, first, n_rows, old, how)
    columns = dict(there.kept)
    for column, patch in band.columns.items():
        if patch.cells is not None:
            cells = patch.cells.block(first, column, n_rows, 1)
            columns[column] = _column(column, names, there.styles[column], cells, how)
    for column, single in band.singles.items():
        columns[column] = [_single(first, column, single, there, how)]
    opens, is_held = _openings(names, first, old, p)
    ordered = [columns[column] for column in sorted(columns)]
    bodies = map("".join, zip(*ordered, strict=True)) if ordered else repeat("", n_rows)
    close = f"</{p}row>"
    rows = [
        f"{opening}{body}{close}"
        for opening, body, held in zip(opens, bodies, is_held, strict=True)
        if body or held
    ]
    return "".join(rows).encode()


def _openings(
    names: list[str], first: int, old: list[OldRow] | AlikeRows, prefix: str
) -> tuple[list[str], list[bool]]:
    """Return the opening tag of each row, and whether the file holds the row."""
    opens = [f'<{prefix}row r="{name}">' for name in names]
    is_held = [False] * len(names)
    if isinstance(old, AlikeRows):
        for number in old.numbers if old.attributes else ():
            opens[number - first] = f'<{prefix}row r="{number}"{old.attributes}>'
        return opens, [first + i in old.numbers for i in range(len(names))]
    for row in old:
        opens[row.number - first], is_held[row.number - first] = row.opening(prefix), True
    return opens, is_held


def _column(
    column: int, names: list[str], styles: str | list[str], cells: SheetCells, how: Writing
) -> list[str]:
    """Return a column of cells; a blank one without a style is left out."""
    tails = value_tails(cells, 0, how.prefix, is_1904=how.is_1904)
    head = f'<{how.prefix}c r="{letters(column)}'
    blank = (cells.kinds[:, 0] == 0).nonzero()[0].tolist()
    if isinstance(styles, str):
        middle = f'"{styles}'
        whole = [f"{head}{n}{middle}{t}" for n, t in zip(names, tails, strict=True)]
        for i in () if styles else blank:
            whole[i] = ""
        return whole
    whole = [f'{head}{n}"{s}{t}' for n, s, t in zip(names, styles, tails, strict=True)]
    for i in blank:
        if not styles[i]:
            whole[i] = ""
    return whole


def _single(row: int, column: int, single: Single, there: _Old, how: Writing) -> str:
    """Return one cell: a value, a new formula, or the old formula with a new value."""
    p, place = how.prefix, cell_address(row, column)
    style = there.styles[column]
    style = style if isinstance(style, str) else style[0]
    kept = there.formulas.get(column)
    if kept is None and single.formula is None:
        tail = value_tails(single.value, 0, p, is_1904=how.is_1904)[0]
        return "" if tail == "/>" and not style else f'<{p}c r="{place}"{style}{tail}'
    kind, value = cached_value(single.value, p, is_1904=how.is_1904)
    if kept is not None:
        formula = kept.formula
        if not kind and not value:  # an empty text is a value: the formula was calculated
            kind, value = ' t="str"', f"<{p}v></{p}v>"
        if single.spill is not None and 't="array"' in formula:
            formula = re.sub(r'\bref="[^"]*"', f'ref="{single.spill.address()}"', formula, count=1)
        marks = "".join(re.findall(r'\s(?:cm|vm|ph)="[^"]*"', kept.raw.partition(">")[0]))
        return f'<{p}c r="{place}"{style}{kind}{marks}>{formula}{value}</{p}c>'
    area = single.spill.address() if single.spill else place
    # without the mark of dynamic arrays a known area is entered as by Ctrl+Shift+Enter
    is_array = single.is_array and bool(how.array_mark or single.spill)
    formula = formula_xml(single.formula or "", p, array=area if is_array else None)
    mark = how.array_mark if is_array else ""
    return f'<{p}c r="{place}"{style}{kind}{mark}>{formula}{value}</{p}c>'


def _old_cells(
    band: Band, first: int, n_rows: int, old: list[OldRow] | AlikeRows, how: Writing
) -> _Old:
    written = [*band.columns, *band.singles]
    there = _Old({column: how.column_styles.get(column, "") for column in written})
    if isinstance(old, AlikeRows):
        there.styles.update(old.styles)
        return there
    alike: dict[Layout, list[int]] = {}
    by_place = {row.number - first: row for row in old}
    for row in old:
        i = row.number - first
        row_style = row.style()
        layout = row.layout() if row_style is None else None
        if layout is not None:
            alike.setdefault(layout, []).append(i)
        else:
            _look_closely(row, i, n_rows, row_style, band, there, how)
    for layout, places in alike.items():
        styles = layout_styles(layout)
        if any(column not in there.styles for column in styles):
            for i in places:
                _look_closely(by_place[i], i, n_rows, None, band, there, how)
            continue
        for column, style in styles.items():
            _set_style(there, column, style, places, n_rows)
    return there


def _set_style(there: _Old, column: int, style: str, places: list[int], n_rows: int) -> None:
    now = there.styles[column]
    if now == style:
        return
    if isinstance(now, str):
        if len(places) == n_rows:
            there.styles[column] = style
            return
        now = there.styles[column] = [now] * n_rows
    for i in places:
        now[i] = style


def _look_closely(
    row: OldRow,
    i: int,
    n_rows: int,
    row_style: str | None,
    band: Band,
    there: _Old,
    how: Writing,
) -> None:
    """Take over one old row cell by cell: its styles, what is not written, what is blanked."""
    if row_style is not None:
        for column in there.styles:
            _set_style(there, column, row_style, [i], n_rows)
    for cell in row.cells():
        column = cell.column
        single = band.singles.get(column)
        if column in there.styles:
            _set_style(there, column, cell.style, [i], n_rows)
            if cell.formula and single is not None and single.keep:
                there.formulas[column] = cell
            elif cell.formula:
                how.lost_formulas.append((row.number, column))
            continue
        raw = cell.raw
        if any(left <= column <= right for left, right in band.cleared):
            place = cell_address(row.number, column)
            raw = f'<{how.prefix}c r="{place}"{cell.style}/>' if cell.style else ""
            if cell.formula:
                how.lost_formulas.append((row.number, column))
        there.kept.setdefault(column, [""] * n_rows)[i] = raw
