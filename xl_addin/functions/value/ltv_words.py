"""The words that functions of lifetime value take: units of time, models, who searches."""

from typing import Annotated, Literal, TypeAlias

from xl_addin.functions.arguments import Words

Unit: TypeAlias = Annotated[
    Literal["day", "week", "month"],
    Words(
        {
            "day": ("days", "день", "дни"),
            "week": ("weeks", "неделя", "недели"),
            "month": ("months", "месяц", "месяцы"),
        }
    ),
]

_AUTO = {"auto": ("best", "авто", "лучшая")}
_ORDERS = {
    "bgnbd": ("bg/nbd", "bg/nbd with gamma-gamma", "bg/nbd и gamma-gamma"),
    "mbgnbd": ("mbg/nbd",),
    "paretonbd": ("pareto/nbd", "pareto", "парето/nbd", "парето"),
    "nbd": ("нбд",),
}
_BGBB = {"bgbb": ("bg/bb",)}
_SPEND = {"gammagamma": ("gamma-gamma", "gamma/gamma", "гамма-гамма")}
_SIMPLE = {"simple": ("simple formula", "простая", "простая формула")}

OrderModel: TypeAlias = Annotated[
    Literal["auto", "bgnbd", "mbgnbd", "paretonbd", "nbd"], Words({**_AUTO, **_ORDERS})
]
ValueModel: TypeAlias = Annotated[
    Literal["auto", "bgnbd", "mbgnbd", "paretonbd", "nbd", "simple"],
    Words({**_AUTO, **_ORDERS, **_SIMPLE}),
]
FittedModel: TypeAlias = Annotated[
    Literal["bgnbd", "mbgnbd", "paretonbd", "nbd", "bgbb", "gammagamma"],
    Words({**_ORDERS, **_BGBB, **_SPEND}),
]
KnownModel: TypeAlias = Annotated[
    Literal["bgnbd", "mbgnbd", "paretonbd", "nbd", "bgbb"], Words({**_ORDERS, **_BGBB})
]
Engine: TypeAlias = Annotated[
    Literal["own", "lifetimes"], Words({"own": ("своя", "свой"), "lifetimes": ()})
]
Interval: TypeAlias = Annotated[
    Literal["delta", "bootstrap", "none"],
    Words(
        {
            "delta": ("delta method", "дельта", "дельта-метод"),
            "bootstrap": ("бутстреп", "бутстрап"),
            "none": ("no", "нет"),
        }
    ),
]
