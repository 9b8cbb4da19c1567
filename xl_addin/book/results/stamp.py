"""How the numbers of a sheet were made, in two lines: method and options; data and time."""

import datetime as dt
from dataclasses import dataclass

from scoring.assessment import Assessment
from scoring.errors import Note
from scoring.settings import AbcPolicy, RfmPolicy, Settings, XyzPolicy
from xl_addin.book.layouts import NOTE_ROWS, PRODUCT_COLUMNS
from xl_addin.book.results.concentration import concentration_method
from xl_addin.book.wording import (
    day_text,
    money_text,
    note_text,
    number_text,
    share_text,
)
from xl_addin.book.write import Grid
from xl_addin.texts import Texts

_MAPS = {"A": "map_a", "B": "map_b", "C": "map_c", "own": "own_map"}


@dataclass(frozen=True, slots=True)
class Run:
    """What a stamp needs beside the assessment."""

    run_at: dt.datetime
    version: str
    rows_read: int
    rows_left_out: int
    money_left_out: float
    source: str = ""  # sheet and cells of the sales
    fingerprint: str = ""  # changes when data, settings or version do
    by_hand: bool = False  # formulas may show old values: Excel is in manual calculation


def stamps(say: Texts, assessment: Assessment, run: Run) -> dict[str, Grid]:
    """Return the stamp of every result sheet: method and options, then data and time."""
    abc = abc_method(say, assessment.settings.abc)
    xyz = xyz_method(say, assessment.settings.xyz)
    rfm = rfm_method(say, assessment.settings)
    methods = {
        "dashboard": base_line(say, assessment),
        "audit": say("stamp.audit"),
        "rfm": rfm,
        "map": rfm,
        "migration": rfm,
        "abc": abc,
        "product_abc": abc,
        "xyz": xyz,
        "board": f"{abc} · {xyz}",
        "ltv": ltv_method(say, assessment),
        "concentration": concentration_method(say, assessment.settings.concentration),
        "ltvmodel": ltv_method(say, assessment),
        "receivables": payment_method(say, assessment),
        "decisions": decision_method(say, assessment),
        "offers": say("stamp.offers"),
        "offerplan": say("stamp.offers"),
        "diagnosis": say("stamp.diagnosis"),
    }
    data = data_line(say, assessment, run)
    return {f"{name}_stamp": [[method], [data]] for name, method in methods.items()}


def note_blocks(say: Texts, assessment: Assessment) -> dict[str, Grid]:
    """Return the notes of every sheet that has a place for them."""
    solvency, offers = assessment.solvency, assessment.offers
    product, maturity = assessment.product_abc, assessment.maturity
    notes: dict[str, tuple[Note, ...]] = {
        "rfm": assessment.rfm.notes,
        "abc": assessment.abc.notes,
        "product_abc": product.notes if product else (),
        "xyz": assessment.xyz.notes,
        "board": (*assessment.abc.notes, *assessment.xyz.notes),
        "ltv": assessment.ltv.notes if assessment.ltv else (Note("note.ltv_nothing"),),
        "concentration": assessment.concentration.notes,
        "ltvmodel": _model_notes(assessment),
        "receivables": (*solvency.payments.notes, *solvency.risk.notes) if solvency else (),
        "decisions": solvency.decisions.notes if solvency else (),
        "offers": offers.matrix.notes if offers else (),
        "diagnosis": maturity.notes if maturity else (),
    }
    blocks = {f"{name}_notes": _note_grid(say, given) for name, given in notes.items()}
    if offers and (count := offers.matrix.product_ids.size) > PRODUCT_COLUMNS:
        cut = say("offers.products_cut", shown=PRODUCT_COLUMNS, count=number_text(say, count))
        blocks["offers_notes"] = [[cut], *_note_grid(say, offers.matrix.notes)][:NOTE_ROWS]
    missing = {
        "receivables": solvency is None,
        "decisions": solvency is None,
        "offers": offers is None,
        "diagnosis": maturity is None,
    }
    for name, nothing in missing.items():
        if nothing:
            blocks[f"{name}_notes"] = [[say(f"nothing.{name}")]]
    return blocks


def _model_notes(assessment: Assessment) -> tuple[Note, ...]:
    """Return that the checks look at a sample, and the notes of the lifetime values."""
    if assessment.ltv is None:
        return (Note("note.ltv_nothing"),)
    quality = assessment.ltv_quality
    return (*(quality.notes if quality else ()), *assessment.ltv.notes)


def _note_grid(say: Texts, notes: tuple[Note, ...]) -> Grid:
    """Return the notes, one a row; the last row takes what is left."""
    lines = [note_text(say, note) for note in notes]
    head, rest = lines[: NOTE_ROWS - 1], lines[NOTE_ROWS - 1 :]
    return [[line] for line in (*head, " ".join(rest)) if line]


def base_line(say: Texts, assessment: Assessment) -> str:
    """Return how many customers over which days."""
    return say(
        "stamp.dashboard",
        customers=number_text(say, len(assessment.rfm.table)),
        first=day_text(assessment.first_day),
        last=day_text(assessment.last_day),
    )


