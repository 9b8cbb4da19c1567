"""The catalogue: a worksheet function is declared once, and everything else is read from that.

``@worksheet_function`` takes a Python function whose parameters are typed with the types of
``arguments`` and whose docstring is numpydoc. It registers the function with xlwings and keeps a
``Function`` in CATALOGUE, from which the VBA wrappers, the texts of the function wizard, the
handbook, the headless evaluation and the LibreOffice add-in are made.
"""

import functools
import inspect
import re
from collections.abc import Callable, Hashable, Mapping
from itertools import chain
from typing import Annotated, Any, NamedTuple, TypeAlias, get_args, get_origin, get_type_hints

import xlwings as xw

from scoring.errors import ScoringError
from xl_addin.functions.answer import failure, refusal
from xl_addin.functions.arguments import Answer, ArgumentError, Reader
from xl_addin.functions.cache import CACHE
from xl_addin.functions.cells import Block, BlockReader, block_of

CATEGORY = "Customer Base"
MODULE = "xl_addin.functions"

Worksheet: TypeAlias = Callable[..., Answer]

_PARAMETER = re.compile(r"^(?P<name>\w+) : (?P<kind>.+)$")


class Argument(NamedTuple):
    """One argument: its name, its text for the wizard, whether it may be left out, its reader."""

    name: str
    doc: str
    optional: bool
    default: object
    read: Reader


class Function(NamedTuple):
    """One worksheet function: what the wizard, the handbook and other hosts need to know."""

    name: str
    chapter: str
    arguments: tuple[Argument, ...]
    summary: str  # the first sentence, for the wizard
    doc: str  # the whole docstring
    example: str  # a formula as it is typed in English Excel
    call: Worksheet  # takes cells, columns (lists) or blocks (lists of lists); never raises

    @property
    def syntax(self) -> str:
        """Return the call with its optional arguments in brackets."""
        names = [f"[{a.name}]" if a.optional else a.name for a in self.arguments]
        return f"{self.name}({', '.join(names)})"


CATALOGUE: dict[str, Function] = {}


def worksheet_function(example: str) -> Callable[[Callable[..., Answer]], Worksheet]:
    """Declare a worksheet function; example is a formula that shows its use.

    The function that comes out takes raw cells and never raises: a bad argument, a setting out
    of range or bad data give one line beginning with ``#`` and the function's name; an error of
    ours gives such a line too, and goes to the log. Equal calls are answered from the cache.
    """

    def declare(function: Callable[..., Answer]) -> Worksheet:
        arguments = tuple(_arguments(function))
        call = _in_cell(function, arguments)
        name, doc = function.__name__, inspect.cleandoc(function.__doc__ or "")
        CATALOGUE[name] = Function(
            name=name,
            chapter=function.__module__.removeprefix(f"{MODULE}.").partition(".")[0],
            arguments=arguments,
            summary=" ".join(doc.partition("\n\n")[0].split()),
            doc=doc,
            example=example,
            call=call,
        )
        return _registered(call, arguments)

    return declare


def _in_cell(function: Callable[..., Answer], arguments: tuple[Argument, ...]) -> Worksheet:
    """Wrap a function of typed arguments into one of raw cells that never raises."""
    name, signature = function.__name__, inspect.signature(function)

    @functools.wraps(function)
    def call(*given: object, **named: object) -> Answer:
        try:
            _check_given(arguments, len(given), named)
            values = signature.bind(*given, **named).arguments
            blocks = {key: _known(block_of(value)) for key, value in values.items()}
            key = (name, *chain.from_iterable((k, _identity(b)) for k, b in blocks.items()))
            answer = CACHE.remember(key, lambda: function(**_read(arguments, blocks)))
        except (ScoringError, ArgumentError) as problem:
            return refusal(name, problem)
        except Exception as error:  # noqa: BLE001 (a cell must get an answer, whatever happens)
            return failure(name, error)
        # A fresh list: what stands in the cache must not change in the caller's hands.
        return [list(row) for row in answer] if isinstance(answer, list) else answer

    call.__annotations__ = {}  # xlwings would take them for converters of its own
    return call


