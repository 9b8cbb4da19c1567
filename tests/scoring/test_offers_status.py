import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.days import day_number, to_date
from scoring.offers.status import (
    STATUS_KEYS,
    Remark,
    Statuses,
    StatusWords,
    parse_statuses,
    write_statuses,
)
from scoring.tables.contracts import NO_DAY
from scoring.tables.signs import fold_signs
from tests.scoring.offers_samples import texts_of
from xl_addin.texts import LANGUAGES, texts

RUSSIAN = StatusWords("Не предлагали", "В работе", "Отказ", "+", "%d.%m.%Y")


def read(text):
    """Return (status, step, stage, reason, remark) of one text."""
    status, step, stage, reason, remark = (each[0] for each in parse_statuses(texts_of([text])))
    day = None if step == NO_DAY else to_date(step)
    return STATUS_KEYS[status], day, stage, reason, Remark(remark)


# REQUIREMENTS.md 1.5.4: the five words of the matrix and what they mean.
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+", ("sold", None, None)),
        ("Не предлагали", ("not_offered", None, None)),
        ("Отказ", ("refused", None, None)),
        ("Предложение, 25.02.2010", ("in_progress", dt.date(2010, 2, 25), "Предложение")),
        (
            "Подписание договора, 15.01.2011",
            ("in_progress", dt.date(2011, 1, 15), "Подписание договора"),
        ),
    ],
)
def test_words_of_the_source(text, expected):
    assert read(text) == (*expected, None, Remark.NONE)


@pytest.mark.parametrize(
    ("texts_given", "status"),
    [
        (["+", " + ", "＋", "➕", "Sold", "in use", "ПРОДАНО", "да", "+ 15.01.2011"], "sold"),
        (["not offered", "Not  Offered.", "NOTOFFERED", "не\u00a0предлагали"], "not_offered"),
        (["Refused", "отказ", "Declined", "Отказались", "lost"], "refused"),
        (["±", "+/-", "+/−", "+ / -", "-/+", "＋／－", "in progress", "В работе"], "in_progress"),
        (["Not targeted", "не целевой", "n/a"], "not_targeted"),
    ],
)
def test_case_blanks_signs_and_language_do_not_matter(texts_given, status):
    for text in texts_given:
        assert (read(text)[0], read(text)[4]) == (status, Remark.NONE), text
        assert read(text)[1:3] == (None, None), "a general word is no stage, + has no step"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", STATUS_KEYS)
def test_every_word_shown_is_read_back(language, key):
    status, step, stage, _, remark = read(texts(language)(f"offer_status.{key}"))
    assert (status, step, stage, remark) == (key, None, None, Remark.NONE)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Offer, 2011-01-15", (2011, 1, 15)),
        ("Offer 2011-01-15 10:30", (2011, 1, 15)),
        ("Offer; 5.1.2011", (2011, 1, 5)),
        ("Offer, 05.01.11", (2011, 1, 5)),
        ("Offer (15.01.2011)", (2011, 1, 15)),
        ("Встреча, 15.01.2011 г.", (2011, 1, 15)),
        ("Offer, 15/01/2011", (2011, 1, 15)),
        ("Offer, 01/15/2011", (2011, 1, 15)),
        ("Offer, 03/03/2011", (2011, 3, 3)),  # both readings are the same day
        ("Offer, 29.02.2012", (2012, 2, 29)),
    ],
)
def test_dates_that_read_in_one_way(text, day):
    assert read(text)[1] == dt.date(*day)
    assert read(text)[4] == Remark.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Offer, 01/02/2011",  # January or February
        "Offer, 31.02.2010",
        "Offer, 29.02.2011",
        "Offer, 15.01.1911",
        "Offer, 15.01.201",
        "Offer, 15/01/11",  # could begin with the year
        "Offer, 2011.01.15",
        "Offer, 15-01-2011",
        "Offer, 25.02",
        "Offer, Feb 2010",
    ],
)
def test_dates_that_do_not_are_remarked(text):
    assert read(text) == ("in_progress", None, text, None, Remark.DATE)


