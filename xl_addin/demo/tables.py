"""A made-up wholesaler of building supplies: 400 customers, three years, thirteen products.

The same company on every machine. Six customers in ten are regulars: they order often or
seldom, at rates that spread widely, and half of them leave for good, after few orders or many;
BG/NBD and Gamma-Gamma settle on that. Into the ledger these stories are woven, for the
assessment to find again (``stories()`` names who plays them):

1. One customer brings more than 15 % of all revenue, and its holding more still.
2. A customer that ordered every week for two years has been silent since May 2025.
3. Twenty-four customers placed their first order in the last quarter of 2025.
4. Twenty-four contract customers take the same delivery every month.
5. The landscapers, forty firms, buy from April to September only.
6. One customer has only sent goods back.
7. Eighteen customers came for one order and never again; some regulars have one so far.
8. One product is bought more than any other; another has not been sold since March 2024.
9. A large customer pays later from month to month, and much of what it owes is overdue.
10. Fifteen small customers pay before the day.
11. A customer that pays late has the most generous terms: they are to be tightened.
12. A large and prompt customer has the terms of a newcomer: they are to be loosened.
13. A contract customer was to sign for the product that sells best; the day has passed.
14. The newest product is meant for dealers too, and none of them was ever asked.
15. The questionnaire shows good records and weak marketing.
16. Three large accounts have one owner: none is a major customer, together they are.
17. The tax number of the customer of story 2 is mistyped: it fails its check digit.

All names are invented; the tax numbers are of an office that does not exist.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scoring.checks import IntArray
from xl_addin.demo import words
from xl_addin.demo.cast import SEED, Cast, Part, cast, partners
from xl_addin.demo.credit import NEVER, Form, Invoices, Terms, make_invoices, make_terms
from xl_addin.demo.offering import NO_STEP, Offers, make_offers
from xl_addin.demo.orders import Lines, make_lines
from xl_addin.demo.questionnaire import make_answers
from xl_addin.demo.words import Pair, word


def company(language: str = "en") -> dict[str, pd.DataFrame]:
    """Return all input tables of the made-up company, by key: "sales", "customers", ...

    Columns are field keys, in the shapes that the gate takes. The numbers do not depend on
    ``language``; names and words do. Sales are sorted by day; a row sent back is negative in
    quantity, amount and cost, under a document of its own. An invoice has the number and the
    money of its document.
    """
    people = cast()
    rng = np.random.Generator(np.random.PCG64(SEED + 1))
    sold, returned = make_lines(people, rng)
    terms = make_terms(people, sold, returned)
    return {
        "sales": _sales(people, sold, returned),
        "customers": _customers(people, language),
        "products": _products(language),
        "offers": _offers(people, make_offers(people, sold), language),
        "invoices": _invoices(people, make_invoices(terms, sold, returned)),
        "terms": _terms(people, terms, language),
        "answers": make_answers(language),
    }


def product_ids() -> list[str]:
    """Return the ids of the products, in the order of ``words.PRODUCTS``."""
    return [f"P{n:02d}" for n in range(1, len(words.PRODUCTS) + 1)]


def _sales(people: Cast, sold: Lines, returned: Lines) -> pd.DataFrame:
    document = np.append(_numbers("S{:05d}", sold.order), _numbers("R{:04d}", returned.order))

    def joined(name: str) -> IntArray:
        return np.append(getattr(sold, name), getattr(returned, name))

    days = joined("day")
    frame = pd.DataFrame(
        {
            "date": _dates(days),
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
        return _words_at(pairs, positions, language)

    form = word(words.LEGAL_FORM, language)
    names = [
        form.format(stem=word(words.STEMS[s], language), trade=word(words.TRADES[t][0], language))
        for s, t in zip(people.stem, people.trade, strict=True)
    ]
    industries = tuple(dict.fromkeys(industry for _, industry in words.TRADES))
    industry_of = np.array([industries.index(industry) for _, industry in words.TRADES])
    left = people.end < people.end.max() - 180
    manager = 2 * people.region + np.arange(len(people.ids)) % 2
    return pd.DataFrame(
        {
            "customer": pd.Categorical(people.ids),
            "name": pd.Categorical(names),
            "inn": pd.Categorical([number or None for number in people.inn]),
            "segment": words_at(words.CHANNELS, people.channel),
            "group": words_at((words.HOLDING, words.PARTNERS), _owners(people)),
            "region": words_at(words.REGIONS, people.region),
            "division": words_at(words.BRANCHES, np.array(words.BRANCH_OF_REGION)[people.region]),
            "manager": words_at(words.MANAGERS, manager),
            "industry": words_at(industries, industry_of[people.trade]),
            "status": words_at((words.ACTIVE, words.ON_HOLD), left.astype(np.int64)),
        }
    )


def _owners(people: Cast) -> IntArray:
    """Return who owns each customer: 0 the holding, 1 the partners, -1 nobody known."""
    owner = np.where(np.isin(people.part, (Part.DOMINANT, Part.SISTER)), 0, -1)
    owner[partners(people)] = 1
    return owner


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
            "targets": pd.Categorical(
                [
                    "; ".join(word(words.CHANNELS[at], language) for at in each) or None
                    for each in words.TARGETS
                ]
            ),
        }
    )


def _offers(people: Cast, offers: Offers, language: str) -> pd.DataFrame:
    pairs = ((words.SOLD, words.SOLD), words.NOT_OFFERED, words.REFUSED, *words.STAGES)
    working = offers.status == len(pairs) - len(words.STAGES)  # told by its stage
    return pd.DataFrame(
        {
            "customer": _categorical(offers.customer, people.ids.tolist()),
            "product": _categorical(offers.product, product_ids()),
            "status": _words_at(pairs, offers.status + working * offers.stage, language),
            "step": _dates(offers.step, blank=NO_STEP),
            "stage": _words_at(words.STAGES, offers.stage, language),
            "reason": _words_at(words.REASONS, offers.reason, language),
            "amount": offers.amount,
        }
    )


def _invoices(people: Cast, invoices: Invoices) -> pd.DataFrame:
    sold, back = _numbers("S{:05d}", invoices.order), _numbers("R{:04d}", invoices.order)
    return pd.DataFrame(
        {
            "invoice": pd.Categorical(np.where(invoices.returned, back, sold)),
            "customer": _categorical(invoices.customer, people.ids.tolist()),
            "issued": _dates(invoices.issued),
            "due": _dates(invoices.due),
            "paid": _dates(invoices.paid, blank=NEVER),
            "amount": invoices.amount,
        }
    )


def _terms(people: Cast, terms: Terms, language: str) -> pd.DataFrame:
    agreed = terms.form != Form.NONE
    forms = (words.OPEN, words.PART_PREPAY, words.PREPAY, words.SECURED)
    secured = np.where(terms.form == Form.SECURED, 0, -1)
    return pd.DataFrame(
        {
            "customer": pd.Categorical(people.ids[agreed]),
            "form": _words_at(forms, terms.form[agreed], language),
            "days": terms.days[agreed].astype(np.float64),
            "limit": terms.limit[agreed],
            "security": _words_at((words.GUARANTEE,), secured[agreed], language),
        }
    )


def _numbers(form: str, orders: IntArray) -> NDArray[np.object_]:
    """Return the numbers of documents, counted from 1."""
    numbers = np.array([form.format(n) for n in range(1, int(orders.max()) + 2)], dtype=object)
    return numbers[orders]


def _dates(days: IntArray, blank: int | None = None) -> NDArray[np.datetime64]:
    dates = np.where(days == blank, 0, days).astype("datetime64[D]").astype("datetime64[s]")
    return np.where(days == blank, np.datetime64("NaT", "s"), dates)


def _words_at(pairs: tuple[Pair, ...], at: IntArray, language: str) -> "pd.Categorical[str]":
    return _categorical(at, [word(pair, language) for pair in pairs])


def _categorical(codes: IntArray, levels: list[str]) -> "pd.Categorical[str]":
    return pd.Categorical.from_codes(codes, pd.Index(levels))
