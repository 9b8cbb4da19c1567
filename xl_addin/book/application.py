"""The application around a workbook: quiet while we write, and afterwards as the user had it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

import xlwings as xw

# What slows writing down, asks questions in the middle, or lets the user type into the cells.
_QUIET: dict[str, Any] = {
    "screen_updating": False,
    "enable_events": False,
    "display_alerts": False,
    "interactive": False,
    "calculation": "manual",
}
_KEPT = ("status_bar",)  # what a step of ours may change
_INTERFACE = 2  # MsoAppLanguageID.msoLanguageIDUI: menus and messages
_PRIMARY = 0x3FF  # of a language number: without the country
_SPOKEN = {0x09: "en", 0x19: "ru"}
_found: ContextVar[dict[str, Any] | None] = ContextVar("how the user had it", default=None)


@contextmanager
def quiet(app: xw.App) -> Iterator[None]:
    """Switch an application to writing, and whatever happens back to what it was.

    Screen, events, alerts, keyboard and mouse are off meanwhile and calculation is manual; an
    application that was in manual calculation stays so. A switch that the system lacks is passed
    over. Inside another ``quiet`` nothing happens.
    """
    if _found.get() is not None:
        yield
        return
    found: dict[str, Any] = {}
    for name in (*_KEPT, *_QUIET):
        with suppress(AttributeError, NotImplementedError):  # macOS has not all of them
            found[name] = getattr(app, name)
    token = _found.set(found)
    try:
        for name in _QUIET.keys() & found.keys():
            setattr(app, name, _QUIET[name])
        yield
    finally:
        _found.reset(token)
        for name, value in found.items():
            # the next switch must be tried also where this one fails: the application may be gone
            with suppress(Exception):
                setattr(app, name, value)


def calculates_by_hand(app: xw.App) -> bool:
    """Tell whether the user has the application in manual calculation, also while it is quiet."""
    found = _found.get()
    mode = app.calculation if found is None else found.get("calculation")
    return bool(mode == "manual")


def is_open(book: xw.Book) -> bool:
    """Tell whether a workbook still answers: the user may have closed it, or Excel, meanwhile."""
    try:
        return bool(book.name)
    except Exception:  # noqa: BLE001  each engine has its own error for a workbook that is gone
        return False


def spoken_language(app: xw.App) -> str | None:
    """Return the language, of those that we speak, in which the application speaks to its user.

    None for another one, and where it does not tell: Excel for Windows does.
    """
    try:
        number = app.api.LanguageSettings.LanguageID(_INTERFACE)
        return _SPOKEN.get(int(number) & _PRIMARY)
    except Exception:  # noqa: BLE001  each engine has its own error for what it has not
        return None
