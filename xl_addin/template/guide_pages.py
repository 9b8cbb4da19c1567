"""The sheets that explain: Start and Help."""

from typing import Any

from xlsxwriter.format import Format as CellFormat

from xl_addin.book.layouts import SHEETS
from xl_addin.template import palette
from xl_addin.template.buttons import groups
from xl_addin.template.page import LINE, Page
from xl_addin.texts import LANGUAGES, texts

_CHAPTERS = (
    "guide", "input", "audit", "result", "value", "solvency", "offers", "diagnosis", "record",
)  # fmt: skip
_TEXT_WIDTH = 112  # of the wide column, in digits
_LINE_LENGTH = 135  # letters that fit into it
_HELP_LINE_LENGTH = 165  # the same for the two text columns of Help


def start(page: Page) -> None:
    """Write status, five steps, what the buttons do, and a link to every sheet."""
    page.heading()
    page.widths((20, 30, _TEXT_WIDTH))
    band = page.styles.make(bg_color=palette.SAND, indent=1)
    for column in range(1, 4):
        page.sheet.write_blank(4, column, None, band)
    page.place("start_status", band)
    page.text(4, 1, page.say("common.start_status"), band)
    page.heights({2: 6, 3: 6, 4: 24})
    row = _steps(page, 6)
    row = _buttons(page, row + 2)
    row = _links(page, row + 2)
    page.print_setup(3, row, pages_high=1)


def _steps(page: Page, row: int) -> int:
    _part(page, row, "start.steps_title")
    number = page.styles.make(
        font_size=16, bold=True, font_color=palette.BLUE, align="left", indent=1
    )
    bold = page.styles.make(bold=True, font_color=palette.NAVY, font_size=11)
    longest = _longest("start.steps", "text")
    for place, step in enumerate(page.say.node("start.steps"), start=1):
        row += 1
        page.sheet.write_number(row, 1, place, number)
        _line(page, row, step["title"], step["text"], bold)
        page.heights({row: max(26, _height(longest[place - 1]))})
    return row


def _buttons(page: Page, row: int) -> int:
    _part(page, row, "start.buttons_title")
    for group, buttons in groups():
        _mark(page, row + 1, page.say(f"ribbon.group_{group}.label"))
        for button in buttons:
            row += 1
            label = page.say(f"ribbon.{button.id}.label")
            text = page.say(f"ribbon.{button.id}.supertip")
            _line(page, row, label, text, page.styles.make(bold=True))
            page.heights({row: _height(_longer(f"ribbon.{button.id}.supertip"))})
    return row


def _links(page: Page, row: int) -> int:
    _part(page, row, "start.sheets_title")
    for chapter in _CHAPTERS:
        _mark(page, row + 1, page.say(f"chapters.{chapter}"))
        for layout in SHEETS:
            if layout.chapter != chapter or layout.key == page.layout.key:
                continue
            row += 1
            intro = page.say(f"sheets.{layout.key}.intro")
            tab = page.say(f"sheets.{layout.key}.tab")
            page.text(row, 3, intro, page.styles.make(text_wrap=True))
            page.link(row, 2, layout.key, tab, page.styles.link)
            page.heights({row: _height(_longer(f"sheets.{layout.key}.intro"))})
    return row


def _part(page: Page, row: int, key: str) -> None:
    page.section(row, 1, 3, key)
    page.heights({row: 24})


def _mark(page: Page, row: int, word: str) -> None:
    """Write the word that holds for the rows from here on."""
    style = page.styles.make(font_size=9, font_color=palette.MUTED, indent=1)
    page.text(row, 1, word, style)


def _line(page: Page, row: int, label: str, text: str, style: CellFormat) -> None:
    page.text(row, 2, label, style)
    page.text(row, 3, text, page.styles.make(text_wrap=True))


def help_page(page: Page) -> None:
    """Write the questions and answers, and what each class and segment means."""
    page.heading()
    page.widths((26, 44, 96))
    row = 2
    for place, section in enumerate(page.say.node("help.sections")):
        longest = _longest(f"help.sections.{place}.entries", "text")
        row += 1
        _help_heading(page, row, section["title"])
        for entry, length in zip(section["entries"], longest, strict=True):
            row += 1
            _entry(page, row, entry["term"], entry["text"])
            page.heights({row: LINE * -(-length // _HELP_LINE_LENGTH) + 4})
        row += 1
    row = _segments(page, row + 1)
    row = _letters(page, row + 2)
    page.print_setup(3, row, pages_high=1)


def _help_heading(page: Page, row: int, title: str) -> None:
    for column in (1, 2, 3):
        page.sheet.write_blank(row, column, None, page.styles.section)
    page.text(row, 1, title, page.styles.section)
    page.heights({row: 24})


def _entry(page: Page, row: int, term: str, text: str) -> None:
    bold = page.styles.make(bold=True, text_wrap=True)
    page.text(row, 1, term, bold)
    page.merge(row, 2, 3, text, page.styles.make(text_wrap=True))


def _segments(page: Page, row: int) -> int:
    _help_heading(page, row, page.say("help.segments_title"))
    wrap = page.styles.make(text_wrap=True, indent=1)
    for key, (fill, letters) in palette.SEGMENT_COLOURS.items():
        row += 1
        chip = page.styles.make(
            bg_color=fill,
            font_color=letters,
            bold=True,
            indent=1,
            bottom=1,
            bottom_color=palette.WHITE,
        )
        page.text(row, 1, page.say(f"segments.{key}.name"), chip)
        page.text(row, 2, page.say(f"segments.{key}.meaning"), wrap)
        page.text(row, 3, page.say(f"segments.{key}.action"), wrap)
        page.heights({row: 20})
    return row


def _letters(page: Page, row: int) -> int:
    _help_heading(page, row, page.say("help.classes_title"))
    for letter, (fill, letters) in palette.CLASS_COLOURS.items():
        row += 1
        chip = page.styles.make(
            bg_color=fill,
            font_color=letters,
            bold=True,
            align="center",
            bottom=1,
            bottom_color=palette.WHITE,
        )
        page.text(row, 1, letter, chip)
        text = page.say(f"class_meaning.{letter}")
        page.merge(row, 2, 3, text, page.styles.make(indent=1))
        page.heights({row: 18})
    for code, text in page.say.node("policies").items():
        row += 1
        page.text(row, 1, code, page.styles.make(bold=True, align="center"))
        page.merge(row, 2, 3, text, page.styles.make(indent=1))
        page.heights({row: 18})
    return row


def _height(length: int) -> int:
    """Return the height of a row whose text wraps in the wide column, in points."""
    return LINE * -(-length // _LINE_LENGTH) + 3


def _longer(key: str) -> int:
    """Return the length of a text in the language that needs most: rows keep their heights."""
    return max(len(texts(language)(key)) for language in LANGUAGES)


def _longest(key: str, leaf: str) -> list[int]:
    """Return the same for each entry of a list of texts."""
    lists = [_node(language, key) for language in LANGUAGES]
    return [max(len(entry[leaf]) for entry in entries) for entries in zip(*lists, strict=True)]


def _node(language: str, key: str) -> list[dict[str, str]]:
    """Return a list of texts; a number in ``key`` is the place in a list."""
    node: Any = texts(language).node(key.partition(".")[0])
    for step in key.split(".")[1:]:
        node = node[int(step) if step.isdigit() else step]
    found: list[dict[str, str]] = node
    return found
