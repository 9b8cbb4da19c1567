"""Calibration and holdout: what was known at a date, and what came after it."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from scoring.checks import FloatArray, IntArray
from scoring.days import day_number, period_index, period_start, to_date
from scoring.errors import SettingError
from scoring.settings import LtvUnit
from scoring.tables.contracts import SalesTable
from scoring.value.ltv.history import OrderHistory, Patterns, order_history

LONGEST_HOLDOUT = 365


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """The customers known at the end of calibration, (k,): then, and at the end of the holdout.

    calibration is their history up to its end, whole that up to the end of the holdout; orders,
    (k,), came between. everybody is whole with those who first ordered in between. unit_days is
    the unit of time of a model in days.
    """

    calibration: OrderHistory
    whole: OrderHistory
    everybody: OrderHistory
    unit_days: float

    @property
    def orders(self) -> IntArray:
        """Orders of each customer in the holdout, (k,)."""
        return self.whole.repeat_orders - self.calibration.repeat_orders

    @property
    def days(self) -> int:
        """Length of the holdout in days."""
        return int(self.whole.age_days[0]) - int(self.calibration.age_days[0])

    @property
    def time(self) -> float:
        """Length of the holdout in units of time."""
        return self.days / self.unit_days

    @property
    def x(self) -> IntArray:
        """Repeat orders in calibration, (k,)."""
        return self.calibration.repeat_orders.astype(np.int64)

    @property
    def t_x(self) -> FloatArray:
        """Time from the first order to the last in calibration, (k,)."""
        return self.calibration.last_days / self.unit_days

    @property
    def age(self) -> FloatArray:
        """Time from the first order to the end of calibration, (k,)."""
        return self.calibration.age_days / self.unit_days

    def patterns(self) -> tuple[Patterns, Patterns]:
        """Return the folded histories of calibration, and of calibration and holdout."""
        return self.calibration.patterns(self.unit_days), self.whole.patterns(self.unit_days)


def default_split(sales: SalesTable, as_of: date) -> date:
    """Return the middle of the time from the first sale to as_of, at most a year before as_of."""
    first = int(sales.day[sales.amount > 0].min(initial=day_number(as_of)))
    held = min((day_number(as_of) - first + 1) // 2, LONGEST_HOLDOUT)
    return as_of - timedelta(days=held)


def split_history(
    sales: SalesTable, end: date, as_of: date, unit_days: float, merge: LtvUnit = "day"
) -> Split:
    """Return what was known at the end of calibration and what came up to as_of.

    Where orders of a week or month are merged, both ends move back to the last day of a whole
    one, so that no week or month is cut in two.

    Raises SettingError when end is not before as_of, TooLittleDataError when nobody had ordered
    by then.
    """
    end, as_of = _whole_periods(end, merge), _whole_periods(as_of, merge)
    if end >= as_of:
        raise SettingError("ltv.split", "ltv.split", f"{end}", f"{as_of}")
    calibration = order_history(sales, end, merge)
    everybody = order_history(sales, as_of, merge)
    gap = int(everybody.age_days.max()) - int(calibration.age_days.max())
    known = everybody.age_days >= gap
    return Split(calibration, everybody.where(known), everybody, unit_days)


def _whole_periods(day: date, merge: LtvUnit) -> date:
    """Return the last day of the last whole period up to a day."""
    if merge == "day":
        return day
    number = day_number(day) + 1
    return to_date(period_start(int(period_index(np.array([number]), merge)[0]), merge) - 1)
