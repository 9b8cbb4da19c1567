"""Orders to customer histories against lifetimes' own function, in one run.

    python -m pytest benchmarks/test_ltv_summary_speed.py -s

Both begin with the same columns in memory, customers as whole numbers. Times are the best of
interleaved rounds in one process, peaks are what tracemalloc sees beyond the input. Only the
ratios mean anything.
"""

import sys

import numpy as np
import pandas as pd
import pytest

from benchmarks.test_scoring_speed import AS_OF, best_times, peak, sales_of
from scoring.value.ltv.history import order_history
from scoring.value.ltv.lifetimes_engine import _contained

ROWS = [1_000_000, pytest.param(10_000_000, marks=pytest.mark.slow)]


@pytest.mark.parametrize("n_rows", ROWS)
def test_summary_of_transactions(n_rows, benchmark):
    sales = sales_of(n_rows)
    sales.amount[sales.amount < 0] *= -1  # lifetimes takes returns for orders
    days = sales.day.astype("datetime64[D]").astype("datetime64[s]")
    columns = {"customer": sales.customer, "date": days, "amount": sales.amount}
    frame = pd.DataFrame(columns, copy=False)
    with _contained():
        from lifetimes.utils import summary_data_from_transaction_data

        def theirs():
            return summary_data_from_transaction_data(
                frame, "customer", "date", "amount", observation_period_end=AS_OF
            )

        def ours():
            return order_history(sales, AS_OF)

        equal(ours(), theirs())
        fast, slow = best_times([ours, theirs], rounds=3 if n_rows > 1_000_000 else 5)
        small, large = peak(ours), peak(theirs)
    speed, memory = slow / fast, small / large
    benchmark.extra_info.update(speed_ratio=speed, memory_ratio=memory)
    benchmark.pedantic(ours, rounds=3)
    sys.stdout.write(
        f"\n{n_rows:,} rows: {fast:.3f} s and {small / 1e6:.0f} MB; lifetimes {slow:.3f} s and "
        f"{large / 1e6:.0f} MB: {speed:.1f} times as fast, {memory:.2f} of the memory\n"
    )
    assert speed >= 12
    assert memory <= 1 / 3


def equal(history, summary):
    assert history.ids.size == len(summary)
    assert (history.repeat_orders == summary["frequency"]).all()
    assert (history.last_days == summary["recency"]).all()
    assert (history.age_days == summary["T"]).all()
    assert np.allclose(history.repeat_money, summary["monetary_value"], rtol=1e-9)
