"""The table Decision_Matrix -> the twenty cells of the decision matrix."""

from collections.abc import Callable
from typing import Any, get_args

import pandas as pd

from scoring.settings import (
    DECISION_CELLS,
    PAYMENT_FORMS,
    RISK_CLASSES,
    VALUE_CLASSES,
    Approver,
    TermsCell,
)
from xl_addin.book.columns import ColumnAccessor
from xl_addin.book.layouts import layout_of
from xl_addin.book.names import Index
from xl_addin.book.wording import code_of
from xl_addin.texts import Texts

TABLE = "Decision_Matrix"
_DEFAULT = {(cell.value_class, cell.risk_class): cell for cell in DECISION_CELLS}


def read_matrix(index: Index, say: Texts) -> tuple[tuple[TermsCell, ...], tuple[str, ...]]:
    """Read the matrix: its cells, and one sentence for each that cannot be used.

    A pair of classes that the table lacks, and a blank cell, keep their default; a workbook
    without the table has the default matrix. Rows may stand in any order.
    """
    found = index.table(TABLE)
    keys = layout_of(TABLE).keys
    if found is None or found[1].range.shape[1] != len(keys):
        return DECISION_CELLS, ()
    sheet, table = found
    body = table.range[1:, :]
    frame = pd.DataFrame(dict(zip(keys, body.options(ColumnAccessor).value, strict=True)))
    cells, faults = dict(_DEFAULT), []
    for row, record in enumerate(frame.astype(object).to_dict("records")):
        pair = (_plain(record["value_class"]).upper(), _plain(record["risk_class"]).upper())
        if pair == ("", ""):
            continue
        if pair not in _DEFAULT:
            place = f"{sheet.name}!{_address(body[row, 0])}"
            faults.append(say("matrix.pair", cell=place, found=" ".join(pair)))
            continue
        terms = _DEFAULT[pair]._asdict()
        for column, (key, read) in enumerate(_READERS.items(), start=2):
            content = record[key]
            if pd.isna(content) or content == "":
                continue
            try:
                terms[key] = read(content)
            except ValueError:
                place = f"{sheet.name}!{_address(body[row, column])}"
                faults.append(say(f"matrix.{key}", cell=place, found=_plain(content)))
        cells[pair] = TermsCell(**terms)
    ordered = tuple(cells[value, risk] for value in VALUE_CLASSES for risk in RISK_CLASSES)
    return ordered, tuple(faults)


def _plain(content: Any) -> str:
    return "" if pd.isna(content) else str(content).strip()


def _address(cell: Any) -> str:
    return str(cell.get_address(row_absolute=False, column_absolute=False))


def _word(branch: str, codes: tuple[str, ...]) -> Callable[[Any], str]:
    """Return a reader of codes given as code or as word of either language."""

    def read(content: Any) -> str:
        code = code_of(_plain(content), branch, codes)
        if code is None:
            raise ValueError(content)
        return code

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(content: Any) -> float:
        if isinstance(content, bool) or not isinstance(content, (int, float)):
            raise ValueError(content)
        if not low <= content <= high:
            raise ValueError(content)
        return float(content)

    return read


def _whole(low: int, high: int) -> Callable[[Any], int]:
    number = _number(low, high)

    def read(content: Any) -> int:
        if number(content) != int(content):
            raise ValueError(content)
        return int(content)

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    "form": _word("forms", PAYMENT_FORMS),
    "days": _whole(0, 365),
    "limit_share": _number(0, 10),
    "prepay_share": _number(0, 1),
    "approver": _word("approvers", get_args(Approver)),
    "review_months": _whole(1, 120),
}
