"""Tables and settings in, every result out."""

from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from scoring.chapters import (
    Offers,
    Solvency,
    assess_concentration,
    assess_offers,
    assess_solvency,
)
from scoring.classification import classify
from scoring.days import day_number, months_before, to_date
from scoring.diagnosis.audit import Audit, audit
from scoring.diagnosis.maturity import MaturityResult, score_maturity
from scoring.errors import Note, SettingError, TableError, TooLittleDataError
from scoring.settings import LtvPolicy, Settings
from scoring.solvency.concentration import ConcentrationResult
from scoring.sums import total
from scoring.tables.answers import AnswersTable
from scoring.tables.contracts import CustomersTable, Gated, ProductsTable, SalesTable, T
from scoring.tables.offers import OffersTable
from scoring.tables.receivables import InvoicesTable, TermsTable
from scoring.value.abc import AbcResult
from scoring.value.abc_measures import AbcJointResult
from scoring.value.abc_xyz import AbcXyzResult
from scoring.value.ltv.model import LtvResult, estimate_ltv
from scoring.value.periods import (
    CustomerSummary,
    as_of_day,
    customer_summary,
    in_window,
    months_table,
)
from scoring.value.rfm import RfmResult, score_rfm
from scoring.value.rhythm import RhythmResult
from scoring.value.segments import SegmentsResult, segment_map_of, segment_rfm
from scoring.value.value_class import ValueClasses, value_classes
from scoring.value.xyz import XyzResult

if TYPE_CHECKING:
    from scoring.value.ltv.quality.report import LtvQuality

ACTIVE_MONTHS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What came through the gates; all but the sales may be missing."""

    sales: Gated[SalesTable]
    customers: Gated[CustomersTable] | None = None
    products: Gated[ProductsTable] | None = None
    offers: Gated[OffersTable] | None = None
    invoices: Gated[InvoicesTable] | None = None
    terms: Gated[TermsTable] | None = None
    answers: Gated[AnswersTable] | None = None

    def by_name(self) -> dict[str, Gated[Any]]:
        """Return the tables that are there, by name, in the order above."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: table for name, table in every.items() if table is not None}


class Totals(NamedTuple):
    """The base in five numbers.

    customers: with a row in the window; active: with an order in the 12 months up to the
    as-of date; revenue: net of returns; orders; ticket: revenue by order.
    """

    customers: int
    active: int
    revenue: float
    orders: int
    ticket: float


class Stamp(NamedTuple):
    """What the results stand on: rows of sales read, left out (with their money), and used.

    rows_used are the good rows inside the window.
    """

    as_of: date
    first_day: date
    last_day: date
    rows_read: int
    rows_left_out: int
    money_left_out: float
    rows_used: int


@dataclass(frozen=True, slots=True, eq=False)
class Assessment:
    """Every result, in reading order, with the settings that made it.

    first_day and last_day are those of the sales used. segments.segment goes with the rows
    of rfm.table. abc, xyz (each in its own order) and abc_xyz cover all customers with a row
    in the window; abc_joint and rhythm go with the rows of abc_xyz and xyz. abc_joint and
    product_joint are None without costs, product_abc where no sale names a product, ltv where
    all that was sold was taken back the same day (a note tells it), ltv_quality where no model
    was asked for or the history is too short to hold a part of it back,
    solvency where there are no invoices, offers where there is neither an offer nor a target,
    maturity where no question is answered.
    """

    as_of: date
    first_day: date
    last_day: date
    settings: Settings
    tables: Tables
    audit: Audit
    totals: Totals
    months: pd.DataFrame
    rfm: RfmResult
    segments: SegmentsResult
    abc: AbcResult
    abc_joint: AbcJointResult | None
    product_abc: AbcResult | None
    product_joint: AbcJointResult | None
    xyz: XyzResult
    rhythm: RhythmResult
    abc_xyz: AbcXyzResult
    ltv: LtvResult | None
    ltv_quality: "LtvQuality | None"
    value: ValueClasses
    solvency: Solvency | None
    concentration: ConcentrationResult
    offers: Offers | None
    maturity: MaturityResult | None
    notes: tuple[Note, ...]
    stamp: Stamp


class _Ltv(NamedTuple):
    """Lifetime values, how good their model is, and notes."""

    result: LtvResult | None
    quality: "LtvQuality | None"
    notes: tuple[Note, ...]


