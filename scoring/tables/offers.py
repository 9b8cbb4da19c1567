"""Offers: what was offered to whom, how it stands, and the date of the next step."""

from dataclasses import dataclass

import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.tables.contracts import Codes, Field, Gated
from scoring.tables.frames import FrameRead, read_frame
from scoring.tables.money import NO_FORMATS, Formats, check_money
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy
from scoring.tables.repeats import repeated

OFFERS_FIELDS = (
    Field("customer", "key", required=True),
    Field("product", "key", required=True),
    Field("status", "text", required=True),
    Field("step", "date"),
    Field("stage", "text"),
    Field("reason", "text"),
    Field("amount", "number"),
    Field("currency", "text"),
)


@dataclass(frozen=True, slots=True, eq=False)
class OffersTable:
    """Offers, one row per customer and product.

    customer: codes, (n,), into customer_ids, which rise. product: codes, (n,), into
    product_ids. status: text as typed. step: day of the next step, days since 1970-01-01,
    NO_DAY where blank. stage, reason: text or None. amount: money, NaN where blank.
    """

    customer: Codes
    customer_ids: TextArray
    product: Codes
    product_ids: TextArray
    status: TextArray
    step: Codes
    stage: TextArray
    reason: TextArray
    amount: FloatArray

    @property
    def n_rows(self) -> int:
        """Number of offers."""
        return self.customer.size


def gate_offers(
    frame: pd.DataFrame, *, policy: ReadingPolicy = AS_IT_STANDS, formats: Formats = NO_FORMATS
) -> Gated[OffersTable]:
    """Let the good rows of a frame of offers through, and tell all problems at once.

    Columns are named by the keys of OFFERS_FIELDS; customer, product and status must be there
    and filled. The status stays text: what it says is not looked at here. Of the rows of one
    customer and product the first stays and the later ones are left out. Several currencies are
    asked about, as of sales. formats: see `check_money`.
    """
    read = read_frame(frame, "offers", OFFERS_FIELDS, policy=policy)
    check_money(read, policy, formats)
    if "customer" in read.keys and "product" in read.keys:
        twice = repeated(read.keys["customer"].code, read.keys["product"].code)
        read.told_rows("offer.twice", "product", twice)
    money_left_out = read.money_left_out()
    return read.gated(_offers_table(read) if read.usable() else None, money_left_out)


def _offers_table(read: FrameRead) -> OffersTable:
    good = read.good
    customer, product = read.codes("customer", good), read.codes("product", good)
    return OffersTable(
        customer=customer.code,
        customer_ids=customer.ids,
        product=product.code,
        product_ids=product.ids,
        status=read.texts("status", good),
        step=read.day_codes("step", good),
        stage=read.texts("stage", good),
        reason=read.texts("reason", good),
        amount=read.amounts("amount", good),
    )
