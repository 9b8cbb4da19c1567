"""P(alive) by number of orders and by how long ago the last one was: a map of fixed size."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.value.ltv.fits import Fit
from scoring.value.ltv.models import model_of

ORDERS = (0, 1, 2, 3, 4, 5, 7, 10, 15, 20, 30)
SILENT_SHARES = tuple(step / 10 for step in range(10))  # of the age


def alive_map(fit: Fit[Any], age_days: float, unit_days: float) -> pd.DataFrame:
    """Return P(alive) of customers of one age, (11, 10), as a table.

    Lines are repeat orders, columns the days since the last order: tenths of the age. A
    customer without a repeat order has been silent for his whole age: his line holds that one.
    """
    x = np.array(ORDERS, np.int64)[:, None]
    silent = np.array(SILENT_SHARES) * age_days
    age = np.full((1, silent.size), age_days / unit_days)
    t_x = np.where(x > 0, age - silent / unit_days, 0.0)
    x, t_x, age = np.broadcast_arrays(x, t_x, age)
    alive = model_of(fit).p_alive(fit.parameters, x, t_x, age)
    columns = {str(round(days)): alive[:, place] for place, days in enumerate(silent)}
    return pd.DataFrame({"orders": list(ORDERS), **columns})
