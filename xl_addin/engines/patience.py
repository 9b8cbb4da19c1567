"""Excel says "not now" while the user types into a cell: how long it is asked again.

xlwings repeats such a call for ever and without a pause (``N_COM_ATTEMPTS = 0``), which looks like
a program that hangs.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 20.0
_PAUSE = 0.05
# RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, and VBA_E_IGNORE of a cell being edited
_REJECTED = {-2147418111, -2147417846, -2146777998}


class Patience(int):
    """The number of attempts that xlwings asks about, which runs out by time instead.

    xlwings goes on while ``attempt < N_COM_ATTEMPTS``. As a subclass of int this object is asked
    first, by ``N_COM_ATTEMPTS > attempt``: it waits a little and says yes until the seconds of all
    waits together are used up. From then on every call is tried once.
    """

    def __new__(cls, seconds: float) -> "Patience":
        """Return one that allows so many seconds of waiting in all."""
        new = super().__new__(cls, 1_000_000)  # xlwings also counts up to it
        new._left = seconds
        return new

    _left: float

    def __gt__(self, attempt: int) -> bool:
        """Wait, and tell whether the call may be tried again."""
        if self._left <= 0:
            return False
        begun = time.monotonic()
        time.sleep(_PAUSE)
        self._left -= time.monotonic() - begun
        return True


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Bound the waiting of xlwings for a busy Excel; where there is no Excel, do nothing."""
    com = sys.modules.get("xlwings._xlwindows")
    if com is None:
        yield
        return
    before = com.N_COM_ATTEMPTS
    com.N_COM_ATTEMPTS = Patience(seconds)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        com.N_COM_ATTEMPTS = before  # type: ignore[attr-defined]


def is_busy(error: BaseException | None) -> bool:
    """Tell whether an error, or one that led to it, is Excel's "not now"."""
    while error is not None:
        if type(error).__name__ == "ExcelBusyError" or _codes(error) & _REJECTED:
            return True
        error = error.__cause__ or error.__context__
    return False


def _codes(error: BaseException) -> set[object]:
    """Return the numbers in an error of COM: its own, and the one of the application."""
    codes: set[object] = {getattr(error, "hresult", None)}
    for argument in error.args:
        inner = argument if isinstance(argument, tuple) else (argument,)
        codes.update(code for code in inner if isinstance(code, int))
    return codes
