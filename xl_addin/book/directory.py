"""Names that an export gives beside the codes of customers -> the table Customers."""

from collections.abc import Mapping

import pandas as pd

from scoring.tables.cells import cells_of
from scoring.tables.reading import read_keys
from xl_addin.book.errors import BookError
from xl_addin.book.layouts import INPUT_TABLES
from xl_addin.book.names import Index
from xl_addin.book.read import read_input
from xl_addin.book.wording import book_messages
from xl_addin.book.write import place_input
from xl_addin.texts import Texts


def add_names(index: Index, names: Mapping[str, str], say: Texts) -> list[str]:
    """Add the customers that the table Customers lacks, with their names; return what to tell.

    A customer who stands there already is left alone, and so is a table with columns of the
    user's own.
    """
    try:
        given = read_input(index, "customers")
    except BookError as error:
        return [error.text(book_messages(say))]
    if given is None or given.origin.headers.unknown:
        return []
    old = given.frame.dropna(how="all").reset_index(drop=True)
    known: set[str] = set()
    if len(old):
        known = set(read_keys(cells_of(old["customer"])).values.ids.tolist())
    new = {id_: name for id_, name in names.items() if id_ not in known}
    if not new:
        return []
    fresh = pd.DataFrame({"customer": list(new), "name": list(new.values())}, dtype=object)
    whole = pd.concat([old.astype(object), fresh], ignore_index=True)
    whole = whole.where(whole.notna(), None)
    place_input(index, "customers", {str(field): whole[field] for field in whole})
    table = INPUT_TABLES["customers"]
    return [say("imports.notices.names", count=len(new), table=table)]
