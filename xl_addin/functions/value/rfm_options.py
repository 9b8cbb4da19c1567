"""The options of RFM and of segment maps as they stand in cells."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import numpy as np

from scoring.errors import TableError
from xl_addin.functions.arguments import ArgumentError, Grid, Words, grid, line, single, whole
from xl_addin.functions.cells import Block
from xl_addin.functions.reading import numbers_of

if TYPE_CHECKING:
    from scoring.value.segment_maps import SegmentMap

_PRESETS = Words(
    {
        "A": ("classic", "classic11", "classic 11", "125", "а"),
        "B": ("grid", "grid10", "grid 10", "25", "в"),
        "C": ("ranges", "putler", "диапазоны", "с"),
    }
)


def bins(block: Block, argument: str) -> int | tuple[int, int, int]:
    """Read one whole number, or three for R, F and M."""
    if block.n_cells == 1:
        return whole(block, argument)
    given = tuple(map(int, wholes(block, argument)))
    if len(given) != 3:
        raise ArgumentError(argument, f"1 or 3 numbers are expected, found {len(given)}")
    return given


def numbers(block: Block, argument: str) -> tuple[float, ...]:
    """Read the numbers of a column or a row; blanks are passed over."""
    values = numbers_of(line(block, argument).cells, argument)
    return tuple(values[~np.isnan(values)].tolist())


def wholes(block: Block, argument: str) -> tuple[int, ...]:
    """Read the whole numbers of a column or a row."""
    given = numbers(block, argument)
    for value in given:
        if not value.is_integer():
            raise ArgumentError(argument, f"{value:g} is not a whole number")
    return tuple(map(int, given))


def three(block: Block, argument: str) -> tuple[float, float, float]:
    """Read three numbers, of R, F and M."""
    given = numbers(block, argument)
    if len(given) != 3:
        raise ArgumentError(argument, f"3 numbers are expected, found {len(given)}")
    return given[0], given[1], given[2]


def map_cells(block: Block, argument: str) -> str | Grid:
    """Read the name of a map, or the cells of one's own."""
    if block.n_cells == 1:
        return _PRESETS.option(single(block, argument), argument)
    return grid(block, argument)


def map_from(given: str | Grid, steps: int) -> "SegmentMap":
    """Return a named map, or one read from cells in the scores 1 .. steps."""
    from scoring.value.segment_presets import SEGMENT_MAPS
    from xl_addin.map_cells import MapShapeError, map_of

    if isinstance(given, str):
        return SEGMENT_MAPS[given]
    try:
        return map_of(given.rows, steps)
    except MapShapeError:
        shape = f"{len(given.rows)} rows and {len(given.rows[0])} columns"
        wanted = "rows of segment, rank and scores, or a square grid, are expected"
        raise ArgumentError("map", f"{wanted}, found {shape}") from None
    except TableError as error:
        raise shifted(error, given) from None


def shifted(error: TableError, given: Grid) -> TableError:
    """Return faults with the rows of the range: headers above the rules count as row 1."""
    from xl_addin.map_cells import first_rule

    first = first_rule(given.rows)
    return TableError([replace(problem, rows=problem.rows + first) for problem in error.problems])


def three_bins(given: int | tuple[int, int, int]) -> tuple[int, int, int]:
    """Return the scores of R, F and M."""
    return (given,) * 3 if isinstance(given, int) else given


Bins: TypeAlias = Annotated[int | tuple[int, int, int], bins]
Numbers: TypeAlias = Annotated[tuple[float, ...], numbers]
Wholes: TypeAlias = Annotated[tuple[int, ...], wholes]
Three: TypeAlias = Annotated[tuple[float, float, float], three]
Map: TypeAlias = Annotated[str | Grid, map_cells]
BinningWord: TypeAlias = Annotated[
    Literal["independent", "nested", "fixed", "rhythm"],
    Words(
        {
            "independent": ("независимо", "независимые"),
            "nested": ("вложенно", "вложенные"),
            "fixed": ("own", "фиксированные", "свои границы"),
            "rhythm": ("personal rhythm", "ритм", "личный ритм"),
        }
    ),
]
TiesWord: TypeAlias = Annotated[
    Literal["low", "mean", "split", "random", "next", "keep", "drop"],
    Words(
        {
            "low": ("низший", "нижний", "ниже"),
            "mean": ("spss", "средний", "средний ранг"),
            "split": ("first", "делить", "по порядку"),
            "random": ("случайно",),
            "next": ("add to next", "следующий", "в следующий"),
            "keep": ("keep in current", "текущий", "в текущем"),
            "drop": ("объединить", "слить"),
        }
    ),
]
MoneyWord: TypeAlias = Annotated[
    Literal["sum", "ticket", "margin"],
    Words(
        {
            "sum": ("revenue", "сумма", "выручка"),
            "ticket": ("average", "average ticket", "чек", "средний чек", "средний заказ"),
            "margin": ("profit", "маржа", "прибыль"),
        }
    ),
]


def borders(
    binning: BinningWord, cuts_r: Numbers, cuts_f: Numbers, cuts_m: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the borders of R, F and M; raise ArgumentError where nothing would look at them."""
    if binning != "fixed":
        for name, cuts in (("cuts_r", cuts_r), ("cuts_f", cuts_f), ("cuts_m", cuts_m)):
            if cuts:
                raise ArgumentError(name, f"borders go with binning fixed, not {binning}")
    return cuts_r, cuts_f, cuts_m
