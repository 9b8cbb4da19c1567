"""The likelihoods that a search asks for: against their definitions and their differences."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.value.ltv import paretonbd
from scoring.value.ltv.beta_geometric_slope import BetaGeometricSlope
from scoring.value.ltv.bgbb import BgBbSlope
from scoring.value.ltv.fits import BgNbd, GammaGamma, MbgNbd, Nbd, ParetoNbd
from scoring.value.ltv.gamma_gamma import GammaGammaSlope
from scoring.value.ltv.gamma_gamma import log_likelihood as log_likelihood_of_spend
from scoring.value.ltv.history import Patterns
from scoring.value.ltv.models import ORDER_MODELS
from scoring.value.ltv.nbd import NbdSlope
from scoring.value.ltv.pareto_slope import ParetoSlope

SIZE = st.floats(-3, 3).map(np.exp)
FOUR = st.tuples(SIZE, SIZE, SIZE, SIZE)
SEED = st.integers(0, 99)


def some_patterns(seed, n=40, most=12):
    rng = np.random.default_rng(seed)
    age = rng.integers(1, 80, n) / 1.0
    x = rng.integers(0, most, n)
    t_x = np.where(x > 0, np.rint(age * rng.uniform(0, 1, n)), 0)
    return Patterns(x, t_x, age, rng.integers(1, 5, n))


def agrees(slope, parameters, rel=1e-4):
    """The slope is the difference of the value, parameter by parameter."""
    parameters = np.array(parameters)
    _, slopes = slope(parameters)
    for place in range(parameters.size):
        step = np.ones(parameters.size)
        step[place] = np.exp(1e-5)
        up, down = slope(parameters * step)[0], slope(parameters / step)[0]
        difference = (up - down) / 2e-5 / parameters[place]
        assert slopes[place] == pytest.approx(difference, rel=rel, abs=1e-3 / parameters[place])


SLOPES = {
    BgNbd: lambda patterns: BetaGeometricSlope(patterns, 0),
    MbgNbd: lambda patterns: BetaGeometricSlope(patterns, 1),
    ParetoNbd: ParetoSlope,
}
NAMES = {BgNbd: "bgnbd", MbgNbd: "mbgnbd", ParetoNbd: "paretonbd"}


@pytest.mark.parametrize("kind", SLOPES)
@given(values=FOUR, seed=SEED)
def test_likelihoods_of_a_search_are_those_of_the_model(kind, values, seed):
    patterns = some_patterns(seed)
    slope = SLOPES[kind](patterns)
    whole = ORDER_MODELS[NAMES[kind]].log_likelihood(kind(*values), patterns)
    assert slope(np.array(values))[0] == pytest.approx(whole, rel=1e-11)
    agrees(slope, values)


@given(values=st.tuples(SIZE, SIZE), seed=SEED)
def test_nbd(values, seed):
    patterns = some_patterns(seed)
    assert NbdSlope(patterns)(np.array(values))[0] == pytest.approx(
        ORDER_MODELS["nbd"].log_likelihood(Nbd(*values), patterns)
    )
    agrees(NbdSlope(patterns), values)


@given(values=st.tuples(SIZE, SIZE, SIZE), seed=SEED)
def test_gamma_gamma(values, seed):
    rng = np.random.default_rng(seed)
    x, money = rng.integers(1, 12, 20), rng.gamma(3, 10, 20)
    slope = GammaGammaSlope(x, money)
    assert slope(np.array(values))[0] == log_likelihood_of_spend(GammaGamma(*values), x, money)
    agrees(slope, values)


@given(values=FOUR, seed=SEED)
def test_bgbb(values, seed):
    rng = np.random.default_rng(seed)
    n = rng.integers(1, 9, 20)
    x = rng.integers(0, n + 1)
    t_x = np.where(x > 0, rng.integers(x, n + 1), 0)
    patterns = Patterns(x, t_x.astype(float), n.astype(float), rng.integers(1, 5, 20))
    agrees(BgBbSlope(patterns), values)


@given(values=FOUR, seed=SEED, most=st.sampled_from([3, 30, 300]))
def test_tables_of_pareto_are_the_integrals_one_by_one(values, seed, most):
    """Two ways to the same integral: six nodes a step, and 24 nodes of a history's own."""
    patterns = some_patterns(seed, most=most)
    slope = ParetoSlope(patterns)
    tabled = slope(np.array(values))
    slope._most_orders = lambda _: -1.0
    alone = slope(np.array(values))
    assert tabled[0] == pytest.approx(alone[0], rel=1e-11)
    scale = np.abs(alone[1]).max()
    assert tabled[1] == pytest.approx(alone[1], rel=1e-7, abs=1e-9 * scale)


@pytest.mark.parametrize("flips", [0, 1])
def test_the_order_of_histories_does_not_matter(flips):
    patterns = some_patterns(1)
    turned = Patterns(*(each[::-1] for each in (patterns.x, patterns.t_x, patterns.age)),
                      patterns.customers[::-1])  # fmt: skip
    for make in (lambda each: BetaGeometricSlope(each, flips), ParetoSlope):
        one, other = (make(each)(np.array([0.5, 9.0, 0.7, 2.0])) for each in (patterns, turned))
        assert one[0] == pytest.approx(other[0], rel=1e-12)
        assert one[1] == pytest.approx(other[1], rel=1e-9)


def test_pareto_against_a_reference_of_many_digits():
    """The likelihood of note 009 (A1, A2, A0 by the hypergeometric function), 40 digits."""
    mpmath = pytest.importorskip("mpmath")
    mpmath.mp.dps = 40
    rng = np.random.default_rng(7)
    for _ in range(40):
        r, alpha, s, beta = np.exp(rng.uniform(-4, 4, 4))
        age = float(rng.integers(1, 200))
        x = int(rng.choice([0, 1, 3, 20, 100, 400]))
        t_x = float(rng.integers(0, age + 1)) if x else 0.0
        parameters = ParetoNbd(float(r), float(alpha), float(s), float(beta))
        expected = _reference(mpmath, parameters, x, t_x, age)
        alive, left = paretonbd.alive_and_left(
            parameters, np.array([x]), np.array([t_x]), np.array([age])
        )
        found = float(np.logaddexp(alive, left)[0])
        assert found == pytest.approx(expected, rel=3e-9)


def _reference(mpmath, parameters, x, t_x, age):
    """ln of (alpha+T)^-(r+x) (beta+T)^-s + s times the integral, times alpha^r beta^s."""
    r, alpha, s, beta = (mpmath.mpf(value) for value in parameters)
    alive = (alpha + age) ** -(r + x) * (beta + age) ** -s

    def integrand(y):
        return (alpha + y) ** -(r + x) * (beta + y) ** -(s + 1)

    ends = [mpmath.mpf(t_x)]
    while ends[-1] < age:  # short steps where it falls fast
        ends.append(
            min(mpmath.mpf(age), ends[-1] + (min(alpha, beta) + ends[-1]) / (r + x + s + 1))
        )
    # within a step it falls by e at most: Gauss's nodes give 13 digits, four times as fast
    how = {"method": "gauss-legendre", "maxdegree": 4}
    left = s * sum(mpmath.quad(integrand, pair, **how) for pair in pairwise(ends))
    return float(mpmath.log(alive + left) + r * mpmath.log(alpha) + s * mpmath.log(beta))
