"""The matrix as people keep it: one row per customer, one column per product.

Columns segment and customer, then one for each product, whose cells hold "+", "Not offered",
"Refused", or a stage with the date of the next step; blank where the product is not meant
for the customer.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, TextArray
from scoring.days import to_date
from scoring.errors import PLACES_SHOWN, Note, Problem, shown
from scoring.offers.matrix import OfferMatrix
from scoring.offers.status import StatusWords, parse_statuses, texts_at, write_statuses
from scoring.tables.cells import Cells, Kind, cells_of
from scoring.tables.contracts import CustomersTable, Gated
from scoring.tables.offers import OffersTable
from scoring.tables.reading import Fault, Keys, read_keys

ABOUT = ("segment", "name", "division")  # on the customer; all other columns are products


@dataclass(frozen=True, slots=True, eq=False)
class WideOffers:
    """A wide matrix as tables: the filled cells, and what it says of the customers.

    offers.product_ids stand in the order of the columns. Customers and products without a
    filled cell keep their ids.
    """

    offers: OffersTable
    customers: CustomersTable


@dataclass(slots=True)
class _Wide:
    """A wide frame as it is read."""

    bad: BoolArray  # (n,): rows with a fault
    problems: list[Problem] = field(default_factory=list)
    cleaned: int = 0

    def keys(self, name: str, cells: Cells) -> Keys:
        """Read a column of ids or texts."""
        read = read_keys(cells, rising=name == "customer")
        self.add(name, cells, read.faults)
        return read.values

    def statuses(self, name: str, cells: Cells) -> TextArray:
        """Read a product's column; a date in it is a next step without a stage."""
        read = read_keys(cells, rising=False)
        self.add(name, cells, tuple(f for f in read.faults if f.code != "text.date"))
        texts = texts_at(read.values.ids, read.values.code)
        dated = np.flatnonzero(cells.kind == Kind.DATE)
        for day in np.unique(cells.day[dated]) if dated.size else ():
            texts[dated[cells.day[dated] == day]] = to_date(day).isoformat()
        return texts

    def add(self, name: str, cells: Cells, faults: tuple[Fault, ...]) -> None:
        """Tell faults of a column."""
        self.cleaned += cells.cleaned
        for fault in faults:
            found = cells.found(fault.rows[:PLACES_SHOWN].tolist())
            self.problems.append(
                Problem(fault.code, "offers", name, fault.rows, found, fault.details)
            )
            self.bad[fault.rows] = True


def parse_wide(frame: pd.DataFrame) -> Gated[WideOffers]:
    """Let the good rows of a wide matrix through, and tell all problems at once.

    The column customer must be there and filled, once for each customer; segment, name and
    division may be; every other column is a product, its header the id. A row with a cell
    that cannot be read, an Excel error say, is left out. Blank cells are not targeted and
    make no offer. What the texts mean is read by parse_statuses; a cell that holds a date
    is work in progress with that next step. Wholly blank rows are passed over.
    """
    frame = frame.rename(columns=lambda name: str(name).strip())
    wide = _Wide(np.zeros(len(frame), bool))
    _check_headers(frame, wide)
    if wide.problems:
        return _gated(wide, None, np.zeros(len(frame), bool))
    cells = {name: cells_of(frame[name]) for name in frame.columns}
    filled = np.zeros(len(frame), bool)
    for column in cells.values():
        filled |= column.kind != Kind.BLANK
    if not filled.any():
        wide.problems.append(Problem("rows.none", "offers", ""))
        return _gated(wide, None, filled)
    customer = wide.keys("customer", cells["customer"])
    _check_customers(customer, filled, wide)
    about = {name: wide.keys(name, cells[name]) for name in ABOUT if name in cells}
    products = [name for name in cells if name not in {"customer", *ABOUT}]
    texts = {name: wide.statuses(name, cells[name]) for name in products}
    good = filled & ~wide.bad
    if not good.any():
        wide.problems.append(Problem("rows.none_good", "offers", ""))
        return _gated(wide, None, filled)
    order = np.flatnonzero(good)[np.argsort(customer.code[good])]
    ids = customer.ids[customer.code[order]]
    columns = {name: texts_at(keys.ids, keys.code[order]) for name, keys in about.items()}
    known = CustomersTable(ids, pd.DataFrame(columns, pd.RangeIndex(ids.size), dtype=object))
    return _gated(wide, WideOffers(_offers(ids, texts, order), known), filled)


