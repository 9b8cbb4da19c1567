"""What importing and using lifetimes may not leave behind."""

import subprocess
import sys
import warnings

import numpy as np
import pytest

from scoring.value.ltv import lifetimes_engine
from scoring.value.ltv.history import Patterns

IN_A_FRESH_PROCESS = """
import io, pickle, sys, warnings
import numpy as np, pandas as pd, scipy.special  # they add filters for warnings of their own
from datetime import date
from scoring import LtvPolicy, estimate_ltv
from tests.scoring.cdnow import CALIBRATION_END, cdnow_sales

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pandas 3 warns when this option is read
    option = pd.get_option("mode.chained_assignment")
sales = cdnow_sales()
assert not {"lifetimes", "dill", "autograd"} & set(sys.modules)
filters = list(warnings.filters)
shower = warnings.showwarning
random = np.random.get_state()
errors = np.geterr()
types = dict(pickle._Pickler.dispatch)
screen = sys.stdout = io.StringIO()

result = estimate_ltv(sales, LtvPolicy(engine="lifetimes"), CALIBRATION_END)

assert sys.stdout is screen and screen.getvalue() == ""
assert "lifetimes" in sys.modules and result.model == "bgnbd"
assert warnings.filters == filters and warnings.showwarning is shower
assert np.geterr() == errors
assert pickle._Pickler.dispatch == types
after = np.random.get_state()
assert all(np.array_equal(a, b) for a, b in zip(random, after, strict=True))
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    assert pd.get_option("mode.chained_assignment") == option
"""


def test_the_process_stays_as_it_was():
    subprocess.run([sys.executable, "-W", "error", "-c", IN_A_FRESH_PROCESS], check=True)


def test_reading_the_methods_imports_neither_scipy_nor_lifetimes():
    code = (
        "import sys\n"
        "import scoring.value.ltv.model\n"
        "heavy = {'scipy', 'lifetimes', 'autograd', 'dill'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_search_without_an_optimum_is_told(capsys):
    """lifetimes prints its search and raises; both stay inside."""
    filters = list(warnings.filters)
    nobody_repeats = Patterns(np.array([0]), np.zeros(1), np.array([10.0]), np.array([50]))
    assert np.isnan(lifetimes_engine.fit_orders("bgnbd", nobody_repeats)).all()
    assert capsys.readouterr().out == ""
    assert warnings.filters == filters


def test_a_change_of_currency_changes_v_only():
    rng = np.random.default_rng(5)
    x = rng.integers(1, 9, 400)
    money = rng.gamma(6 * x) / x / rng.gamma(4, 1 / 15, 400)
    one = lifetimes_engine.fit_gamma_gamma(x, money)
    other = lifetimes_engine.fit_gamma_gamma(x, money * 1e6)
    assert other == pytest.approx((*one[:2], one[2] * 1e6), rel=1e-6)
