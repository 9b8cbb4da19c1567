"""Fits by lifetimes 0.11.3: the only module that imports it, and contains what that does.

On import lifetimes changes an option of pandas, warning filters and (by dill) pickle's table
of types, and while fitting it prints: all of that is undone. Only the two fitters are used;
predictions, likelihoods and standard errors of our own stand beside them, since those of
lifetimes overflow or are of another scale (LTV.md 1).
"""

import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray
from scoring.errors import FitError
from scoring.value.ltv.fits import FLAT, BgNbd, GammaGamma
from scoring.value.ltv.history import Patterns

NAME = "lifetimes"
_OPTION = "mode.chained_assignment"
# Slope to stop at, a tenth of what passes for flat: at the default of 1e-7 the last digits of the
# sum decide whether the search ends or gives up.
_SLOPE = FLAT / 10


def fit_bgnbd(patterns: Patterns) -> BgNbd:
    """Fit BG/NBD to order histories by greatest likelihood.

    Raises FitError when the search stops without an optimum.
    """
    with _contained():
        from lifetimes import BetaGeoFitter

        try:
            fitter = BetaGeoFitter().fit(
                patterns.x, patterns.t_x, patterns.age, weights=patterns.customers, tol=_SLOPE
            )
        except (ValueError, ArithmeticError) as error:
            raise FitError("fit.stopped", "BG/NBD", NAME) from error
        return BgNbd(*(float(fitter.params_[name]) for name in BgNbd._fields))


def fit_gamma_gamma(x: IntArray, money: FloatArray) -> GammaGamma:
    """Fit Gamma-Gamma to repeat orders and their mean money, (n,), by greatest likelihood.

    Money is given to the search in units of its mean, so a change of currency changes v only.

    Raises FitError when the search stops without an optimum.
    """
    scale = float(money.mean())
    with _contained():
        from lifetimes import GammaGammaFitter

        try:
            fitter = GammaGammaFitter().fit(x, money / scale, tol=_SLOPE)
        except (ValueError, ArithmeticError) as error:
            raise FitError("fit.stopped", "Gamma-Gamma", NAME) from error
        p, q, v = (float(fitter.params_[name]) for name in GammaGamma._fields)
        return GammaGamma(p, q, v * scale)


@contextmanager
def _contained() -> Iterator[None]:
    """Leave warning filters, pandas, pickle and the screen as they were."""
    dill_is_ours = "dill" not in sys.modules
    with (
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
        redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        option = pd.get_option(_OPTION)
        try:
            yield
        finally:
            pd.set_option(_OPTION, option)
            if dill_is_ours and "dill" in sys.modules:
                sys.modules["dill"].extend(use_dill=False)
