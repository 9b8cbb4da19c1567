"""The reference of worksheet functions, docs/functions, written from the catalogue.

``python -m xl_addin.functions.handbook`` writes it anew, a page for each function and the list of
them; with ``--check`` it writes nothing and says which pages differ.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from xl_addin.functions import CATALOGUE
from xl_addin.functions.arguments import Words
from xl_addin.functions.catalogue import Function, parameter_kinds, section

FOLDER = Path(__file__).parents[2] / "docs" / "functions"
LIST = "README.md"
CHAPTERS = {
    "value": "Value: RFM, ABC, XYZ, lifetime value",
    "solvency": "Solvency: payments, limits, terms, concentration",
    "offers": "Offers: segments by products",
    "diagnosis": "Diagnosis: clean data, the questionnaire",
}

_HEAD = """\
# Worksheet functions

Written from the functions themselves by `python -m xl_addin.functions.handbook`: do not edit.

Functions take whole columns and answer with a column in the same order, which spills down; one
cell in gives one cell out. Give them whole table columns and call them once, not once per row:
Excel sends all the ranges along with every call. In an Excel with other list separators type `;`
between arguments.

What all of them do:

- **Blank rows** stay blank. A range that names a whole column (`A:A`) is cut to the used rows of
  its sheet.
- **A dash** (`–`) says that a row is not blank, but that nothing can be said of it: an id without
  orders, a customer with too few invoices.
- **Headers.** When the first cells of a range are words where dates or numbers belong, they are
  headers and are passed over. A text that begins with a digit or a sign is a value.
- **Dates** may be Excel dates, the numbers that formulas such as `DATE()` hand over, or text such
  as `2024-03-31` and `31.03.2024`. Numbers are counted from 1900, also in workbooks that count
  from 1904.
- **Bad input** answers with one line in the first cell, which names the function, the argument,
  the row in its range and what was found: `#RFM_SCORE: dates, row 14: '31.02.2024' is not in the
  calendar.` An Excel error among the cells is named in the same way. Nothing is left out unseen.
- **Words** as options are understood in English and Russian, in upper or lower case; each page
  lists them. Yes may be TRUE, 1, yes, да or истина, no FALSE, 0, no, нет or ложь; a language en
  (english, английский) or ru (russian, русский).
- **Repeated calls** with the same cells are answered from memory.
- On macOS every function answers `#N/A`: xlwings has worksheet functions on Windows only.
"""


def pages() -> dict[str, str]:
    """Return every page by its file name: the list of functions, and one page for each."""
    return {LIST: _list(), **{f"{name}.md": _page(CATALOGUE[name]) for name in sorted(CATALOGUE)}}


def _list() -> str:
    lines = [_HEAD]
    for chapter, title in CHAPTERS.items():
        names = sorted(name for name in CATALOGUE if CATALOGUE[name].chapter == chapter)
        lines += [f"## {title}", "", "| function | answers |", "|---|---|"]
        lines += [f"| [{name}]({name}.md) | {CATALOGUE[name].summary} |" for name in names]
        lines.append("")
    return "\n".join(lines)


def _page(function: Function) -> str:
    kinds = parameter_kinds(function.doc)
    rows = [
        f"| `{argument.name}` | {kinds[argument.name]} | {argument.doc} |"
        for argument in function.arguments
    ]
    kind, _, body = section(function.doc, "Returns").partition("\n")
    returns = " ".join(body.split()).replace("``", "`")
    return "\n".join(
        [
            f"# {function.name}",
            "",
            f"`={function.syntax}`",
            "",
            function.summary,
            "",
            _rule(function.doc),
            "",
            "| argument | what it is | meaning |",
            "|---|---|---|",
            *rows,
            "",
            *_words(function),
            f"**Answers** with {_article(kind)}: {returns}",
            "",
            f"**In a sheet:** `{function.example}`; live on the sheet Functions of every workbook.",
            "",
            "**Worked example**, the cells as Python lists; a test reckons it anew in every run:",
            "",
            "```python",
            section(function.doc, "Examples"),
            "```",
            "",
            f"**Source:** {' '.join(section(function.doc, 'Source').split())}",
            "",
            f"[All functions]({LIST}), and what holds for all: blank rows, headers, bad cells.",
            "",
        ]
    )


def _words(function: Function) -> list[str]:
    """Return what each word of an option may also be called, in either language."""
    lines = []
    for argument in function.arguments:
        if isinstance(argument.read, Words) and argument.name != "lang":
            options = [
                f"{option} ({', '.join(names)})" if names else option
                for option, names in argument.read.options.items()
            ]
            lines += [
                f"**Words** for `{argument.name}`, and what they may also be called: "
                f"{'; '.join(options)}.",
                "",
            ]
    return lines


def _article(kind: str) -> str:
    return kind if kind.startswith(("text", "yes")) else f"a {kind}"


def _rule(doc: str) -> str:
    """Return the paragraphs between the first sentence and the first section."""
    body = re.split(r"^Parameters\n-+$", doc, maxsplit=1, flags=re.MULTILINE)[0]
    paragraphs = body.strip().split("\n\n")[1:]
    return "\n\n".join(" ".join(p.split()).replace("``", "`") for p in paragraphs)


def write(wanted: Mapping[str, str]) -> None:
    """Write the pages, and remove those of functions that are no more."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.md"):
        if old.name not in wanted:
            old.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def stale(wanted: Mapping[str, str]) -> list[str]:
    """Return the names of pages that are missing, too many, or not as the catalogue has them."""
    found = {page.name: page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md")}
    names = found.keys() | wanted.keys()
    return sorted(name for name in names if found.get(name) != wanted.get(name))


if __name__ == "__main__":
    if "--check" not in sys.argv:
        write(pages())
    elif names := stale(pages()):
        sys.exit(f"docs/functions: not as the catalogue has them: {', '.join(names)}")