def assess(tables: Tables, settings: Settings | None = None) -> Assessment:
    """Assess a customer base: all good rows of the tables under the settings given.

    RFM, ABC and the totals look at the window; XYZ, the trend of RFM, the table of months and
    concentration at
    their own periods up to the as-of date, LTV at the whole history.

    Raises TableError when a table cannot be used at all, with all problems of that kind, or the
    user's own segment map cannot be read, and TooLittleDataError when no sale in the window is
    above 0, or the options of RFM ask for what the sales do not have (see score_rfm).
    """
    settings = settings or Settings()
    sales = _usable(tables)
    as_of = as_of_day(sales, settings.period)
    window, window_notes = in_window(sales, settings.period, as_of)
    summary = customer_summary(window, as_of)
    rfm = score_rfm(window, settings.rfm, as_of, sales, summary)
    classes = classify(sales, window, summary, settings)
    checked = audit(sales, tables.by_name())
    ltv = _ltv(sales, settings, as_of)
    worth = value_classes(classes.abc_xyz, ltv.result, settings.value, settings.abc)
    stamp = _stamp(tables.sales, as_of, window)
    solvency = _solvency(tables, sales, worth, settings, as_of)
    customers = _table(tables.customers)
    return Assessment(
        as_of=as_of,
        first_day=stamp.first_day,
        last_day=stamp.last_day,
        settings=settings,
        tables=tables,
        audit=checked,
        totals=_totals(summary),
        months=months_table(sales, as_of),
        rfm=rfm,
        segments=segment_rfm(rfm, segment_map_of(settings)),
        abc=classes.abc,
        abc_joint=classes.abc_joint,
        product_abc=classes.product_abc,
        product_joint=classes.product_joint,
        xyz=classes.xyz,
        rhythm=classes.rhythm,
        abc_xyz=classes.abc_xyz,
        ltv=ltv.result,
        ltv_quality=ltv.quality,
        value=worth,
        solvency=solvency,
        concentration=assess_concentration(sales, customers, solvency, settings, as_of),
        offers=assess_offers(
            _table(tables.offers),
            sales,
            customers,
            _table(tables.products),
            settings,
            as_of,
        ),
        maturity=_maturity(_table(tables.answers), settings),
        notes=(*window_notes, *checked.notes, *rfm.notes, *classes.notes, *ltv.notes),
        stamp=stamp,
    )


def _table(gated: Gated[T] | None) -> T | None:
    """Return the good rows of a table that may be missing."""
    return None if gated is None else gated.table


def _ltv(sales: SalesTable, settings: Settings, as_of: date) -> _Ltv:
    """Estimate the lifetime values; none, with a note, where nothing sold was kept for a day.

    Where the policy leaves the model to the data, the one that did best in the holdout is used.
    """
    policy = settings.ltv
    quality = _ltv_quality(sales, policy, as_of)
    best = None if quality is None else quality.model
    try:
        result = estimate_ltv(sales, policy, as_of, choose=lambda *_: best)
    except TooLittleDataError:
        return _Ltv(None, None, (Note("note.ltv_nothing"),))
    return _Ltv(result, quality, ())


def _ltv_quality(sales: SalesTable, policy: LtvPolicy, as_of: date) -> "LtvQuality | None":
    """Hold the model against orders that it did not know."""
    if policy.model == "simple":
        return None
    from scoring.value.ltv.quality.report import check_ltv  # loads scipy

    try:
        return check_ltv(sales, policy, as_of, sample=True)
    except (SettingError, TooLittleDataError):
        return None


def _solvency(
    tables: Tables, sales: SalesTable, worth: ValueClasses, settings: Settings, as_of: date
) -> Solvency | None:
    invoices = _table(tables.invoices)
    if invoices is None:
        return None
    return assess_solvency(invoices, _table(tables.terms), sales, worth, settings, as_of)


def _maturity(answers: AnswersTable | None, settings: Settings) -> MaturityResult | None:
    """Score the questionnaire; None where nothing is answered."""
    if answers is None or np.isnan(answers.answer).all():
        return None
    return score_maturity(answers, settings.maturity)


def _usable(tables: Tables) -> SalesTable:
    """Return the sales, or tell every fault that stops the assessment."""
    every = tables.by_name().values()
    fatal = [problem for each in every for problem in each.problems if problem.fatal]
    if fatal or tables.sales.table is None:
        raise TableError(fatal)
    return tables.sales.table


def _totals(summary: CustomerSummary) -> Totals:
    recent = months_before(day_number(summary.as_of), ACTIVE_MONTHS)
    revenue, orders = total(summary.money), int(summary.n_orders.sum())
    return Totals(
        customers=int(summary.has_rows.sum()),
        active=int((summary.last_day > recent).sum()),
        revenue=revenue,
        orders=orders,
        ticket=revenue / orders,
    )


def _stamp(gated: Gated[SalesTable], as_of: date, window: SalesTable) -> Stamp:
    return Stamp(
        as_of=as_of,
        first_day=to_date(int(window.day.min())),
        last_day=to_date(int(window.day.max())),
        rows_read=gated.rows_read,
        rows_left_out=gated.left_out.size,
        money_left_out=gated.money_left_out,
        rows_used=window.n_rows,
    )
