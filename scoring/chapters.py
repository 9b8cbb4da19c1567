"""The chapters that draw on others: solvency, concentration, offers. assessment runs them.

A chapter imports no other; what one needs of another is handed over here as arrays.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.days import day_number, months_before, to_date
from scoring.errors import Note
from scoring.offers.matrix import OfferMatrix, build_matrix
from scoring.offers.metrics import OfferMetrics, measure_offers
from scoring.settings import Settings
from scoring.solvency.concentration import (
    ConcentrationFacts,
    ConcentrationResult,
    measure_concentration,
)
from scoring.solvency.decisions import DecisionFacts, DecisionResult, decide
from scoring.solvency.dependence import Parts, parts_of
from scoring.solvency.groups import named_groups
from scoring.solvency.matrix import value_codes
from scoring.solvency.payments import PaymentResult, rate_payments
from scoring.solvency.risk import RiskResult, risk_classes
from scoring.sums import sum_by, total
from scoring.tables.contracts import CustomersTable, ProductsTable, SalesTable
from scoring.tables.offers import OffersTable
from scoring.tables.receivables import InvoicesTable, TermsTable
from scoring.value.periods import orders_of
from scoring.value.value_class import ValueClasses

COVERED = 0.80  # so much of the revenue must have costs before margins are compared
NEED_MONTHS = 12  # the months over which revenue a day and the average order are taken


@dataclass(frozen=True, slots=True, eq=False)
class Solvency:
    """How customers pay, the risk in it, and which terms follow."""

    payments: PaymentResult
    risk: RiskResult
    decisions: DecisionResult


@dataclass(frozen=True, slots=True, eq=False)
class Offers:
    """The matrix of customers and products, and what it adds up to."""

    matrix: OfferMatrix
    metrics: OfferMetrics


def assess_solvency(
    invoices: InvoicesTable,
    terms: TermsTable | None,
    sales: SalesTable,
    worth: ValueClasses,
    settings: Settings,
    as_of: date,
) -> Solvency:
    """Rate payments and risk by the invoices, and hold the terms against the decision matrix.

    Decided on are the customers of the board (with a row in the window) and all others with
    invoices, who have value class C. Revenue a day and the average order are those of the last 12
    months.
    """
    payments = rate_payments(invoices, as_of, settings.payments)
    risk = risk_classes(payments, settings.risk)
    ids = _together(worth.table["id"].to_numpy(object), invoices.customer_ids)
    standing = risk.of(ids)
    revenue, orders = _last_year(sales, ids, as_of)
    facts = DecisionFacts(
        ids=ids,
        value=value_codes(_value_classes(worth, ids)),
        risk=standing.classes,
        daily_revenue=np.maximum(revenue, 0) / 365,
        exposure=standing.open_balance,
        average_order=np.divide(revenue, orders, out=np.full(ids.size, np.nan), where=orders > 0),
        terms=terms,
    )
    return Solvency(payments, risk, decide(facts, settings.decisions, settings.risk, as_of))


def assess_concentration(
    sales: SalesTable,
    customers: CustomersTable | None,
    solvency: Solvency | None,
    settings: Settings,
    as_of: date,
) -> ConcentrationResult:
    """Measure how much hangs on few customers, over the last months up to as_of.

    Revenue is net of returns, of the customers with a row in these months. The margin is that
    of the rows with costs, given where they make COVERED of the revenue or more. Receivables
    are what is open at as_of.
    """
    policy, last = settings.concentration, day_number(as_of)
    start = months_before(last, policy.months)
    recent = sales.where((sales.day > start) & (sales.day <= last))
    of_row, notes = _margins(recent)
    margin = None if of_row is None else _by_customer(recent, of_row)
    ids, owed = sales.customer_ids, None
    if solvency is not None:
        table = solvency.payments.table
        open_money = table.loc[table["open_balance"] > 0].set_index("customer")["open_balance"]
        ids = _together(ids, open_money.index.to_numpy(object))
        owed = open_money.reindex(ids).to_numpy(np.float64)
    place = pd.Index(sales.customer_ids, dtype=object).get_indexer(pd.Index(ids, dtype=object))
    facts = ConcentrationFacts(
        ids=ids,
        group=_texts(customers, "group", ids),
        revenue=np.append(_by_customer(recent, recent.amount), np.nan)[place],
        margin=None if margin is None else np.append(margin, np.nan)[place],
        receivables=owed,
        parts=_parts(recent, customers, of_row),
    )
    if int(sales.day.min()) > start + 1:
        details = {"first": str(to_date(int(sales.day.min()))), "months": str(policy.months)}
        notes += (Note("note.conc_short", details),)
    result = measure_concentration(facts, policy)
    return replace(result, notes=(*result.notes, *notes))


def _margins(sales: SalesTable) -> tuple[FloatArray | None, tuple[Note, ...]]:
    """Return the margin of each row, NaN without a cost; None where few have one.

    A return gives back its cost, whichever sign that was written with.
    """
    if sales.cost is None or np.isnan(sales.cost).all():
        return None, (Note("note.conc_no_costs"),)
    known = ~np.isnan(sales.cost)
    sold = sales.amount > 0
    revenue, with_cost = total(sales.amount[sold]), total(sales.amount[sold & known])
    if with_cost < COVERED * revenue:
        share = f"{100 * with_cost / revenue:.0f}"
        return None, (Note("note.conc_few_costs", {"share": share}),)
    cost = np.where(sales.amount < 0, -np.abs(sales.cost), sales.cost)
    return sales.amount - cost, ()


def _by_customer(sales: SalesTable, money: FloatArray) -> FloatArray:
    """Return the money of each customer, (k,), NaN for those without a row that has any."""
    known = ~np.isnan(money)
    code = sales.customer[known]
    rows = np.bincount(code, minlength=sales.n_customers)
    return np.where(rows > 0, sum_by(code, money[known], sales.n_customers), np.nan)


def _texts(customers: CustomersTable | None, field: str, ids: TextArray) -> TextArray | None:
    """Return what a column of the table Customers says of each; None where there is no column."""
    if customers is None or field not in customers.frame:
        return None
    known = pd.Index(customers.ids, dtype=object)
    place = known.get_indexer(pd.Index(ids, dtype=object))  # -1, the last: not in the table
    return np.array([*customers.frame[field], None], object)[place]


def _parts(
    sales: SalesTable, customers: CustomersTable | None, margin: FloatArray | None
) -> dict[str, Parts]:
    """Return the sales by manager, product and industry, of those that the data have."""
    rows = (sales.customer, sales.amount, margin)
    found = {}
    for field in ("manager", "industry"):
        texts = _texts(customers, field, sales.customer_ids)
        if texts is not None:
            code, names = pd.factorize(named_groups(texts))
            found[field] = parts_of(names, code[sales.customer], *rows)
    if sales.product is not None and sales.product_ids is not None:
        found["product"] = parts_of(sales.product_ids, sales.product, *rows)
    return found


def assess_offers(
    offers: OffersTable | None,
    sales: SalesTable,
    customers: CustomersTable | None,
    products: ProductsTable | None,
    settings: Settings,
    as_of: date,
) -> Offers | None:
    """Build and measure the matrix; None where nothing is offered and no product has targets."""
    matrix = build_matrix(offers, sales, customers, products, as_of=as_of, policy=settings.offers)
    return Offers(matrix, measure_offers(matrix)) if matrix.product_ids.size else None


def _together(known: TextArray, others: TextArray) -> TextArray:
    """Return the ids of both, each once, in rising order."""
    ids: TextArray = pd.Index(known, dtype=object).union(pd.Index(others, dtype=object)).to_numpy()
    return ids


def _value_classes(worth: ValueClasses, ids: TextArray) -> TextArray:
    table = worth.table
    classes = pd.Series(table["value"].to_numpy(), index=table["id"].to_numpy(object))
    return classes.reindex(ids, fill_value="C").to_numpy(object)


def _last_year(
    sales: SalesTable, ids: TextArray, as_of: date
) -> tuple["np.typing.NDArray[np.float64]", "np.typing.NDArray[np.int64]"]:
    """Return net revenue and orders of ids, (n,), in the months up to as_of."""
    last = day_number(as_of)
    recent = sales.where((sales.day > months_before(last, NEED_MONTHS)) & (sales.day <= last))
    money = np.append(sum_by(recent.customer, recent.amount, sales.n_customers), 0.0)
    orders = np.append(np.bincount(orders_of(recent).customer, minlength=sales.n_customers), 0)
    place = pd.Index(sales.customer_ids).get_indexer(pd.Index(ids, dtype=object))  # -1: the last
    return money[place], orders[place]
