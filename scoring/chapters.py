"""The chapters that draw on others: solvency and decisions, offers. assessment runs them.

A chapter imports no other; what one needs of another is handed over here as arrays.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from scoring.checks import TextArray
from scoring.days import day_number, months_before
from scoring.offers.matrix import OfferMatrix, build_matrix
from scoring.offers.metrics import OfferMetrics, measure_offers
from scoring.settings import Settings
from scoring.solvency.decisions import DecisionFacts, DecisionResult, decide
from scoring.solvency.matrix import value_codes
from scoring.solvency.payments import PaymentResult, rate_payments
from scoring.solvency.risk import RiskResult, risk_classes
from scoring.sums import sum_by
from scoring.tables.contracts import CustomersTable, ProductsTable, SalesTable
from scoring.tables.offers import OffersTable
from scoring.tables.receivables import InvoicesTable, TermsTable
from scoring.value.abc_xyz import AbcXyzResult
from scoring.value.periods import orders_of

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
    cross: AbcXyzResult,
    settings: Settings,
    as_of: date,
) -> Solvency:
    """Rate payments and risk by the invoices, and hold the terms against the decision matrix.

    Decided on are the customers of the board (with a row in the window) and all others with
    invoices. The value class is that of ABC; customers of XYZ class N are N, those without
    sales C. Revenue a day and the average order are those of the last 12 months.
    """
    payments = rate_payments(invoices, as_of, settings.payments)
    risk = risk_classes(payments, settings.risk)
    ids = _together(cross.table["id"].to_numpy(object), invoices.customer_ids)
    standing = risk.of(ids)
    revenue, orders = _last_year(sales, ids, as_of)
    facts = DecisionFacts(
        ids=ids,
        value=value_codes(_value_classes(cross, ids)),
        risk=standing.classes,
        daily_revenue=np.maximum(revenue, 0) / 365,
        exposure=standing.open_balance,
        average_order=np.divide(revenue, orders, out=np.full(ids.size, np.nan), where=orders > 0),
        terms=terms,
    )
    return Solvency(payments, risk, decide(facts, settings.decisions, settings.risk, as_of))


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


def _value_classes(cross: AbcXyzResult, ids: TextArray) -> TextArray:
    table = cross.table
    abc = table["abc"].astype(object).where(table["xyz"] != "N", "N")
    classes = pd.Series(abc.to_numpy(), index=table["id"].to_numpy(object)).reindex(
        ids, fill_value="C"
    )
    return classes.to_numpy(object)


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