def _check_given(
    arguments: tuple[Argument, ...], n_given: int, named: Mapping[str, object]
) -> None:
    """Raise ArgumentError for a call with too many arguments, or without one that is needed."""
    if n_given > len(arguments):
        raise ArgumentError("arguments", f"{n_given} given, but there are {len(arguments)}")
    for argument in arguments[n_given:]:
        if not argument.optional and argument.name not in named:
            raise ArgumentError(argument.name, "is needed")


def _known(block: Block) -> Block:
    """Return the block that stands for this content; single cells are not worth keeping."""
    return block if block.n_cells <= 1 else CACHE.canonical(block)


def _identity(block: Block) -> Hashable:
    if block.n_cells > 1:
        return block
    cell = block.rows[0][0] if block.n_cells else None
    return (block.scalar, block.n_named, type(cell), cell)


def _read(arguments: tuple[Argument, ...], blocks: Mapping[str, Block]) -> dict[str, Any]:
    """Read every argument that was given; an optional one that is a blank cell was not."""
    values: dict[str, Any] = {}
    for argument in arguments:
        block = blocks.get(argument.name)
        if block is None or (argument.optional and _blank(block)):
            values[argument.name] = argument.default
        else:
            values[argument.name] = argument.read(block, argument.name)
    return values


def _blank(block: Block) -> bool:
    return block.n_cells <= 1 and block.plain()[0][0] is None


def _registered(call: Worksheet, arguments: tuple[Argument, ...]) -> Worksheet:
    """Register with xlwings; on systems without it the decorators change nothing."""
    for argument in arguments:
        call = xw.arg(argument.name, BlockReader, doc=argument.doc)(call)
    registered: Worksheet = xw.func(category=CATEGORY)(call)
    return registered


def _arguments(function: Callable[..., Answer]) -> tuple[Argument, ...]:
    """Read the arguments of a function from its signature, its types and its docstring."""
    hints = get_type_hints(function, include_extras=True)
    docs = parameter_docs(inspect.getdoc(function) or "")
    return tuple(
        Argument(
            name=name,
            doc=docs[name],
            optional=parameter.default is not parameter.empty,
            default=None if parameter.default is parameter.empty else parameter.default,
            read=_reader(hints[name]),
        )
        for name, parameter in inspect.signature(function).parameters.items()
    )


def _reader(hint: Any) -> Reader:
    """Return the reader that an annotation carries, also inside ``... | None``."""
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Annotated:
            reader: Reader = get_args(part)[1]
            return reader
    raise TypeError(f"{hint} says no way to read the argument")


def parameter_docs(doc: str) -> dict[str, str]:
    """Return the text of each parameter in the Parameters section of a numpydoc docstring."""
    docs: dict[str, str] = {}
    name = ""
    for text in section(doc, "Parameters").splitlines():
        if match := _PARAMETER.match(text):
            name = match["name"]
            docs[name] = ""
        elif name:
            docs[name] = f"{docs[name]} {text.strip()}".strip()
    return docs


def parameter_kinds(doc: str) -> dict[str, str]:
    """Return what each parameter is, such as ``number, optional``, of a numpydoc docstring."""
    lines = map(_PARAMETER.match, section(doc, "Parameters").splitlines())
    return {match["name"]: match["kind"] for match in lines if match}


def section(doc: str, title: str) -> str:
    """Return the body of a section of a numpydoc docstring, "" where it has none."""
    pattern = rf"^{title}\n-+\n(.*?)(?=^\S[^\n]*\n-+\n|\Z)"
    match = re.search(pattern, doc, re.MULTILINE | re.DOTALL)
    return match[1].strip("\n") if match else ""
