"""What the options of ABC and XYZ are called, and the policies that they make."""

from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from xl_addin.functions.arguments import ArgumentError, Words

if TYPE_CHECKING:
    from scoring.settings import AbcPolicy, XyzPolicy

Method: TypeAlias = Annotated[
    Literal["empirical", "sum", "differential", "tangent", "fixed"],
    Words(
        {
            "empirical": ("эмпирический", "80/15/5"),
            "sum": ("sums", "сумм", "метод сумм"),
            "differential": ("дифференциальный",),
            "tangent": ("касательных", "метод касательных"),
            "fixed": ("fixed limits", "money limits", "суммы", "денежные границы"),
        }
    ),
]
Edge: TypeAlias = Annotated[
    Literal["usual", "above", "incl"],
    Words(
        {
            "usual": ("as the method has it", "обычный", "как принято в методе"),
            "above": ("excl", "share above the item", "выше", "доля до позиции"),
            "incl": ("inclusive", "share with the item", "включая", "доля вместе с позицией"),
        }
    ),
]
Zeros: TypeAlias = Annotated[
    Literal["include", "exclude", "since_first", "active_span"],
    Words(
        {
            "include": ("count as 0", "включать", "считать нулём"),
            "exclude": ("leave out", "исключать", "не учитывать"),
            "since_first": (
                "since first",
                "count from first order",
                "с первого заказа",
                "считать с первого заказа",
            ),
            "active_span": (
                "active span",
                "count first to last order",
                "от первого до последнего заказа",
                "считать от первого до последнего заказа",
            ),
        }
    ),
]
Deviation: TypeAlias = Annotated[
    Literal["population", "sample"],
    Words(
        {
            "population": ("pop", "генеральная", "генеральная совокупность"),
            "sample": ("выборка", "выборочное"),
        }
    ),
]
Preset: TypeAlias = Annotated[
    Literal["classic", "month", "quarter", "year", "wide"],
    Words(
        {
            "classic": ("классические",),
            "month": ("месяц",),
            "quarter": ("квартал",),
            "year": ("год",),
            "wide": ("широкие",),
        }
    ),
]
Season: TypeAlias = Annotated[
    Literal["none", "auto", "group"],
    Words(
        {
            "none": ("no", "нет"),
            "auto": ("own", "own index or that of all", "авто", "свой", "свой индекс или общий"),
            "group": ("all", "index of all customers", "группа", "общий", "индекс всех клиентов"),
        }
    ),
]
Grain: TypeAlias = Annotated[
    Literal["month", "quarter"],
    Words({"month": ("месяц",), "quarter": ("квартал",)}),
]


def abc_policy(method: Method, cut_a: float | None, cut_b: float | None, edge: Edge) -> "AbcPolicy":
    """Return the policy of a method, its usual cuts where none are given.

    Raises ArgumentError for cuts that the method has no use for.
    """
    from scoring.settings import AbcPolicy

    usual = AbcPolicy()
    if method == "tangent":
        if cut_a is not None or cut_b is not None:
            name = "cut_b" if cut_a is None else "cut_a"
            raise ArgumentError(name, "the method tangent finds its own borders: leave it out")
        return AbcPolicy(method=method, edge=edge)
    if method == "fixed":
        limits = None if cut_a is None or cut_b is None else (cut_a, cut_b)
        return AbcPolicy(method=method, edge=edge, limits=limits)
    by_method = {
        "empirical": usual.cuts, "sum": usual.sum_cuts, "differential": usual.multiples,
    }  # fmt: skip
    a, b = by_method[method]
    cuts = (a if cut_a is None else cut_a, b if cut_b is None else cut_b)
    if method == "sum":
        return AbcPolicy(method=method, edge=edge, sum_cuts=cuts)
    if method == "differential":
        return AbcPolicy(method=method, edge=edge, multiples=cuts)
    return AbcPolicy(cuts=cuts, edge=edge)


def xyz_policy(
    n_periods: int,
    preset: Preset,
    cuts: tuple[float | None, float | None] = (None, None),
    *,
    zeros: Zeros,
    deviation: Deviation,
    min_periods: int = 2,
    season: Season,
    detrend: bool,
) -> "XyzPolicy":
    """Return the policy for a block of so many periods; cuts not given are the preset's."""
    from scoring.settings import XYZ_PRESETS, XyzPolicy

    usual = XYZ_PRESETS[preset]
    x, y = (usual.cuts[i] if cut is None else cut for i, cut in enumerate(cuts))
    return XyzPolicy(
        period=usual.period,
        n_periods=max(n_periods, min_periods, 2),
        cuts=(x, y),
        zeros=zeros,
        deviation=deviation,
        min_periods=min_periods,
        season=season,
        detrend=detrend,
    )
