import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.diagnosis.maturity import (
    LEVELS,
    maturity_level,
    maturity_score,
    score_maturity,
)
from scoring.diagnosis.questions import ASPECTS, MANAGED, QUESTIONS, SECTIONS, UNMANAGED
from scoring.errors import SettingError
from scoring.settings import MaturityPolicy
from scoring.tables.answers import N_QUESTIONS, AnswersTable
from xl_addin.texts import LANGUAGES, texts

# REQUIREMENTS.md 1.5.5, column U of the questionnaire, rows 1 to 32.
UNMANAGED_SIGNS = "- - ± ± - ± - - ± - - ± - - ± ± - - - ± ± - - - + + - ± ± - ± -"
VALUES = {"+": 1.0, "±": 0.5, "-": 0.0}
ANSWER = st.sampled_from([0.0, 0.5, 1.0, np.nan])


def answers_of(columns):
    """Return the answers of several respondents, each a column of 32."""
    n = len(columns)
    return AnswersTable(
        question=np.tile(np.arange(1, 33), n),
        answer=np.concatenate([np.asarray(each, float) for each in columns]),
        respondent=np.repeat(np.array([f"r{at}" for at in range(n)], object), 32),
        comment=np.full(32 * n, None, object),
    )


def test_references_of_the_source():
    assert UNMANAGED.tolist() == [VALUES[sign] for sign in UNMANAGED_SIGNS.split()]
    assert (MANAGED == 1).all()
    assert [each.number for each in QUESTIONS] == list(range(1, N_QUESTIONS + 1))
    sizes = [sum(each.section == name for each in QUESTIONS) for name in SECTIONS]
    assert sizes == [14, 5, 4, 9]
    assert {each.aspect for each in QUESTIONS} == set(ASPECTS)


def test_unmanaged_reference_scores_a_quarter_raw_and_nothing_normalised():
    """METHODS.md 2.22; by hand: 12 answers +/- and 2 answers + are 8 of 32."""
    result = score_maturity(answers_of([UNMANAGED]))
    assert result.score == (0.25, 0.0, 1.0)
    assert result.level == "unmanaged"
    assert (result.sections["normalised"] == 0).all()
    # By hand: 2.5 of 14, 1 of 5, 1 of 4, 3.5 of 9.
    expected = [2.5 / 14, 0.2, 0.25, 3.5 / 9, 0.25]
    assert result.sections["raw"].tolist() == expected
    assert result.sections["unmanaged_raw"].tolist() == expected
    assert result.sections["section"].tolist() == [*SECTIONS, "all"]


def test_managed_reference_scores_all():
    result = score_maturity(answers_of([MANAGED]))
    assert result.score == (1.0, 1.0, 1.0)
    assert result.level == "managed"
    assert result.weak.empty
    for frame in (result.sections, result.aspects):
        assert (frame["normalised"] == 1).all()
        assert (frame["level"] == "managed").all()
    assert result.notes == ()


def test_nothing_done_is_below_the_unmanaged_reference():
    """By hand: the references differ by 24 in all; 6 of the 8 unmanaged points count."""
    result = score_maturity(answers_of([np.zeros(32)]))
    assert result.score == (0.0, -6 / 24, 1.0)
    assert result.level == "unmanaged"
    assert result.weak["question"].tolist()[:14] == (np.flatnonzero(UNMANAGED) + 1).tolist()


def test_rows_where_the_references_agree_do_not_move_the_index():
    answers = UNMANAGED.copy()
    answers[[24, 25]] = 0
    assert maturity_score(answers) == (6 / 32, 0.0, 1.0)


def test_blank_answers_are_left_out():
    """By hand: questions 1 (-) and 3 (+/-) answered + and +/-: 1.5 of 2; 1 of 1.5 above."""
    answers = np.full(32, np.nan)
    answers[[0, 2]] = 1.0, 0.5
    result = score_maturity(answers_of([answers]))
    assert result.score == (0.75, 1 / 1.5, 2 / 32)
    assert result.level == "gaps"
    main = result.sections.iloc[0]
    assert (main["answered"], main["coverage"]) == (2, 2 / 14)
    assert result.sections["level"].tolist() == ["gaps", None, None, None, "gaps"]
    assert result.weak["question"].tolist() == [3]
    assert [note.text() for note in result.notes] == [
        "Questions without an answer, not in the score: 30 of 32."
    ]


@pytest.mark.parametrize("answers", [[], [np.full(32, np.nan)]])
def test_no_answers(answers):
    table = answers_of(answers or [np.full(32, np.nan)])
    if not answers:
        none = np.empty(0, object)
        table = AnswersTable(np.empty(0, np.int64), np.empty(0), none, none)
    result = score_maturity(table)
    assert np.isnan(result.score.raw)
    assert np.isnan(result.score.normalised)
    assert (result.score.coverage, result.level, result.respondents) == (0, None, 0)
    assert len(result.table) == 32
    assert result.weak.empty
    assert result.disagreements.empty
    assert [note.code for note in result.notes] == ["note.maturity_none"]


def test_only_rows_that_do_not_discriminate():
    answers = np.full(32, np.nan)
    answers[24] = 1.0
    score = maturity_score(answers)
    assert (score.raw, score.coverage) == (1.0, 1 / 32)
    assert np.isnan(score.normalised)


