"""Sheet parts that are not as any spreadsheet program writes them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from xl_addin.files.archive import Archive


class DamagedPartError(ValueError):
    """A part cannot be understood; who knows its name makes a FileError of it."""


@contextmanager
def naming(archive: Archive, part: str) -> Iterator[None]:
    """Turn a DamagedPartError into the FileError that names file and part."""
    try:
        yield
    except DamagedPartError as error:
        raise archive.damaged(part) from error


def named(archive: Archive, part: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield chunks that are made while they are written, under ``naming``."""
    with naming(archive, part):
        yield from chunks
