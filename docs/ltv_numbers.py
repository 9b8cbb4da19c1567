"""Print the figures of docs/ltv.md that stand on no sheet: CDNOW, the first 39 weeks.

usage: python docs/ltv_numbers.py
"""

import warnings
from datetime import date
from typing import Any

import numpy as np
from lifetimes import BetaGeoFitter

from scoring.settings import LtvPolicy
from scoring.tables import SalesTable, gate_sales
from scoring.value.ltv.fits import BgNbd
from scoring.value.ltv.fitting import fit_model
from scoring.value.ltv.history import order_history
from scoring.value.ltv.model import estimate_ltv
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.quality.split import Split, split_history
from xl_addin.demo.cdnow_file import cdnow

END, LAST, WEEK = date(1997, 9, 30), date(1998, 6, 30), 7.0
SIZES, SAMPLES = (30, 100, 300, 1000), 40


def main() -> None:
    """Print one block of figures after another."""
    sales = gate_sales(cdnow()["sales"]).strict()
    one_order(sales)
    split = split_history(sales, END, LAST, WEEK)
    penalized(split)
    identified(sales)


def one_order(sales: SalesTable) -> None:
    """Print what models say of customers with one order, over twelve months to come."""
    print("model; customers with one order: active on average, orders expected of each")
    for model in ("bgnbd", "mbgnbd", "paretonbd"):
        table = estimate_ltv(sales, LtvPolicy(model=model, interval="none"), END).table
        one = table[table["repeat_orders"] == 0]
        print(f"  {model}; {one['p_alive'].mean():.0%}, {one['expected_orders'].mean():.2f}")


def penalized(split: Split) -> None:
    """Print what a penalizer does to the parameters and to the forecast of the holdout."""
    print("penalizer of lifetimes; a, b; error of the holdout's total")
    actual = float((split.whole.repeat_orders - split.calibration.repeat_orders).sum())
    for strength in (0.0, 0.001, 0.01, 0.1):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fit: Any = BetaGeoFitter(penalizer_coef=strength).fit(split.x, split.t_x, split.age)
        parameters = BgNbd(*(float(fit.params_[name]) for name in ("r", "alpha", "a", "b")))
        expected = ORDER_MODELS["bgnbd"].expected_orders(
            parameters, split.x, split.t_x, split.age, split.time
        )
        error = expected.sum() / actual - 1
        print(f"  {strength}; {parameters.a:.2f}, {parameters.b:.2f}; {error:+.1%}")


def identified(sales: SalesTable) -> None:
    """Print how often part of the customers is enough to determine BG/NBD."""
    print(f"customers; share of {SAMPLES} samples in which the data determine BG/NBD")
    history, rng = order_history(sales, END), np.random.default_rng(1)
    for size in SIZES:
        inner = 0
        for _ in range(SAMPLES):
            keep = np.zeros(history.ids.size, bool)
            keep[rng.choice(keep.size, size, replace=False)] = True
            inner += fit_model("bgnbd", history.where(keep).patterns(WEEK)).status == "inner"
        print(f"  {size}; {inner / SAMPLES:.0%}")


if __name__ == "__main__":
    main()
