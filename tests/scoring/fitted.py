"""Fits with parameters of a paper or of a test, so that nothing hangs on a search."""

import numpy as np

from scoring.value.ltv.fits import Fit
from scoring.value.ltv.models import ORDER_MODELS


def fitter_of(published, status="inner"):
    """Return what takes the parameters by model as if it had fitted them."""

    def fitter(name, patterns):
        values = published[name]
        blank = np.full((len(values), len(values)), np.nan)
        at_limit = status in {"bound", "loose"}
        return Fit(
            model=name,
            parameters=values,
            standard_errors=blank[0],
            covariance=blank,
            log_likelihood=ORDER_MODELS[name].log_likelihood(values, patterns),
            n=patterns.n,
            status=status,
            at=("a/(a+b)",) if at_limit else (),
            meaning=("stay",) if at_limit else (),
            tried=(),
            spread=blank,
        )

    return fitter