def test_several_respondents():
    """By hand: medians of (+, -, +) and (+, +/-), and one question that only one answered."""
    columns = np.full((3, 32), np.nan)
    columns[:, 0] = 1, 0, 1
    columns[:2, 1] = 1, 0.5
    columns[0, 2] = 0.5
    columns[:, 3] = 1
    result = score_maturity(answers_of(columns))
    table = result.table.set_index("question")
    assert table["answer"].tolist()[:4] == [1, 0.75, 0.5, 1]
    assert table["answers"].tolist()[:5] == [3, 2, 1, 3, 0]
    assert result.respondents == 3
    found = result.disagreements
    assert found.to_dict("list") == {
        "question": [1, 2],
        "answers": [3, 2],
        "lowest": [0, 0.5],
        "highest": [1, 1],
        "spread": [1, 0.5],
    }
    assert "differently: 2" in result.notes[1].text()


@pytest.mark.parametrize(
    ("normalised", "level"),
    [
        (-0.25, 0), (0.0, 0), (0.1999, 0), (0.20, 1), (1 - 0.8, 1), (0.4999, 1), (0.50, 2),
        (0.7999, 2), (0.80, 3), (1.0, 3),
    ],
)  # fmt: skip
def test_levels_on_and_beside_their_cuts(normalised, level):
    """METHODS.md 2.22: under 20 unmanaged, to 50 partly, to 80 with gaps, from 80 managed."""
    assert maturity_level(normalised) == LEVELS[level]


def test_levels_are_a_setting():
    assert maturity_level(0.3, MaturityPolicy(cuts=(0.1, 0.2, 0.3))) == "managed"
    assert maturity_level(np.nan) is None
    with pytest.raises(SettingError):
        MaturityPolicy(cuts=(0.5, 0.5, 0.8))


def test_weak_rows_stand_widest_first():
    answers = np.ones(32)
    answers[[0, 2, 24]] = 0  # the third and the 25th are below the unmanaged reference
    answers[[4, 5]] = 0.5
    weak = score_maturity(answers_of([answers])).weak
    assert weak["question"].tolist() == [3, 25, 1, 5, 6]
    assert weak["gap"].tolist() == [1, 1, 1, 0.5, 0.5]


def test_aspects_cover_every_question():
    result = score_maturity(answers_of([UNMANAGED]))
    assert result.aspects["aspect"].tolist() == list(ASPECTS)
    assert result.aspects["questions"].sum() == 32
    weighted = (result.aspects["raw"] * result.aspects["questions"]).sum()
    assert weighted == pytest.approx(8)


def test_references_of_ones_own():
    score = maturity_score(np.array([1.0, 0.0]), np.array([1.0, 0.5]), np.array([0.5, 0.0]))
    assert score == (0.5, 0.5, 1.0)
    assert np.isnan(maturity_score(np.empty(0), np.empty(0), np.empty(0)).raw)


@given(st.lists(ANSWER, min_size=32, max_size=32), st.integers(0, 31))
def test_a_better_answer_never_lowers_a_score(answers, place):
    before = np.array(answers)
    if np.isnan(before[place]) or before[place] == 1:
        return
    after = before.copy()
    after[place] += 0.5
    one, other = (score_maturity(answers_of([each])) for each in (before, after))
    for key in ("raw", "normalised"):
        for name in ("sections", "aspects"):
            low, high = (getattr(each, name)[key].to_numpy() for each in (one, other))
            known = ~np.isnan(low)
            assert (high[known] >= low[known] - 1e-12).all()
    assert LEVELS.index(other.level or LEVELS[0]) >= LEVELS.index(one.level or LEVELS[0])


@given(st.lists(st.lists(ANSWER, min_size=32, max_size=32), min_size=1, max_size=3), st.randoms())
def test_the_order_of_rows_does_not_matter(columns, random):
    table = answers_of(columns)
    order = list(range(table.n_rows))
    random.shuffle(order)
    mixed = AnswersTable(
        table.question[order], table.answer[order], table.respondent[order], table.comment[order]
    )
    one, other = score_maturity(table), score_maturity(mixed)
    pd.testing.assert_frame_equal(one.table, other.table)
    pd.testing.assert_frame_equal(one.sections, other.sections)
    pd.testing.assert_frame_equal(one.disagreements, other.disagreements)
    assert one.notes == other.notes


@given(st.lists(ANSWER, min_size=32, max_size=32))
def test_scores_stay_in_their_bounds(answers):
    score = maturity_score(np.array(answers))
    assert 0 <= score.coverage <= 1
    assert np.isnan(score.raw) or 0 <= score.raw <= 1
    assert np.isnan(score.normalised) or score.normalised <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_has_its_texts(language):
    say = texts(language)
    numbers = {str(each.number) for each in QUESTIONS}
    assert say.node("questions").keys() == numbers
    assert say.node("question_actions").keys() == numbers
    assert say.node("question_sections").keys() == set(SECTIONS)
    assert say.node("question_aspects").keys() == set(ASPECTS)
    assert say.node("maturity_levels").keys() == set(LEVELS)
    assert len(set(say.node("question_actions").values())) == 32
