"""Names of tabs that Excel takes.

At most 31 characters as UTF-16 counts them; no bracket, colon, star, question mark or slash of
either kind; no apostrophe at either end; no name twice, whatever the case. "History" is kept by an
English Excel for its list of changes, "Журнал" by a Russian one (support.microsoft.com, "Rename a
worksheet"; XlsxWriter, issue 688).
"""

import re
from collections.abc import Iterable

LONGEST = 31
RESERVED = frozenset({"history", "журнал"})
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ENDS = " '\xa0"


def tab_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Return the name itself where a tab may be called so, else the nearest that it may.

    A character that Excel refuses becomes a hyphen; a taken or reserved name gets (2), (3) ...;
    what is too long is cut at its end; of nothing comes "Sheet".
    """
    held = {name.casefold() for name in taken} | RESERVED
    name = _cut(_REFUSED.sub("-", wanted).strip(_ENDS), LONGEST) or "Sheet"
    number, free = 1, name
    while free.casefold() in held:
        number += 1
        mark = f" ({number})"
        free = f"{_cut(name, LONGEST - len(mark))}{mark}"
    return free


def _cut(name: str, room: int) -> str:
    """Return the beginning of a name that fills at most so many UTF-16 units, with a clean end."""
    while len(name.encode("utf-16-le")) > 2 * room:
        name = name[:-1]
    return name.rstrip(_ENDS)
