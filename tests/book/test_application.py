"""Bad days in Excel: settings of the application, a busy one, two of them. BAD_INPUT 3, S01-S06.

The application is the package engine's, with what a real one does played on top: switches that
refuse, a workbook that goes away in the middle. How xlwings repeats a rejected call is its code,
taken from the source of xlwings._xlwindows, which cannot be imported without Windows.
"""

import ast
import datetime as dt
import sys
import time
import types
from importlib.util import find_spec
from pathlib import Path

import pytest
import xlwings as xw

from tests.book.cells import named_cells, table_rows
from xl_addin import ribbon
from xl_addin.book.application import calculates_by_hand, quiet
from xl_addin.book.workbook_file import in_running_excel, open_file
from xl_addin.engines import package
from xl_addin.engines.patience import is_busy, patience

REJECTED, EDITING = -2147418111, -2146777998
SETTINGS = {
    "screen_updating": True,
    "enable_events": True,
    "display_alerts": True,
    "interactive": True,
    "status_bar": "mine",
    "calculation": "automatic",
}


class ComError(Exception):
    """pywintypes.com_error: hresult, text, details of the application, argument."""

    @property
    def hresult(self):
        return self.args[0]


def com_error(code):
    if code == EDITING:  # comes wrapped, as an exception of the application
        return ComError(-2147352567, "Exception occurred.", (0, None, None, None, 0, EDITING), None)
    return ComError(code, "Call was rejected by callee.", None, None)


@pytest.fixture
def com(monkeypatch):
    """The part of xlwings._xlwindows that repeats calls."""
    names = {"COMRetryMethodWrapper", "ExcelBusyError", "COMRetryObjectWrapper"}
    (folder,) = find_spec("xlwings").submodule_search_locations
    tree = ast.parse((Path(folder) / "_xlwindows.py").read_text("utf-8"))
    tree.body = [node for node in tree.body if getattr(node, "name", "") in names]
    module = types.ModuleType("xlwings._xlwindows")
    module.N_COM_ATTEMPTS = 0  # its own default: for ever
    module.types = types
    module.pywintypes = types.SimpleNamespace(com_error=ComError)
    module.pythoncom = types.SimpleNamespace(ole_error=ComError)
    module.CDispatch = module.CoClassBaseClass = module.DispatchBaseClass = type("None_", (), {})
    exec(compile(tree, "_xlwindows.py", "exec"), module.__dict__)  # noqa: S102
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


class Busy:
    """An object of Excel that says "not now" so many times; it stands for every call."""

    def __init__(self, times, code=REJECTED):
        object.__setattr__(self, "left", times)
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "set_to", None)

    def _answer(self):
        if self.left:
            object.__setattr__(self, "left", self.left - 1)
            raise com_error(self.code)

    @property
    def Name(self):  # noqa: N802  Excel's name
        self._answer()
        return "Book1"

    def Calculate(self):  # noqa: N802
        self._answer()
        return "done"

    def __setattr__(self, name, value):
        self._answer()
        object.__setattr__(self, "set_to", value)


@pytest.mark.parametrize("times", [0, 1, 5])
def test_s01_a_short_wait_is_nothing(com, times):
    with patience(5):
        assert com.COMRetryObjectWrapper(Busy(times)).Name == "Book1"
        assert com.COMRetryObjectWrapper(Busy(times)).Calculate() == "done"
        busy = Busy(times, EDITING)
        com.COMRetryObjectWrapper(busy).ScreenUpdating = False
        assert busy.set_to is False
    assert com.N_COM_ATTEMPTS == 0  # xlwings' own afterwards


def test_s01_a_long_wait_ends_and_the_next_call_waits_no_more(com):
    begun = time.monotonic()
    with patience(0.4):
        excel = com.COMRetryObjectWrapper(Busy(10**9))
        with pytest.raises(ComError) as caught:
            _ = excel.Name
        assert is_busy(caught.value)
        for _ in range(20):  # putting the settings back must not take 20 s for each of them
            with pytest.raises(ComError):
                excel.Calculate()
        busy = com.COMRetryObjectWrapper(Busy(10**9, EDITING))
        with pytest.raises(ComError) as caught:
            busy.ScreenUpdating = True
        assert is_busy(caught.value)
    assert 0.4 <= time.monotonic() - begun < 2


