"""The sheet Functions: every worksheet function, live on a small sample, with its answer kept."""

from collections.abc import Mapping

from xlsxwriter.utility import xl_rowcol_to_cell

from xl_addin.functions import CATALOGUE
from xl_addin.template import palette
from xl_addin.template.examples.desk import FIRST_COLUMN, LAST_COLUMN, N_COLUMNS, WIDTH, Desk
from xl_addin.template.examples.diagnosis import diagnosis_examples
from xl_addin.template.examples.ltv import ltv_examples
from xl_addin.template.examples.offers import offers_examples
from xl_addin.template.examples.segments import segments_examples
from xl_addin.template.examples.solvency import solvency_examples
from xl_addin.template.examples.value import value_examples
from xl_addin.template.page import Page

_CHAPTERS = ("value", "solvency", "offers", "diagnosis")  # as the sheets stand
_INDEX_ROW = 5
_INDEX_COLUMNS = tuple(range(FIRST_COLUMN, LAST_COLUMN, 3))  # a name is as wide as two columns


def functions(page: Page) -> None:
    """Write an index of the functions, and one live example of each."""
    page.heading()
    page.widths((WIDTH,) * N_COLUMNS)
    page.text(2, 1, page.say("functions_sheet.needs"), page.styles.small)
    page.section(_INDEX_ROW - 1, FIRST_COLUMN, LAST_COLUMN, "functions_sheet.reference")
    names = [
        function.name
        for function in sorted(CATALOGUE.values(), key=lambda f: _CHAPTERS.index(f.chapter))
    ]
    n_rows = -(-len(names) // len(_INDEX_COLUMNS))
    desk = Desk(page, _INDEX_ROW + n_rows)
    for examples in (
        value_examples,
        segments_examples,
        solvency_examples,
        offers_examples,
        diagnosis_examples,
        ltv_examples,  # last: its sample is long
    ):
        examples(desk)
    places = {name: _place(index, n_rows) for index, name in enumerate(names)}
    _index(page, desk.tops, places)
    page.print_setup(LAST_COLUMN, desk.next_row)


def _place(index: int, n_rows: int) -> tuple[int, int]:
    """Return row and column of a name in the index, which runs down and then right."""
    return _INDEX_ROW + index % n_rows, _INDEX_COLUMNS[index // n_rows]


def _index(page: Page, tops: Mapping[str, int], places: Mapping[str, tuple[int, int]]) -> None:
    """Write the names, each leading to its example.

    The links name a cell and no sheet, so they hold whatever the language of the tab.
    """
    style = page.styles.make(font_color=palette.BLUE)
    for name, (row, column) in places.items():
        target = xl_rowcol_to_cell(tops[name], FIRST_COLUMN)
        page.sheet.write_formula(row, column, f'=HYPERLINK("#{target}","{name}")', style, name)
