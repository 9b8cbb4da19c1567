"""What stands out in the sales of a file though it is legal: returns, gifts, a catch-all."""

import numpy as np

from scoring.diagnosis.audit import catch_all_of
from scoring.sums import total
from scoring.tables import SalesTable
from xl_addin.book.wording import money_text, note_text, number_text
from xl_addin.texts import Texts


def remarks(sales: SalesTable, say: Texts) -> list[str]:
    """Return one sentence for each thing that stands out."""
    lines = []
    if (returns := sales.amount[sales.amount < 0]).size:
        count, money = number_text(say, returns.size), money_text(say, total(returns))
        lines.append(say("imports.notices.returns", count=count, money=money))
        bought = np.zeros(sales.n_customers, bool)
        bought[sales.customer[sales.amount > 0]] = True
        only = np.unique(sales.customer[~bought[sales.customer] & (sales.amount < 0)])
        if only.size:
            ids = ", ".join(sales.customer_ids[only[:10]].tolist())
            lines.append(say("imports.notices.returns_only", count=int(only.size), ids=ids))
    if sales.document is None:
        bought = sales.amount > 0
        rows = int(np.count_nonzero(bought))
        pairs = (sales.customer[bought].astype(np.int64) << 32) + sales.day[bought]
        days = np.unique(pairs).size
        if days < rows:
            counts = {"orders": number_text(say, days), "rows": number_text(say, rows)}
            lines.append(say("imports.notices.orders", **counts))
    if n_zero := int(np.count_nonzero(sales.amount == 0)):
        lines.append(say("imports.notices.zeros", count=number_text(say, n_zero)))
    return lines + [note_text(say, note) for note in catch_all_of(sales)[1]]