def test_what_is_not_busy(com):
    assert not is_busy(ComError(-2147352567, "Exception", (0, None, None, None, 0, -1), None))
    assert not is_busy(ValueError("x"))
    after = AttributeError("Name")  # what pywin32 makes of it
    after.__context__ = com_error(REJECTED)
    assert is_busy(after)
    assert is_busy(com.ExcelBusyError())


@pytest.fixture
def app(make_book, small_sales):
    """The application of an open workbook, with settings a user may have."""
    with open_file(make_book(sales=small_sales)) as book:
        for name, value in SETTINGS.items():
            setattr(book.app.impl, name, value)
        book.set_mock_caller()
        yield book.app


def settings_of(app):
    return {name: getattr(app.impl, name) for name in SETTINGS}


def told(app):
    return "\n".join(text for text, _ in app.impl.alerts)


def press(app, button, argument=""):
    app.impl.alerts.clear()
    ribbon.press(button, argument)
    return told(app)


def test_s02_the_settings_are_as_before(app):
    seen = []
    for button in ribbon._BUTTONS:
        press(app, button, "x".encode("utf-16-le").hex())
        seen.append(settings_of(app))
    assert seen == [SETTINGS] * len(seen)


@pytest.mark.parametrize("error", [RuntimeError("ours"), com_error(REJECTED), KeyboardInterrupt()])
def test_s02_also_after_an_error_in_the_middle(app, monkeypatch, error, tmp_path):
    monkeypatch.setattr("xl_addin.log.log_folder", lambda: tmp_path / "log")
    while_running = {}

    def fail(*_args, **_options):
        while_running.update(settings_of(app))
        raise error

    monkeypatch.setattr("xl_addin.ribbon.refresh", fail)
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            press(app, "refresh_all")
    else:
        assert press(app, "refresh_all")
    assert settings_of(app) == SETTINGS
    quiet_now = {name: while_running[name] for name in SETTINGS if name != "status_bar"}
    assert quiet_now == {**dict.fromkeys(quiet_now, False), "calculation": "manual"}


def test_s02_a_switch_that_fails_keeps_no_other_from_going_back():
    class Stubborn:
        def __init__(self):
            self.__dict__.update(SETTINGS)

        def __setattr__(self, name, value):
            if name == "enable_events" and value:
                raise com_error(REJECTED)
            self.__dict__[name] = value

    stubborn = Stubborn()
    with quiet(stubborn):
        assert stubborn.screen_updating is False
    assert vars(stubborn) == {**SETTINGS, "enable_events": False}


def test_s02_what_was_half_written_is_put_back(app, monkeypatch, tmp_path):
    monkeypatch.setattr("xl_addin.log.log_folder", lambda: tmp_path / "log")
    book = app.books[0]
    press(app, "refresh_all")
    before = contents(book)
    sales = book.sheets["Sales"].tables["Sales"].range
    sales[2, 5].value = 9_999  # the next results would be others
    place = xw.Range.value.fset
    written = []

    def fail_late(area, value):
        written.append(area)
        if len(written) == 40:
            raise RuntimeError
        place(area, value)

    monkeypatch.setattr(xw.Range, "value", xw.Range.value.setter(fail_late))
    assert "Something went wrong" in press(app, "refresh_all")
    assert len(written) > 60  # the put back wrote too
    after = contents(book)
    before["Sales"] = after["Sales"]
    assert after == before


def contents(book):
    """What stands in each sheet."""
    return {sheet.name: sheet.used_range.options(ndim=2).value for sheet in book.sheets}


def test_s03_manual_calculation_stays_and_is_told(make_book, small_sales):
    path = make_book(sales=small_sales)
    with open_file(path) as book:
        book.app.impl.calculation = "manual"
        book.set_mock_caller()
        assert calculates_by_hand(book.app)
        with quiet(book.app):
            assert calculates_by_hand(book.app)
        ribbon.press("refresh_all")
        assert book.app.impl.calculation == "manual"
        book.save()
    for block in ("cb_dashboard_stamp", "cb_rfm_stamp", "cb_abc_stamp"):
        assert "manual calculation" in str(named_cells(path, block)), block


def test_automatic_calculation_needs_no_word(app):
    press(app, "refresh_all")
    stamp = app.books[0].names["cb_rfm_stamp"].refers_to_range.value
    assert "manual calculation" not in str(stamp)


