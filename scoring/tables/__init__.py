"""The input tables: what each must hold, and the gate that every frame passes.

contracts: the tables behind the gate. cells: what stands in a column. reading: cells as
dates, numbers, texts, answers. frames: a whole frame, all problems at once. gate: sales,
customers, products. offers, receivables, answers: the other tables, each with its fields and
its gate. signs: plus and minus in all their shapes.
"""

from scoring.tables.answers import ANSWERS_FIELDS, N_QUESTIONS, AnswersTable, gate_answers
from scoring.tables.cells import ErrorCell
from scoring.tables.contracts import (
    CUSTOMERS_FIELDS,
    NO_DAY,
    PRODUCTS_FIELDS,
    SALES_FIELDS,
    CustomersTable,
    Field,
    FieldFacts,
    Gated,
    ProductsTable,
    SalesTable,
)
from scoring.tables.gate import gate_customers, gate_products, gate_sales
from scoring.tables.offers import OFFERS_FIELDS, OffersTable, gate_offers
from scoring.tables.receivables import (
    INVOICES_FIELDS,
    TERMS_FIELDS,
    InvoicesTable,
    TermsTable,
    gate_invoices,
    gate_terms,
)

__all__ = [
    "ANSWERS_FIELDS",
    "CUSTOMERS_FIELDS",
    "INVOICES_FIELDS",
    "NO_DAY",
    "N_QUESTIONS",
    "OFFERS_FIELDS",
    "PRODUCTS_FIELDS",
    "SALES_FIELDS",
    "TERMS_FIELDS",
    "AnswersTable",
    "CustomersTable",
    "ErrorCell",
    "Field",
    "FieldFacts",
    "Gated",
    "InvoicesTable",
    "OffersTable",
    "ProductsTable",
    "SalesTable",
    "TermsTable",
    "gate_answers",
    "gate_customers",
    "gate_invoices",
    "gate_offers",
    "gate_products",
    "gate_sales",
    "gate_terms",
]
