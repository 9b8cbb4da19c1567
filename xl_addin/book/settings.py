"""The sheet Settings -> one frozen ``Settings`` object, with every wrong cell told at once."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from scoring.errors import SettingError
from scoring.settings import (
    RISK_CLASSES,
    XYZ_PRESETS,
    AbcPolicy,
    ConcentrationPolicy,
    DecisionPolicy,
    LtvPolicy,
    MapName,
    PaymentPolicy,
    PeriodPolicy,
    RfmPolicy,
    RiskPolicy,
    SegmentRow,
    Settings,
    TermsCell,
    ValuePolicy,
    XyzPolicy,
)
from scoring.tables.policy import ReadingPolicy
from xl_addin.book.language import language_of
from xl_addin.book.map_sheet import map_faults, read_map
from xl_addin.book.matrix_sheet import read_matrix
from xl_addin.book.names import Index
from xl_addin.book.settings_sheet import SETTING_ROWS, SettingRow
from xl_addin.book.wording import code_of, scoring_messages
from xl_addin.exports.options import ImportOptions
from xl_addin.texts import Texts, texts


@dataclass(frozen=True, slots=True)
class SettingFault:
    """A cell of the sheet Settings that cannot be used."""

    row: SettingRow
    cell: str
    found: str


class SettingsError(ValueError):
    """One or more cells of the sheet Settings cannot be used; ``sentences`` in one language."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


@dataclass(frozen=True, slots=True)
class SheetSettings:
    """What the sheet Settings says."""

    language: str
    settings: Settings
    importing: ImportOptions  # how files, and the workbook's own tables, are read


def read_settings(
    index: Index, *, language: str | None = None, as_of: dt.date | None = None
) -> SheetSettings:
    """Read every option; a blank or missing cell means the default.

    ``language`` and ``as_of`` given by the caller win over the sheet.
    Raises SettingsError with one sentence per wrong cell.
    """
    values: dict[str, Any] = {}
    faults: list[SettingFault] = []
    for row in SETTING_ROWS:
        cell = index.setting(row.key)
        content = None if cell is None else cell.options(err_to_str=True).value
        try:
            values[row.key] = _read(row, content)
        except ValueError:
            values[row.key] = _read(row, None)
            place = (
                f"{cell.sheet.name}!{cell.get_address(row_absolute=False, column_absolute=False)}"
                if cell
                else row.key
            )
            faults.append(SettingFault(row, place, str(content)))
    language = language or language_of(index)
    cells, matrix_faults = read_matrix(index, texts(language))
    if faults or matrix_faults:
        told = (_sentence(fault, language) for fault in faults)
        raise SettingsError((*told, *matrix_faults))
    if as_of is not None:
        values["as_of"] = as_of
    own = read_map(index) if values["segment_map"] == "own_map" else ()
    try:
        settings = _settings(values, cells, own)
    except SettingError as error:
        raise SettingsError((_refused(error, texts(language)),)) from error
    if map_sentences := map_faults(index, settings, texts(language)):
        raise SettingsError(map_sentences)
    return SheetSettings(language, settings, _importing(values))


def _read(row: SettingRow, content: Any) -> Any:
    """Return the value of one cell. Raises ValueError where it is none."""
    if content is None or content == "":
        return _numbers(row, row.default) if row.kind == "numbers" else row.default
    if row.kind == "choice":
        code = code_of(str(content), "choices", row.choices)
        if code is None:
            raise ValueError(content)
        return code
    if row.kind == "date":
        return _date(content)
    if row.kind == "numbers":
        return _numbers(row, content)
    if isinstance(content, bool) or not isinstance(content, (int, float)):
        raise ValueError(content)
    if row.kind == "integer" and content != int(content):
        raise ValueError(content)
    if not (row.low or 0) <= content <= (row.high or float("inf")):
        raise ValueError(content)
    return int(content) if row.kind == "integer" else float(content)


def _numbers(row: SettingRow, content: Any) -> tuple[float, ...]:
    """Return the numbers of one cell: 30 90 180, 30; 90; 180 or one number; 0,5 is a half."""
    if isinstance(content, (dt.datetime, bool)):
        raise ValueError(content)
    words = re.split(r"[;\s]+|,\s+", "" if content is None else str(content).strip())
    numbers = tuple(float(word.replace(",", ".")) for word in words if word)
    if not all((row.low or 0) <= number <= (row.high or 0) for number in numbers):
        raise ValueError(content)
    return numbers


def _date(content: Any) -> dt.date:
    if isinstance(content, dt.datetime):
        return content.date()
    if isinstance(content, str):
        return dt.date.fromisoformat(content.strip())
    raise ValueError(content)


def _settings(
    values: dict[str, Any], cells: tuple[TermsCell, ...], own: tuple[SegmentRow, ...]
) -> Settings:
    rfm = _rfm(values)
    return Settings(
        period=PeriodPolicy(as_of=values["as_of"], window_months=values["window_months"]),
        rfm=rfm,
        segment_map=_MAPS[values["segment_map"]],
        own_map=own,
        own_steps=max(rfm.scores_by_axis),
        abc=_abc(values),
        xyz=_xyz(values),
        ltv=LtvPolicy(
            model=values["ltv_model"],
            unit=values["ltv_unit"],
            horizon_months=values["ltv_horizon"],
            discount_per_year=values["ltv_discount"],
            margin=values["ltv_margin"],
        ),
        value=ValuePolicy(basis=values["value_basis"]),
        payments=PaymentPolicy(
            window_months=values["pay_window"], min_invoices=values["pay_min_invoices"]
        ),
        risk=RiskPolicy(
            index_cuts=(values["risk_cut_3"], values["risk_cut_2"], values["risk_cut_1"]),
            overdue_tolerance=values["risk_tolerance"],
            p_default=tuple(values[f"pd_{name.lower()}"] for name in RISK_CLASSES),
            lgd=values["lgd"],
        ),
        decisions=DecisionPolicy(
            cells=cells,
            tolerance=values["limit_tolerance"],
            financing_rate=values["financing_rate"],
            vat=values["vat"],
        ),
        concentration=_concentration(values),
    )


