"""The gate and the fields of every input table, by its key ("sales", "customers", ...)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from scoring.tables import (
    ANSWERS_FIELDS,
    CUSTOMERS_FIELDS,
    INVOICES_FIELDS,
    OFFERS_FIELDS,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    TERMS_FIELDS,
    Field,
    Gated,
    gate_answers,
    gate_customers,
    gate_invoices,
    gate_offers,
    gate_products,
    gate_sales,
    gate_terms,
)
from scoring.tables.money import NO_FORMATS, Formats
from scoring.tables.policy import AS_IT_STANDS, ReadingPolicy

FIELDS: dict[str, tuple[Field, ...]] = {
    "sales": SALES_FIELDS,
    "customers": CUSTOMERS_FIELDS,
    "products": PRODUCTS_FIELDS,
    "offers": OFFERS_FIELDS,
    "invoices": INVOICES_FIELDS,
    "terms": TERMS_FIELDS,
    "answers": ANSWERS_FIELDS,
}
_DATED: dict[str, Callable[..., Gated[Any]]] = {"sales": gate_sales, "invoices": gate_invoices}
_PLAIN: dict[str, Callable[..., Gated[Any]]] = {
    "customers": gate_customers,
    "products": gate_products,
    "terms": gate_terms,
    "answers": gate_answers,
}


def gate_table(
    key: str,
    frame: pd.DataFrame,
    latest: dt.date,
    policy: ReadingPolicy = AS_IT_STANDS,
    formats: Formats = NO_FORMATS,
) -> Gated[Any]:
    """Put a frame of the input table ``key`` through its gate; nothing is after ``latest``.

    formats: what the number formats of its money show.
    """
    if key in _DATED:
        return _DATED[key](frame, latest=latest, policy=policy, formats=formats)
    if key == "offers":
        return gate_offers(frame, policy=policy, formats=formats)
    return _PLAIN[key](frame, policy=policy)
