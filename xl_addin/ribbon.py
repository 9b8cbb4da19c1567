"""One function per ribbon button, written against the xlwings object model and nothing else.

The same functions serve Excel (the VBA callback calls ``press``), the command line and LibreOffice.
"""

import datetime as dt
import platform
from collections.abc import Callable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import xlwings as xw

from xl_addin.book.application import is_open, quiet
from xl_addin.book.beyond import SHEET, Room, csv_places, write_results
from xl_addin.book.errors import BookError
from xl_addin.book.import_record import record_import
from xl_addin.book.imports import import_file
from xl_addin.book.intake import sentences, take_in
from xl_addin.book.language import language_of, switch_language
from xl_addin.book.names import Index
from xl_addin.book.refresh import Progress, Tell, check, refresh
from xl_addin.book.settings import read_settings
from xl_addin.book.summary import RefreshSummary
from xl_addin.book.undo import Kept, put_back, remember
from xl_addin.book.write import place_inputs
from xl_addin.engines.patience import is_busy, patience
from xl_addin.files.errors import FileError
from xl_addin.log import record_bug
from xl_addin.texts import Texts, texts
from xl_addin.trouble import trouble_text

NOTICES_SHOWN = 10
Press = Callable[[xw.Book, Texts, str], str]

# Buttons that write, and whether into the input tables too; what they overwrote last, by workbook.
_UNDOABLE = {"refresh_all": False, "check_data": False, "import_sales": True, "demo_data": True}
_kept: dict[tuple[int, str], tuple[str, Kept]] = {}


def press(button: str, argument: str = "") -> None:
    """Run the button ``button`` on the workbook that called, and tell the user what came of it.

    ``argument`` is the hexadecimal UTF-16 path of the file for "import_sales". Everything happens
    to that workbook, whichever is active meanwhile. What a failed run had written is put back.
    """
    with patience():
        book = xw.Book.caller()
        app = book.app
        say = texts(language_of(Index.of(book)))
        title = say("ribbon_says.title")
        tabs = {sheet.name for sheet in book.sheets}
        try:
            with quiet(app):
                answer = _undoable(button, book, say, argument)
        except Exception as error:  # noqa: BLE001  the last line of defence before the user
            answer = _failure(error, book, say, tabs)
        if answer:
            app.alert(answer, title)


def _undoable(button: str, book: xw.Book, say: Texts, argument: str) -> str:
    """Run a button; where it breaks half-way, or the user wishes so later, all is as before.

    What a button refuses it refuses before it writes.
    """
    if button not in _UNDOABLE:
        return _BUTTONS[button](book, say, argument)
    kept = remember(Index.of(book), inputs=_UNDOABLE[button])
    try:
        answer = _BUTTONS[button](book, say, argument)
    except Exception as error:
        if trouble_text(error, say) is None:
            with suppress(Exception):  # the workbook may be gone; the first error is what counts
                put_back(Index.of(book), kept)
        raise
    _kept[_known_as(book)] = (button, kept)
    return answer


def _failure(error: Exception, book: xw.Book, say: Texts, tabs: set[str]) -> str:
    """Return what to tell the user about an error; ``tabs`` are the sheets at the beginning."""
    if told := trouble_text(error, say):
        return told
    if is_busy(error):
        return say("ribbon_says.busy")
    if not is_open(book):
        return say("ribbon_says.closed")
    if gone := tabs - {sheet.name for sheet in book.sheets}:
        return say("ribbon_says.sheet_gone", sheets=", ".join(sorted(gone)))
    return say("ribbon_says.bug", log=record_bug(error))


def _known_as(book: xw.Book) -> tuple[int, str]:
    """Return application and name: two Excels may have workbooks of one name open."""
    return book.app.pid, book.name


def refresh_all(
    book: xw.Book,
    *,
    language: str | None = None,
    as_of: dt.date | None = None,
    now: dt.datetime | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
    room: Room = SHEET,
    least: int = 0,
) -> RefreshSummary:
    """Assess the sales of ``book`` and write every result sheet; the caller saves.

    ``now`` is the time for the stamp (default: this moment); ``least`` the fewest customers that
    a group must have to be told of. Raises what
    ``xl_addin.book.refresh.refresh`` raises, with the settings of the application restored.
    """
    with quiet(book.app):
        return refresh(
            book,
            now=(now or dt.datetime.now()).replace(microsecond=0),
            language=language,
            as_of=as_of,
            progress=progress,
            tell=tell,
            room=room,
            least=least,
        )


def _refresh_all(book: xw.Book, say: Texts, _argument: str) -> str:
    summary = refresh_all(book)
    _go(book, "Dashboard")
    lines = [*summary.problems, *summary.notes] if summary.rows_left_out else []
    return "\n\n".join((*lines, *_cut(book, summary, say)))


