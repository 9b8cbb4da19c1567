"""Excel tables of a sheet: their names, ranges and headers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.addresses import Area, parse_area
from xl_addin.files.workbook_parts import parse_xml, relations, to_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

    from xl_addin.engines.package.range import Range
    from xl_addin.engines.package.sheets import Sheet


_LONGEST = 255  # characters in the name of a table's column
_CONTROLS = {code: "\ufffd" for code in (*range(32), 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}


class TablePart:
    """A table part, parsed once; `is_changed` says whether it must be written."""

    def __init__(self, part: str, tree: "_Element") -> None:
        self.part, self.tree = part, tree
        self.is_changed = False

    @property
    def area(self) -> Area:
        """The whole range: header, data and totals row."""
        return parse_area(self.tree.get("ref") or "A1")

    @property
    def has_header(self) -> bool:
        """Whether the first row is a header."""
        return self.tree.get("headerRowCount") != "0"

    @property
    def n_totals(self) -> int:
        """Number of totals rows, 0 or 1."""
        return int(self.tree.get("totalsRowCount") or 0)

    @property
    def headers(self) -> list[str]:
        """The names of the columns, known without reading the sheet."""
        return [_unescaped(column.get("name") or "") for column in self._columns()]

    def resize(self, area: Area) -> None:
        """Set the range; columns are added at the end or taken from it."""
        self.tree.set("ref", area.address())
        for auto_filter in self.tree.iterfind("{*}autoFilter"):
            rows = area.n_rows - self.n_totals
            auto_filter.set("ref", area._replace(n_rows=rows).address())
        self._set_n_columns(area.n_columns)
        self.is_changed = True

    def rename_columns(self, headers: list[object]) -> list[str]:
        """Name the columns as the header cells say, and return the texts that these must hold.

        Excel wants a text in each header cell, all different, of 255 characters at most and without
        control characters: a blank one gets its column's old name, a name used twice a number.
        """
        texts: list[str] = []
        for column, header in zip(self._columns(), headers, strict=True):
            old = column.get("name") or ""
            wanted = _header_text(header) or _unescaped(old)
            text, number = wanted, 2
            while text.casefold() in map(str.casefold, texts):
                end = str(number)
                text, number = f"{wanted[: _LONGEST - len(end)]}{end}", number + 1
            texts.append(text)
            if _escaped(text) != old:
                column.set("name", _escaped(text))
                self.is_changed = True
        return texts

    def to_xml(self) -> bytes:
        """Return the part as bytes."""
        return to_xml(self.tree)

    def _columns(self) -> "list[_Element]":
        return self.tree.findall("{*}tableColumns/{*}tableColumn")

    def _set_n_columns(self, n: int) -> None:
        parent = self.tree.find("{*}tableColumns")
        if parent is None:
            return
        columns = self._columns()
        for column in columns[n:]:
            parent.remove(column)
        ids = [int(column.get("id") or 0) for column in columns]
        for place in range(len(columns), n):
            column = parent.makeelement(columns[0].tag, {}, None)
            column.set("id", str(max(ids) + 1 + place - len(columns)))
            column.set("name", f"Column{place + 1}")
            parent.append(column)
        parent.set("count", str(n))


def _header_text(header: object) -> str:
    if header is None:
        return ""
    if isinstance(header, float) and header.is_integer():
        return str(int(header))
    return str(header).translate(_CONTROLS)[:_LONGEST]


def _escaped(text: str) -> str:
    return text.replace("\r", "_x000d_").replace("\n", "_x000a_")


def _unescaped(name: str) -> str:
    return name.replace("_x000d_", "\r").replace("_x000a_", "\n")


class Table(base_classes.Table):
    """An Excel table, as xlwings sees it."""

    def __init__(self, sheet: "Sheet", part: TablePart) -> None:
        self._sheet = sheet
        self.part = part

    @property
    def parent(self) -> "Sheet":
        """The sheet on which it stands."""
        return self._sheet

    @property
    def api(self) -> TablePart:
        """The part of the file."""
        return self.part

    @property  # type: ignore[misc]  # read only here
    def name(self) -> str:
        """Its name, by which formulas know it."""
        return self.part.tree.get("displayName") or self.part.tree.get("name") or ""

    @property  # type: ignore[misc]  # read only here
    def display_name(self) -> str:
        """The same as `name`."""
        return self.name

    @property
    def range(self) -> "Range":
        """All of it."""
        return self._at(self.part.area)

    @property
    def header_row_range(self) -> "Range | None":
        """Its header row, None if it has none."""
        return self._at(self.part.area._replace(n_rows=1)) if self.part.has_header else None

    @property
    def data_body_range(self) -> "Range | None":
        """Its rows without header and totals."""
        area, header = self.part.area, int(self.part.has_header)
        n_rows = area.n_rows - header - self.part.n_totals
        return self._at(Area(area.row + header, area.column, n_rows, area.n_columns))

    @property
    def totals_row_range(self) -> "Range | None":
        """Its totals row, None if it has none."""
        area = self.part.area
        return self._at(area._replace(row=area.last_row, n_rows=1)) if self.part.n_totals else None

    @property
    def insert_row_range(self) -> None:
        """The package engine knows no insert row."""
        return

    @property  # type: ignore[misc]  # read only here
    def show_headers(self) -> bool:
        """Whether the header row is there."""
        return self.part.has_header

    @property  # type: ignore[misc]  # read only here
    def show_totals(self) -> bool:
        """Whether the totals row is there."""
        return bool(self.part.n_totals)

    @property  # type: ignore[misc]  # read only here
    def show_autofilter(self) -> bool:
        """Whether the header has filter buttons."""
        return self.part.tree.find("{*}autoFilter") is not None

    @property  # type: ignore[misc]  # read only here
    def table_style(self) -> str:
        """The name of its style."""
        style = self.part.tree.find("{*}tableStyleInfo")
        return "" if style is None else style.get("name") or ""

    @property
    def columns(self) -> "TableColumns":
        """Its columns, to be told by name."""
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002  the name is xlwings'
        """Give it another range, with the same first cell; what lay in it stays in its cells.

        Raises XlwingsError for another first cell, for less than one row of data, for a table with
        a totals row, and where it would cover another table.
        """
        area, new = self.part.area, Area(range.row, range.column, *range.shape)
        if new == area:
            return
        place = f"the table {self.name} on the sheet {self.parent.name}"
        if (new.row, new.column) != (area.row, area.column):
            raise XlwingsError(f"{place} must keep its first cell when it is resized")
        if self.part.n_totals:
            raise XlwingsError(f"{place} has a totals row; take it away before it is resized")
        if new.n_rows < 1 + self.part.has_header:
            raise XlwingsError(f"{place} needs at least one row below its header")
        for other in self.parent.model.tables:
            if other is not self.part and other.area.meets(new):
                found = other.tree.get("displayName")
                raise XlwingsError(f"{place} would cover the table {found}")
        self.part.resize(new)
        self.parent.model.touch()

    def _at(self, area: Area) -> "Range":
        return self.parent.at(area)


class TableColumn(base_classes.TableColumn):
    """A column of a table: its name and its number."""

    def __init__(self, name: str, index: int) -> None:
        self._name, self._index = name, index

    @property
    def name(self) -> str:
        """The header."""
        return self._name

    @property
    def index(self) -> int:
        """The number, from 1."""
        return self._index


class TableColumns(base_classes.Collection, base_classes.TableColumns):
    """The columns of a table, to be read."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __call__(self, key: int | str) -> TableColumn:
        """Return one by its number from 1 or its name, without regard to case."""
        columns = list(self)
        if isinstance(key, int):
            return columns[key - 1]
        for column in columns:
            if column.name.casefold() == key.casefold():
                return column
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._table.part.headers)

    def __iter__(self) -> Iterator[TableColumn]:
        headers = enumerate(self._table.part.headers, start=1)
        return (TableColumn(name, index) for index, name in headers)

    def __contains__(self, key: str) -> bool:
        return any(column.name.casefold() == key.casefold() for column in self)


class Tables(base_classes.Collection, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    def __call__(self, key: int | str) -> Table:
        """Return one by its number from 1 or its name, without regard to case."""
        if isinstance(key, int):
            return list(self)[key - 1]
        for table in self:
            if table.name.casefold() == key.casefold():
                return table
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._sheet.model.tables)

    def __iter__(self) -> Iterator[Table]:
        return (Table(self._sheet, part) for part in self._sheet.model.tables)

    def __contains__(self, key: str) -> bool:
        return any(table.name.casefold() == key.casefold() for table in self)


def read_tables(archive: Any, sheet_part: str) -> list[TablePart]:
    """Return the table parts of a sheet in the order of its relationships."""
    return [
        TablePart(target, parse_xml(archive, target))
        for kind, target in relations(archive, sheet_part).values()
        if kind == "table"
    ]
