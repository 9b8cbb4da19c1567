"""The CDNOW transactions: 2,357 buyers of an online music shop, January 1997 to June 1998.

One customer in ten of the cohort that bought first in early 1997; published by Fader and Hardie,
used by most papers on customer lifetime value, and carried by the package lifetimes (MIT). The
file is read where it lies; the package itself is not imported.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

_COLUMNS = ("master_id", "customer", "date", "quantity", "amount")


def cdnow() -> dict[str, pd.DataFrame]:
    """Return the table "sales" of the one-in-ten sample; it knows no documents, products or names.

    ``customer`` is the four-digit text number of the sample, "0001" to "2357"; ``amount`` is in
    US dollars, and zero in eight rows. Raises FileNotFoundError
    where lifetimes or its file is missing.
    Source: Fader and Hardie (2001), "Forecasting Repeat Sales at CDNOW".
    """
    frame = pd.read_csv(cdnow_path(), sep=r"\s+", header=None, names=_COLUMNS, dtype=str)
    sales = pd.DataFrame(
        {
            "date": pd.to_datetime(frame["date"], format="%Y%m%d"),
            "customer": pd.Categorical(frame["customer"]),
            "quantity": frame["quantity"].astype(np.float64),
            "amount": frame["amount"].astype(np.float64),
        }
    )
    return {"sales": sales}


def cdnow_path() -> Path:
    """Return where the installed lifetimes keeps the sample."""
    spec = find_spec("lifetimes")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("lifetimes/datasets/CDNOW_sample.txt")
    path = Path(spec.origin).with_name("datasets") / "CDNOW_sample.txt"
    if not path.is_file():
        raise FileNotFoundError(str(path))
    return path
