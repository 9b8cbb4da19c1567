"""Money in whole units of one currency: thousands by the header, rates as they were given."""

from typing import Any

import numpy as np
import pandas as pd

from scoring.checks import FloatArray, TextArray
from scoring.tables.cells import Cells, Kind, cells_of
from scoring.tables.currencies import currencies_in, currency_code
from scoring.tables.money import PERCENT, Formats
from scoring.tables.reading import read_keys
from xl_addin.exports.file_table import FileTable
from xl_addin.exports.options import ImportOptions
from xl_addin.exports.understood import MONEY, scale_of
from xl_addin.texts import Texts


def in_one_currency(
    frame: pd.DataFrame, options: ImportOptions, formats: Formats, told: list[str], say: Texts
) -> tuple[pd.DataFrame, FloatArray | None]:
    """Return rows with a rate as rows of the currency wanted, and the rate of every row, (n,).

    The rates are None where none is needed.
    """
    of_row = _currency_names(frame, formats) if options.rates else None
    if of_row is None:
        return frame, None
    rated = {currency_code(name): rate for name, rate in options.rates.items()}
    codes, names = pd.factorize(of_row)
    known = [currency_code(str(name)) for name in names]
    rates = np.array([*(rated.get(code, 1.0) for code in known), 1.0])[codes]
    wanted = currency_code(options.reading.currency)
    listed = ", ".join(f"{code} = {rate:g}" for code, rate in rated.items())
    told.append(say("imports.notices.converted", rates=listed, currency=wanted))
    if "currency" not in frame:
        return frame, rates
    pairs = zip(known, names.tolist(), strict=True)
    column: Any = [wanted if code in rated else name for code, name in pairs]
    return frame.assign(currency=np.array([*column, None], object)[codes]), rates


def _currency_names(frame: pd.DataFrame, formats: Formats) -> TextArray | None:
    """Return the currency of every row by its column, else by its amount; None where blank."""
    names: TextArray = np.full(len(frame), None, object)
    if "currency" in frame:
        keys = read_keys(cells_of(frame["currency"]), rising=False).values
        names = np.array([*keys.ids.tolist(), None], object)[keys.code]
    own = _own_currencies(cells_of(frame["amount"]), formats) if "amount" in frame else None
    if own is None:
        return names if "currency" in frame else None
    return np.where(pd.isna(names), own, names)


def _own_currencies(amounts: Cells, formats: Formats) -> TextArray | None:
    """Return the currency that each amount names, in its text or by its format; None for none."""
    signs, shown = currencies_in(amounts.texts.tolist()), formats.get("amount")
    if signs is None and shown is None:
        return None
    own: TextArray = np.full(amounts.kind.size, "", object)
    if signs is not None:
        own = np.where(amounts.kind == Kind.TEXT, signs[amounts.code], own)
    if shown is not None:
        own = np.where((amounts.kind == Kind.NUMBER) & (shown != PERCENT), shown, own)
    own[own == ""] = None
    return own


def scales(table: FileTable, told: list[str], say: Texts) -> dict[str, float]:
    """Return by what the money of a field is to be multiplied, where its header says so."""
    found: dict[str, float] = {}
    for name in MONEY:
        at = table.fields.fields.get(name)
        scale, unit = scale_of(table.headers[at]) if at is not None else (1.0, "")
        if at is not None and scale != 1:
            found[name] = scale
            header = table.headers[at]
            told.append(
                say("imports.notices.scaled", header=header, unit=unit, scale=f"{scale:.0f}")
            )
    return found


def multiplied(
    clean: pd.DataFrame, scale: dict[str, float], rates: FloatArray | None
) -> pd.DataFrame:
    """Return rows with their money in whole units of one currency; rates: (n,), if any."""
    times = 1.0 if rates is None else rates
    columns = {
        name: np.round(clean[name].to_numpy(np.float64) * scale.get(name, 1.0) * times, 6)
        for name in MONEY
        if name in clean and (name in scale or rates is not None)
    }
    return clean.assign(**columns) if columns else clean