def _cut(book: xw.Book, summary: RefreshSummary, say: Texts) -> list[str]:
    """Write the results that their sheets cannot hold beside the workbook, and tell so."""
    if not summary.cut:
        return []
    results = [result for result in summary.results if not result.is_whole]
    try:
        place = Path(book.fullname)
        places = csv_places(results, place.parent, place.stem)
        write_results(places, say)
    except (FileError, xw.XlwingsError):  # in a cloud, never saved, or a folder without the right
        return [*summary.cut, say("beyond.no_place")]
    return [*summary.cut, *(say("beyond.file", path=path) for path in places)]


def _check_data(book: xw.Book, say: Texts, _argument: str) -> str:
    index = Index.of(book)
    intake = check(
        index, say, today=dt.datetime.now().date(), policy=read_settings(index).importing.reading
    )
    _go(book, "DataAudit")
    gated = intake.sales.gated
    return say(
        "ribbon_says.checked",
        read=gated.rows_read,
        used=gated.rows_used,
        left_out=len(gated.left_out),
        more="\n\n".join(("", *sentences(intake, say))).strip(),
    )


def _import_sales(book: xw.Book, say: Texts, argument: str) -> str:
    path = Path(bytes.fromhex(argument).decode("utf-16-le"))
    index, now = Index.of(book), dt.datetime.now().replace(microsecond=0)
    options = read_settings(index).importing
    done = import_file(index, path, "sales", say, today=now.date(), options=options, by="settings")
    record_import(index, done, say, now=now)
    told = say("ribbon_says.imported", rows=done.rows, file=path.name, table=done.table)
    return "\n\n".join((told, *done.notices[:NOTICES_SHOWN]))


def _demo_data(book: xw.Book, say: Texts, _argument: str) -> str:
    fill_demo(book, say)
    return say("ribbon_says.demo")


def fill_demo(book: xw.Book, say: Texts) -> None:
    """Fill the empty input tables with the demo company. Raises BookError where Sales has rows."""
    from xl_addin.demo import company

    index = Index.of(book)
    intake = take_in(index, say, today=dt.date.max - dt.timedelta(days=2))
    if rows := intake.sales.gated.rows_read:
        raise BookError("not_empty", table=intake.sales.origin.table, rows=rows)
    place_inputs(index, company(say.language))


def _language_switch(book: xw.Book, say: Texts, _argument: str) -> str:
    other = "ru" if say.language == "en" else "en"
    index = Index.of(book)
    renamed = switch_language(index, other)
    _kept.pop(_known_as(book), None)  # headers are in the other language now
    intake = take_in(index, texts(other), today=dt.datetime.now().date())
    answer = _refresh_all(book, texts(other), "") if intake.sales.gated.rows_read else ""
    taken = [
        texts(other)("ribbon_says.tab_taken", wanted=wanted, name=name) for wanted, name in renamed
    ]
    return "\n\n".join(filter(None, (answer, *taken)))


def _undo_last(book: xw.Book, say: Texts, _argument: str) -> str:
    last = _kept.pop(_known_as(book), None)
    if last is None:
        return say("ribbon_says.nothing_to_undo")
    button, kept = last
    put_back(Index.of(book), kept)
    return say("ribbon_says.undone", button=say(f"ribbon.{button}.label"))


def _check_map(book: xw.Book, say: Texts, _argument: str) -> str:
    _go(book, "RFMMap")
    return ""


def _about(book: xw.Book, say: Texts, _argument: str) -> str:
    return say(
        "ribbon_says.about",
        version=version("clientbase"),
        xlwings=xw.__version__,
        python=platform.python_version(),
    )


def _go_to(key: str) -> Press:
    def go(book: xw.Book, _say: Texts, _argument: str) -> str:
        _go(book, key)
        return ""

    return go


def _go(book: xw.Book, key: str) -> None:
    sheet = Index.of(book).sheet(key)
    if sheet is not None:
        sheet.activate()


_BUTTONS: dict[str, Press] = {
    "refresh_all": _refresh_all,
    "check_data": _check_data,
    "import_sales": _import_sales,
    "demo_data": _demo_data,
    "undo_last": _undo_last,
    "go_dashboard": _go_to("Dashboard"),
    "go_audit": _go_to("DataAudit"),
    "what_changed": _go_to("History"),
    "go_ltv": _go_to("LTV"),
    "go_ltv_model": _go_to("LTVModel"),
    "go_receivables": _go_to("Receivables"),
    "go_decisions": _go_to("Decisions"),
    "go_concentration": _go_to("Concentration"),
    "go_offers": _go_to("OfferMatrix"),
    "go_diagnosis": _go_to("Diagnosis"),
    "go_settings": _go_to("Settings"),
    "language": _language_switch,
    "check_map": _check_map,
    "go_help": _go_to("Help"),
    "go_log": _go_to("Log"),
    "about": _about,
}
