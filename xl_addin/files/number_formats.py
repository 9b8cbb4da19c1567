"""What a number format of a sheet shows beside the number: a currency, percent, nothing."""

import re

PERCENT = "%"
CHOSEN = "[$"  # before a currency that was chosen as such, whatever it is called

_CURRENCY = re.compile(r"\[\$([^\]-]+)[^\]]*\]")
_CONDITION = re.compile(r"\[[^\]]*\]")
_SPACE = re.compile(r"[_*].")  # as wide as a sign; filled with a sign
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_DATE = re.compile(r"[A-DF-Za-df-z]")  # of words and dates; E is an exponent
_SIGNS = re.compile(r"[$\x80-\uffff]+")


def shown_by(code: str) -> str:
    """Return what a number format shows beside its number.

    PERCENT; or the words of the format, a currency or a unit such as "шт.", those of a currency
    chosen as such behind CHOSEN; "" for none, and for dates. Only the format of numbers above 0
    counts.
    """
    first = _first_section(code)
    if (chosen := _CURRENCY.search(first)) and (name := chosen[1].strip()):
        return CHOSEN + name
    bare = _SPACE.sub("", _CONDITION.sub("", first))
    words = "".join(a or b for a, b in _QUOTED.findall(bare)).strip()
    rest = _QUOTED.sub("", bare)
    if _DATE.search(rest):
        return ""
    if "%" in rest:
        return PERCENT
    return "".join(_SIGNS.findall(rest)).strip() or words


def _first_section(code: str) -> str:
    quoted = False
    for at, letter in enumerate(code):
        quoted ^= letter == '"'
        if letter == ";" and not quoted:
            return code[:at]
    return code
