"""Small tables for the tests of scoring, and strategies that make them."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from scoring.tables import gate_sales

ROWS = st.lists(
    st.tuples(
        st.sampled_from("abcdefgh"),
        st.dates(
            min_value=pd.Timestamp("2022-01-01").date(), max_value=pd.Timestamp("2023-12-31").date()
        ),
        st.integers(-5_000, 20_000).map(lambda cents: cents / 100),
    ),
    min_size=1,
    max_size=60,
)
MONEY = st.lists(st.integers(-10_000, 1_000_000).map(lambda x: x / 100), min_size=1, max_size=50)


def frame_of(rows):
    """Return a frame of (customer, date, amount[, document[, product]]) rows."""
    keys = ["customer", "date", "amount", "document", "product"][: len(rows[0])]
    frame = pd.DataFrame(rows, columns=keys)
    return frame.assign(date=pd.to_datetime(frame["date"]))


def column(*cells):
    return pd.Series(cells, dtype=object)


def told(gated):
    """Return code, column and rows of every problem."""
    return [(p.code, p.column, p.rows.tolist()) for p in gated.problems]


def sales_of(rows):
    return gate_sales(frame_of(rows)).strict()


def shuffled(items):
    """Return items in another order, always the same one."""
    return [items[place] for place in np.random.default_rng(1).permutation(len(items))]


def ids_of(n):
    return np.array([f"{index:03d}" for index in range(n)], object)
