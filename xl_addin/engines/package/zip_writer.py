"""Writing a zip in which unchanged parts are copied as they lie, packed bytes and all.

Format: PKWARE APPNOTE 6.3.10. New parts are deflated; names, order, dates and attributes stay.
"""

import posixpath
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree

from xl_addin.files.archive import CENTRAL, DEFLATED, END, LOCAL, Archive, Part, key
from xl_addin.files.errors import FileError
from xl_addin.files.workbook_parts import parse_xml, relations

_FULL = 0xFFFFFFFF
_UTF8 = 0x800
_CHECKS = 2  # parts that are checked at a time
_LEVEL = 3  # sheet XML: half the time of level 6 for a seventh more bytes

Chunks = Iterable[bytes]


def write_package(
    out: IO[bytes], archive: Archive, changed: Mapping[str, Chunks], removed: set[str]
) -> None:
    """Write a copy of an archive with some parts changed and some left out, in the old order.

    Parts are named as in the archive; `out` must be seekable. Raises FileError for a result that
    a plain zip cannot hold (4 GB).
    """
    new = {key(name): chunks for name, chunks in changed.items()}
    gone = {key(name) for name in removed}
    records = []
    for part in archive.parts:
        name = key(part.name)
        if name in gone:
            continue
        offset = out.tell()
        if name in new:
            records.append(_write_part(out, part, new[name], offset))
        else:
            start, end = archive.local_span(part)
            out.write(memoryview(archive.data)[start:end])
            records.append(_moved(part, offset))
    start = out.tell()
    if start > _FULL:
        found, limit = f"{start:,}", f"{_FULL:,}"
        raise FileError(
            "file.too_big", path=archive.path, what="its size", found=found, limit=limit
        )
    out.write(b"".join(records))
    n, size = len(records), out.tell() - start
    out.write(END.pack(b"PK\x05\x06", 0, 0, n, n, size, start, 0))


def check_package(new: Path, old: Archive, changed: Iterable[str]) -> None:
    """Check a file just written, before it takes the place of the old one.

    Parts that were changed must unpack to their checksum and be well-formed XML; all others must be
    the same bytes as before; no relationship and no content type may have lost its part, and no
    part its content type. What was so in the old file may be so in the new one.
    Raises FileError.
    """
    written = Archive(old.path, new.read_bytes())
    touched = {key(name) for name in changed}
    with ThreadPoolExecutor(_CHECKS) as workers:
        checks = []
        for part in written.parts:
            before = old.find(part.name)
            if key(part.name) in touched:
                checks.append(workers.submit(_check_xml, written, part))
            elif before is None or _span(old, before) != _span(written, part):
                raise _broken(old.path, part.name)
        for check in checks:
            check.result()
    lost = (_dangling(written) | _untyped(written)) - (_dangling(old) | _untyped(old))
    if lost:
        raise _broken(old.path, min(lost))


def _write_part(out: IO[bytes], part: Part, chunks: Chunks, offset: int) -> bytes:
    """Write one part deflated and return its record for the directory."""
    fields = list(CENTRAL.unpack_from(part.record))
    name = part.record[CENTRAL.size : CENTRAL.size + fields[10]]
    flags = fields[3] & _UTF8
    out.write(LOCAL.pack(b"PK\x03\x04", 20, flags, DEFLATED, *fields[5:7], 0, 0, 0, len(name), 0))
    out.write(name)
    crc = size = packed = 0
    for plain_crc, length, piece in _deflated(chunks):
        crc, size, packed = plain_crc, size + length, packed + len(piece)
        out.write(piece)
    end = out.tell()
    out.seek(offset)
    numbers = (crc, packed, size)
    out.write(LOCAL.pack(b"PK\x03\x04", 20, flags, DEFLATED, *fields[5:7], *numbers, len(name), 0))
    out.seek(end)
    comment = part.record[len(part.record) - fields[12] :] if fields[12] else b""
    fields[2:5] = [20, flags, DEFLATED]
    fields[7:10] = [crc, packed, size]
    fields[11], fields[16] = 0, offset
    return CENTRAL.pack(*fields) + name + comment


def _deflated(chunks: Chunks) -> Iterator[tuple[int, int, bytes]]:
    """Yield checksum so far, plain length and packed bytes; packing runs beside the making."""
    machine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    crc = 0

    def pack(chunk: bytes, crc: int) -> tuple[int, int, bytes]:
        return zlib.crc32(chunk, crc), len(chunk), machine.compress(chunk)

    with ThreadPoolExecutor(1) as worker:
        waiting: Future[tuple[int, int, bytes]] | None = None
        for chunk in chunks:
            if waiting is not None:
                crc, length, piece = waiting.result()
                yield crc, length, piece
            waiting = worker.submit(pack, chunk, crc)
        if waiting is not None:
            crc, length, piece = waiting.result()
            yield crc, length, piece
    yield crc, 0, machine.flush()


def _moved(part: Part, offset: int) -> bytes:
    """Return the record of a part that lies at a new place, otherwise as it was."""
    record = bytearray(part.record)
    fields = CENTRAL.unpack_from(record)
    if fields[16] != _FULL:
        struct.pack_into("<I", record, 42, offset)
        return bytes(record)
    skip = 8 * ((fields[9] == _FULL) + (fields[8] == _FULL))
    at = CENTRAL.size + fields[10]
    end = at + fields[11]
    while at + 4 <= end:
        tag, length = struct.unpack_from("<2H", record, at)
        if tag == 1:
            struct.pack_into("<Q", record, at + 4 + skip, offset)
            break
        at += 4 + length
    return bytes(record)


def _span(archive: Archive, part: Part) -> bytes:
    start, end = archive.local_span(part)
    return archive.data[start:end]


def _check_xml(written: Archive, part: Part) -> None:
    parser = etree.XMLParser(
        target=cast(Any, _Nothing()), resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        for piece in written.chunks(part.name):
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(written.path, part.name) from error


class _Nothing:
    """What is read makes nothing; libxml2 works beside other threads, where expat does not."""

    def close(self) -> None:
        """Take the end of a part."""


def _dangling(archive: Archive) -> set[str]:
    """Return the relationships and content types whose part is absent."""
    lost = set()
    for part in archive.parts:
        folder, name = posixpath.split(part.name)
        if name.endswith(".rels") and posixpath.basename(folder) == "_rels":
            owner = posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))
            owner = "" if name == ".rels" else owner
            targets = [target for _, target in relations(archive, owner).values()]
            lost |= {f"{part.name}: {t}" for t in targets if archive.find(t) is None}
    for name in _typed(archive)[0]:
        if archive.find(name) is None:
            lost.add(f"[Content_Types].xml: {name}")
    return lost


def _untyped(archive: Archive) -> set[str]:
    """Return the parts that have no content type, neither their own nor that of their ending."""
    names, endings = _typed(archive)
    one_by_one = {key(name) for name in names}
    return {
        part.name
        for part in archive.parts
        if key(part.name) not in one_by_one
        and key(part.name).rpartition(".")[2] not in endings
        and key(part.name) != "[content_types].xml"
    }


def _typed(archive: Archive) -> tuple[list[str], set[str]]:
    """Return what the list of content types names: parts one by one, and endings of names."""
    types = parse_xml(archive, "[Content_Types].xml")
    names = [each.get("PartName", "") for each in types.iter("{*}Override")]
    return names, {each.get("Extension", "").casefold() for each in types.iter("{*}Default")}


def _broken(path: str, part: str) -> FileError:
    return FileError("save.broken", path=path, part=part)
