"""Credit limits: how much credit a customer needs, can bear, and is worth."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.settings import LimitPolicy, RiskPolicy
from scoring.solvency.risk import RiskCodes

TEN_PERCENT = 0.10
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class LimitFacts:
    """What is known of some customers, (n,) each; NaN, or None for all, where it is not.

    need: see credit_need. risk: codes into RISK_CLASSES. net_worth: tangible. turnover,
    margin: of a year. references: limits of other suppliers, (n, r). room: what the
    portfolio still allows.
    """

    need: FloatArray
    risk: RiskCodes
    net_worth: FloatArray | None = None
    turnover: FloatArray | None = None
    margin: FloatArray | None = None
    references: FloatArray | None = None
    room: FloatArray | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LimitResult:
    """Limits of some customers, in the order given.

    table: the amount by each method (need, capacity, ten_percent, references, average,
    profit_risk; NaN where facts are missing), limit, and binding: the method, "capacity" or
    "room", whichever allows least; "unknown" where there is no limit to give (NaN).
    """

    table: pd.DataFrame
    policy: LimitPolicy


def credit_need(
    daily_revenue: FloatArray, days: FloatArray, vat: float = 0.0, season_peak: float = 1.0
) -> FloatArray:
    """Return the credit a customer needs, (n,): a day's revenue x credit days x (1 + VAT).

    season_peak is the seasonal index of the best month. Revenue below 0 (more returns than
    sales) needs nothing.

    Source: METHODS 2.17, line "need".
    """
    need: FloatArray = np.maximum(daily_revenue, 0) * days * (1 + vat) * season_peak
    return need


def credit_limit(facts: LimitFacts, policy: LimitPolicy, risk: RiskPolicy) -> LimitResult:
    """Give every customer a credit limit by the method of the policy.

    need: as given. capacity: the smaller of a share of net worth and a share of turnover,
    the shares by risk class. ten_percent: 10 % of net worth or of a month's turnover,
    whichever is less. references: the median of other suppliers' limits. average: the mean
    of 10 % of net worth, references and need, of those known. profit_risk: the limit whose
    expected loss takes risk_share of a year's margin.

    Whatever the method, the limit is never above capacity or portfolio room where these are
    known, never below 0, and rounded down to a multiple of round_to. On a tie the method
    binds before capacity, capacity before room.

    Source: METHODS 2.17 (creditmanagement-tools.com, mydsomanager.com, highako.com).
    """
    amounts = {name: np.maximum(way(facts, policy, risk), 0) for name, way in _METHODS.items()}
    bounds: dict[str, FloatArray] = {
        policy.method: amounts[policy.method],
        "capacity": amounts["capacity"],
    }
    bounds["room"] = np.maximum(_known(facts.room, facts), 0)
    stacked = np.stack(list(bounds.values()))
    has_own = ~np.isnan(stacked[0])
    lowest = np.where(np.isnan(stacked), np.inf, stacked)
    least = lowest.min(axis=0)
    limit = np.where(has_own, least, np.nan)
    if policy.round_to:
        limit = np.floor(limit / policy.round_to) * policy.round_to
    names = np.array(list(bounds), object)[lowest.argmin(axis=0)]
    binding = pd.Series(np.where(has_own, names, UNKNOWN), dtype=object)
    return LimitResult(pd.DataFrame({**amounts, "limit": limit, "binding": binding}), policy)


def _known(values: FloatArray | None, facts: LimitFacts) -> FloatArray:
    return np.full(facts.need.size, np.nan) if values is None else values


def _least_known(*amounts: FloatArray) -> FloatArray:
    """Return the least of the known amounts, (n,); NaN where none is known."""
    least: FloatArray = np.fmin.reduce(amounts)
    return least


def _need(facts: LimitFacts, _policy: LimitPolicy, _risk: RiskPolicy) -> FloatArray:
    return facts.need


def _capacity(facts: LimitFacts, policy: LimitPolicy, _risk: RiskPolicy) -> FloatArray:
    shares = np.array(policy.capacity)[facts.risk]
    return _least_known(
        shares[:, 0] * _known(facts.net_worth, facts), shares[:, 1] * _known(facts.turnover, facts)
    )


def _ten_percent(facts: LimitFacts, _policy: LimitPolicy, _risk: RiskPolicy) -> FloatArray:
    net_worth, turnover = _known(facts.net_worth, facts), _known(facts.turnover, facts)
    return _least_known(TEN_PERCENT * net_worth, TEN_PERCENT * turnover / 12)


def _references(facts: LimitFacts, _policy: LimitPolicy, _risk: RiskPolicy) -> FloatArray:
    """Return the median of the known limits, (n,); NaN, sorted last, where none is known."""
    if facts.references is None or facts.references.shape[1] == 0:
        return np.full(facts.need.size, np.nan)
    ordered = np.sort(facts.references, axis=1)
    count = np.count_nonzero(~np.isnan(ordered), axis=1)
    rows = np.arange(count.size)
    low, high = ordered[rows, np.maximum(count - 1, 0) // 2], ordered[rows, count // 2]
    median: FloatArray = (low + high) / 2
    return median


def _average(facts: LimitFacts, policy: LimitPolicy, risk: RiskPolicy) -> FloatArray:
    three = np.stack(
        [
            TEN_PERCENT * _known(facts.net_worth, facts),
            _references(facts, policy, risk),
            facts.need,
        ]
    )
    known = ~np.isnan(three)
    count = known.sum(axis=0)
    return np.where(count > 0, np.where(known, three, 0).sum(axis=0) / np.maximum(count, 1), np.nan)


def _profit_risk(facts: LimitFacts, policy: LimitPolicy, risk: RiskPolicy) -> FloatArray:
    loss_rate = np.array(risk.p_default)[facts.risk] * risk.lgd
    allowed = policy.risk_share * _known(facts.margin, facts)
    # Where nothing can be lost, margin sets no bound: the method has nothing to say.
    return np.where(loss_rate > 0, allowed / np.where(loss_rate > 0, loss_rate, 1), np.nan)


_METHODS: dict[str, Callable[[LimitFacts, LimitPolicy, RiskPolicy], FloatArray]] = {
    "need": _need,
    "capacity": _capacity,
    "ten_percent": _ten_percent,
    "references": _references,
    "average": _average,
    "profit_risk": _profit_risk,
}
