"""The reference of worksheet functions, docs/functions.md, written from the catalogue.

``python -m xl_addin.functions.handbook`` writes it anew; a test compares the file with this text.
"""

import re
from pathlib import Path

from xl_addin.functions import CATALOGUE
from xl_addin.functions.catalogue import Function, section

PAGE = Path(__file__).parents[2] / "docs" / "functions.md"

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
- **Words** as options are understood in English and Russian, in upper or lower case.
- **Repeated calls** with the same cells are answered from memory.
- On macOS every function answers `#N/A`: xlwings has worksheet functions on Windows only.
"""


def handbook() -> str:
    """Return the page, functions in alphabetical order."""
    names = sorted(CATALOGUE)
    contents = "\n".join(f"- [{n}](#{n.lower()}): {CATALOGUE[n].summary}" for n in names)
    return "\n".join([_HEAD, contents, "", *(_entry(CATALOGUE[name]) for name in names)])


def _entry(function: Function) -> str:
    rule = _rule(function.doc)
    rows = [
        f"| `{argument.name}` | {argument.doc} | {'no' if argument.optional else 'yes'} |"
        for argument in function.arguments
    ]
    returns = " ".join(section(function.doc, "Returns").split("\n", 1)[1].split())
    returns = returns.replace("``", "`")
    example = section(function.doc, "Examples")
    source = " ".join(section(function.doc, "Source").split())
    return "\n".join(
        [
            f"## {function.name}",
            "",
            f"`={function.syntax}`",
            "",
            function.summary,
            "",
            rule,
            "",
            "| argument | meaning | required |",
            "|---|---|---|",
            *rows,
            "",
            f"Returns: {returns}",
            "",
            f"In a sheet: `{function.example}`. The same function in Python, with its answer:",
            "",
            "```python",
            example,
            "```",
            "",
            f"Source: {source}",
            "",
        ]
    )


def _rule(doc: str) -> str:
    """Return the paragraphs between the first sentence and the first section."""
    body = re.split(r"^Parameters\n-+$", doc, maxsplit=1, flags=re.MULTILINE)[0]
    paragraphs = body.strip().split("\n\n")[1:]
    return "\n\n".join(" ".join(p.split()).replace("``", "`") for p in paragraphs)


if __name__ == "__main__":
    PAGE.write_text(handbook(), encoding="utf-8")
