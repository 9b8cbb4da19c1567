"""The sample of customers on which a refresh checks the lifetime model."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from scoring.settings import LtvPolicy
from scoring.tables import gate_sales
from scoring.value.ltv.quality import sample
from scoring.value.ltv.quality.report import check_ltv
from scoring.value.ltv.quality.sample import sample_sales
from tests.scoring.cdnow import cdnow_sales

AS_OF = date(1998, 6, 30)
SPLIT = date(2024, 1, 15)


def orders_of(n, every):
    """Return sales of n customers on one day; each every-th comes again the day after."""
    ids = [f"c{place:05d}" for place in range(n)]
    rows = [(name, date(2024, 1, 1), 10.0) for name in ids]
    rows += [(name, date(2024, 1, 2), 10.0) for name in ids[::every]]
    frame = pd.DataFrame(rows, columns=["customer", "date", "amount"])
    return frame.assign(date=pd.to_datetime(frame["date"]))


def taken_of(sales):
    return sales.customer_ids[np.unique(sales.customer)].tolist()


@pytest.mark.parametrize("n", [1, 3999, 4000])
def test_few_customers_are_all_taken(n):
    sales = gate_sales(orders_of(n, 1)).strict()
    part, sampled = sample_sales(sales, date(2024, 2, 1), SPLIT)
    assert part is sales
    assert sampled is None


def test_of_twice_as_many_every_second_is_taken_with_all_that_he_bought():
    part, sampled = sample_sales(gate_sales(orders_of(8000, 1)).strict(), date(2024, 2, 1), SPLIT)
    assert sampled == (4000, 8000, 8000)
    assert taken_of(part) == [f"c{place:05d}" for place in range(0, 8000, 2)]
    assert part.n_rows == 8000


def test_more_are_taken_where_few_came_again():
    """One of eight of 16,000 came again, 2,000: a thousand of them are among 8,000."""
    sales = gate_sales(orders_of(16_000, 8)).strict()
    assert sample_sales(sales, date(2024, 2, 1), SPLIT)[1] == (8000, 16_000, 16_000)


def test_the_base_known_by_the_split_is_counted_beside_the_sample():
    """5,000 of one day, and 1,000 of later: those come after the split."""
    late = orders_of(6000, 2).iloc[5000:6000]
    late = late.assign(date=late["date"] + pd.Timedelta("20D"))
    early = orders_of(5000, 2)
    sales = gate_sales(pd.concat([early, late])).strict()
    assert sample_sales(sales, date(2024, 2, 1), SPLIT)[1] == (4000, 6000, 5000)


def test_the_order_of_rows_does_not_matter():
    frame = orders_of(5000, 2)
    one, other = (
        sample_sales(gate_sales(rows).strict(), date(2024, 2, 1), SPLIT)[0]
        for rows in (frame, frame.sample(frac=1, random_state=1))
    )
    assert taken_of(one) == taken_of(other)


def test_a_sample_is_told_and_only_on_request(monkeypatch):
    monkeypatch.setattr(sample, "MOST_CUSTOMERS", 1000)
    monkeypatch.setattr(sample, "FEWEST_REPEATERS", 300)
    sales, policy = cdnow_sales(), LtvPolicy()
    whole, part = (check_ltv(sales, policy, AS_OF, sample=each) for each in (False, True))
    n = sales.n_customers
    assert (whole.sampled, whole.notes, whole.customers) == (None, (), n)
    assert part.sampled == (1000, n, n)
    assert part.customers == 1000
    assert [note.text() for note in part.notes] == [
        f"The model is checked on a sample of 1000 of {n} customers; LTV_CHECK in a cell looks "
        "at all."
    ]
