"""What the bins of RFM did that a reader should know: empty, closed or too small, equals parted."""

from collections.abc import Iterator

import numpy as np

from scoring.checks import IntArray
from scoring.errors import Note
from scoring.settings import RfmPolicy
from scoring.settings.rfm import AXES
from scoring.value.rfm_bins import PARTED, Binned, Values, parted


def bin_notes(
    binned: tuple[Binned, ...], values: tuple[Values, ...], policy: RfmPolicy
) -> tuple[Note, ...]:
    """Return the notes on the scores of r, f and m; values, (n,) each, are what was scored.

    Of fewer customers than scores nothing else is said.
    """
    n_customers, most = values[0].size, max(policy.bins_by_axis)
    if n_customers < most and policy.binning != "fixed":
        return (Note("note.rfm_few", {"customers": str(n_customers), "bins": str(most)}),)
    notes: list[Note] = []
    groups = np.zeros(n_customers, np.int64)
    for place, part in enumerate(binned):
        notes += _axis_notes(place, part, values[place], groups, policy)
        groups = groups * (part.bins + 1) + part.scores
    return tuple(notes)


def _axis_notes(
    place: int, part: Binned, values: Values, groups: IntArray, policy: RfmPolicy
) -> Iterator[Note]:
    name, wanted = AXES[place].upper(), policy.bins_by_axis[place]
    empty = np.flatnonzero(np.bincount(part.scores, minlength=part.bins + 1)[1:] == 0) + 1
    fixed = policy.binning == "fixed" and bool(policy.cuts[place])
    if empty.size:
        code = "note.rfm_empty_fixed" if fixed else "note.rfm_empty_bins"
        yield Note(code, {"axis": name, "scores": ", ".join(map(str, empty))})
    if fixed:
        return
    if part.bins < wanted:
        details = {"axis": name, "has": str(part.bins), "wanted": str(wanted)}
        yield Note("note.rfm_fewer_bins", details)
    nested = policy.binning == "nested" and place > 0
    if policy.ties in PARTED and (count := parted(values, part.scores, groups if nested else None)):
        yield Note("note.rfm_parted", {"axis": name, "count": str(count)})
    if nested:
        sizes = np.unique(groups, return_counts=True)[1]
        if small := int(np.count_nonzero(sizes < wanted)):
            details = {"axis": name, "count": str(small), "bins": str(wanted)}
            yield Note("note.rfm_small_groups", details)
