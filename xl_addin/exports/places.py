"""How places of a file are written: file, sheet, cell, header and row as they stand there."""

from scoring.errors import Placer, Problem
from xl_addin.exports.file_table import FileTable
from xl_addin.texts import Texts


def column_letters(number: int) -> str:
    """Return the letters of a sheet column counted from 1: A, Z, AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def where(table: FileTable, say: Texts) -> str:
    """Return the file, and the sheet where it has any."""
    name = table.path.name
    return say("imports.place.sheet", file=name, sheet=table.sheet) if table.sheet else name


def placer(table: FileTable, say: Texts) -> Placer:
    """Return how the places of a table in a file are written."""
    start = where(table, say)

    def place(problem: Problem, row: int | None) -> str:
        at = table.fields.fields.get(problem.column)
        header = _caption(problem.column, say) if at is None else table.headers[at]
        if row is None:
            return say("imports.place.column", where=start, header=header) if header else start
        line = int(table.lines[row])
        if at is not None and table.sheet and table.places[at]:
            cell = f"{column_letters(table.places[at])}{line}"
            return say("imports.place.sheet_cell", where=start, cell=cell, header=header, row=line)
        if not header:
            return say("imports.place.row", where=start, row=line)
        return say("imports.place.cell", where=start, header=header, row=line)

    return place


def _caption(field: str, say: Texts) -> str:
    from xl_addin.book.wording import scoring_messages

    return scoring_messages(say).get(f"field.{field}", field)
