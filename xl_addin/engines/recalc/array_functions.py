"""Which arguments of Excel's functions may hold many cells, as the evaluator computes them.

formualizer 0.13.0 does not map scalar functions over arrays: LEFT of a column looks at its first
cell, or at the printed form of an array. Such a formula must be refused, never answered. A test
asks the evaluator about every function named here.
"""

# Excel computes their arguments as arrays even in a formula of one value.
ARRAY_MINDED = frozenset({"SUMPRODUCT", "LOOKUP"})

# They hand an array on, cell by cell; in a formula of one value they take single values.
BRANCHES = frozenset({"IF", "IFERROR", "IFNA", "CHOOSE"})

# They make arrays of nothing.
PRODUCERS = frozenset({"SEQUENCE", "RANDARRAY", "TEXTSPLIT", "MUNIT"})

NEVER = frozenset({"INDIRECT", "LAMBDA", "RTD", "CALL", "ISOMITTED"})  # reach what nobody can see

_ALL = range(256)
_EVEN, _ODD_AND_FIRST = range(0, 256, 2), (0, *range(1, 256, 2))

# The answer no longer has the cells of these arguments.
WHOLE: dict[str, range | tuple[int, ...]] = {
    **dict.fromkeys(
        ("SUM", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MAX", "MIN", "MEDIAN", "PRODUCT",
         "SUMPRODUCT", "SUMSQ", "AND", "OR", "XOR", "ROWS", "COLUMNS", "CONCAT", "CORREL",
         "STDEV", "STDEV.S", "STDEV.P", "STDEVP", "VAR", "VAR.S", "VAR.P", "VARP", "GEOMEAN",
         "OFFSET", "ROW", "COLUMN"),
        _ALL,
    ),
    **dict.fromkeys(
        ("INDEX", "LARGE", "SMALL", "PERCENTILE", "PERCENTILE.INC", "PERCENTILE.EXC", "QUARTILE",
         "QUARTILE.INC", "QUARTILE.EXC", "COUNTIF"),
        (0,),
    ),
    **dict.fromkeys(("MATCH", "XMATCH", "VLOOKUP", "HLOOKUP", "RANK", "RANK.EQ", "RANK.AVG"), (1,)),
    **dict.fromkeys(("LOOKUP", "XLOOKUP"), (1, 2)),
    **dict.fromkeys(("SUMIF", "AVERAGEIF"), (0, 2)),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), _ODD_AND_FIRST),
    "COUNTIFS": _EVEN,
    "TEXTJOIN": range(2, 256),
    "SUBTOTAL": range(1, 256),
}  # fmt: skip

# The answer has the cells of these arguments.
THROUGH: dict[str, range | tuple[int, ...]] = {
    **dict.fromkeys(
        ("IF", "IFERROR", "IFNA", "LET", "VSTACK", "HSTACK", "TRANSPOSE", "SORTBY"), _ALL
    ),
    **dict.fromkeys(
        ("UNIQUE", "SORT", "TAKE", "DROP", "CHOOSECOLS", "CHOOSEROWS", "TOCOL", "TOROW"), (0,)
    ),
    "CHOOSE": range(1, 256),
    "FILTER": range(256),
}
