"""How a column is to be read where its cells alone do not say it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from scoring.checks import check_one_of

DateOrder: TypeAlias = Literal["auto", "dmy", "mdy", "ymd"]
DecimalMark: TypeAlias = Literal["auto", "comma", "point"]

PIVOT = 70  # two-digit years: 00 to 69 are 2000 to 2069, 70 to 99 are 1970 to 1999


@dataclass(frozen=True, slots=True)
class ReadingPolicy:
    """What to take texts for that read in more than one way.

    date_order: of day, month and year; auto decides from all texts of a column, and asks where
    they do not tell. decimal: the mark before the fraction, likewise. currency: the rows of
    which currency to take where a table has several; blank asks. converted: codes of other
    currencies whose rows count as rows of that one, because their rate is known. duplicates:
    what becomes of rows that repeat an earlier one in every column.
    """

    date_order: DateOrder = "auto"
    decimal: DecimalMark = "auto"
    currency: str = ""
    converted: tuple[str, ...] = ()
    duplicates: Literal["keep", "drop"] = "keep"

    def __post_init__(self) -> None:
        check_one_of("reading.date_order", self.date_order, get_args(DateOrder))
        check_one_of("reading.decimal", self.decimal, get_args(DecimalMark))
        check_one_of("reading.duplicates", self.duplicates, ("keep", "drop"))


AS_IT_STANDS = ReadingPolicy()