def _concentration(values: dict[str, Any]) -> ConcentrationPolicy:
    return ConcentrationPolicy(
        months=values["conc_months"],
        major=values["conc_major"],
        limit=values["conc_limit"],
        five=values["conc_five"],
        five_limit=values["conc_five_limit"],
        bands=values["conc_bands"],
        roll_up=values["conc_roll_up"] == "merged",
        fixed_cost=values["conc_fixed_cost"],
    )


_MAPS: dict[str, MapName] = {"map_a": "A", "map_b": "B", "map_c": "C", "own_map": "own"}


def _rfm(values: dict[str, Any]) -> RfmPolicy:
    usual = values["rfm_bins"]
    own = tuple(values[f"rfm_bins_{axis}"] for axis in "rfm")
    months, weights = values["rfm_months_out"], values["rfm_weights"]
    if len(weights) != 3 or any(month != int(month) for month in months):
        wrong, found = ("weights", weights) if len(weights) != 3 else ("months_out", months)
        allowed = "R, F, M" if wrong == "weights" else "1 … 12"
        shown = " ".join(f"{number:g}" for number in found)
        raise SettingError("setting.whole", f"rfm.{wrong}", shown, allowed)
    r, f, m = (bins or usual for bins in own)
    return RfmPolicy(
        bins=(r, f, m) if any(own) else usual,
        monetary=values["rfm_monetary"].removeprefix("m_"),
        ties=values["rfm_ties"].removeprefix("ties_"),
        binning=values["rfm_binning"].removeprefix("bin_"),
        cuts=(values["rfm_cuts_r"], values["rfm_cuts_f"], values["rfm_cuts_m"]),
        seed=values["rfm_seed"],
        weights=weights,
        months_out=tuple(map(int, months)),
    )


def _abc(values: dict[str, Any]) -> AbcPolicy:
    """Return the options of ABC; the money limits count with the method that reads them."""
    limits = (values["abc_limit_a"], values["abc_limit_b"])
    is_read = values["abc_method"] == "fixed" and None not in limits
    return AbcPolicy(
        cuts=(values["abc_cut_a"], values["abc_cut_b"]),
        edge=values["abc_edge"],
        method=values["abc_method"],
        limits=limits if is_read else None,
        second=values["abc_second"],
    )


_AS_FOUND: dict[str, Any] = {"detect": "auto"}


def _importing(values: dict[str, Any]) -> ImportOptions:
    currency = values["read_currency"]
    return ImportOptions(
        reading=ReadingPolicy(
            date_order=_AS_FOUND.get(values["read_dates"], values["read_dates"]),
            decimal=_AS_FOUND.get(values["read_decimal"], values["read_decimal"]),
            currency="" if currency == "any" else currency,
            duplicates="drop" if values["read_duplicates"] == "drop" else "keep",
        ),
        duplicates=values["read_duplicates"],
        similar=values["read_similar"],
        first_table=values["read_below"] == "drop",
    )


def _xyz(values: dict[str, Any]) -> XyzPolicy:
    preset = values["xyz_preset"]
    own = (values["xyz_cut_x"], values["xyz_cut_y"])
    return XyzPolicy(
        period=values["xyz_period"],
        n_periods=values["xyz_periods"],
        cuts=own if preset == "own" else XYZ_PRESETS[preset].cuts,
        zeros=values["xyz_zeros"],
        deviation=values["xyz_deviation"],
        min_periods=values["xyz_min_periods"],
        season="auto" if values["xyz_season"] == "own_index" else values["xyz_season"],
        detrend=values["xyz_trend"] == "yes",
    )


def _refused(error: SettingError, say: Texts) -> str:
    """Return why two cells do not go together (borders that do not rise, say)."""
    part, _, option = error.setting.partition(".")
    exact = [row.key for row in SETTING_ROWS if row.key == f"{part}_{option}"]
    alike = [row.key for row in SETTING_ROWS if row.section == part and option[:-1] in row.key]
    keys = exact or alike
    captions = " / ".join(say(f"settings.{key}.caption") for key in keys) or error.setting
    messages = scoring_messages(say)
    details = {**error.details, "setting": captions}
    return f"{messages[error.code]} {messages[f'{error.code}.fix']}".format_map(details)


def _sentence(fault: SettingFault, language: str) -> str:
    say = texts(language)
    wanted = say(f"wanted.{fault.row.kind}")
    if fault.row.kind == "choice":
        choices = ", ".join(say(f"choices.{code}") for code in fault.row.choices)
        wanted = say("wanted.choice", choices=choices)
    elif fault.row.low is not None:
        wanted = say("wanted.range", what=wanted, low=fault.row.low, high=fault.row.high)
    caption = say(f"settings.{fault.row.key}.caption")
    return say("wanted.fault", cell=fault.cell, caption=caption, found=fault.found, wanted=wanted)
