"""The axes of the matrix: customers by segment, products by the segments they aim at."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scoring.checks import TextArray
from scoring.offers.segments import Targets, group_customers, read_targets, targets_of
from scoring.tables.contracts import CustomersTable, ProductsTable
from scoring.tables.offers import OffersTable

Places = npt.NDArray[np.intp]


class Axes(NamedTuple):
    """Customers by segment and id, products by target and id, before any is left out."""

    customer_ids: TextArray
    segment: Places
    segment_names: TextArray
    product_ids: TextArray
    targets: Targets


def products_of(offers: OffersTable | None, products: ProductsTable | None) -> TextArray:
    """Return the ids of products with an offer or with target segments, rising."""
    named = set(targets_of(products))
    if offers is not None:
        named |= set(offers.product_ids.tolist())
    return _texts(sorted(named))


def axes_of(
    offers: OffersTable | None,
    customer_ids: TextArray,
    customers: CustomersTable | None,
    products: ProductsTable | None,
    product_ids: TextArray,
) -> Axes:
    """Order the customers, those of the ids given too, and the products."""
    named = customer_ids.tolist()
    named += [] if offers is None else offers.customer_ids.tolist()
    named += [] if customers is None else customers.ids.tolist()
    ids = _texts(sorted(set(named)))
    grouping = group_customers(ids, customers)
    order = np.argsort(grouping.code, kind="stable")
    targets = read_targets(product_ids, products, grouping)
    n_segments = grouping.names.size
    aimed = np.where(targets.at.any(axis=0), targets.at.argmax(axis=0), n_segments + 1)
    across = np.argsort(aimed, kind="stable")
    return Axes(
        ids[order],
        grouping.code[order],
        grouping.names,
        product_ids[across],
        targets._replace(at=targets.at[:, across]),
    )


def _texts(listed: list[str]) -> TextArray:
    texts = np.empty(len(listed), object)
    texts[:] = listed
    return texts
