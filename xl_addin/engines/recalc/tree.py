"""A formula taken apart: calls, brackets, and what stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Token: TypeAlias = tuple[str, str]  # kind and text, as the evaluator's tokenizer gives them


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single word. kind: ref (an area, name or table), literal, op or space."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Something in brackets."""

    items: "Formula"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; an argument that was left out has no items."""

    text: str  # as it is written: _xlfn._xlws.FILTER
    args: "tuple[Formula, ...]"

    @property
    def name(self) -> str:
        """The bare name: without the marks of newer functions, or the book of an add-in."""
        name = self.text.rpartition("!")[2].upper()
        return name.removeprefix("_XLFN.").removeprefix("_XLWS.")


Item: TypeAlias = Leaf | Group | Call
Formula: TypeAlias = tuple[Item, ...]


class FormulaTextError(ValueError):
    """The brackets of a formula do not match."""


def parse(tokens: Sequence[Token]) -> Formula:
    """Build the tree of a formula. Raises FormulaTextError."""
    walk = _Walk(tokens)
    items = walk.items()
    if walk.place < len(tokens):
        raise FormulaTextError
    return items


class _Walk:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.place = tokens, 0

    def items(self) -> Formula:
        """Take items up to a comma, a closing bracket or the end."""
        found: list[Item] = []
        while self.place < len(self.tokens):
            kind, text = self.tokens[self.place]
            if kind in {"comma", "close"}:
                break
            self.place += 1
            if kind == "call":
                found.append(Call(text.removesuffix("("), self._args()))
            elif kind == "open":
                found.append(Group(self.items()))
                self._end()
            else:
                found.append(Leaf(kind, text))
        return tuple(found)

    def _args(self) -> tuple[Formula, ...]:
        args = [self.items()]
        while self._next() == "comma":
            self.place += 1
            args.append(self.items())
        self._end()
        return tuple(args) if len(args) > 1 or bare(args[0]) else ()

    def _end(self) -> None:
        if self._next() != "close":
            raise FormulaTextError
        self.place += 1

    def _next(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""


def bare(items: Formula) -> Formula:
    """Return items without blanks around them, and without brackets around them all."""
    while True:
        while items and isinstance(items[0], Leaf) and items[0].kind == "space":
            items = items[1:]
        while items and isinstance(items[-1], Leaf) and items[-1].kind == "space":
            items = items[:-1]
        if len(items) != 1 or not isinstance(items[0], Group):
            return items
        items = items[0].items


def lone_reference(items: Formula) -> Leaf | None:
    """Return the reference that items are, where they are nothing else."""
    items = bare(items)
    if len(items) == 1 and isinstance(items[0], Leaf) and items[0].kind == "ref":
        return items[0]
    return None


def walk(items: Formula) -> Iterator[Item]:
    """Yield every item, outer ones first."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)
        elif isinstance(item, Call):
            for arg in item.args:
                yield from walk(arg)
