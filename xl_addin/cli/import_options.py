"""The options of ``import`` by which the user answers what a file leaves open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

TABLES = ("sales", "customers", "products", "offers", "invoices", "terms", "answers")
_OPTIONS = (
    click.option(
        "--profile",
        metavar="NAME|FILE",
        help="Read as a profile says: one that ships (1c-sales, 1c-grouped, crm, shop) or a file.",
    ),
    click.option(
        "--save-profile",
        type=click.Path(path_type=Path),
        help="Keep the columns and answers of this import as a profile.",
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="FIELD=HEADER",
        help="Which column is meant, by its header or letter: amount=E.",
    ),
    click.option(
        "--date-format",
        type=click.Choice(("dmy", "mdy", "ymd")),
        help="The order of day, month and year where the texts do not tell.",
    ),
    click.option(
        "--decimal",
        type=click.Choice(("comma", "point")),
        help="The decimal mark where the texts do not tell.",
    ),
    click.option("--encoding", help="Encoding of a text file, such as cp866 or koi8-r."),
    click.option("--currency", metavar="CODE", help="Take the rows of this currency only."),
    click.option(
        "--rate",
        "rates",
        multiple=True,
        metavar="CODE=RATE",
        help="Convert rows of another currency: USD=90.5.",
    ),
    click.option("--skip-bad-rows", is_flag=True, help="Leave rows at fault out, and count them."),
    click.option("--visible-only", is_flag=True, help="Leave hidden and filtered rows out."),
    click.option("--first-table", is_flag=True, help="Leave out another table below the first."),
    click.option(
        "--grouped",
        is_flag=False,
        flag_value="auto",
        metavar="[LEVELS]",
        help="Read a grouped report; LEVELS from the outside in, such as customer,document.",
    ),
    click.option("--unpivot", is_flag=True, help="Read periods that stand as columns as rows."),
    click.option(
        "--duplicates",
        type=click.Choice(("ask", "keep", "drop")),
        help="Rows that repeat an earlier one in every column.  [default: ask]",
    ),
    click.option(
        "--similar",
        type=click.Choice(("ask", "keep", "merge")),
        help="Customers whose names or codes look alike.  [default: ask]",
    ),
    click.option(
        "--pseudonymise",
        "--pseudonymize",
        is_flag=True,
        help="Tokens in place of customers and documents; names and free text are left out.",
    ),
    click.option(
        "--key",
        type=click.Path(path_type=Path),
        help="File of the secret key.  [default: one in your configuration folder]",
    ),
)


def import_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of an import."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
