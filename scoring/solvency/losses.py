"""Losses: what a default costs on average, and what to set aside for it.

Expected loss as in Basel II, EL = PD x LGD x EAD. Provision matrix: IFRS 9, B5.5.35.
"""

import numpy as np

from scoring.checks import FloatArray
from scoring.errors import SettingError

# By bucket of ageing. The first four: METHODS 2.17, example of faqifrs.com; the rest a choice.
PROVISION_RATES = (0.005, 0.022, 0.027, 0.045, 0.25, 0.50)


def expected_loss(
    p_default: FloatArray | float, lgd: FloatArray | float, ead: FloatArray | float
) -> FloatArray:
    """Return the expected loss, (n,): probability of default x share lost x money exposed.

    p_default [PD], lgd [LGD] and ead [EAD] are arrays, (n,), or single numbers. Exposure
    below 0 (we owe the customer) loses nothing; a blank (NaN) stays one.

    Raises SettingError for a p_default or lgd outside 0 .. 1.
    Source: METHODS 2.17; Basel Committee (2005), An Explanatory Note on the IRB Risk Weights.
    """
    _check_shares("p_default", np.asarray(p_default))
    _check_shares("lgd", np.asarray(lgd))
    loss: FloatArray = np.asarray(p_default) * np.asarray(lgd) * np.maximum(ead, 0)
    return loss


def provision(money: FloatArray, rates: FloatArray | tuple[float, ...]) -> FloatArray:
    """Return what to set aside for each bucket of open money: money x loss rate.

    money: (b,) or (k, b), buckets of ageing last; rates: (b,), fractions. Money below 0
    needs nothing.

    Raises SettingError for a rate outside 0 .. 1, or another number of rates than buckets.
    Source: METHODS 2.17; IFRS 9, B5.5.35 (provision matrix).
    """
    shares = np.asarray(rates, np.float64)
    _check_shares("rates", shares)
    if shares.shape != money.shape[-1:]:
        buckets = f"{money.shape[-1]}" if money.ndim else "1"
        raise SettingError("setting.count", "rates", f"{shares.size}", buckets)
    return np.maximum(money, 0) * shares


def break_even_p_default(margin: FloatArray | float, lgd: FloatArray | float = 1.0) -> FloatArray:
    """Return the probability of default, (n,), at which credit earns just nothing.

    Selling earns m with 1 - PD and loses LGD of the cost, 1 - m, with PD; so credit pays
    below m / (m + LGD (1 - m)). margin [m] is a share of the price, (n,) or one number. With
    a margin of 0 and nothing to lose (lgd 0, or margin 0 and lgd 0) the answer is NaN.

    Raises SettingError for a margin or lgd outside 0 .. 1.
    Source: METHODS 2.17; Brealey, Myers, Principles of Corporate Finance, The Credit Decision.
    """
    gain, share = np.asarray(margin, np.float64), np.asarray(lgd, np.float64)
    _check_shares("margin", gain)
    _check_shares("lgd", share)
    at_stake = gain + share * (1 - gain)
    return np.where(at_stake > 0, gain / np.where(at_stake > 0, at_stake, 1), np.nan)


def _check_shares(setting: str, values: FloatArray) -> None:
    """Raise SettingError unless all values are NaN or between 0 and 1."""
    outside = values[(values < 0) | (values > 1)]
    if outside.size:
        raise SettingError("setting.range", setting, f"{outside.flat[0]:g}", "0 … 1")
