"""The rows of the sheet Settings: one declaration per option.

From it come the cells, drop-downs and validations of the template, the reading of the sheet and
the page of options in the handbook. Captions, units and sentences stand in texts under
``settings.<key>``; the words of a choice under ``choices.<word>``.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["choice", "integer", "fraction", "money", "numbers", "date"]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One option: the cell named ``set_<key>`` and what may stand in it (blank = default).

    Numbers stand in one cell, with blanks or semicolons between; low and high hold for each.
    """

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
    SettingRow("rfm_bins_r", "rfm", "integer", None, low=2, high=9),
    SettingRow("rfm_bins_f", "rfm", "integer", None, low=2, high=9),
    SettingRow("rfm_bins_m", "rfm", "integer", None, low=2, high=9),
    SettingRow(
        "rfm_binning",
        "rfm",
        "choice",
        "bin_independent",
        ("bin_independent", "bin_nested", "bin_fixed", "bin_rhythm"),
    ),
    SettingRow("rfm_cuts_r", "rfm", "numbers", None, low=0, high=36_500),
    SettingRow("rfm_cuts_f", "rfm", "numbers", None, low=0, high=1_000_000),
    SettingRow("rfm_cuts_m", "rfm", "numbers", None, low=-1e15, high=1e15),
    SettingRow(
        "rfm_ties",
        "rfm",
        "choice",
        "ties_low",
        (
            "ties_low",
            "ties_mean",
            "ties_split",
            "ties_random",
            "ties_next",
            "ties_keep",
            "ties_drop",
        ),
    ),
    SettingRow("rfm_seed", "rfm", "integer", 0, low=0, high=1_000_000),
    SettingRow("rfm_monetary", "rfm", "choice", "m_sum", ("m_sum", "m_ticket", "m_margin")),
    SettingRow("rfm_weights", "rfm", "numbers", "100 10 1", low=0, high=1_000_000),
    SettingRow("rfm_months_out", "rfm", "numbers", None, low=1, high=12),
    SettingRow("segment_map", "rfm", "choice", "map_b", ("map_a", "map_b", "map_c", "own_map")),
    SettingRow(
        "abc_method",
        "abc",
        "choice",
        "empirical",
        ("empirical", "sum", "differential", "tangent", "fixed"),
    ),
    SettingRow("abc_cut_a", "abc", "fraction", 0.80, low=0.01, high=0.99),
    SettingRow("abc_cut_b", "abc", "fraction", 0.95, low=0.01, high=0.999),
    SettingRow("abc_edge", "abc", "choice", "usual", ("usual", "above", "incl")),
    SettingRow("abc_limit_a", "abc", "money", None, low=0.01, high=1e12),
    SettingRow("abc_limit_b", "abc", "money", None, low=0.01, high=1e12),
    SettingRow("abc_second", "abc", "choice", "margin", ("margin", "none")),
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
    SettingRow("xyz_season", "xyz", "choice", "none", ("none", "own_index", "group")),
    SettingRow("xyz_trend", "xyz", "choice", "no", ("no", "yes")),
    SettingRow(
        "ltv_model",
        "ltv",
        "choice",
        "bgnbd",
        ("bgnbd", "mbgnbd", "paretonbd", "nbd", "auto", "simple"),
    ),
    SettingRow("ltv_unit", "ltv", "choice", "week", ("day", "week", "month")),
    SettingRow("ltv_horizon", "ltv", "integer", 12, low=1, high=600),
    SettingRow("ltv_discount", "ltv", "fraction", 0.10, low=0, high=10),
    SettingRow("ltv_margin", "ltv", "fraction", None, low=0, high=1),
    SettingRow("value_basis", "value", "choice", "both", ("both", "abc", "ltv")),
    SettingRow("pay_window", "payments", "integer", 24, low=1, high=1200),
    SettingRow("pay_min_invoices", "payments", "integer", 3, low=1, high=1000),
    SettingRow("risk_cut_1", "risk", "integer", 75, low=1, high=99),
    SettingRow("risk_cut_2", "risk", "integer", 60, low=1, high=99),
    SettingRow("risk_cut_3", "risk", "integer", 40, low=1, high=99),
    SettingRow("risk_tolerance", "risk", "fraction", 0.10, low=0, high=1),
    SettingRow("pd_r1", "risk", "fraction", 0.005, low=0, high=0.999),
    SettingRow("pd_r2", "risk", "fraction", 0.02, low=0, high=0.999),
    SettingRow("pd_r3", "risk", "fraction", 0.06, low=0, high=0.999),
    SettingRow("pd_r4", "risk", "fraction", 0.20, low=0, high=0.999),
    SettingRow("pd_r0", "risk", "fraction", 0.05, low=0, high=0.999),
    SettingRow("lgd", "risk", "fraction", 0.60, low=0, high=1),
    SettingRow("financing_rate", "decisions", "fraction", 0.15, low=0, high=10),
    SettingRow("limit_tolerance", "decisions", "fraction", 0.10, low=0, high=1),
    SettingRow("vat", "decisions", "fraction", 0.0, low=0, high=1),
    SettingRow("conc_months", "concentration", "integer", 12, low=1, high=120),
    SettingRow("conc_roll_up", "concentration", "choice", "merged", ("merged", "apart")),
    SettingRow("conc_major", "concentration", "fraction", 0.10, low=0.001, high=0.99),
    SettingRow("conc_limit", "concentration", "fraction", 0.20, low=0.001, high=0.99),
    SettingRow("conc_five", "concentration", "fraction", 0.25, low=0.001, high=0.99),
    SettingRow("conc_five_limit", "concentration", "fraction", 0.50, low=0.001, high=0.99),
    SettingRow("conc_bands", "concentration", "choice", "2023", ("2023", "2010")),
    SettingRow("conc_fixed_cost", "concentration", "money", None, low=0, high=1e15),
    SettingRow("read_dates", "reading", "choice", "detect", ("detect", "dmy", "mdy", "ymd")),
    SettingRow("read_decimal", "reading", "choice", "detect", ("detect", "comma", "point")),
    SettingRow(
        "read_currency",
        "reading",
        "choice",
        "any",
        ("any", "RUB", "USD", "EUR", "CNY", "KZT", "BYN", "UAH", "GBP"),
    ),
    SettingRow("read_duplicates", "reading", "choice", "ask", ("ask", "keep", "drop")),
    SettingRow("read_similar", "reading", "choice", "ask", ("ask", "keep", "merge")),
    SettingRow("read_below", "reading", "choice", "ask", ("ask", "drop")),
    SettingRow("pseudonymised", "reading", "choice", "no", ("no", "yes")),  # set by an import
)