def test_a_date_alone_is_a_step_without_a_stage():
    assert read("15.01.2011") == ("in_progress", dt.date(2011, 1, 15), None, None, Remark.NONE)


def test_stages_known_and_unknown():
    assert read("Contract signing")[2:] == ("Contract signing", None, Remark.NONE)
    assert read("Коммерческое  предложение")[2] == "Коммерческое предложение"
    assert read("Счёт")[4] == read("счет")[4] == Remark.NONE
    assert read("sent samples") == ("in_progress", None, "sent samples", None, Remark.WORD)
    assert read("Sent samples, 2011-01-15")[4] == Remark.NONE, "the date says that work goes on"
    assert read("Offer, second round, 2011-01-15")[2] == "Offer, second round"


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0"])
def test_blank_is_not_targeted(blank):
    assert read(blank) == ("not_targeted", None, None, None, Remark.BLANK)


@pytest.mark.parametrize("dash", ["-", "–", "—", "−", " - "])
def test_a_dash_is_not_targeted_and_remarked(dash):
    assert read(dash) == ("not_targeted", None, None, None, Remark.DASH)


@pytest.mark.parametrize(
    "text", ["Отказ, дорого", "Отказ: дорого", "отказ (дорого)", "Refused – дорого", "Lost; дорого"]
)
def test_what_follows_a_refusal_is_the_reason(text):
    assert read(text) == ("refused", None, None, "дорого", Remark.NONE)


def test_a_refusal_has_no_next_step_but_what_is_not_offered_may():
    assert read("Отказ, 15.01.2011")[:2] == ("refused", None)
    assert read("Not offered, 2011-03-01")[:2] == ("not_offered", dt.date(2011, 3, 1))


def test_nothing_to_read_or_write():
    nothing = parse_statuses(texts_of([]))
    assert [each.size for each in nothing] == [0] * 5
    assert write_statuses(nothing).size == 0


def test_signs_inside_words_stay():
    assert fold_signs("  Offer — round 2 ") == "Offer - round 2"
    assert fold_signs("+5 / -3") == "+5 / -3"


WRITTEN = st.tuples(
    st.sampled_from(range(len(STATUS_KEYS))),
    st.one_of(st.none(), st.dates(dt.date(1970, 1, 1), dt.date(2200, 1, 1))),
    st.one_of(st.none(), st.sampled_from(["Offer", "Подписание договора", "Sent samples", "Этап"])),
    st.one_of(st.none(), st.sampled_from(["price", "нет бюджета", "bought elsewhere, cheaper"])),
)


@given(st.lists(WRITTEN, max_size=30), st.sampled_from([StatusWords(), RUSSIAN]))
def test_what_is_written_is_read_back(rows, words):
    """Each status keeps what belongs to it: step and stage for open work, reason for refusals."""
    kept = [
        (
            status,
            day_number(step) if step and status in (1, 2) else NO_DAY,
            stage if status == 2 else None,
            reason if status == 4 else None,
        )
        for status, step, stage, reason in rows
    ]
    columns = list(zip(*kept, strict=True)) or [()] * 4
    given_ = Statuses(
        np.array(columns[0], np.int8),
        np.array(columns[1], np.int32),
        texts_of(columns[2]),
        texts_of(columns[3]),
        np.zeros(len(rows), np.int8),
    )
    back = parse_statuses(write_statuses(given_, words))
    for before, after in zip(given_[:4], back[:4], strict=True):
        assert before.tolist() == after.tolist()


@given(st.text(max_size=25))
def test_any_text_has_one_status(text):
    status, step, stage, reason, remark = read(text)
    assert status in STATUS_KEYS
    assert step is None or status in ("not_offered", "in_progress")
    assert reason is None or status == "refused"
    assert stage is None or status == "in_progress"
    assert remark in (Remark.NONE, Remark.BLANK, Remark.DASH) or status == "in_progress"
