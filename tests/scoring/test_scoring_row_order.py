"""The order of the rows of Sales moves no number (BAD_INPUT S40): every field of an assessment."""

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scoring.assessment import Tables, assess
from scoring.errors import ScoringError
from scoring.settings import LtvPolicy, Settings
from scoring.tables import gate_sales
from tests.scoring.build import frame_of

# few customers, days and amounts: ties, returns, several rows of one order, rows alike
SALES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c", "d", "e", "01"]),
        st.integers(0, 700).map(lambda day: pd.Timestamp("2023-01-01") + pd.Timedelta(days=day)),
        st.sampled_from([10.0, 0.1, 0.2, 100.05, -10.0, 0.0, 33.33])
        | st.integers(1, 999).map(float),
        st.sampled_from([None, "1", "2", "3"]),
        st.sampled_from([None, "nut", "bolt"]),
    ),
    min_size=1,
    max_size=40,
)


def assessed(rows, policy):
    """Return every result by its place, or what was said instead."""
    try:
        result = assess(Tables(gate_sales(frame_of(rows))), policy)
    except ScoringError as error:
        return {"error": str(error)}
    found = {}
    _collect(result, "", found)
    return found


def _collect(value, place, found):
    if dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            if each.name != "tables" or place:  # the input
                _collect(getattr(value, each.name), f"{place}.{each.name}", found)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            _collect(each, f"{place}.{key}", found)
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            _collect(each, f"{place}.{number}", found)
    else:
        found[place] = value


def assert_same(one, other):
    assert one.keys() == other.keys()
    for place, value in one.items():
        theirs = other[place]
        assert type(theirs) is type(value), place
        if isinstance(value, pd.DataFrame):
            pd.testing.assert_frame_equal(value, theirs, check_exact=True, obj=place)
        elif isinstance(value, pd.Series):
            pd.testing.assert_series_equal(value, theirs, check_exact=True, obj=place)
        elif isinstance(value, (np.ndarray, pd.Index, pd.api.extensions.ExtensionArray)):
            np.testing.assert_array_equal(np.asarray(value), np.asarray(theirs), err_msg=place)
        elif isinstance(value, float) and np.isnan(value):
            assert np.isnan(theirs), place
        else:
            assert value == theirs, place


@given(st.data())
@settings(max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # no long search
def test_s40_shuffled_rows_give_equal_results(data):
    rows = data.draw(SALES)
    mixed = data.draw(st.permutations(rows))
    policy = Settings(ltv=LtvPolicy(model=data.draw(st.sampled_from(["simple", "bgnbd"]))))
    assert_same(assessed(rows, policy), assessed(mixed, policy))