def to_wide(matrix: OfferMatrix, words: StatusWords | None = None) -> pd.DataFrame:
    """Write a matrix in the wide form: segment, customer, and a column for each product.

    Cells hold texts, None where not targeted. parse_wide reads them back; the stage at which
    a refused offer stood is not written.
    """
    written = np.full(matrix.status.shape, None, object)
    row, column = np.nonzero(matrix.status)
    written[row, column] = write_statuses(matrix.statuses_at(row, column), words)
    who = np.column_stack([matrix.segments, matrix.customer_ids])
    names = pd.Index(["segment", "customer", *matrix.product_ids.tolist()], dtype=object)
    return pd.DataFrame(np.hstack([who, written]), columns=names, dtype=object)


def _check_headers(frame: pd.DataFrame, wide: _Wide) -> None:
    """Tell headers that are missing or stand twice."""
    names = frame.columns.to_list()
    for name in dict.fromkeys(names):
        if (times := names.count(name)) > 1:
            details = {"count": str(times)}
            wide.problems.append(Problem("column.twice", "offers", name, details=details))
    if "customer" not in names:
        columns = ", ".join(map(shown, names)) or "—"
        details = {"columns": columns}
        wide.problems.append(Problem("column.missing", "offers", "customer", details=details))


def _check_customers(customer: Keys, filled: BoolArray, wide: _Wide) -> None:
    """Tell rows without a customer, and customers of an earlier row."""
    blank = filled & (customer.code < 0) & ~wide.bad
    twice = pd.Series(customer.code).duplicated().to_numpy() & (customer.code >= 0)
    for code, at in (("cell.blank", blank), ("key.twice", twice)):
        if (rows := np.flatnonzero(at)).size:
            ids = texts_at(customer.ids, customer.code[rows[:PLACES_SHOWN]]).tolist()
            found = tuple(shown(name or "") for name in ids)
            wide.problems.append(Problem(code, "offers", "customer", rows, found))
    wide.bad |= blank | twice


def _offers(
    ids: TextArray, texts: dict[str, TextArray], order: npt.NDArray[np.intp]
) -> OffersTable:
    """Return the filled cells of the rows in order, by customer and then by product."""
    block = np.full((ids.size, len(texts)), None, object)
    for place, column in enumerate(texts.values()):
        block[:, place] = column[order]
    row, product = np.nonzero(pd.notna(block))
    status = block[row, product]
    read = parse_statuses(status)
    return OffersTable(
        customer=row.astype(np.int32),
        customer_ids=ids,
        product=product.astype(np.int32),
        product_ids=np.array(list(texts), object),
        status=status,
        step=read.step,
        stage=read.stage,
        reason=read.reason,
        amount=np.full(row.size, np.nan),
    )


def _gated(wide: _Wide, table: WideOffers | None, filled: BoolArray) -> Gated[WideOffers]:
    left_out = np.flatnonzero(wide.bad & filled)
    n_read = int(np.count_nonzero(filled))
    return Gated(
        table=table,
        problems=tuple(wide.problems),
        rows_read=n_read,
        rows_used=0 if table is None else n_read - left_out.size,
        left_out=left_out,
        money_left_out=0.0,
        fields=(),
        notes=(Note("note.ids_cleaned", {"count": str(wide.cleaned)}),) if wide.cleaned else (),
    )
