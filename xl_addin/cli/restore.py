"""The command ``restore``."""

import os
from pathlib import Path

from rich import box
from rich.table import Table
from rich.text import Text

from xl_addin.book.wording import number_text
from xl_addin.cli.console import Console, printable
from xl_addin.files.backups import Backup, backups, chosen
from xl_addin.files.guard import look_at_workbook
from xl_addin.files.names import check_local
from xl_addin.files.saving import atomic_write
from xl_addin.files.turns import turn
from xl_addin.texts import Texts


def restore(console: Console, path: Path, *, which: int, only_list: bool) -> None:
    """Put a backup back in the place of the workbook, or tell which ones there are."""
    check_local(path)
    path = Path(os.path.realpath(path))
    if only_list:
        _list(console, path)
        return
    with turn(path):
        backup = chosen(path, which)
        # a damaged backup must not take the place of a whole workbook
        data = look_at_workbook(backup.path)[0].data
        kept = atomic_write(path, lambda out: out.write(data))
    say = console.say
    lines = [say("cli.restore.done", path=path, made=_when(backup, say), backup=backup.path.name)]
    if kept is not None:
        lines.append(say("cli.restore.kept", backup=kept.name))
    console.result(
        {
            "workbook": str(path),
            "restored": str(backup.path),
            "made": backup.made.isoformat(),
            "backup": None if kept is None else str(kept),
        },
        lines,
    )


def _list(console: Console, path: Path) -> None:
    say, found = console.say, backups(path)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column("--which", justify="right")
    table.add_column(say("cli.restore.made"))
    table.add_column(say("cli.restore.size"), justify="right")
    table.add_column(say("cli.restore.file"))
    for number, backup in enumerate(found, 1):
        size = number_text(say, backup.size)
        table.add_row(str(number), _when(backup, say), size, Text(printable(backup.path.name)))
    listed = [
        {"which": number, "made": backup.made.isoformat(), "size": backup.size}
        | {"path": str(backup.path)}
        for number, backup in enumerate(found, 1)
    ]
    nothing = say("cli.restore.none", path=path)
    console.result({"workbook": str(path), "backups": listed}, [table if found else nothing])


def _when(backup: Backup, say: Texts) -> str:
    return backup.made.strftime(say("cli.restore.time"))
