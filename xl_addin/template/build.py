"""Build both templates: ``python -m xl_addin.template.build [--check]``.

No Excel is needed. Equal sources make equal bytes with any Python on any system, so the committed
files can be compared with a rebuild.
"""

import sys
import tomllib
from pathlib import Path

import click

from xl_addin.template.pack import finish
from xl_addin.template.store import FILE_NAMES
from xl_addin.template.vba_modules import modules
from xl_addin.template.workbook import write_sheets

ROOT = Path(__file__).resolve().parents[2]  # of the checkout: the templates lie there


def build(language: str) -> bytes:
    """Return the template of ``language`` ("en" or "ru") as the bytes of an .xlsm file."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return finish(write_sheets(language, version["project"]["version"]), modules())


@click.command()
@click.option("--check", is_flag=True, help="Compare with the files at the root; write nothing.")
def main(*, check: bool) -> None:
    """Write workbook_template.xlsm and workbook_template.ru.xlsm at the root of the checkout."""
    stale = []
    for language, name in FILE_NAMES.items():
        content, path = build(language), ROOT / name
        if not check:
            path.write_bytes(content)
            click.echo(f"{name}: {len(content):,} bytes")
        elif not path.is_file() or path.read_bytes() != content:
            stale.append(name)
    if stale:
        click.echo(
            f"{', '.join(stale)}: differs from what the sources build; build anew.", err=True
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
