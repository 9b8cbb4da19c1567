"""Registration numbers in cells: do their check digits fit."""

from collections.abc import Callable

from xl_addin.functions.arguments import Answer, Cells, Language, Patch
from xl_addin.functions.catalogue import worksheet_function
from xl_addin.functions.cells import Cell
from xl_addin.functions.reading import texts_of

# The methods of a chapter are imported at its first call: Excel waits for the import of them all.


@worksheet_function(example="=VALID_INN(Customers[inn])")
def VALID_INN(  # noqa: N802 (the name is the worksheet's)
    x: Cells,
    lang: Language = "en",
) -> Answer:
    """Whether each cell is a right INN, the Russian tax number of 10 or 12 digits.

    TRUE where the last digit of ten, or the last two of twelve, are those that the weights of
    the tax service give; else FALSE. A cell of 9 or 11 digits that would be right with a zero
    before it answers with the words: leading zero lost, as a number format takes it away. Only
    digits count, blanks around them do not. Zeros alone are no number. A blank cell stays blank,
    and so does a header: a word without a digit on top of a column.

    Parameters
    ----------
    x : block
        Numbers, as text or as numbers: one cell, a column, a row or a block.
    lang : word, optional
        Language of the words: en or ru. Left out: en.

    Returns
    -------
    yes or no
        TRUE or FALSE, or the words leading zero lost, in the shape of ``x``.

    Source
    ------
    Order of the Russian tax service MMV-7-6/435 of 29.06.2012.

    Examples
    --------
    >>> VALID_INN(["7707083893", "7707083894", 500100732259.0, None])
    [[True], [False], [True], ['']]
    """
    from scoring.diagnosis.registration import inn_fault
    from xl_addin.texts import texts

    return _checked(x, inn_fault, texts(lang)("registration.zero"))


@worksheet_function(example="=VALID_OGRN(B2:B200)")
def VALID_OGRN(  # noqa: N802 (the name is the worksheet's)
    x: Cells,
) -> Answer:
    """Whether each cell is a right OGRN (13 digits) or OGRNIP (15), the Russian register number.

    TRUE where the last digit is the last one of the remainder of the digits before it, divided
    by 11 (13 digits) or by 13 (15 digits); else FALSE. Only digits count, blanks around them do
    not. Zeros alone are no number. A blank cell stays blank, and so does a header: a word
    without a digit on top of a column.

    Parameters
    ----------
    x : block
        Numbers, as text or as numbers: one cell, a column, a row or a block.

    Returns
    -------
    yes or no
        TRUE or FALSE, in the shape of ``x``.

    Source
    ------
    Order of the Russian Ministry of Finance 165n of 30.10.2017.

    Examples
    --------
    >>> VALID_OGRN(["1027700132195", "1027700132196"])
    [[True], [False]]
    """
    from scoring.diagnosis.registration import ogrn_fault

    return _checked(x, ogrn_fault)


def _checked(cells: Patch, fault_of: Callable[[str], str], zero: str = "") -> Answer:
    """Return TRUE, FALSE or the word for a lost zero for every cell; blanks stay blank."""
    texts = texts_of(cells.cells, "x", cells.width)
    several = len(cells.cells) > cells.width
    faults = {text: fault_of(text) for text in texts if text is not None}
    answers: list[Cell] = []
    for place, text in enumerate(texts):
        header = several and place < cells.width and text is not None and _is_word(text)
        if text is None or header:
            answers.append("")
        else:
            answers.append(zero if faults[text] == "zero" else faults[text] == "")
    return cells.spread(answers)


def _is_word(text: str) -> bool:
    return text[:1].isalpha() and not any(char.isdigit() for char in text)
