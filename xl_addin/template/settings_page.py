"""The sheet Settings: one row per declared option, with a drop-down or limits on its cell."""

import datetime as dt
from itertools import groupby
from typing import Any

from xlsxwriter.format import Format as CellFormat

from xl_addin.book.settings_sheet import SETTING_ROWS, SettingRow
from xl_addin.template import palette
from xl_addin.template.page import Page

VALUE_COLUMN = 2
_WIDTHS = (30, 34, 18, 28, 118)
_FIRST_ROW = 6
_HEIGHT = 20


def settings(page: Page) -> None:
    """Write every option under its section, and name its cell ``set_<key>``."""
    page.heading()
    page.widths(_WIDTHS)
    page.text(2, 1, page.say("settings_sheet.rewritten"), page.styles.small)
    for offset, key in enumerate(("option", "value", "unit", "default", "help"), start=1):
        style = page.styles.header("text")
        page.text(4, offset, page.say(f"settings_sheet.{key}"), style)
    page.heights({4: 22})
    page.sheet.freeze_panes(5, 0)
    page.sheet.repeat_rows(4)
    row = _FIRST_ROW
    for section, options in groupby(SETTING_ROWS, key=lambda option: option.section):
        page.section(row, 1, len(_WIDTHS), f"sections.{section}")
        page.heights({row: 22})
        for option in options:
            row += 1
            _option(page, option, row)
        row += 2
    page.print_setup(len(_WIDTHS), row)


def _option(page: Page, option: SettingRow, row: int) -> None:
    say, line = page.say, {"bottom": 1, "bottom_color": palette.HAIRLINE}
    quiet = page.styles.make(font_color=palette.MUTED, indent=1, **line)
    page.heights({row: _HEIGHT})
    caption = page.styles.make(bold=True, indent=1, **line)
    page.text(row, 1, say(f"settings.{option.key}.caption"), caption)
    cell = page.styles.make(
        num_format=_number_format(page, option), align="left", indent=1,
        bg_color=palette.SAND, font_color=palette.NAVY, bold=True, border=1,
        border_color=palette.WHITE,
    )  # fmt: skip
    default = _default(page, option)
    _write(page, row, VALUE_COLUMN, default, cell)
    page.text(row, 3, say(f"settings.{option.key}.unit"), quiet)
    shown = say(f"settings_sheet.blank_{option.key}") if default is None else default
    plain = page.styles.make(
        num_format=_number_format(page, option), align="left", indent=1,
        font_color=palette.MUTED, **line,
    )  # fmt: skip
    _write(page, row, 4, shown, plain)
    page.text(row, 5, say(f"settings.{option.key}.help"), page.styles.make(indent=1, **line))
    page.check(row, VALUE_COLUMN, row, _limits(page, option))
    page.name(f"set_{option.key}", row, VALUE_COLUMN)


def _write(
    page: Page, row: int, column: int, value: str | int | float | None, style: CellFormat
) -> None:
    if isinstance(value, str):
        page.text(row, column, value, style)
    else:
        page.sheet.write(row, column, value, style)


def _number_format(page: Page, option: SettingRow) -> str:
    formats = {"choice": "@", "numbers": "@", "integer": "0", "fraction": "0.0%", "money": "#,##0"}
    return formats.get(option.kind, page.styles.number_formats["date"])


def _default(page: Page, option: SettingRow) -> str | int | float | None:
    """Return what the cell holds at first: a choice as the word of the language."""
    if option.key == "language":
        return page.say(f"choices.{page.say.language}")
    if option.kind == "choice":
        return page.say(f"choices.{option.default}")
    return option.default


def _limits(page: Page, option: SettingRow) -> dict[str, Any]:
    """Return the validation of one cell: what may stand in it, and the sentence beside it."""
    say = page.say
    limits: dict[str, Any] = {
        "input_title": say(f"settings.{option.key}.caption"),
        "input_message": say(f"settings.{option.key}.help"),
        "error_title": say("settings_sheet.wrong_title"),
        "error_message": say("settings_sheet.wrong_choice"),
    }
    if option.kind == "choice":
        return limits | {
            "validate": "list",
            "source": page.words.list_of(
                option.key, [f"choices.{word}" for word in option.choices]
            ),
        }
    if option.kind == "numbers":
        return {key: limits[key] for key in ("input_title", "input_message")} | {"validate": "any"}
    if option.kind == "date":
        return limits | {
            "validate": "date",
            "criteria": ">=",
            "value": dt.date(1970, 1, 1),
            "error_message": say("settings_sheet.wrong_date"),
        }
    return limits | {
        "validate": "integer" if option.kind == "integer" else "decimal",
        "criteria": "between",
        "minimum": option.low,
        "maximum": option.high,
        "error_message": say("settings_sheet.wrong_number", low=option.low, high=option.high),
    }
