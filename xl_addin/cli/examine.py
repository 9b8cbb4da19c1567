"""The command ``doctor``."""

import platform
from pathlib import Path

from xl_addin.book.workbook_file import open_file, save_book, write_interpreter
from xl_addin.cli.console import Console
from xl_addin.cli.exits import CommandError, Exit
from xl_addin.cli.paths import beside_text
from xl_addin.cli.screen import checks_table
from xl_addin.doctor import Check, check_machine, check_workbook, this_machine
from xl_addin.texts import Texts


def doctor(console: Console, path: Path | None, *, fix: bool) -> Exit:
    """Check the machine, and the workbook if one is named; 1 where something fails."""
    say = console.say
    machine = this_machine()
    if fix:
        _fix(console, path, machine.executable)
    checks = check_machine(machine)
    if path is not None:
        messages = None if say.language == "en" else say.node("messages")
        checks += check_workbook(path, machine, messages)
    failed = sum(check.status == "fail" for check in checks)
    console.result(
        {
            "ok": not failed,
            "system": platform.system(),
            "checks": [_as_json(check, say) for check in checks],
        },
        [checks_table(checks, say), _verdict(checks, say)],
    )
    return Exit.MEND if failed else Exit.DONE


def _fix(console: Console, path: Path | None, python: Path) -> None:
    say = console.say
    if path is None:
        raise CommandError(Exit.USAGE, say("cli.doctor.fix_what"))
    with open_file(path) as book:
        if not write_interpreter(book, python):
            raise CommandError(Exit.MEND, say("cli.doctor.no_config", path=path))
        beside = save_book(book)
    console.message(say("cli.doctor.fixed", path=beside.path if beside else path, python=python))
    if beside is not None:
        console.warn(beside_text(beside, path, say))


def _verdict(checks: list[Check], say: Texts) -> str:
    failed = sum(check.status == "fail" for check in checks)
    if failed:
        return say("cli.doctor.not_ready", count=failed)
    attention = sum(check.status == "attention" for check in checks)
    return say("cli.doctor.attention", count=attention) if attention else say("cli.doctor.ready")


def _as_json(check: Check, say: Texts) -> dict[str, str]:
    return {
        "check": check.key,
        "status": check.status,
        "code": check.code,
        "found": check.found(say),
        "fix": check.fix(say),
    }
