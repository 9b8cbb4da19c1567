"""Segments by products in cells."""

import datetime as dt

from tests.functions.cases import Case
from tests.scoring.offers_samples import source_wide

_WIDE = source_wide()
GOLDEN = [["Сегмент", "Клиент", *_WIDE.columns[2:]], *_WIDE.to_numpy().tolist()]
_AS_OF = dt.datetime(2011, 2, 1)

CASES = (
    *(
        Case(
            "OFFER_COVERAGE",
            {"matrix": GOLDEN, "metric": metric, "as_of": _AS_OF},
            value,
            "METHODS 2.21: T 12, S 6, O 10, P 2, X 2, two steps overdue on 1 February 2011",
        )
        for metric, value in (
            ("coverage", 10 / 12),
            ("penetration", 0.5),
            ("win_rate", 0.75),
            ("products_per_customer", 1.0),
            ("overdue", 2.0),
            ("не предложено", 2.0),
        )
    ),
    Case(
        "OFFER_STATUS",
        {"statuses": ["+", None, "Refused", "Предложение, 25.02.2010", "–"]},
        [["Sold"], [""], ["Refused"], ["In progress"], ["Not targeted"]],
        "REQUIREMENTS 1.5.4 and the grammar of WORKBOOK 4.4",
    ),
)
