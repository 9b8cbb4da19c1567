"""Fits by lifetimes 0.11.3, the second opinion: the only module that imports it.

On import lifetimes changes an option of pandas, warning filters and (by dill) pickle's table
of types; while fitting it prints, and takes random numbers from numpy's one global source: all
of that is undone. Only the fitters are used; predictions, likelihoods and standard errors of our
own stand beside them, since those of lifetimes overflow or are of another scale (LTV.md 1).
"""

import io
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, IntArray
from scoring.value.ltv.fits import OrderModelName
from scoring.value.ltv.history import Patterns

_OPTION = "mode.chained_assignment"
# Slope to stop at: at the default of 1e-7 the last digits of the sum decide whether the search
# ends or gives up.
_SLOPE = 1e-6
# Change of parameters to stop at: Nelder and Mead's search has no slope, and at the default of
# 1e-4 it stops short of the optimum.
_CHANGE = 1e-8
_SEED = 1  # of the start that lifetimes draws
_FITTERS: dict[OrderModelName, tuple[str, tuple[str, ...], float]] = {
    "bgnbd": ("BetaGeoFitter", ("r", "alpha", "a", "b"), _SLOPE),
    "mbgnbd": ("ModifiedBetaGeoFitter", ("r", "alpha", "a", "b"), _SLOPE),
    "paretonbd": ("ParetoNBDFitter", ("r", "alpha", "s", "beta"), _CHANGE),
}


def fit_orders(name: OrderModelName, patterns: Patterns) -> tuple[float, ...]:
    """Fit a model of orders by greatest likelihood; NaN where lifetimes gives up.

    lifetimes has no NBD; there is nothing of it to give.
    """
    if name not in _FITTERS:
        return (np.nan, np.nan)
    fitter, names, tolerance = _FITTERS[name]
    columns = (patterns.x, patterns.t_x, patterns.age, patterns.customers)
    return _fitted(fitter, names, columns, tolerance)


def fit_gamma_gamma(x: IntArray, money: FloatArray) -> tuple[float, ...]:
    """Fit Gamma-Gamma to repeat orders and their mean money, (n,); NaN where lifetimes gives up.

    Money is given to the search in units of its mean, so a change of currency changes v only.
    """
    scale = float(money.mean())
    p, q, v = _fitted("GammaGammaFitter", ("p", "q", "v"), (x, money / scale), _SLOPE)
    return p, q, v * scale


def _fitted(
    fitter: str, names: tuple[str, ...], columns: tuple[Any, ...], tolerance: float
) -> tuple[float, ...]:
    with _contained():
        import lifetimes

        try:
            found = getattr(lifetimes, fitter)().fit(*columns, tol=tolerance)
        except (ValueError, ArithmeticError):
            return (np.nan,) * len(names)
        return tuple(float(found.params_[name]) for name in names)


@contextmanager
def _contained() -> Iterator[None]:
    """Leave warning filters, pandas, pickle, random numbers and the screen as they were."""
    dill_is_ours = "dill" not in sys.modules
    random = np.random.get_state()  # noqa: NPY002 (lifetimes takes from it)
    with (
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
        redirect_stdout(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        option = pd.get_option(_OPTION)
        np.random.seed(_SEED)  # noqa: NPY002
        try:
            yield
        finally:
            np.random.set_state(random)  # noqa: NPY002
            pd.set_option(_OPTION, option)
            if dill_is_ours and "dill" in sys.modules:
                sys.modules["dill"].extend(use_dill=False)
