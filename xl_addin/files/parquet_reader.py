"""A parquet file -> arrays; runs in the reading child, where pyarrow may be absent."""

import importlib
import io
from typing import Any

import numpy as np

from xl_addin.files.encode import BLANK, BOOL, DATE, NUMBER, TEXT, Codes
from xl_addin.files.errors import FileError


def read_parquet(path: str, data: bytes) -> tuple[dict[str, Any], list[Any]]:
    """Read a parquet file of text, number, date and true/false columns.

    Raises FileError if pyarrow is not installed, the file is damaged, or a column holds lists,
    records or other nested values.
    """
    try:
        pa = importlib.import_module("pyarrow")
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise FileError("parquet.missing", path=path) from error
    try:
        table = parquet.read_table(io.BytesIO(data), use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise FileError("file.damaged", path=path, part="parquet") from error
    codes = Codes()
    shape = (table.num_rows, table.num_columns)
    kinds = np.empty(shape, np.uint8, order="F")
    values = np.empty(shape, np.float64, order="F")
    for j, name in enumerate(table.column_names):
        column = table.column(j)
        kind = _kind(column.type, pa.types)
        if kind is None:
            raise FileError("parquet.column", path=path, column=name, kind=column.type)
        blank = np.asarray(column.is_null())
        values[:, j] = _values(column, kind, codes, pa)
        values[blank, j] = np.nan
        kinds[:, j] = np.where(blank | np.isnan(values[:, j]), BLANK, kind)
    return {"levels": codes.levels(), "header": table.column_names}, [kinds, values]


def _kind(column_type: Any, types: Any) -> int | None:
    if types.is_dictionary(column_type):
        column_type = column_type.value_type
    for kind, tests in (
        (TEXT, ("is_string", "is_large_string")),
        (DATE, ("is_date", "is_timestamp")),
        (BOOL, ("is_boolean",)),
        (NUMBER, ("is_integer", "is_floating", "is_decimal")),
    ):
        if any(getattr(types, test)(column_type) for test in tests):
            return kind
    return None


def _values(column: Any, kind: int, codes: Codes, pa: Any) -> Any:
    if kind == TEXT:
        plain = column.combine_chunks().dictionary_encode()
        levels = [codes[text] - 1 if text else np.nan for text in plain.dictionary.to_pylist()]
        places = np.asarray(plain.indices.fill_null(0), np.int64)
        return np.array(levels or [np.nan])[places]
    if kind == DATE:
        moments = column.cast(pa.timestamp("us"), safe=False).cast(pa.int64())
        return np.asarray(moments.fill_null(0), np.float64) / 1e6
    return np.asarray(column.cast(pa.float64(), safe=False).fill_null(0.0))
