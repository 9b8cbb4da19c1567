"""What can be wrong with the workbook itself, as against the data in it."""

from collections.abc import Mapping

MESSAGES: dict[str, str] = {
    "no_table": (
        "The workbook has no table {table}. Make a new workbook with 'clientbase new' and paste "
        "the data into it, or give the table its name back (Table Design, Table Name)."
    ),
    "no_columns": (
        "{sheet}, table {table}: no column for {fields}. Headers found: {headers}. Name a column "
        "so, in English or Russian."
    ),
    "double_column": (
        "{sheet}, table {table}: {first} and {second} both look like {field}. Rename the one that "
        "is not meant."
    ),
    "cells_in_the_way": (
        "{sheet}: the table {table} needs {rows} rows, and {cell} below it holds something. Move "
        "it away; the sheet was left as it was."
    ),
    "too_long": (
        "{sheet}: {rows} rows do not fit under the table {table}; a sheet ends at row 1,048,576."
    ),
    "holds_customers": (
        "The table {table} holds customers by their own ids. Pseudonymised data never stand beside "
        "them: import into a new workbook, made with 'clientbase new'."
    ),
    "other_key": (
        "The table {table} was pseudonymised under another key, so that its customers would not be "
        "found again. Name that key with --key, or import into a new workbook."
    ),
    "is_pseudonymised": (
        "The workbook is pseudonymised (sheet Settings): customers by their own ids never stand "
        "beside tokens. Import with --pseudonymise, or into another workbook."
    ),
    "not_empty": (
        "The table {table} holds {rows} rows. Demo data go into an empty workbook only: make one "
        "with 'clientbase new'."
    ),
}


class BookError(ValueError):
    """The workbook lacks something, or something stands in the way; the text says what to do."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = {name: str(value) for name, value in details.items()}
        super().__init__(self.text())

    def text(self, messages: Mapping[str, str] = MESSAGES) -> str:
        """Return the message in the language of ``messages``."""
        names = {
            key: ", ".join(messages.get(f"field.{field}", field) for field in value.split(", "))
            for key, value in self.details.items()
            if key in {"field", "fields"}
        }
        return messages[self.code].format_map({**self.details, **names})
