"""Offers -> the matrix of customers and products, and the plan of what to offer next."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.chapters import Offers
from scoring.offers.matrix import OfferMatrix
from scoring.offers.status import IN_PROGRESS, NOT_TARGETED, SOLD, STATUS_KEYS
from scoring.tables.contracts import NO_DAY
from xl_addin.book.layouts import PRODUCT_COLUMNS
from xl_addin.book.results.words import blank_nan, names_of
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

SOLD_MARK = "+"
_COUNTS = ("targeted", "sold", "in_progress", "refused", "not_offered")
_PLAN = ("Offer_Steps", "Offer_Actions", "Offer_Products", "Offer_Segments")
_RATES = ("penetration", "coverage", "win_rate")


def matrix_columns(
    say: Texts, offers: Offers | None, names: pd.Series, products: pd.Series
) -> tuple[Columns, dict[str, str]]:
    """Return one row per customer, grouped by segment, and the headers of the product columns.

    The products that most cells are targeted at come first where there are more than fit.
    """
    if offers is None:
        return {}, {}
    matrix = offers.matrix
    targeted = offers.metrics.products["targeted"].to_numpy()
    place = np.sort(np.argsort(-targeted, kind="stable")[:PRODUCT_COLUMNS])
    keys = [f"product_{number}" for number in range(1, place.size + 1)]
    columns: dict[str, Any] = {
        "segment": pd.Series(matrix.segments, dtype=object).fillna(say("offers.no_segment")),
        "customer": matrix.customer_ids,
        "name": names_of(names, matrix.customer_ids),
        **{key: _cells(say, matrix, at) for key, at in zip(keys, place, strict=True)},
    }
    ids = matrix.product_ids[place]
    known = names_of(products, ids)
    headers = [name or product for name, product in zip(known, ids, strict=True)]
    return columns, dict(zip(keys, headers, strict=True))


def matrix_blocks(offers: Offers | None) -> dict[str, Grid]:
    """Return the totals in one row."""
    if offers is None:
        return {"offer_totals": []}
    totals = offers.metrics.totals._asdict()
    keys = (*_COUNTS, *_RATES, "products_per_customer")
    return {"offer_totals": [[blank_nan(totals[key]) for key in keys]]}


def plan_columns(
    say: Texts, offers: Offers | None, names: pd.Series, products: pd.Series
) -> dict[str, Columns]:
    """Return overdue steps, first actions, and the counts by product and by segment."""
    if offers is None:
        return {name: {} for name in _PLAN}
    metrics = offers.metrics
    steps, actions = metrics.steps, metrics.actions
    no_segment = say("offers.no_segment")
    known = pd.Series(names_of(products, steps["product"]), index=steps.index)
    return {
        "Offer_Steps": {
            "customer": steps["customer"],
            "name": names_of(names, steps["customer"]),
            "product": known.where(known != "", steps["product"]),
            "status": steps["stage"].fillna(say(f"offer_status.{STATUS_KEYS[IN_PROGRESS]}")),
            "step": steps["step"],
            "days_overdue": steps["days_overdue"],
        },
        "Offer_Actions": {
            "customer": actions["customer"],
            "name": names_of(names, actions["customer"]),
            "segment": actions["segment"].fillna(no_segment),
            "product": actions["product"],
            "product_name": names_of(products, actions["product"]),
            "expected": actions["expected"],
        },
        "Offer_Products": {
            "product": metrics.products["product"],
            "name": names_of(products, metrics.products["product"]),
            **{key: metrics.products[key] for key in (*_COUNTS, *_RATES)},
        },
        "Offer_Segments": {
            "segment": metrics.segments["segment"].fillna(no_segment),
            **{key: metrics.segments[key] for key in (*_COUNTS, *_RATES)},
        },
    }


def _cells(say: Texts, matrix: OfferMatrix, column: int) -> pd.Categorical:
    """Return one product column as words: +, status, or stage with the date of the next step."""
    words = [say(f"offer_status.{key}") for key in STATUS_KEYS]
    words[NOT_TARGETED], words[SOLD] = "", SOLD_MARK
    status, step, stage = (part[:, column] for part in (matrix.status, matrix.step, matrix.stage))
    busy = (status == IN_PROGRESS) | (step != NO_DAY)
    told = pd.DataFrame({"status": status[busy], "step": step[busy], "stage": stage[busy]})
    place, distinct = pd.factorize(pd.MultiIndex.from_frame(told))
    texts = [_told(matrix, words, *cell) for cell in distinct]
    code = status.astype(np.int32)
    code[busy] = len(words) + place
    levels, same = pd.factorize(pd.Index([*words, *texts], dtype=object))
    codes = levels[code]
    codes[status == NOT_TARGETED] = -1
    return pd.Categorical.from_codes(codes, pd.Index(same))


def _told(matrix: OfferMatrix, words: list[str], status: int, step: int, stage: int) -> str:
    text = str(matrix.stages[stage]) if stage >= 0 else words[status]
    return text if step == NO_DAY else f"{text}, {np.datetime64(int(step), 'D')}"