def test_s04_another_workbook_becomes_active(make_book, small_sales, monkeypatch):
    first, second = make_book(sales=small_sales), make_book(name="second.xlsm", sales=small_sales)
    other_before = second.read_bytes()
    with open_file(first) as book:
        other = book.app.books.open(str(second))
        book.set_mock_caller()
        refresh = ribbon.refresh

        def switch(*args, **options):
            other.activate()
            other.sheets["Settings"].activate()
            return refresh(*args, **options)

        monkeypatch.setattr(ribbon, "refresh", switch)
        ribbon.press("refresh_all")
        assert not other.impl.is_changed
        assert book.impl.is_changed
        book.save()
        other.close()
    assert second.read_bytes() == other_before
    assert named_cells(first, "cb_tile_customers") == [[6]]


def test_s04_the_workbook_is_closed_in_the_middle(app, monkeypatch):
    book = app.books[0]
    path = Path(book.fullname)
    before = path.read_bytes()

    def close(*_args, **_options):
        book.close()
        raise com_error(-2147352567)  # what COM says of an object that is gone

    monkeypatch.setattr(ribbon, "refresh", close)
    monkeypatch.setattr(package.book.Book, "name", property(_gone_when_closed))
    answer = press(app, "refresh_all")
    assert "was closed before the work was done" in answer
    assert settings_of(app) == SETTINGS
    assert path.read_bytes() == before


def test_s04_a_sheet_is_deleted_in_the_middle(app, monkeypatch):
    book = app.books[0]
    before = contents(book)
    place, written = xw.Range.value.fset, []

    def delete_late(area, value):
        written.append(area)
        if len(written) == 40:
            models = book.impl.models
            models.remove(next(model for model in models if model.listed.name == "Migration"))
            raise com_error(-2147352567)  # what COM says of an object that is gone
        place(area, value)

    monkeypatch.setattr(xw.Range, "value", xw.Range.value.setter(delete_late))
    answer = press(app, "refresh_all")
    assert answer.startswith("A sheet was deleted or renamed before the work was done: Migration.")
    assert settings_of(app) == SETTINGS
    after = contents(book)
    del before["Migration"]
    assert after == before


def _gone_when_closed(book):
    book.check_open()
    return book.path.name


def test_s01_a_busy_excel_is_told_what_to_do(app, monkeypatch):
    def busy(*_args, **_options):
        raise com_error(EDITING)

    monkeypatch.setattr(ribbon, "refresh", busy)
    assert "finish editing the cell" in press(app, "refresh_all")


def test_s06_two_excels_with_a_workbook_of_the_same_name(make_book, small_sales, tmp_path):
    here = make_book(sales=small_sales)
    there = tmp_path / "there" / here.name
    there.parent.mkdir()
    there.write_bytes(here.read_bytes())
    with open_file(here) as book:
        other_app = xw.App(add_book=False)
        other = other_app.books.open(str(there))
        book.set_mock_caller()
        other_app.activate()  # the other one is in front
        ribbon.press("refresh_all")
        assert book.impl.is_changed
        assert not other.impl.is_changed
        other.set_mock_caller()
        other_app.impl.alerts.clear()
        ribbon.press("undo_last")  # what is remembered belongs to the other one
        assert "nothing to undo" in told(other_app)
        other_app.quit()


def test_s05_undo_brings_back_results_and_inputs(app, tmp_path):
    book = app.books[0]
    press(app, "refresh_all")
    first = contents(book)
    source = tmp_path / "more.csv"
    source.write_text("date,customer,amount\n2025-01-10,Z,10\n", "utf-8")
    press(app, "import_sales", str(source).encode("utf-16-le").hex())
    imported = contents(book)
    assert imported["Sales"] != first["Sales"]
    assert press(app, "undo_last").startswith("Undone: Import sales")
    assert contents(book) == first
    assert "nothing to undo" in press(app, "undo_last")


def test_s05_undo_of_a_refresh_leaves_the_input_alone(app):
    book = app.books[0]
    press(app, "refresh_all")
    before = contents(book)
    sales = book.sheets["Sales"].tables["Sales"].range
    sales[2, 5].value = 9_999
    press(app, "refresh_all")
    assert contents(book)["RFM"] != before["RFM"]
    press(app, "undo_last")
    after = contents(book)
    assert after["RFM"] == before["RFM"]
    assert after["Dashboard"] == before["Dashboard"]
    assert sales[2, 5].value == 9_999


