"""The questionnaire in cells: how far the management of the customer base has come."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scoring.tables import N_QUESTIONS
from scoring.tables.cells import cells_of
from scoring.tables.reading import read_answers
from xl_addin.functions.aligned import told
from xl_addin.functions.arguments import Answer, ArgumentError, Column, Flag, Line
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import Floats, answers_of, check_lengths, has_header, refuse_blank

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=MATURITY_SCORE(Answers[answer])")
def MATURITY_SCORE(  # noqa: N802 (the name is the worksheet's)
    answers: Column,
    managed: Column | None = None,
    unmanaged: Column | None = None,
    norm: Flag = True,  # noqa: FBT002 (an argument of a worksheet)
) -> Answer:
    """Maturity of customer base management from the answers: 0 unmanaged, 1 managed.

    Answers are + (1), +/- (0.5) and - (0), in every shape of the signs, or yes, partly, no in
    English or Russian. Normalised is (answers - unmanaged) / (managed - unmanaged), each summed
    over the questions answered where the two references differ; below 0 is possible. With
    ``norm`` FALSE the plain mean of the answers. A blank answer counts nowhere. Without
    references the 32 questions of the questionnaire are meant, in their order; with both, any
    number of questions. Without an answer that counts the result is a dash. Headers on top are
    passed over.

    Parameters
    ----------
    answers : column
        Answers to the questions in their order, such as Answers[answer].
    managed : column, optional
        Answers of a managed customer base; goes with unmanaged. Left out: the questionnaire's.
    unmanaged : column, optional
        Answers of an unmanaged customer base; goes with managed. Left out: the questionnaire's.
    norm : yes or no, optional
        Whether the score is set between the two references. Left out: TRUE.

    Returns
    -------
    number
        A fraction.

    Source
    ------
    The questionnaire of the handbook of methods, with its two reference columns.

    Examples
    --------
    >>> MATURITY_SCORE(["+", "+/-", "-"], ["+", "+", "+"], ["-", "-", "-"])
    0.5
    >>> MATURITY_SCORE(["+"] * 32)
    1.0
    """
    from scoring.diagnosis.maturity import maturity_score

    if (managed is None) != (unmanaged is None):
        missing, other = ("managed", "unmanaged") if managed is None else ("unmanaged", "managed")
        raise ArgumentError(missing, f"is needed beside {other}")
    columns, header = _answers({"answers": answers, "managed": managed, "unmanaged": unmanaged})
    given = columns["answers"]
    if managed is None:
        score = maturity_score(_questionnaire(given[header:], is_cut=answers.block.cut))
    else:
        for name in ("managed", "unmanaged"):
            refuse_blank(np.isnan(columns[name]) & ~np.isnan(given), name)
        score = maturity_score(given, columns["managed"], columns["unmanaged"])
    return told([score.normalised if norm else score.raw])[0]


@worksheet_function(example="=MATURITY_GAP(Answers[answer])")
def MATURITY_GAP(  # noqa: N802 (the name is the worksheet's)
    answers: Column,
    managed: Column | None = None,
) -> Answer:
    """Gap of each answer to a managed customer base: 0 none, 0.5 half way, 1 all of it.

    The gap is the reference answer less the answer; + is 1, +/- is 0.5 and - is 0. Below 0 the
    answer is better than the reference. Without ``managed`` the reference is + everywhere, as
    in the questionnaire. A blank answer stays blank; so do headers on top.

    Parameters
    ----------
    answers : column
        Answers to the questions: one cell or a column, such as Answers[answer].
    managed : column, optional
        Answers of a managed customer base, one per question. Left out: + everywhere.

    Returns
    -------
    number
        -1 to 1, in the shape of ``answers``.

    Source
    ------
    The questionnaire of the handbook of methods.

    Examples
    --------
    >>> MATURITY_GAP(["+", "+/-", "-"])
    [[0.0], [0.5], [1.0]]
    """
    columns, _ = _answers({"answers": answers, "managed": managed})
    given = columns["answers"]
    goal = columns.get("managed", np.ones(given.size))
    refuse_blank(np.isnan(goal) & ~np.isnan(given), "managed")
    gaps = zip((goal - given).tolist(), np.isnan(given).tolist(), strict=True)
    return answers.spread(["" if is_blank else gap for gap, is_blank in gaps])


def _answers(arguments: Mapping[str, Line | None]) -> tuple[dict[str, Floats], bool]:
    """Read columns of answers, of one length, and say whether the first row is one of headers.

    Headers read as blanks: words that are no answers.
    """
    lines = {name: line for name, line in arguments.items() if line is not None}
    check_lengths(lines)
    n_rows = max(map(len, lines.values()))
    firsts = [line.cells[0] for line in lines.values()]
    header = n_rows > 1 and has_header(firsts) and not any(map(_is_answer, firsts))
    columns = {}
    for name, line in lines.items():
        first = [None] if header else line.cells[:1]
        cells = [*first, *line.cells[1:], *[None] * (n_rows - len(line))]
        columns[name] = answers_of(cells, name)
    return columns, header


def _is_answer(cell: Cell) -> bool:
    return not np.isnan(read_answers(cells_of(pd.Series([cell], dtype=object))).values[0])


def _questionnaire(given: Floats, *, is_cut: bool) -> Floats:
    """Return answers as those of the questionnaire; blanks at the end may have been cut off."""
    if is_cut:
        given = np.append(given, np.full(max(N_QUESTIONS - given.size, 0), np.nan))
    if given.size != N_QUESTIONS:
        found = f"{given.size} rows, but the questionnaire has {N_QUESTIONS}"
        raise ArgumentError("answers", f"{found}; give both references for others")
    return given
