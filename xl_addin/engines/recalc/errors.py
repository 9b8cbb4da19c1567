"""Why a cell was not computed."""


class UncomputableError(Exception):
    """Something in a formula that cannot be computed here.

    `code` is the last part of a key of texts, ``cli.recalc.why.<code>``; `details` fill its text.
    """

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code, self.details = code, details
