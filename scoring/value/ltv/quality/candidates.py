"""The models that could be used, each fitted to calibration and judged by the holdout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from scoring.checks import FloatArray
from scoring.errors import FitError, Note, TooLittleDataError
from scoring.settings import LtvPolicy
from scoring.value.ltv.fits import Fit, OrderModelName
from scoring.value.ltv.fitting import fit_model
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.models import ORDER_MODELS, model_of
from scoring.value.ltv.quality.accuracy import Accuracy, accuracy
from scoring.value.ltv.quality.baselines import Baselines
from scoring.value.ltv.quality.split import Split

Fitter: TypeAlias = Callable[[OrderModelName, Patterns], Fit[Any]]

SAME = 0.5  # of log-likelihood: models nearer to each other are told apart by their simplicity
NOTHING = Accuracy(*[np.nan] * 6)
RULES = ("same_rate", "grand_mean", "hiatus")


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A model, its fit to calibration, and how it did in the holdout.

    holdout is the log-likelihood of the orders of the holdout, given those of calibration.
    forecast, (k,): orders expected of each customer. fit is None where the model cannot be
    fitted, and why says so.
    """

    name: OrderModelName
    fit: Fit[Any] | None
    holdout: float
    forecast: FloatArray | None
    accuracy: Accuracy
    why: Note | None = None

    @property
    def title(self) -> str:
        """The model's name in the papers."""
        return ORDER_MODELS[self.name].title

    @property
    def usable(self) -> bool:
        """Whether a forecast may stand on it."""
        return self.fit is not None and self.fit.usable


def model_fitter(policy: LtvPolicy, near: tuple[float, ...] | None = None) -> Fitter:
    """Return what fits a model by the engine of the policy; near is where the search begins."""
    return lambda name, patterns: fit_model(
        name, patterns, policy.engine, prior=policy.prior, near=near
    )


def candidates(split: Split, names: Sequence[OrderModelName], fitter: Fitter) -> list[Candidate]:
    """Fit each model to calibration, and hold it against the holdout.

    The log-likelihood of the holdout is that of the whole history less that of calibration, at
    the parameters of calibration: the density of when orders came, given what was known. It
    needs no draw and no pooling, and punishes a model that was sure of what did not come.
    """
    known, whole = split.patterns()
    return [_candidate(split, name, fitter, known, whole) for name in names]


def best_candidate(found: Sequence[Candidate]) -> Candidate | None:
    """Return the usable model with the greatest holdout log-likelihood.

    Of models within 0.5 of it the one with the fewest parameters, then the first.
    """
    usable = [each for each in found if each.usable]
    if not usable:
        return None
    most = max(each.holdout for each in usable)
    near = [each for each in usable if each.holdout >= most - SAME]
    return min(near, key=lambda each: len(ORDER_MODELS[each.name].fields))


def candidates_table(split: Split, found: Sequence[Candidate], naive: Baselines) -> pd.DataFrame:
    """Return one line per model, then one per naive rule.

    name, parameters (number), status, log_likelihood (calibration), leaving_p (likelihood
    ratio test against NBD, 2 degrees of freedom: a little too large, as NBD lies at the edge),
    holdout (log-likelihood), log_score (that per customer), and the measures of accuracy. NaN
    where a rule has no likelihood.
    """
    nbd = next((each.fit for each in found if each.name == "nbd" and each.fit), None)
    rows = [_model_row(split, each, nbd) for each in found]
    rows += [_rule_row(split, name, getattr(naive, name)) for name in RULES]
    return pd.DataFrame(rows)


def leaving_p(fit: Fit[Any] | None, nbd: Fit[Any] | None) -> float:
    """Return the probability of so much more likelihood than NBD if nobody leaves."""
    if fit is None or nbd is None or fit.model == "nbd":
        return np.nan
    more = max(fit.log_likelihood - nbd.log_likelihood, 0.0)
    return float(chdtrc(len(fit.parameters) - len(nbd.parameters), 2 * more))


def _candidate(
    split: Split, name: OrderModelName, fitter: Fitter, known: Patterns, whole: Patterns
) -> Candidate:
    try:
        fit = fitter(name, known)
    except (FitError, TooLittleDataError) as error:
        return Candidate(name, None, np.nan, None, NOTHING, Note(error.code, error.details))
    model = ORDER_MODELS[name]
    holdout = model.log_likelihood(fit.parameters, whole) - model.log_likelihood(
        fit.parameters, known
    )
    forecast = expected_orders(split, fit)
    return Candidate(name, fit, holdout, forecast, accuracy(forecast, split.orders))


def expected_orders(split: Split, fit: Fit[Any]) -> FloatArray:
    """Return the orders that a fitted model expects of each customer in the holdout, (k,)."""
    model = model_of(fit)
    return model.expected_orders(fit.parameters, split.x, split.t_x, split.age, split.time)


def _model_row(split: Split, each: Candidate, nbd: Fit[Any] | None) -> dict[str, object]:
    return {
        "name": each.title,
        "parameters": float(len(ORDER_MODELS[each.name].fields)),
        "status": each.fit.status if each.fit else "none",
        "log_likelihood": each.fit.log_likelihood if each.fit else np.nan,
        "leaving_p": leaving_p(each.fit, nbd),
        "holdout": each.holdout,
        "log_score": each.holdout / split.orders.size,
        **each.accuracy._asdict(),
    }


def _rule_row(split: Split, name: str, forecast: FloatArray) -> dict[str, object]:
    none = dict.fromkeys(("log_likelihood", "leaving_p", "holdout", "log_score"), np.nan)
    measures = accuracy(forecast, split.orders)._asdict()
    return {"name": name, "parameters": np.nan, "status": "rule", **none, **measures}
