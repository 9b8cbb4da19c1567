"""Payments, risk and terms -> the sheets Receivables and Decisions."""

import numpy as np
import pandas as pd

from scoring.chapters import Solvency
from scoring.settings import RISK_CLASSES, VALUE_CLASSES
from scoring.solvency.matrix import matrix_frame
from xl_addin.book.results.words import blank_nan, in_words, names_of
from xl_addin.book.wording import share_text
from xl_addin.book.write import Columns, Grid
from xl_addin.texts import Texts

_PAYING = (
    "invoices",
    "open_balance",
    "overdue",
    "overdue_share",
    "days_late",
    "worst_days",
    "payment_index",
)


def receivables_columns(solvency: Solvency | None, names: pd.Series) -> Columns:
    """Return one row per customer with invoices, what is overdue first."""
    if solvency is None:
        return {}
    risk = solvency.risk.table.set_index("customer")["risk_class"]
    table = solvency.payments.table.sort_values(
        ["overdue", "open_balance", "customer"], ascending=[False, False, True]
    )
    return {
        "customer": table["customer"],
        "name": names_of(names, table["customer"]),
        **{key: table[key] for key in _PAYING},
        "risk_class": risk.reindex(table["customer"]).astype(object).to_numpy(),
    }


def receivables_blocks(solvency: Solvency | None) -> dict[str, Grid]:
    """Return ageing and the totals by risk class."""
    if solvency is None:
        return {"ageing": [], "risk_summary": []}
    ageing = solvency.payments.ageing[["invoices", "money", "share"]]
    summary = solvency.risk.summary[["customers", "open_balance", "overdue", "expected_loss"]]
    return {
        "ageing": ageing.to_numpy(dtype=object).tolist(),
        "risk_summary": summary.to_numpy(dtype=object).tolist(),
    }


def decision_columns(say: Texts, solvency: Solvency | None, names: pd.Series) -> Columns:
    """Return one row per customer, those whose terms are to change first, the most money first."""
    if solvency is None:
        return {}
    table = solvency.decisions.table
    changes = ~table["verdict"].isin(["keep"])
    table = table.iloc[np.argsort(~changes.to_numpy(), kind="stable")]
    return {
        "customer": table["customer"],
        "name": names_of(names, table["customer"]),
        **{key: table[key] for key in ("value_class", "risk_class")},
        "verdict": in_words(say, "verdicts", table["verdict"]),
        "form_now": in_words(say, "forms", table["form_now"]),
        "form": in_words(say, "forms", table["form"]),
        **{key: table[key] for key in ("days_now", "days", "limit_now", "limit", "open_balance")},
        **{key: table[key] for key in ("expected_loss", "money_effect")},
        "approver": in_words(say, "approvers", table["approver"]),
        "next_review": table["next_review"],
    }


def decision_blocks(say: Texts, solvency: Solvency | None) -> dict[str, Grid]:
    """Return the boards, the bubbles behind the chart, and the totals by verdict."""
    if solvency is None:
        return {
            f"decision_{part}": [] for part in ("terms", "customers", "money", "bubble", "summary")
        }
    decisions = solvency.decisions
    cells = decisions.cells
    bubbles = cells[["value_position", "risk_position", "customers", "money"]]
    return {
        "decision_terms": _terms(say, solvency),
        "decision_customers": decisions.customers.to_numpy().tolist(),
        "decision_money": decisions.money.to_numpy().tolist(),
        "decision_bubble": [
            list(row) if row[-1] > 0 else [] for row in bubbles.itertuples(index=False)
        ],
        "decision_summary": [
            [blank_nan(cell) for cell in row]
            for row in decisions.summary[["customers", "open_balance", "money_effect"]].itertuples(
                index=False
            )
        ],
    }


def _terms(say: Texts, solvency: Solvency) -> Grid:
    """Return the terms of the 20 cells in words: form, days or prepayment."""
    rows = matrix_frame(solvency.decisions.policy).to_dict("records")
    texts = [_term(say, row["form"], row["days"], row["prepay_share"]) for row in rows]
    width = len(RISK_CLASSES)
    return [texts[start : start + width] for start in range(0, len(VALUE_CLASSES) * width, width)]


def _term(say: Texts, form: str, days: int, prepay: float) -> str:
    word = say(f"forms.{form}")
    if days:
        word = say("decision_terms.days", form=word, days=days)
    if 0 < prepay < 1:
        word = say("decision_terms.prepay", terms=word, share=share_text(say, prepay))
    return word
