"""The input tables: what each must hold, and the gate that every frame passes.

contracts: the tables behind the gate. cells: what stands in a column. reading: cells as
dates, numbers, texts. gate: a whole frame, all problems at once.
"""

from scoring.tables.cells import ErrorCell
from scoring.tables.contracts import (
    CUSTOMERS_FIELDS,
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

__all__ = [
    "CUSTOMERS_FIELDS",
    "PRODUCTS_FIELDS",
    "SALES_FIELDS",
    "CustomersTable",
    "ErrorCell",
    "Field",
    "FieldFacts",
    "Gated",
    "ProductsTable",
    "SalesTable",
    "gate_customers",
    "gate_products",
    "gate_sales",
]
