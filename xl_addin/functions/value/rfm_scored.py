"""The scores of customers behind RFM_SCORE and RFM_TABLE, computed once for both."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from xl_addin.functions.arguments import Line
from xl_addin.functions.cache import CACHE
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import sales_table

if TYPE_CHECKING:
    from scoring.settings import PeriodPolicy, RfmPolicy
    from scoring.value.rfm import RfmResult


class RfmSales(NamedTuple):
    """The columns of sales as a formula names them."""

    customers: Line
    dates: Line
    amounts: Line
    documents: Line | None
    costs: Line | None


@dataclass(frozen=True, slots=True)
class Scored:
    """What a call found: the scores, the code of each customer, and what stands above them."""

    result: "RfmResult"
    codes: dict[str, str]
    header: Cell  # what stands above the customers, when the ranges begin with headers


def scored_sales(sales: RfmSales, period: "PeriodPolicy", policy: "RfmPolicy") -> Scored:
    """Score the customers of the sales, or find them in the cache."""
    from scoring.value.periods import as_of_day, in_window
    from scoring.value.rfm import score_rfm

    lines = [(name, line.block) for name, line in sales._asdict().items() if line is not None]

    def score() -> Scored:
        table, header = sales_table(*sales[:4], costs=sales.costs)
        as_of = as_of_day(table, period)
        result = score_rfm(in_window(table, period, as_of).sales, policy, as_of, table)
        codes = dict(zip(result.table["customer"], result.table["code"], strict=True))
        return Scored(result, codes, sales.customers.cells[0] if header else None)

    names, blocks = zip(*lines, strict=True)
    return CACHE.remember(("rfm", names, *blocks, period, policy), score)
