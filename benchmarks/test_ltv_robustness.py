"""Fits on random parts of real bases: ours must end with a label, lifetimes is counted beside.

    python -m pytest benchmarks/test_ltv_robustness.py -s

lifetimes fails loudly by an exception, silently where it returns numbers that are not an inner
optimum, by our look at the curvature there, or that have no finite standard error.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.tables import gate_sales
from scoring.value.ltv.fitting import fit_model
from scoring.value.ltv.history import order_history
from tests.scoring.cdnow import CALIBRATION_END, cdnow_sales

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SIZES = (30, 100, 300, 1000, 3000)
PARTS = 8


def bases():
    invoices = pd.read_csv(DATA / "online_retail_invoices.csv")
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(invoices["timestamp"]),
            "customer": invoices["customer_id"].astype(str),
            "amount": invoices["amount"],
        }
    )
    return {
        "CDNOW": order_history(cdnow_sales(), CALIBRATION_END),
        "Online Retail": order_history(gate_sales(frame).strict(), date(2011, 12, 9)),
    }


def part_of(history, size, seed):
    """Return size customers, drawn again where there are fewer."""
    rng = np.random.default_rng(1000 * size + seed)
    kept = rng.choice(history.ids.size, size, replace=size > history.ids.size)
    columns = ("ids", "repeat_orders", "last_days", "age_days")
    return replace(history, **{name: getattr(history, name)[kept] for name in columns}).patterns(7)


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason="needs the real data in shared/data")
@pytest.mark.parametrize("name", ["bgnbd", "mbgnbd", "paretonbd", "nbd"])
def test_every_fit_is_labelled(name):
    for base, history in bases().items():
        ours, theirs = Counter(), Counter()
        for size in SIZES:
            for seed in range(PARTS):
                patterns = part_of(history, size, seed)
                fit = fit_model(name, patterns)
                assert np.isfinite([*fit.parameters, fit.log_likelihood]).all()
                assert fit.status in {"inner", "bound", "loose"}
                ours[fit.status] += 1
                if name != "nbd" and size <= 300:
                    other = fit_model(name, patterns, "lifetimes")
                    silent = "sound" if other.status == "inner" else "silent failure"
                    gave_up = not np.isfinite(other.parameters).all()
                    theirs["gave up" if gave_up else silent] += 1
        print(f"\n{name}, {base}: ours {dict(ours)}; lifetimes {dict(theirs)}")
