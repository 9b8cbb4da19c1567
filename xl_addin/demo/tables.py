"""A made-up wholesaler of building supplies: 400 customers, three years, twelve products.

The same company on every machine. Into its ledger these stories are woven, for the assessment
to find again (``stories()`` names who plays them):

1. One customer brings more than 15 % of all revenue, and its holding more still.
2. A customer that ordered every week for two years has been silent since May 2025.
3. Twenty-four customers placed their first order in the last quarter of 2025.
4. Twenty-four contract customers take the same delivery every month.
5. The landscapers, forty firms, buy from April to September only.
6. One customer has only sent goods back.
7. Eighteen customers ordered once and never again.
8. One product is bought more than any other; another has not been sold since March 2024.

All names are invented; the tax numbers are of an office that does not exist.
"""

import numpy as np
import pandas as pd

from scoring.checks import IntArray
from xl_addin.demo import words
from xl_addin.demo.cast import SEED, Cast, Part, cast
from xl_addin.demo.orders import Lines, make_lines
from xl_addin.demo.words import Pair, word


def company(language: str = "en") -> dict[str, pd.DataFrame]:
    """Return the tables "sales", "customers", "products" of the made-up company.

    Columns are field keys, in the shapes that the gate takes. The numbers do not depend on
    ``language``; names and words do. Sales are sorted by day; a row sent back is negative in
    quantity, amount and cost, under a document of its own.
    """
    people = cast()
    rng = np.random.Generator(np.random.PCG64(SEED + 1))
    return {
        "sales": _sales(people, *make_lines(people, rng)),
        "customers": _customers(people, language),
        "products": _products(language),
    }


def product_ids() -> list[str]:
    """Return the ids of the products, in the order of ``words.PRODUCTS``."""
    return [f"P{n:02d}" for n in range(1, len(words.PRODUCTS) + 1)]


def _sales(people: Cast, sold: Lines, returned: Lines) -> pd.DataFrame:
    document = np.append(
        np.array([f"S{n:05d}" for n in range(1, sold.order.max() + 2)], dtype=object)[sold.order],
        np.array([f"R{n:04d}" for n in range(1, len(returned.order) + 1)], dtype=object),
    )

    def joined(name: str) -> IntArray:
        return np.append(getattr(sold, name), getattr(returned, name))

    days = joined("day")
    frame = pd.DataFrame(
        {
            "date": days.astype("datetime64[D]").astype("datetime64[s]"),
            "document": pd.Categorical(document),
            "customer": _categorical(joined("customer"), people.ids.tolist()),
            "product": _categorical(joined("product"), product_ids()),
            "quantity": joined("quantity"),
            "amount": joined("amount"),
            "cost": joined("cost"),
        }
    )
    return frame.iloc[np.argsort(days, kind="stable")].reset_index(drop=True)


def _customers(people: Cast, language: str) -> pd.DataFrame:
    def words_at(pairs: tuple[Pair, ...], positions: IntArray) -> "pd.Categorical[str]":
        return _categorical(positions, [word(pair, language) for pair in pairs])

    form = word(words.LEGAL_FORM, language)
    names = [
        form.format(stem=word(words.STEMS[s], language), trade=word(words.TRADES[t][0], language))
        for s, t in zip(people.stem, people.trade, strict=True)
    ]
    industries = tuple(dict.fromkeys(industry for _, industry in words.TRADES))
    industry_of = np.array([industries.index(industry) for _, industry in words.TRADES])
    in_holding = np.isin(people.part, (Part.DOMINANT, Part.SISTER))
    left = people.end < people.end.max() - 180
    manager = 2 * people.region + np.arange(len(people.ids)) % 2
    return pd.DataFrame(
        {
            "customer": pd.Categorical(people.ids),
            "name": pd.Categorical(names),
            "inn": pd.Categorical([number or None for number in people.inn]),
            "segment": words_at(words.CHANNELS, people.channel),
            "group": words_at((words.HOLDING,), np.where(in_holding, 0, -1)),
            "region": words_at(words.REGIONS, people.region),
            "manager": words_at(words.MANAGERS, manager),
            "industry": words_at(industries, industry_of[people.trade]),
            "status": words_at((words.ACTIVE, words.ON_HOLD), left.astype(np.int64)),
        }
    )


def _products(language: str) -> pd.DataFrame:
    names, groups = zip(
        *((word(name, language), word(group, language)) for name, group, *_ in words.PRODUCTS),
        strict=True,
    )
    return pd.DataFrame(
        {
            "product": pd.Categorical(product_ids()),
            "name": pd.Categorical(names),
            "group": pd.Categorical(groups),
        }
    )


def _categorical(codes: IntArray, levels: list[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, pd.Index(levels))