def data_line(say: Texts, assessment: Assessment, run: Run) -> str:
    """Return as-of date, source, rows used and left out, version, time and check sum."""
    line = say(
        "stamp.data",
        source=run.source,
        check=run.fingerprint,
        as_of=day_text(assessment.as_of),
        used=number_text(say, run.rows_read - run.rows_left_out),
        read=number_text(say, run.rows_read),
        left_out=number_text(say, run.rows_left_out),
        money=money_text(say, run.money_left_out),
        version=run.version,
        time=run.run_at.strftime("%Y-%m-%d %H:%M:%S"),
    )
    return f"{line} · {say('stamp.by_hand')}" if run.by_hand else line


def rfm_method(say: Texts, settings: Settings) -> str:
    """Return the options of RFM and the segment map in words."""
    policy, months = settings.rfm, settings.period.window_months
    bins = {f"{bins}" for bins in policy.scores_by_axis}
    left_out = ", ".join(map(str, policy.months_out))
    return say(
        "stamp.rfm",
        bins=" / ".join(bins if len(bins) == 1 else map(str, policy.scores_by_axis)),
        binning=_binning(say, policy),
        ties=say(f"choices.ties_{policy.ties}"),
        window=say("stamp.window", months=months) if months else say("stamp.all"),
        money=say(f"choices.m_{policy.monetary}"),
        months=say("stamp.months_out", months=left_out) if left_out else "",
        weights=" / ".join(f"{weight:g}" for weight in policy.weights),
        map=say(f"choices.{_MAPS[settings.segment_map]}"),
    )


def _binning(say: Texts, policy: RfmPolicy) -> str:
    """Return where scores part, with the borders that were given."""
    word = say(f"choices.bin_{policy.binning}")
    if policy.binning != "fixed":
        return word
    r, f, m = (" ".join(f"{cut:g}" for cut in cuts) or "–" for cuts in policy.cuts)
    return say("stamp.borders", binning=word, r=r, f=f, m=m)


def abc_method(say: Texts, policy: AbcPolicy) -> str:
    """Return the options of ABC in words."""
    edge = say("choices.incl" if policy.adds_itself else "choices.above")
    if policy.method == "tangent":
        return say("stamp.abc_tangent")
    if policy.method == "differential":
        high, low = (f"{multiple:g}" for multiple in policy.multiples)
        return say("stamp.abc_differential", a=high, b=low)
    if policy.method == "fixed" and policy.limits is not None:
        high, low = (money_text(say, limit) for limit in policy.limits)
        return say("stamp.abc_fixed", a=high, b=low)
    cuts = policy.sum_cuts if policy.method == "sum" else policy.cuts
    a, b = (share_text(say, cut) for cut in cuts)
    return say("stamp.abc_sum" if policy.method == "sum" else "stamp.abc", a=a, b=b, edge=edge)


def xyz_method(say: Texts, policy: XyzPolicy) -> str:
    """Return the options of XYZ in words."""
    x, y = (share_text(say, cut) for cut in policy.cuts)
    more = [say(f"stamp.xyz_{policy.season}")] if policy.season != "none" else []
    more += [say("stamp.xyz_trend")] if policy.detrend else []
    method = say(
        "stamp.xyz",
        x=x,
        y=y,
        n=policy.n_periods,
        period=say(f"choices.{policy.period}"),
        zeros=say(f"choices.{policy.zeros}"),
        deviation=say(f"choices.{policy.deviation}"),
        least=policy.min_periods,
    )
    return "; ".join([method, *more])


def ltv_method(say: Texts, assessment: Assessment) -> str:
    """Return the model that answered, horizon, discount and margin in words.

    Where none answered, the model and the margin that were asked for; no margin is a dash.
    """
    policy, result = assessment.settings.ltv, assessment.ltv
    model, margin = (result.model, result.margin) if result else (policy.model, policy.margin)
    return say(
        "stamp.ltv",
        model=say(f"choices.{model}"),
        months=policy.horizon_months,
        discount=share_text(say, policy.discount_per_year),
        margin="–" if margin is None else share_text(say, margin),
    )


def payment_method(say: Texts, assessment: Assessment) -> str:
    """Return window, least number of invoices and class borders in words."""
    payments, risk = assessment.settings.payments, assessment.settings.risk
    cuts = " / ".join(number_text(say, cut) for cut in reversed(risk.index_cuts))
    return say(
        "stamp.receivables",
        months=payments.window_months,
        least=payments.min_invoices,
        cuts=cuts,
    )


def decision_method(say: Texts, assessment: Assessment) -> str:
    """Return what the money of a decision is made of."""
    decisions, risk = assessment.settings.decisions, assessment.settings.risk
    return say(
        "stamp.decisions",
        rate=share_text(say, decisions.financing_rate),
        lgd=share_text(say, risk.lgd),
        tolerance=share_text(say, decisions.tolerance),
    )
