"""Conditional formats: colours that say what a cell holds, in whichever language it says it."""

from collections.abc import Iterable

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from xl_addin.template import palette
from xl_addin.template.styles import Styles
from xl_addin.texts import LANGUAGES, texts

Area = tuple[int, int, int, int]  # first row and column, last row and column
Colours = tuple[str, str]  # fill, letters

# Rules of a column by its key; the others have none.
_CLASSES = {"abc", "abc_joint", "xyz", "abc_xyz", "class", "value_class", "ltv_class"}
_SEGMENTS = {"segment"}
_WORDS = {  # column: branch of texts, leaf, colours by key
    "verdict": ("verdicts", "", palette.VERDICT_COLOURS),
    "rating": ("ratings", "", palette.RATING_COLOURS),
    "mark": ("concentration_marks", "", palette.MARK_COLOURS),
}


def colour_column(sheet: Worksheet, styles: Styles, key: str, area: Area) -> None:
    """Colour a column by what its key says it holds: classes, segments, verdicts, answers."""
    if key in _CLASSES:
        colour_starts(sheet, styles, palette.CLASS_COLOURS, area)
    elif key == "risk_class":
        colour_starts(sheet, styles, palette.RISK_COLOURS, area)
    elif key in _SEGMENTS:
        colour_words(sheet, styles, "segments", ".name", palette.SEGMENT_COLOURS, area)
    elif key in _WORDS:
        branch, leaf, colours = _WORDS[key]
        colour_words(sheet, styles, branch, leaf, colours, area)
    elif key == "answer":
        cell = xl_rowcol_to_cell(*area[:2])
        for mark, look in palette.ANSWER_COLOURS.items():
            _rule(sheet, styles, f'={cell}="{mark}"', look, area)
    elif key == "gap":
        cell = xl_rowcol_to_cell(*area[:2])
        for least, look in palette.GAP_COLOURS.items():
            _rule(sheet, styles, f"=N({cell})>={least}", look, area)


def colour_starts(
    sheet: Worksheet, styles: Styles, colours: dict[str, Colours], area: Area
) -> None:
    """Colour cells by the letters that they begin with."""
    cell = xl_rowcol_to_cell(*area[:2])
    for start, look in colours.items():
        _rule(sheet, styles, f'=LEFT({cell},{len(start)})="{start}"', look, area)


def colour_words(
    sheet: Worksheet,
    styles: Styles,
    branch: str,
    leaf: str,
    colours: dict[str, Colours],
    area: Area,
) -> None:
    """Colour cells by the word in them, a text of any language under ``branch.<key><leaf>``."""
    cell = xl_rowcol_to_cell(*area[:2])
    for key, look in colours.items():
        either = ",".join(f'{cell}="{word}"' for word in _both(f"{branch}.{key}{leaf}"))
        _rule(sheet, styles, f"=OR({either})", look, area)


def colour_offers(sheet: Worksheet, styles: Styles, area: Area) -> None:
    """Colour the cells of the matrix of customers and products by the status written in them.

    What is neither sold nor refused nor not offered is a stage of work in progress.
    """
    cell = xl_rowcol_to_cell(*area[:2])
    _rule(sheet, styles, f'={cell}="+"', palette.OFFER_COLOURS["sold"], area)
    for key in ("not_offered", "refused"):
        starts = ",".join(
            f'LEFT({cell},{len(word)})="{word}"' for word in _both(f"offer_status.{key}")
        )
        _rule(sheet, styles, f"=OR({starts})", palette.OFFER_COLOURS[key], area)
    _rule(sheet, styles, f'={cell}<>""', palette.OFFER_COLOURS["in_progress"], area)


def colour_forms(sheet: Worksheet, styles: Styles, area: Area) -> None:
    """Colour terms by the payment form that they begin with, from open credit to no supply."""
    cell = xl_rowcol_to_cell(*area[:2])
    for key, look in palette.FORM_COLOURS.items():
        starts = ",".join(f'LEFT({cell},{len(word)})="{word}"' for word in _both(f"forms.{key}"))
        _rule(sheet, styles, f"=OR({starts})", look, area)


def invite(sheet: Worksheet, styles: Styles, area: Area, filled: int) -> None:
    """Tint cells that wait for an entry, in rows where the column ``filled`` holds something."""
    row = f'=${xl_col_to_name(filled)}{area[0] + 1}<>""'
    _rule(sheet, styles, row, (palette.SAND, palette.NAVY), area)


def part(sheet: Worksheet, styles: Styles, area: Area) -> None:
    """Draw a line over every row whose first cell differs from the one above it."""
    letter, row = xl_col_to_name(area[1]), area[0] + 1
    rule = {
        "type": "formula",
        "criteria": f'=AND(${letter}{row}<>"",${letter}{row}<>${letter}{row - 1})',
        "format": styles.rule_of_part,
    }
    sheet.conditional_format(*area, rule)


def rule_off(sheet: Worksheet, styles: Styles, area: Area) -> None:
    """Draw a hairline under every row whose first cell is filled."""
    filled = f'=${xl_col_to_name(area[1])}{area[0] + 1}<>""'
    rule = {"type": "formula", "criteria": filled, "format": styles.hairline}
    sheet.conditional_format(*area, rule)


def shade(sheet: Worksheet, area: Area) -> None:
    """Shade cells from white to blue by value."""
    scale = {"type": "2_color_scale", "min_color": palette.WHITE, "max_color": palette.SKY}
    sheet.conditional_format(*area, scale)


def _both(key: str) -> Iterable[str]:
    return dict.fromkeys(texts(language)(key) for language in LANGUAGES)


def _rule(sheet: Worksheet, styles: Styles, criteria: str, look: Colours, area: Area) -> None:
    rule = {"type": "formula", "criteria": criteria, "format": styles.rule(*look)}
    sheet.conditional_format(*area, rule)
