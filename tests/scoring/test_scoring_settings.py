import dataclasses

import pytest

from scoring.errors import SettingError
from scoring.settings import (
    XYZ_PRESETS,
    AbcPolicy,
    PeriodPolicy,
    RfmPolicy,
    Settings,
    XyzPolicy,
)

REFUSED = [
    (PeriodPolicy, {"window_months": 0}, "period.window_months"),
    (RfmPolicy, {"bins": 1}, "rfm.bins"),
    (RfmPolicy, {"bins": 10}, "rfm.bins"),
    (RfmPolicy, {"bins": 4.5}, "rfm.bins"),
    (RfmPolicy, {"bins": True}, "rfm.bins"),
    (RfmPolicy, {"monetary": "mean"}, "rfm.monetary"),
    (RfmPolicy, {"ties": "high"}, "rfm.ties"),
    (RfmPolicy, {"binning": "nested?"}, "rfm.binning"),
    (AbcPolicy, {"cuts": (0.95, 0.80)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (0.80, 0.80)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (0.0, 0.5)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (0.8, 1.0)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (80, 95)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (0.8,)}, "abc.cuts"),
    (AbcPolicy, {"cuts": (0.8, float("nan"))}, "abc.cuts"),
    (AbcPolicy, {"edge": "both"}, "abc.edge"),
    (AbcPolicy, {"method": "triangle"}, "abc.method"),
    (AbcPolicy, {"sum_cuts": (1.45, 1.0)}, "abc.sum_cuts"),
    (AbcPolicy, {"sum_cuts": (1.0, 2.0)}, "abc.sum_cuts"),
    (AbcPolicy, {"multiples": (0.5, 6.0)}, "abc.multiples"),
    (AbcPolicy, {"multiples": (6.0, 0.0)}, "abc.multiples"),
    (AbcPolicy, {"method": "fixed"}, "abc.limits"),
    (AbcPolicy, {"method": "fixed", "limits": (100.0, 100.0)}, "abc.limits"),
    (AbcPolicy, {"method": "fixed", "limits": (100.0, -1.0)}, "abc.limits"),
    (AbcPolicy, {"limits": (float("inf"), 1.0)}, "abc.limits"),
    (AbcPolicy, {"second": "weight"}, "abc.second"),
    (XyzPolicy, {"season": "yes"}, "xyz.season"),
    (XyzPolicy, {"season": "auto", "period": "week"}, "xyz.period"),
    (XyzPolicy, {"season": "group", "period": "year"}, "xyz.period"),
    (XyzPolicy, {"period": "day"}, "xyz.period"),
    (XyzPolicy, {"n_periods": 1}, "xyz.n_periods"),
    (XyzPolicy, {"cuts": (0.25, 0.10)}, "xyz.cuts"),
    (XyzPolicy, {"zeros": "skip"}, "xyz.zeros"),
    (XyzPolicy, {"deviation": "none"}, "xyz.deviation"),
    (XyzPolicy, {"min_periods": 1}, "xyz.min_periods"),
    (XyzPolicy, {"min_periods": 13}, "xyz.min_periods"),
    (Settings, {"segment_map": "Z"}, "segment_map"),
]


@pytest.mark.parametrize(("policy", "values", "setting"), REFUSED)
def test_what_a_method_cannot_do_is_refused(policy, values, setting):
    with pytest.raises(SettingError) as refused:
        policy(**values)
    assert refused.value.setting == setting
    assert refused.value.allowed in str(refused.value)


def test_defaults_are_those_of_the_design():
    settings = Settings()
    assert settings.rfm.bins == 5
    assert settings.abc == AbcPolicy((0.80, 0.95), "usual", "empirical")
    assert not settings.abc.adds_itself
    assert (settings.xyz.season, settings.xyz.detrend) == ("none", False)
    assert settings.xyz.cuts == (0.10, 0.25)
    assert (settings.xyz.zeros, settings.xyz.deviation) == ("include", "population")
    assert settings.segment_map == "B"
    assert settings.period == PeriodPolicy(None, None)


def test_policies_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().rfm.bins = 3


# Cuts by period: METHODS.md 2.4.
@pytest.mark.parametrize(
    ("name", "period", "cuts"),
    [
        ("classic", "month", (0.10, 0.25)),
        ("month", "month", (0.25, 0.50)),
        ("quarter", "quarter", (0.15, 0.30)),
        ("year", "year", (0.10, 0.25)),
        ("wide", "month", (0.50, 1.00)),
    ],
)
def test_presets(name, period, cuts):
    policy = XyzPolicy.preset(name, zeros="exclude")
    assert (policy.period, policy.cuts, policy.zeros) == (period, cuts, "exclude")
    assert policy.n_periods == XYZ_PRESETS[name].n_periods


def test_an_unknown_preset_is_refused():
    with pytest.raises(SettingError, match="Choose one of: classic, month"):
        XyzPolicy.preset("daily")
