"""The buttons of the ribbon tab, declared once: for the ribbon part, its texts and its dispatch."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from xl_addin.texts import texts

LAUNCHER = ("python_unnamed", "python_missing", "python_library", "python_failed")


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``ribbon.press(id)`` runs it; captions stand under ``ribbon.<id>`` in texts."""

    id: str
    group: str
    image: str  # an icon that Excel has built in
    size: Literal["large", "normal"] = "normal"


BUTTONS: tuple[Button, ...] = (
    Button("refresh_all", "refresh", "RefreshAll", "large"),
    Button("check_data", "refresh", "DataValidation"),
    Button("import_sales", "data", "GetExternalDataFromText", "large"),
    Button("demo_data", "data", "TableInsert"),
    Button("undo_last", "data", "Undo"),
    Button("go_dashboard", "results", "ChartTypeColumnInsertGallery", "large"),
    Button("go_audit", "results", "ErrorChecking"),
    Button("what_changed", "results", "ChartTypeLineInsertGallery"),
    Button("go_ltv", "value", "FunctionsFinancialInsertGallery", "large"),
    Button("go_ltv_model", "value", "ChartTrendline"),
    Button("go_receivables", "solvency", "AccountingFormat", "large"),
    Button("go_decisions", "solvency", "ChartTypeXYScatterInsertGallery"),
    Button("go_concentration", "solvency", "ChartTypePieInsertGallery"),
    Button("go_offers", "offers", "PivotTableInsert", "large"),
    Button("go_diagnosis", "diagnosis", "ChartTypeOtherInsertGallery", "large"),
    Button("go_settings", "settings", "PropertySheet", "large"),
    Button("language", "settings", "Spelling"),
    Button("check_map", "settings", "ConditionalFormattingMenu"),
    Button("go_help", "help", "Help", "large"),
    Button("go_log", "help", "CreateReport"),
    Button("about", "help", "Info"),
)
PREFIX = "cb_"  # before every id in the ribbon part, lest another add-in has the same


def groups() -> Iterator[tuple[str, tuple[Button, ...]]]:
    """Yield each group of the tab with its buttons, from left to right."""
    for group, buttons in groupby(BUTTONS, key=lambda button: button.group):
        yield group, tuple(buttons)


def ribbon_texts(language: str) -> dict[str, str]:
    """Return every caption of the ribbon by the key that the callbacks ask for.

    Keys: ``tab.label``, ``group_<group>.label``, ``<button>.label``, ``.screentip``,
    ``.supertip``, and what the callbacks say themselves (``import_sales.title``, ``unsafe_path``);
    what is told where Python cannot be started (``python_missing`` ...).
    """
    say = texts(language)
    found = {"tab.label": say("ribbon.tab.label")}
    for group, buttons in groups():
        found[f"group_{group}.label"] = say(f"ribbon.group_{group}.label")
        for button in buttons:
            for part in ("label", "screentip", "supertip"):
                found[f"{button.id}.{part}"] = say(f"ribbon.{button.id}.{part}")
    for key in ("import_sales.title", "unsafe_path", *LAUNCHER):
        found[key] = say(f"ribbon.{key}")
    return found
