"""The matrix of customers and products: where every offer stands, blank where none is due.

The matrix of segments and products with the state of each sale and the date of the next
step; the marked cells are the target products of a customer's segment.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from scoring.checks import BoolArray, FloatArray, IntArray, TextArray
from scoring.days import day_number
from scoring.errors import Note, shown
from scoring.offers.axes import Axes, Places, axes_of, products_of
from scoring.offers.status import (
    SOLD,
    Remark,
    StatusCodes,
    Statuses,
    has_step,
    parse_statuses,
    texts_at,
)
from scoring.settings import OffersPolicy
from scoring.sums import sum_by, total
from scoring.tables.contracts import NO_DAY, Codes, CustomersTable, ProductsTable, SalesTable
from scoring.tables.offers import OffersTable

NAMES_SHOWN = 5


class Bought(NamedTuple):
    """Cells with net sales above 0, by place in the matrix; all (m,)."""

    row: Places
    column: Places
    money: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class OfferMatrix:
    """Statuses of customers, (k,), and products, (p,): those with something to show.

    customer_ids by segment and then by id; segments: name, None where there is none, (k,).
    segment: codes, (k,), into segment_names, (s,), or s for none. product_ids: by the first
    segment that they aim at, then by id. status: codes into STATUS_KEYS, (k, p). step: day
    of the next step where work is still to be done, else NO_DAY, (k, p). stage, reason:
    codes, (k, p), into stages and reasons, -1 for none.
    """

    customer_ids: TextArray
    segment: Places
    segment_names: TextArray
    product_ids: TextArray
    status: StatusCodes
    step: Codes
    stage: Codes
    stages: TextArray
    reason: Codes
    reasons: TextArray
    bought: Bought
    as_of: date
    policy: OffersPolicy
    notes: tuple[Note, ...]

    @property
    def segments(self) -> TextArray:
        """Name of the segment of each customer, None where there is none, (k,)."""
        return texts_at(self.segment_names, self.segment)

    def statuses_at(self, row: Places, column: Places) -> Statuses:
        """Return what stands in some cells, (m,)."""
        at = row, column
        return Statuses(
            self.status[at],
            self.step[at],
            texts_at(self.stages, self.stage[at]),
            texts_at(self.reasons, self.reason[at]),
            np.full(row.size, Remark.NONE, np.int8),
        )


class _Said(NamedTuple):
    """Offers that say something, by place on the axes, all (m,); and the texts to note."""

    row: Places
    column: Places
    statuses: Statuses
    notes: tuple[Note, ...]


def build_matrix(
    offers: OffersTable | None,
    sales: SalesTable | None = None,
    customers: CustomersTable | None = None,
    products: ProductsTable | None = None,
    *,
    as_of: date,
    policy: OffersPolicy | None = None,
) -> OfferMatrix:
    """Put offers, sales and the target products of segments into one matrix.

    Customers are those of all tables; products those with an offer or with target segments.
    A cell is targeted where the product aims at the customer's segment, or where there is an
    offer or a sale; targeted without an offer is not offered. Net sales above 0 up to as_of
    make a cell sold, whatever the offer says. An offer whose text says "not targeted" takes
    the cell out, unless it is sold; one that is blank, or only a dash, says nothing. The
    columns step, stage and reason go before what the text says. Customers without a targeted
    cell are left out; those without a segment form the last group. The order of rows does
    not matter.
    """
    product_ids = products_of(offers, products)
    bought, sale_notes = _net_sales(sales, product_ids, as_of)
    names = np.empty(0, object) if sales is None else sales.customer_ids
    axes = axes_of(offers, names, customers, products, product_ids)
    bought = _placed(bought, names, product_ids, axes)
    said = _read_offers(offers, axes)
    status = axes.targets.at[axes.segment].astype(np.int8)  # NOT_OFFERED where it is true
    status[said.row, said.column] = said.statuses.status
    sold = np.zeros(status.shape, bool)
    sold[bought.row, bought.column] = True
    status[sold] = SOLD
    notes = (*_axes_notes(axes, status), *said.notes, *sale_notes, *_conflicts(said, sold))
    return _matrix(axes, status, said, bought, (as_of, policy or OffersPolicy(), notes))


def _net_sales(
    sales: SalesTable | None, product_ids: TextArray, as_of: date
) -> tuple[Bought, tuple[Note, ...]]:
    """Return the net sales above 0: codes of customers, and columns of products."""
    nothing = np.empty(0, np.intp)
    if sales is None or sales.product is None or sales.product_ids is None:
        return Bought(nothing, nothing, np.empty(0)), ()
    place = pd.Index(product_ids).get_indexer(pd.Index(sales.product_ids))
    here = (sales.day <= day_number(as_of)) & (sales.product >= 0)
    column, code, amount = place[sales.product[here]], sales.customer[here], sales.amount[here]
    other, inside = column < 0, column >= 0
    keys = code[inside].astype(np.intp) * max(product_ids.size, 1) + column[inside]
    group, distinct = pd.factorize(keys)
    money = sum_by(group, amount[inside], distinct.size)
    row, column = np.divmod(distinct[money > 0], max(product_ids.size, 1))
    notes: tuple[Note, ...] = ()
    if other.any() and product_ids.size:
        lost = np.unique(sales.product[here][other]).size
        details = {"count": str(lost), "money": f"{total(amount[other]):.2f}"}
        notes = (Note("note.offers_other_products", details),)
    return Bought(row, column, money[money > 0]), notes


def _placed(bought: Bought, names: TextArray, product_ids: TextArray, axes: Axes) -> Bought:
    """Return sales by place on the axes."""
    row = pd.Index(axes.customer_ids).get_indexer(pd.Index(names))[bought.row]
    column = pd.Index(axes.product_ids).get_indexer(pd.Index(product_ids))[bought.column]
    return Bought(row, column, bought.money)


def _read_offers(offers: OffersTable | None, axes: Axes) -> _Said:
    """Read the offers that say something."""
    if offers is None:
        nothing = np.empty(0, np.intp)
        return _Said(nothing, nothing, parse_statuses(np.empty(0, object)), ())
    read = parse_statuses(offers.status)
    read = read._replace(
        step=np.where(offers.step == NO_DAY, read.step, offers.step),
        stage=np.where(pd.isna(offers.stage), read.stage, offers.stage),
        reason=np.where(pd.isna(offers.reason), read.reason, offers.reason),
    )
    says = ~np.isin(read.remark, (Remark.BLANK, Remark.DASH))
    row = pd.Index(axes.customer_ids).get_indexer(pd.Index(offers.customer_ids))
    column = pd.Index(axes.product_ids).get_indexer(pd.Index(offers.product_ids))
    return _Said(
        row[offers.customer[says]],
        column[offers.product[says]],
        read.where(says),
        _remarks(offers.status, np.where(offers.step == NO_DAY, read.remark, Remark.NONE)),
    )


def _remarks(texts: TextArray, remark: IntArray) -> tuple[Note, ...]:
    """Count the texts that could not be read plainly, with the first in the alphabet."""
    codes = {
        Remark.DATE: "note.offers_unread_dates",
        Remark.WORD: "note.offers_unknown_words",
        Remark.DASH: "note.offers_dashes",
    }
    found = {code: texts[np.flatnonzero(remark == kind)] for kind, code in codes.items()}
    return tuple(
        Note(code, {"count": str(odd.size), "found": shown(min(odd))})
        for code, odd in found.items()
        if odd.size
    )


def _axes_notes(axes: Axes, status: StatusCodes) -> tuple[Note, ...]:
    """Say what keeps products or customers out of the matrix, or out of a segment."""
    if not axes.product_ids.size:
        return (Note("note.offers_no_products"),)
    notes: tuple[Note, ...] = ()
    if unknown := axes.targets.unknown:
        names = ", ".join(shown(name) for name in unknown[:NAMES_SHOWN])
        more = {"names": names, "count": str(len(unknown))}
        notes += (Note("note.offers_unknown_targets", more),)
    shown_rows = status.any(axis=1)
    if out := int(np.count_nonzero(~shown_rows)):
        notes += (Note("note.offers_untargeted", {"count": str(out)}),)
    alone = int(np.count_nonzero(shown_rows & (axes.segment == axes.segment_names.size)))
    if alone and axes.segment_names.size:
        notes += (Note("note.offers_no_segment", {"count": str(alone)}),)
    return notes


def _conflicts(said: _Said, sold: BoolArray) -> tuple[Note, ...]:
    """Count where offers and sales do not agree; products never sold cannot disagree."""
    bought = sold[said.row, said.column]
    ever_sold = np.any(sold, axis=0)
    in_sales = ever_sold[said.column]
    named_sold = said.statuses.status == SOLD
    counts = {
        "note.offers_contradicted": int(np.count_nonzero(bought & ~named_sold)),
        "note.offers_no_sale": int(np.count_nonzero(~bought & named_sold & in_sales)),
    }
    return tuple(Note(code, {"count": str(count)}) for code, count in counts.items() if count)


def _matrix(
    axes: Axes,
    status: StatusCodes,
    said: _Said,
    bought: Bought,
    stamp: tuple[date, OffersPolicy, tuple[Note, ...]],
) -> OfferMatrix:
    """Fill in steps, stages and reasons, and leave out customers without a targeted cell."""
    keep = np.any(status, axis=1)
    place = np.cumsum(keep) - 1
    status = status[keep]
    said = _only(said, keep[said.row], place)
    final = status[said.row, said.column]
    step = np.full(status.shape, NO_DAY, np.int32)
    step[said.row, said.column] = np.where(
        has_step(final, said.statuses.step), said.statuses.step, NO_DAY
    )
    told = final == said.statuses.status  # not where a sale overrides the offer
    stage, stages = _coded(said, said.statuses.stage, told, status.shape)
    reason, reasons = _coded(said, said.statuses.reason, told, status.shape)
    return OfferMatrix(
        axes.customer_ids[keep],
        axes.segment[keep],
        axes.segment_names,
        axes.product_ids,
        status,
        step,
        stage,
        stages,
        reason,
        reasons,
        bought._replace(row=place[bought.row]),
        *stamp,
    )


def _only(said: _Said, at: BoolArray, place: Places) -> _Said:
    """Return the offers that stay, by their new places."""
    row, column = place[said.row[at]], said.column[at]
    return _Said(row, column, said.statuses.where(at), said.notes)


def _coded(
    said: _Said, texts: TextArray, told: BoolArray, shape: tuple[int, ...]
) -> tuple[Codes, TextArray]:
    """Return texts of offers as codes in the matrix, -1 where there is none, and the texts."""
    told_texts = texts.copy()
    told_texts[~told] = None
    codes, distinct = pd.factorize(told_texts, sort=True)
    dense = np.full(shape, -1, np.int32)
    dense[said.row, said.column] = codes
    return dense, np.asarray(distinct, object)
