"""Write the list of messages of an import into docs/import.md, from the texts themselves."""

import sys
from pathlib import Path

from scoring import errors
from xl_addin.files.errors import MESSAGES
from xl_addin.texts import texts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "import.md"
START = "## Messages\n"
_LEAD = "Written by `python -m xl_addin.exports.messages` from the texts of the program.\n"
_FILE = ("file.", "key.", "sheet.", "table.", "csv.", "parquet.", "profile.")
_DATA = (
    "column.", "rows.", "row.", "cell.", "date.", "number.", "text.", "flag.", "key.", "currency.",
    "offer.", "question.", "answer.",
)  # fmt: skip


def message_list() -> str:
    """Return the messages as Markdown: of files, of what stands in them, repairs, notices."""
    notices = texts("en").node("imports.notices")
    repairs = {code: text for code, text in errors.MESSAGES.items() if code.startswith("repair.")}
    return "\n".join(
        (
            START,
            _LEAD,
            "### About the file\n",
            *_faults(MESSAGES, _FILE),
            "\n### About what stands in it\n",
            *_faults(errors.MESSAGES, _DATA),
            "\n### Repaired, and told\n",
            *(f"- {text}" for text in repairs.values()),
            "\n### Worth knowing\n",
            *(f"- {text}" for text in notices.values()),
            "",
        )
    )


def _faults(messages: dict[str, str], starts: tuple[str, ...]) -> list[str]:
    return [
        f"- {text} *{messages[f'{code}.fix']}*"
        for code, text in messages.items()
        if code.startswith(starts) and not code.endswith(".fix") and f"{code}.fix" in messages
    ]


def page_text() -> str:
    """Return the whole page with the list of today."""
    head = PAGE.read_text(encoding="utf-8").partition(START)[0]
    return head + message_list()


if __name__ == "__main__":
    PAGE.write_text(page_text(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(page_text().splitlines())} lines\n")
