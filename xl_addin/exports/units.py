"""Money in whole units of one currency: thousands by the header, rates as they were given."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.checks import FloatArray
from scoring.tables.cells import cells_of
from scoring.tables.currencies import currency_code
from scoring.tables.reading import read_keys
from xl_addin.exports.find import FileTable
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.understood import MONEY, scale_of
from xl_addin.texts import Texts


def in_one_currency(
    frame: pd.DataFrame, options: ImportOptions, told: list[str], say: Texts
) -> tuple[pd.DataFrame, FloatArray]:
    """Return rows with a rate as rows of the currency wanted, and the rate of every row, (n,)."""
    rates = np.ones(len(frame))
    if not options.rates or "currency" not in frame:
        return frame, rates
    rated = {currency_code(name): rate for name, rate in options.rates.items()}
    keys = read_keys(cells_of(frame["currency"]), rising=False).values
    codes = [currency_code(str(name)) for name in keys.ids]
    rates = np.array([*(rated.get(code, 1.0) for code in codes), 1.0])[keys.code]
    wanted = currency_code(options.reading.currency)
    pairs = zip(codes, keys.ids.tolist(), strict=True)
    names = [wanted if code in rated else name for code, name in pairs]
    listed = ", ".join(f"{code} = {rate:g}" for code, rate in rated.items())
    told.append(say("imports.notices.converted", rates=listed, currency=wanted))
    column: Any = np.array([*names, None], object)[keys.code]
    return frame.assign(currency=column), rates


def scales(table: FileTable, told: list[str], say: Texts) -> dict[str, float]:
    """Return by what the money of a field is to be multiplied, where its header says so."""
    found: dict[str, float] = {}
    for name in MONEY:
        at = table.fields.fields.get(name)
        scale, unit = scale_of(table.headers[at]) if at is not None else (1.0, "")
        if at is not None and scale != 1:
            found[name] = scale
            header = table.headers[at]
            told.append(say("imports.notices.scaled", header=header, unit=unit, scale=f"{scale:g}"))
    return found


def multiplied(clean: pd.DataFrame, scale: dict[str, float], rates: FloatArray) -> pd.DataFrame:
    """Return rows with their money in whole units of one currency; rates: (n,)."""
    columns = {
        name: np.round(clean[name].to_numpy(np.float64) * scale.get(name, 1.0) * rates, 6)
        for name in MONEY
        if name in clean and (name in scale or (rates != 1).any())
    }
    return clean.assign(**columns) if columns else clean
