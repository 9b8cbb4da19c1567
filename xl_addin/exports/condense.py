"""More sales than a sheet has rows: rows of one customer, day and product added up."""

import numpy as np
import pandas as pd

from xl_addin.texts import Texts

ADDED = ("quantity", "amount", "cost", "margin")
DROPPED = ("product", "division")  # in this order, when rows of all fields alike do not suffice


def condensed(frame: pd.DataFrame, room: int, notices: list[str], say: Texts) -> pd.DataFrame:
    """Return sales with rows alike in all but their numbers added up, until they fit into ``room``.

    Returns stay apart from purchases. Where that is not enough, rows of different products, then
    of different divisions, of one customer, day and document are added up too; each step is told.
    Money, orders, days and customers stay exactly what they were. What still does not fit is left
    to the sheet to refuse.
    """
    rows, dropped = len(frame), []
    whole = _added_up(frame)
    for field in (field for field in DROPPED if field in frame):
        if len(whole) <= room:
            break
        dropped.append(field)
        whole = _added_up(whole.drop(columns=field))
    told = say("imports.notices.condensed", rows=rows, left=len(whole))
    if dropped:
        told += " " + say("imports.notices.condensed_without", fields=", ".join(dropped))
    notices.append(told)
    return whole


def _added_up(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = [name for name in ADDED if name in frame]
    keys = [name for name in frame if name not in numbers]
    sign = pd.Series(np.sign(frame["amount"]), name="sign")
    grouped = frame.groupby(
        [*(frame[name] for name in keys), sign], sort=False, observed=True, dropna=False
    )
    added = grouped[numbers].sum(min_count=1).reset_index()
    return added[list(frame)]
