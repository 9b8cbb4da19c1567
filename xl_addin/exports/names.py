"""The names of customers that a file has beside their ids."""

import itertools
from typing import Any

import numpy as np
import pandas as pd

from scoring.errors import shown
from scoring.tables import Gated
from scoring.tables.cells import Kind, cells_of
from scoring.tables.reading import Keys, read_keys
from xl_addin.exports.clean import short_texts
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.nameless import HIDDEN
from xl_addin.exports.places import column_letters
from xl_addin.texts import Texts

SHOWN = 10


def name_faults(table: FileTable, say: Texts) -> list[str]:
    """Tell the errors among names, which are taken from another row of the customer instead."""
    at = table.fields.names.get("customer_name")
    if at is None:
        return []
    rows = np.flatnonzero(cells_of(table.columns[at]).kind == Kind.ERROR)
    if not rows.size:
        return []
    letters = column_letters(table.places[at])
    places = ", ".join(f"{letters}{line}" for line in table.lines[rows[:SHOWN]])
    return [say("imports.notices.name_errors", count=rows.size, cells=places)]


def customer_names(
    table: FileTable, gated: Gated[Any], told: list[str], say: Texts, *, hidden: bool
) -> dict[str, str]:
    """Return the name of each customer id, from the first row that has one."""
    at = table.fields.names.get("customer_name")
    if at is None:
        return {}
    ids = read_keys(cells_of(table.columns[table.fields.fields["customer"]]), rising=False).values
    names = read_keys(cells_of(table.columns[at]), rising=False).values
    good = np.ones(table.n_rows, bool)
    good[gated.left_out] = False
    both = pd.DataFrame({"id": ids.code, "name": names.code})[good]
    both = both[(both["id"] >= 0) & (both["name"] >= 0)].drop_duplicates()
    if (several := both[both["id"].duplicated(keep=False)]).size:
        count = several["id"].nunique()
        listed = HIDDEN if hidden else _two_names(several, ids, names)
        told.append(say("imports.notices.two_names", count=count, customers=listed))
    both = both.drop_duplicates("id")
    short = short_texts(names.ids, "name", told, say)
    return {ids.ids[a]: short[b] for a, b in both.itertuples(index=False)}


def _two_names(several: pd.DataFrame, ids: Keys, names: Keys) -> str:
    """Return the first codes of customers with their names; several: both, each pair once."""
    of_one: dict[int, list[str]] = {}
    for code, name in several.itertuples(index=False):
        of_one.setdefault(code, []).append(shown(names.ids[name]))
    first = itertools.islice(of_one.items(), SHOWN)
    return "; ".join(f"{shown(ids.ids[code])} = {', '.join(each)}" for code, each in first)
