"""The classes of customers and products: ABC by revenue and margin, XYZ, rhythm, their board."""

from dataclasses import dataclass, replace

import numpy as np

from scoring.checks import BoolArray, FloatArray, TextArray
from scoring.errors import Note
from scoring.settings import Settings
from scoring.sums import sum_by, total
from scoring.tables.contracts import Codes, SalesTable
from scoring.value.abc import AbcResult, classify_abc
from scoring.value.abc_measures import AbcJointResult, join_abc
from scoring.value.abc_xyz import AbcXyzResult, cross_abc_xyz
from scoring.value.margins import margins_by
from scoring.value.periods import CustomerSummary, period_block
from scoring.value.rhythm import RhythmResult, classify_rhythm
from scoring.value.season import season_history
from scoring.value.xyz import XyzResult, classify_xyz


@dataclass(frozen=True, slots=True, eq=False)
class Classification:
    """The classes of customers and products, and the notes on them.

    abc_joint and product_joint are None without costs, or where no second measure is asked for;
    product_abc where no sale names a product.
    """

    abc: AbcResult
    abc_joint: AbcJointResult | None
    product_abc: AbcResult | None
    product_joint: AbcJointResult | None
    xyz: XyzResult
    rhythm: RhythmResult
    abc_xyz: AbcXyzResult
    notes: tuple[Note, ...]


def classify(
    sales: SalesTable, window: SalesTable, summary: CustomerSummary, settings: Settings
) -> Classification:
    """Classify the customers with a row in the window, and the products sold in it."""
    members = summary.has_rows
    ids, money = summary.ids[members], summary.money[members]
    abc, joint = _by_both(window.customer, members, ids, money, window, settings)
    block = period_block(sales, settings.xyz, summary.as_of).where(members)
    history = season_history(sales, settings.xyz, summary.as_of)
    xyz = classify_xyz(block, settings.xyz, None if history is None else history.where(members))
    product_abc, product_joint, product_notes = _products(window, settings)
    margin = None if joint is None else joint.table["second"].to_numpy()
    return Classification(
        abc=abc,
        abc_joint=joint,
        product_abc=product_abc,
        product_joint=product_joint,
        xyz=xyz,
        rhythm=classify_rhythm(block, settings.xyz),
        abc_xyz=cross_abc_xyz(ids, money, abc.classes, xyz.classes, margin),
        notes=(*abc.notes, *product_notes, *xyz.notes),
    )


def _by_both(
    codes: Codes,
    members: BoolArray,
    ids: TextArray,
    money: FloatArray,
    window: SalesTable,
    settings: Settings,
) -> tuple[AbcResult, AbcJointResult | None]:
    """Class the members of all groups, (k,), by revenue, and by margin too where that is known.

    What there is to say of the margin is added to the notes of the first.
    """
    abc = classify_abc(ids, money, settings.abc)
    if settings.abc.second == "none":
        return abc, None
    margins = margins_by(codes, members.size, window)
    abc = replace(abc, notes=(*abc.notes, *margins.notes))
    if margins.margin is None:
        return abc, None
    return abc, join_abc(ids, money, margins.margin[members], settings.abc)


def _products(
    window: SalesTable, settings: Settings
) -> tuple[AbcResult | None, AbcJointResult | None, tuple[Note, ...]]:
    """Classify the products sold in the window; rows without a product are told."""
    if window.product is None or window.product_ids is None:
        return None, None, ()
    sold = np.zeros(window.product_ids.size, bool)
    sold[window.product[window.product >= 0]] = True
    money = sum_by(window.product, window.amount, sold.size)
    notes: tuple[Note, ...] = ()
    if (blank := window.product < 0).any():
        lost = {"count": str(int(blank.sum())), "money": f"{total(window.amount[blank]):.2f}"}
        notes = (Note("note.abc_no_product", lost),)
    ids = window.product_ids[sold]
    return (*_by_both(window.product, sold, ids, money[sold], window, settings), notes)
