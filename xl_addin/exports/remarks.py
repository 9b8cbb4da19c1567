"""What stands out in the sales of a file though it is legal: returns, gifts, a catch-all."""

import numpy as np

from scoring.diagnosis.audit import audit
from scoring.tables import SalesTable
from scoring.tables.repeats import repeated_rows
from xl_addin.book.wording import money_text, note_text, number_text
from xl_addin.texts import Texts


def remarks(sales: SalesTable, say: Texts) -> list[str]:
    """Return one sentence for each thing that stands out."""
    found = audit(sales, {})
    lines = []
    if found.n_returns:
        money = money_text(say, found.money_returns)
        lines.append(
            say("imports.notices.returns", count=number_text(say, found.n_returns), money=money)
        )
        bought = np.zeros(sales.n_customers, bool)
        bought[sales.customer[sales.amount > 0]] = True
        only = np.unique(sales.customer[~bought[sales.customer] & (sales.amount < 0)])
        if only.size:
            ids = ", ".join(sales.customer_ids[only[:10]].tolist())
            lines.append(say("imports.notices.returns_only", count=int(only.size), ids=ids))
    if sales.document is None:
        bought = sales.amount > 0
        rows = int(np.count_nonzero(bought))
        days = rows - len(repeated_rows([sales.customer[bought], sales.day[bought]]))
        if days < rows:
            counts = {"orders": number_text(say, days), "rows": number_text(say, rows)}
            lines.append(say("imports.notices.orders", **counts))
    if found.n_zero:
        lines.append(say("imports.notices.zeros", count=number_text(say, found.n_zero)))
    return lines + [note_text(say, note) for note in found.notes if note.code == "note.catch_all"]
