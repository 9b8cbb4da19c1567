"""The rows of the sheet Settings: one declaration per option.

From it come the cells, drop-downs and validations of the template, the reading of the sheet and
the page of options in the handbook. Captions, units and sentences stand in texts under
``settings.<key>``; the words of a choice under ``choices.<word>``.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["choice", "integer", "fraction", "date"]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One option: the cell named ``set_<key>`` and what may stand in it (blank = default)."""

    key: str
    section: str
    kind: Kind
    default: str | int | float | None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


SETTING_ROWS: tuple[SettingRow, ...] = (
    SettingRow("language", "general", "choice", "en", ("en", "ru")),
    SettingRow("as_of", "general", "date", None),
    SettingRow("window_months", "general", "integer", None, low=1, high=600),
    SettingRow("rfm_bins", "rfm", "integer", 5, low=2, high=9),
    SettingRow("abc_cut_a", "abc", "fraction", 0.80, low=0.01, high=0.99),
    SettingRow("abc_cut_b", "abc", "fraction", 0.95, low=0.01, high=0.999),
    SettingRow("abc_edge", "abc", "choice", "above", ("above", "incl")),
    SettingRow("xyz_period", "xyz", "choice", "month", ("month", "quarter", "year")),
    SettingRow("xyz_periods", "xyz", "integer", 12, low=2, high=120),
    SettingRow(
        "xyz_preset",
        "xyz",
        "choice",
        "classic",
        ("classic", "month", "quarter", "year", "wide", "own"),
    ),
    SettingRow("xyz_cut_x", "xyz", "fraction", 0.10, low=0.001, high=10),
    SettingRow("xyz_cut_y", "xyz", "fraction", 0.25, low=0.001, high=10),
    SettingRow(
        "xyz_zeros",
        "xyz",
        "choice",
        "include",
        ("include", "exclude", "since_first", "active_span"),
    ),
    SettingRow("xyz_deviation", "xyz", "choice", "population", ("population", "sample")),
    SettingRow("xyz_min_periods", "xyz", "integer", 6, low=2, high=120),
)
