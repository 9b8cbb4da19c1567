"""The model that the holdout speaks for, where nobody names one."""

from datetime import date

from scoring.errors import SettingError, TooLittleDataError
from scoring.settings import LtvPolicy
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.fits import OrderModelName
from scoring.value.ltv.fitting import unit_days
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality.candidates import best_candidate, candidates, model_fitter
from scoring.value.ltv.quality.split import default_split, split_history


def likeliest_model(sales: SalesTable, policy: LtvPolicy, as_of: date) -> OrderModelName | None:
    """Return the model with the greatest holdout log-likelihood, as check_ltv finds it.

    None where there is no holdout, or no model can be fitted to what is before it.
    """
    try:
        split = split_history(sales, default_split(sales, as_of), as_of, unit_days(policy.unit))
        found = candidates(split, tuple(ORDER_MODELS), model_fitter(policy))
    except (SettingError, TooLittleDataError):
        return None
    best = best_candidate(found)
    return None if best is None else best.name
