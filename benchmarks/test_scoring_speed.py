"""Customer summary, RFM, ABC and XYZ against the plain pandas way of the same numbers.

    python -m pytest benchmarks/test_scoring_speed.py -s

Both begin with the same columns in memory, customers as whole numbers. Times are the best
of interleaved rounds in one process, peaks are what tracemalloc sees beyond the input.
Only the ratios mean anything.
"""

import gc
import sys
import time
import tracemalloc
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoring.days import day_number
from scoring.settings import AbcPolicy, RfmPolicy, XyzPolicy
from scoring.tables import SalesTable, gate_invoices, gate_offers, gate_sales
from scoring.value.abc import classify_abc
from scoring.value.periods import customer_summary, period_block
from scoring.value.rfm import score_rfm
from scoring.value.xyz import classify_xyz

AS_OF = date(2023, 12, 31)
N_DAYS = 730
ROWS = [1_000_000, pytest.param(10_000_000, marks=pytest.mark.slow)]


def sales_of(n_rows):
    """Two years of sales up to AS_OF, in any order: some nine rows a customer, unevenly.

    One row in fifty is a return. Every customer has a row, as behind the gate.
    """
    rng = np.random.default_rng(20240101)
    popular = rng.gamma(0.7, 1.0, n_rows // 9).cumsum()
    customer = np.searchsorted(popular, rng.uniform(0, popular[-1], n_rows))
    seen, customer = np.unique(customer, return_inverse=True)
    day = day_number(AS_OF) - rng.integers(0, N_DAYS, n_rows)
    amount = np.round(rng.gamma(2.0, 50.0, n_rows), 2) + 0.01
    amount[::50] *= -1
    ids = np.array([f"C{code:08d}" for code in range(seen.size)], object)
    return SalesTable(customer.astype(np.int32), ids, day.astype(np.int32), amount)


def ours(sales):
    summary = customer_summary(sales, AS_OF)
    rfm = score_rfm(sales, RfmPolicy(), AS_OF, sales, summary)
    members = summary.has_rows
    abc = classify_abc(summary.ids[members], summary.money[members], AbcPolicy())
    xyz = classify_xyz(period_block(sales, XyzPolicy(), AS_OF).where(members), XyzPolicy())
    return rfm.table, abc.table, xyz.table


def plain_pandas(frame):
    """What a pandas user writes: groupby, quantile, sort_values, unstack."""
    bought = frame[frame["amount"] > 0]
    table = bought.groupby("customer").agg(
        first=("date", "min"), last=("date", "max"), frequency=("date", "nunique")
    )
    money = frame.groupby("customer")["amount"].sum()
    table["monetary"] = money
    table["recency_days"] = (pd.Timestamp(AS_OF) - table["last"]).dt.days
    table["ticket"] = table["monetary"] / table["frequency"]
    for letter, column in (("r", "recency_days"), ("f", "frequency"), ("m", "monetary")):
        cuts = table[column].quantile([0.2, 0.4, 0.6, 0.8]).to_numpy()
        table[letter] = 1 + np.searchsorted(cuts, table[column].to_numpy(), side="left")
    table["r"] = 6 - table["r"]
    table["code"] = table["r"].astype(str) + table["f"].astype(str) + table["m"].astype(str)

    abc = money.sort_values(ascending=False).to_frame("value")
    positive = abc["value"].clip(lower=0)
    abc["share"] = positive / positive.sum()
    abc["cumulative"] = abc["share"].cumsum()
    above = abc["cumulative"] - abc["share"]
    abc["above"] = above.groupby(abc["value"]).transform("min").round(12)
    abc["abc"] = np.select(
        [abc["value"] <= 0, abc["above"] < 0.80, abc["above"] < 0.95], ["D", "A", "B"], "C"
    )

    recent = frame[frame["date"] >= pd.Timestamp(AS_OF) - pd.DateOffset(years=1, days=-1)]
    months = recent.groupby(["customer", recent["date"].dt.to_period("M")])["amount"].sum()
    block = months.unstack(fill_value=0.0).reindex(money.index, fill_value=0.0).clip(lower=0)
    xyz = block.mean(axis=1).to_frame("mean")
    xyz["deviation"] = block.std(axis=1, ddof=0)
    xyz["cv"] = (xyz["deviation"] / xyz["mean"]).round(12)
    xyz["xyz"] = np.select([xyz["cv"] <= 0.10, xyz["cv"] <= 0.25], ["X", "Y"], "Z")
    first = table["first"].reindex(money.index)
    xyz.loc[first >= pd.Timestamp(2023, 8, 1), "xyz"] = "N"
    return table, abc, xyz


def best_times(calls, rounds):
    best = [np.inf] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            gc.collect()
            start = time.perf_counter()
            call()
            best[index] = min(best[index], time.perf_counter() - start)
    return best


def peak(call):
    """Return the bytes at the highest point of a call, beyond what was there before."""
    gc.collect()
    tracemalloc.start()
    call()
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


@pytest.mark.parametrize("n_rows", ROWS)
def test_value_methods(n_rows, benchmark):
    sales = sales_of(n_rows)
    days = sales.day.astype("datetime64[D]").astype("datetime64[s]")
    columns = {"customer": sales.customer, "date": days, "amount": sales.amount}
    frame = pd.DataFrame(columns, copy=False)

    rfm, abc, xyz = ours(sales)
    plain_rfm, plain_abc, plain_xyz = plain_pandas(frame)
    # The float sums of pandas part a few customers in a million whose money is equal.
    assert (rfm["code"].to_numpy() != plain_rfm["code"].to_numpy()).mean() < 1e-4
    abc = abc.set_index("id")["abc"].loc[sales.customer_ids]
    assert (abc.to_numpy() != plain_abc["abc"].sort_index().to_numpy()).mean() < 1e-4
    assert (xyz["xyz"].to_numpy() != plain_xyz["xyz"].to_numpy()).mean() < 1e-4
    del rfm, abc, xyz, plain_rfm, plain_abc, plain_xyz

    calls = [lambda: ours(sales), lambda: plain_pandas(frame)]
    fast, slow = best_times(calls, rounds=3 if n_rows > 1_000_000 else 9)
    small, large = map(peak, calls)
    speed, memory = slow / fast, small / large
    benchmark.extra_info.update(speed_ratio=speed, memory_ratio=memory)
    benchmark.pedantic(ours, (sales,), rounds=3)
    sys.stdout.write(
        f"\n{n_rows:,} rows: {fast:.3f} s and {small / 1e6:.0f} MB; pandas {slow:.3f} s and "
        f"{large / 1e6:.0f} MB: {speed:.1f} times as fast, {memory:.2f} of the memory\n"
    )
    assert speed >= 4
    assert memory <= 0.5


def test_gate(benchmark):
    """The gate on a million clean typed rows, as a ratio to one pandas groupby of them."""
    sales = sales_of(1_000_000)
    frame = pd.DataFrame(
        {
            "date": sales.day.astype("datetime64[D]").astype("datetime64[s]"),
            "customer": pd.Categorical.from_codes(sales.customer, sales.customer_ids),
            "amount": sales.amount,
        }
    )

    def grouped():
        return frame.groupby("customer", observed=True).agg({"date": "max", "amount": "sum"})

    fast, slow = best_times([lambda: gate_sales(frame), grouped], rounds=9)
    benchmark.extra_info.update(gate_to_groupby=fast / slow)
    gated = benchmark.pedantic(gate_sales, (frame,), rounds=3)
    assert gated.rows_used == 1_000_000
    ratio = fast / slow
    sys.stdout.write(f"\ngate, 1,000,000 rows: {fast:.3f} s, {ratio:.1f} times one groupby\n")


def card_frames():
    """100,000 invoices and 50,000 offers of 20,000 customers, as a sheet is read."""
    rng = np.random.default_rng(3)
    customers = np.array([f"C{code:05d}" for code in range(20_000)], object)
    n = 100_000
    issued = rng.integers(19_000, 20_000, n).astype("datetime64[D]").astype("datetime64[s]")
    paid = issued + (rng.integers(0, 90, n) * 86_400).astype("timedelta64[s]")
    invoices = pd.DataFrame(
        {
            "invoice": pd.Categorical([f"I{code:06d}" for code in rng.permutation(n)]),
            "customer": pd.Categorical(customers[rng.integers(0, customers.size, n)]),
            "issued": issued,
            "due": issued + np.timedelta64(30, "D"),
            "paid": np.where(rng.random(n) < 0.1, np.datetime64("NaT", "s"), paid),
            "amount": np.round(rng.gamma(2.0, 500.0, n), 2),
        }
    )
    pair = rng.permutation(customers.size * 12)[:50_000]
    statuses = np.array(["+", "Refused", "Not offered", "Offer, 25.02.2025"], object)
    offers = pd.DataFrame(
        {
            "customer": pd.Categorical(customers[pair // 12]),
            "product": pd.Categorical([f"P{code:02d}" for code in pair % 12]),
            "status": pd.Categorical(statuses[rng.integers(0, 4, pair.size)]),
            "step": np.where(pair % 3 > 0, np.datetime64("NaT", "s"), issued[: pair.size]),
            "amount": rng.random(pair.size),
        }
    )
    return invoices, offers


def test_gates_of_invoices_and_offers():
    """Each as a ratio to reading the ids of a column, pd.factorize, as objects."""
    invoices, offers = card_frames()
    ids = invoices["invoice"].astype(object)
    calls = [
        lambda: gate_invoices(invoices),
        lambda: gate_offers(offers),
        lambda: pd.factorize(ids),
    ]
    slow, fast, one = best_times(calls, rounds=9)
    assert gate_invoices(invoices).rows_used == 100_000
    assert gate_offers(offers).rows_used == 50_000
    sys.stdout.write(
        f"\ngate of 100,000 invoices: {slow:.3f} s, of 50,000 offers: {fast:.3f} s; "
        f"{slow / one:.1f} and {fast / one:.1f} times one factorize\n"
    )
    assert slow < 12 * one  # measured 4 to 5 times: 0.05 s where the limit is 0.15 s
    assert fast < 5 * one  # measured 1 to 1.3 times: 0.013 s
