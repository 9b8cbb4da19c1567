"""How the numbers of a sheet were made, in two lines: method and options; data and time."""

import datetime as dt
from dataclasses import dataclass

from scoring.assessment import Assessment
from scoring.settings import AbcPolicy, RfmPolicy, XyzPolicy
from xl_addin.book.wording import day_text, money_text, number_text, share_text
from xl_addin.texts import Texts


@dataclass(frozen=True, slots=True)
class Run:
    """What a stamp needs beside the assessment."""

    run_at: dt.datetime
    version: str
    rows_read: int
    rows_left_out: int
    money_left_out: float


def stamp(say: Texts, method: str, assessment: Assessment, run: Run) -> list[list[str]]:
    """Return the stamp block: one text per row."""
    return [[method], [data_line(say, assessment, run)]]


def data_line(say: Texts, assessment: Assessment, run: Run) -> str:
    """Return as-of date, rows used and left out, version, time."""
    return say(
        "stamp.data",
        as_of=day_text(assessment.as_of),
        used=number_text(say, run.rows_read - run.rows_left_out),
        read=number_text(say, run.rows_read),
        left_out=number_text(say, run.rows_left_out),
        money=money_text(say, run.money_left_out),
        version=run.version,
        time=run.run_at.strftime("%Y-%m-%d %H:%M:%S"),
    )


def rfm_method(say: Texts, policy: RfmPolicy, window_months: int | None) -> str:
    """Return the options of RFM in words."""
    window = say("stamp.window", months=window_months) if window_months else say("stamp.all")
    return say("stamp.rfm", bins=policy.bins, window=window)


def abc_method(say: Texts, policy: AbcPolicy) -> str:
    """Return the options of ABC in words."""
    a, b = (share_text(say, cut) for cut in policy.cuts)
    return say("stamp.abc", a=a, b=b, edge=say(f"choices.{policy.edge}"))


def xyz_method(say: Texts, policy: XyzPolicy) -> str:
    """Return the options of XYZ in words."""
    x, y = (share_text(say, cut) for cut in policy.cuts)
    return say(
        "stamp.xyz",
        x=x,
        y=y,
        n=policy.n_periods,
        period=say(f"choices.{policy.period}"),
        zeros=say(f"choices.{policy.zeros}"),
        deviation=say(f"choices.{policy.deviation}"),
        least=policy.min_periods,
    )
