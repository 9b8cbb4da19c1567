"""Names and signs of currencies as codes of three letters."""

_CODES = {
    "₽": "RUB", "руб": "RUB", "рубль": "RUB", "рублей": "RUB", "рубли": "RUB", "rur": "RUB",
    "р": "RUB", "российский рубль": "RUB", "643": "RUB", "810": "RUB",
    "$": "USD", "долл": "USD", "доллар": "USD", "доллары": "USD", "доллар сша": "USD", "840": "USD",
    "€": "EUR", "евро": "EUR", "978": "EUR",
    "£": "GBP", "826": "GBP", "¥": "CNY", "юань": "CNY", "юани": "CNY", "156": "CNY",
    "₸": "KZT", "тенге": "KZT", "398": "KZT", "₴": "UAH", "грн": "UAH", "980": "UAH",
    "бел. руб": "BYN", "933": "BYN",
}  # fmt: skip


def currency_code(name: str) -> str:
    """Return the code of a currency; a name that is not known stands for itself."""
    bare = name.strip().casefold().rstrip(".")
    return _CODES.get(bare, bare.upper())
