"""Which customers belong together, and which of them each product aims at."""

import re
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.checks import BoolArray, TextArray
from scoring.tables.contracts import CustomersTable, ProductsTable

EVERYONE = frozenset({"*", "all", "все"})  # a product with this target aims at every customer


class Grouping(NamedTuple):
    """Segment of each customer: codes, (k,), into names, (s,); code s is no segment."""

    code: npt.NDArray[np.intp]
    names: TextArray


class Targets(NamedTuple):
    """Which segment each product aims at, (s + 1, p), the last row for customers without one.

    unknown: names of target segments that no customer has.
    """

    at: BoolArray
    unknown: tuple[str, ...]


def group_customers(ids: TextArray, customers: CustomersTable | None) -> Grouping:
    """Give customers, ids (k,), the segments of the table; segments rise by their names.

    Case and blanks do not part segments; the spelling that comes first in the alphabet is
    shown. Customers that the table lacks have no segment.
    """
    if customers is None or "segment" not in customers.frame:
        return Grouping(np.zeros(ids.size, np.intp), np.empty(0, object))
    spelled, spellings = pd.factorize(customers.frame["segment"].to_numpy(object))
    keys = [_folded(text) for text in spellings.tolist()]
    shown: dict[str, str] = {}
    for key, text in sorted(zip(keys, spellings.tolist(), strict=True)):
        shown.setdefault(key, " ".join(text.split()))
    places = {key: place for place, key in enumerate(sorted(shown))}
    code_of_spelling = np.array([*(places[key] for key in keys), len(places)], np.intp)
    code_of_row = np.append(code_of_spelling[spelled], len(places))
    row = pd.Index(customers.ids).get_indexer(pd.Index(ids))  # -1, not found, reads the last
    return Grouping(code_of_row[row], np.array([shown[key] for key in places], object))


def read_targets(
    product_ids: TextArray, products: ProductsTable | None, grouping: Grouping
) -> Targets:
    """Read the target segments of products, ids (p,), as the table lists them.

    Names part at ; and line ends, and at commas where the whole is no segment; case and
    blanks do not matter. *, all and все aim at every customer, those without a segment too.
    """
    n_segments = grouping.names.size
    at = np.zeros((n_segments + 1, product_ids.size), bool)
    listed = targets_of(products)
    places = {_folded(name): place for place, name in enumerate(grouping.names.tolist())}
    unknown: dict[str, str] = {}
    for column, product in enumerate(product_ids.tolist()):
        for name in _single(listed.get(product, ()), places):
            key = _folded(name)
            if key in places:
                at[places[key], column] = True
            elif key in EVERYONE:
                at[:, column] = True
            else:
                unknown.setdefault(key, name)
    return Targets(at, tuple(unknown[key] for key in sorted(unknown)))


def targets_of(products: ProductsTable | None) -> dict[str, tuple[str, ...]]:
    """Return the names of the target segments of each product that has any."""
    if products is None or "targets" not in products.frame:
        return {}
    lists = products.frame["targets"].to_numpy(object)
    filled = np.flatnonzero(pd.notna(lists))
    listed = zip(products.ids[filled].tolist(), lists[filled].tolist(), strict=True)
    named = {product: _parts("[;\n]", text) for product, text in listed}
    return {product: names for product, names in named.items() if names}


def _single(names: Iterable[str], places: Container[str]) -> Iterator[str]:
    """Part names at commas, but for segments that have one in their name."""
    for name in names:
        yield from (name,) if _folded(name) in places else _parts(",", name)


def _parts(marks: str, text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(marks, text) if part.strip(" ,"))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
