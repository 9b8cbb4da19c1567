"""The engine and its applications: what xlwings asks for first."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import xlwings as xw
from xlwings import XlwingsError, base_classes

from xl_addin.engines.package.book import Books
from xl_addin.engines.package.values import plain

_pids = itertools.count(1)


class PackageEngine:
    """Carries the xlwings object model over files, in this process."""

    name = "package"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(x: object, options: object) -> Any:  # noqa: ARG004
        """Return a value as a cell takes it."""
        return plain(x)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: object,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,  # noqa: FBT001  the order is xlwings'
    ) -> list[list[Any]]:
        """Return cells as the reader wishes: dates, blanks, numbers, and errors as text or None."""

        def clean(cell: Any) -> Any:
            if cell is None:
                return empty_as
            if isinstance(cell, dt.datetime):
                return datetime_builder(
                    year=cell.year,
                    month=cell.month,
                    day=cell.day,
                    hour=cell.hour,
                    minute=cell.minute,
                    second=cell.second,
                    microsecond=cell.microsecond,
                    tzinfo=None,
                )
            if type(cell) is float:
                return cell if number_builder is None else number_builder(cell)
            if type(cell).__name__ == "ErrorCell":
                return str(cell) if err_to_str else None
            return cell

        return [[clean(cell) for cell in row] for row in data]


class Apps(base_classes.Apps):
    """The applications of the engine, the active one first."""

    def __init__(self, engine: PackageEngine) -> None:
        self._engine = engine
        self._running: list[App] = []

    def keys(self) -> list[int]:
        """Return their numbers."""
        return [app.pid for app in self._running]

    def add(
        self,
        spec: str | None = None,  # noqa: ARG002  the arguments are xlwings'
        add_book: bool | None = None,  # noqa: ARG002, FBT001
        xl: object = None,  # noqa: ARG002
        visible: bool | None = None,  # noqa: ARG002, FBT001
    ) -> "App":
        """Start one; it has no workbook until one is opened, whatever `add_book` says."""
        app = App(self, self._engine)
        self._running.insert(0, app)
        return app

    def forget(self, app: "App") -> None:
        """Drop one that ended."""
        if app in self._running:
            self._running.remove(app)

    def bring_first(self, app: "App") -> None:
        """Make one the active one."""
        self._running.remove(app)
        self._running.insert(0, app)

    @staticmethod
    def cleanup() -> None:
        """There are no processes to clean up."""

    def __iter__(self) -> "Iterator[App]":
        return iter(list(self._running))

    def __len__(self) -> int:
        return len(self._running)

    def __getitem__(self, pid: int) -> "App":
        for app in self._running:
            if app.pid == pid:
                return app
        raise KeyError(pid)


class App(base_classes.App):
    """An application: a set of open workbooks, and switches that here do nothing but keep."""

    visible = interactive = False
    screen_updating = display_alerts = enable_events = True
    calculation: str = "automatic"
    status_bar: str | bool = False
    cut_copy_mode = None
    version = "16.0"
    hwnd = selection = None
    path = startup_path = ""

    def __init__(self, apps: Apps, engine: PackageEngine) -> None:
        self._apps, self._engine = apps, engine
        self._pid = next(_pids)
        self._books = Books(self)
        self.alerts: list[tuple[str, str | None]] = []  # what `alert` was asked to show

    @property
    def engine(self) -> PackageEngine:
        """The engine to which it belongs."""
        return self._engine

    @property
    def pid(self) -> int:
        """Its number; there is no process of its own."""
        return self._pid

    @property
    def books(self) -> Books:
        """Its open workbooks."""
        return self._books

    @property
    def api(self) -> "App":
        """The application itself."""
        return self

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Make it the active one."""
        self._apps.bring_first(self)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str,  # noqa: ARG002
        mode: str | None,  # noqa: ARG002
        callback: str | None,  # noqa: ARG002
    ) -> None:
        """Keep the words in `alerts`: there is nobody to answer."""
        self.alerts.append((prompt, title))

    def calculate(self) -> None:
        """Nothing is calculated here: formulas keep the values that the file holds."""

    def run(self, macro: str, args: object) -> None:  # noqa: ARG002
        """Not possible here; raises XlwingsError."""
        raise XlwingsError(f"the package engine cannot run the macro {macro}")

    def quit(self) -> None:
        """Close all workbooks without saving, and end."""
        for book in self.books:
            book.close()
        self._apps.forget(self)

    def kill(self) -> None:
        """Do the same as `quit`."""
        self.quit()


def activate() -> xw.Engine:
    """Register the engine with xlwings, once, and make it the active one."""
    if PackageEngine.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=PackageEngine()))
    engine = xw.engines[PackageEngine.name]
    engine.activate()
    return engine
