"""What to do first: at most five things, each with its money and the sheet to look at."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from scoring.assessment import Assessment
from xl_addin.book.results.dashboard import call_first
from xl_addin.book.results.stamp import Run
from xl_addin.book.wording import number_text, share_text
from xl_addin.book.write import Grid
from xl_addin.texts import Texts

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the sentence, the money in it (None where it has none), the sheet."""

    text: str
    money: float | None
    sheet: str


def first_five(
    say: Texts, assessment: Assessment, run: Run, customers: pd.Series, products: pd.Series
) -> tuple[Step, ...]:
    """Return the steps with most money, those without any last."""
    steps = [
        *_overdue(say, assessment, customers),
        *_terms(say, assessment, customers),
        *_silent(say, assessment, customers),
        *_offers(say, assessment, customers, products),
        *_concentration(say, assessment, customers),
        *_data(say, run),
        *_weakest(say, assessment),
    ]
    return tuple(sorted(steps, key=lambda step: -(step.money or 0))[:SHOWN])


def first_five_blocks(say: Texts, steps: tuple[Step, ...]) -> dict[str, Grid]:
    """Return sentences, money and tab names as three blocks side by side."""
    return {
        "first_five": [[step.text] for step in steps],
        "first_five_money": [[step.money] for step in steps],
        "first_five_sheet": [[say(f"sheets.{step.sheet}.tab")] for step in steps],
    }


def _called(names: pd.Series, customer: str) -> str:
    name = names.get(customer)
    return str(name) if isinstance(name, str) and name else customer


def _overdue(say: Texts, assessment: Assessment, names: pd.Series) -> Iterator[Step]:
    if assessment.solvency is None:
        return
    table = assessment.solvency.payments.table
    owing = table.loc[table["overdue"] > 0].sort_values(
        ["overdue", "customer"], ascending=[False, True]
    )
    if len(owing):
        who = _called(names, owing["customer"].iloc[0])
        text = say("first.overdue", count=number_text(say, len(owing)), who=who)
        yield Step(text, float(owing["overdue"].sum()), "Receivables")


def _terms(say: Texts, assessment: Assessment, names: pd.Series) -> Iterator[Step]:
    if assessment.solvency is None:
        return
    table = assessment.solvency.decisions.table
    for verdict in ("tighten", "loosen"):
        rows = table.loc[table["verdict"] == verdict]
        if len(rows):
            who = _called(names, rows["customer"].iloc[0])
            text = say(f"first.{verdict}", count=number_text(say, len(rows)), who=who)
            yield Step(text, abs(float(rows["money_effect"].sum())), "Decisions")


def _silent(say: Texts, assessment: Assessment, names: pd.Series) -> Iterator[Step]:
    rows = call_first(assessment)
    if len(rows):
        who = _called(names, rows["customer"].iloc[0])
        text = say("first.silent", count=number_text(say, len(rows)), who=who)
        yield Step(text, float(rows["monetary"].sum()), "RFM")


def _offers(
    say: Texts, assessment: Assessment, names: pd.Series, products: pd.Series
) -> Iterator[Step]:
    if assessment.offers is None:
        return
    metrics = assessment.offers.metrics
    if len(metrics.actions):
        first = metrics.actions.iloc[0]
        text = say(
            "first.offer",
            count=number_text(say, len(metrics.actions)),
            product=_called(products, first["product"]),
            who=_called(names, first["customer"]),
        )
        yield Step(text, float(metrics.actions["expected"].sum()), "OfferPlan")
    if len(metrics.steps):
        who = _called(names, metrics.steps["customer"].iloc[0])
        text = say("first.step", count=number_text(say, len(metrics.steps)), who=who)
        yield Step(text, None, "OfferPlan")


def _concentration(say: Texts, assessment: Assessment, names: pd.Series) -> Iterator[Step]:
    """Name the largest customer or group once it is a major one."""
    if not assessment.concentration.major:
        return
    largest = assessment.concentration.table.iloc[0]
    share = share_text(say, float(largest["share"]))
    if largest["is_group"]:
        count = number_text(say, int(largest["customers"]))
        text = say("first.concentration_group", who=largest["name"], count=count, share=share)
    else:
        text = say("first.concentration", who=_called(names, largest["name"]), share=share)
    yield Step(text, float(largest["revenue"]), "Concentration")


def _data(say: Texts, run: Run) -> Iterator[Step]:
    if run.rows_left_out:
        text = say("first.data", count=number_text(say, run.rows_left_out))
        yield Step(text, run.money_left_out, "DataAudit")


def _weakest(say: Texts, assessment: Assessment) -> Iterator[Step]:
    if assessment.maturity is not None and len(assessment.maturity.weak):
        number = int(assessment.maturity.weak["question"].iloc[0])
        action = say.node("question_actions")[str(number)]
        yield Step(say("first.maturity", action=action), None, "Diagnosis")