def test_s35_the_sales_are_read_once(app, monkeypatch):
    """A colleague may write into the table meanwhile: a second look would see other rows."""
    area = app.books[0].sheets["Sales"].tables["Sales"].data_body_range.impl.area
    read = package.range.Range.read_columns
    looks = []

    def note(cells):
        if cells.sheet.name == "Sales" and cells.area == area:
            looks.append(cells.area)
        return read(cells)

    monkeypatch.setattr(package.range.Range, "read_columns", note)
    press(app, "refresh_all")
    assert len(looks) == 1


def test_s36_a_result_says_where_it_came_from(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    refresh(path)
    with open_file(path, writes=False) as book:
        table = book.sheets["Sales"].tables["Sales"].range
        address = table.get_address(row_absolute=False, column_absolute=False)
    (_, (line,)) = named_cells(path, "cb_rfm_stamp")
    _, rows = table_rows(path, "Log_Runs")
    check = rows[-1][-1]  # the last column of the log is the check sum
    assert f"Sales!{address}: 11 of 11 sales rows used" in line
    assert "2026-11-21 12:00:00" in line
    assert line.endswith(f"check {check}")


def told_since(summary):
    return "\n".join(note for note in summary.notes if note.startswith("Since the run of"))


def test_s36_a_run_again_says_what_changed(make_book, refresh, small_sales):
    path = make_book(sales=small_sales)
    assert told_since(refresh(path)) == ""
    with open_file(path) as book:
        table = book.sheets["Sales"].tables["Sales"].range
        rows = table[1:, :].value
        table[1:, :].value = rows[::-1]  # only sorted
        book.save()
    assert told_since(refresh(path)) == ""
    when = "Since the run of 2026-11-21 12:00:00 this changed"
    with open_file(path) as book:
        table = book.sheets["Sales"].tables["Sales"].range
        table[2, 5].value = 9_999
        table[3, :].clear_contents()
        book.save()
    data = "the data (11 sales rows then, 10 now)"
    assert told_since(refresh(path)) == f"{when}: {data}."
    with open_file(path) as book:
        book.names["set_rfm_bins"].refers_to_range.value = 4
        book.save()
    assert told_since(refresh(path)) == f"{when}: the settings (rfm.bins)."
    as_of = "the as-of date (2025-12-31 then, 2026-01-05 now)"
    assert told_since(refresh(path, as_of=dt.date(2026, 1, 5))) == f"{when}: {as_of}."
    assert told_since(refresh(path, as_of=dt.date(2026, 1, 5))) == ""


class Engines(dict):
    """The engines that xlwings knows."""

    @property
    def engines_by_name(self):
        return self


class Elsewhere:
    """An open workbook of a running Excel."""

    def __init__(self, name, place):
        self.name, self._place = name, place

    @property
    def fullname(self):
        if self._place is None:
            raise xw.XlwingsError("Couldn't find the local path of the SharePoint file")
        return self._place


@pytest.mark.parametrize(
    ("asked", "open_ones", "found"),
    [
        ("/a/book.xlsm", [("book.xlsm", "/b/book.xlsm"), ("book.xlsm", "/a/book.xlsm")], 1),
        ("/a/book.xlsm", [("book.xlsm", "/b/book.xlsm")], None),
        ("/a/book.xlsm", [("book.xlsm", "https://x.sharepoint.com/book.xlsm")], 0),
        ("/a/book.xlsm", [("other.xlsm", None), ("book.xlsm", None)], 1),
        ("/a/book.xlsm", [("book.xlsm", None), ("book.xlsm", "https://x/book.xlsm")], None),
        ("https://x/book.xlsm", [("a", "/a"), ("book.xlsm", "https://x/book.xlsm")], 1),
    ],
)
def test_s08_an_open_workbook_in_a_cloud(monkeypatch, asked, open_ones, found):
    books = [Elsewhere(*given) for given in open_ones]
    app = types.SimpleNamespace(books=books)
    engines = Engines(excel=types.SimpleNamespace(apps=[app]))
    monkeypatch.setattr(xw, "engines", engines)
    assert in_running_excel(Path(asked)) is (None if found is None else books[found])
