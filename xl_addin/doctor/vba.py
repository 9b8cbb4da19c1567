"""Read the source of the VBA modules in a workbook, without Excel.

The project is a compound file (MS-CFB) whose streams hold compressed text (MS-OVBA 2.4.1). Excel
writes the project anew whenever it saves, so only the sources can be compared, not the bytes.
"""

import struct
from collections.abc import Iterator
from itertools import takewhile

_FREE = 0xFFFFFFFA  # this and above: no next sector
_FAT_SECTORS = 109  # what the header alone can list: 7 MB
_IS_STREAM = 2
_NAME, _STREAM, _OFFSET, _CODEPAGE, _VERSION = 0x0019, 0x001A, 0x0031, 0x0003, 0x0009


def module_sources(project: bytes) -> dict[str, str]:
    """Return the source of every module of ``vbaProject.bin`` by module name.

    Raises ValueError where the bytes are no VBA project.
    """
    try:
        streams = _streams(project)
        names, offsets, codepage = _directory(decompress(streams["dir"]))
        return {
            name: decompress(streams[stream][offset:]).decode(f"cp{codepage}")
            for (name, stream), offset in zip(names, offsets, strict=True)
        }
    except (struct.error, KeyError, IndexError, LookupError, UnicodeDecodeError) as error:
        raise ValueError("no VBA project") from error


def decompress(container: bytes) -> bytes:
    """Return the text of a compressed container (MS-OVBA 2.4.1.3). Raises ValueError."""
    if not container or container[0] != 1:
        raise ValueError("no compressed container")
    text = bytearray()
    at = 1
    while at + 2 <= len(container):
        (header,) = struct.unpack_from("<H", container, at)
        if header >> 12 & 7 != 0b011:
            break  # what follows the last chunk is padding
        chunk = container[at + 2 : at + 3 + (header & 0xFFF)]
        text += _decompress_chunk(chunk) if header >> 15 else chunk
        at += 3 + (header & 0xFFF)
    return bytes(text)


def _decompress_chunk(chunk: bytes) -> bytearray:
    out = bytearray()
    at = 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                break
            if not flags >> bit & 1:
                out.append(chunk[at])
                at += 1
                continue
            (token,) = struct.unpack_from("<H", chunk, at)
            at += 2
            length_bits = 16 - max((len(out) - 1).bit_length(), 4)
            back = (token >> length_bits) + 1
            for _ in range((token & ((1 << length_bits) - 1)) + 3):
                out.append(out[-back])
    return out


def _directory(stream: bytes) -> tuple[list[tuple[str, str]], list[int], int]:
    """Return (module name, stream name) pairs, text offsets and code page of the project."""
    names: list[str] = []
    streams: list[str] = []
    offsets: list[int] = []
    codepage = 1252
    for kind, content in _records(stream):
        if kind == _CODEPAGE:
            (codepage,) = struct.unpack("<H", content)
        elif kind == _NAME:
            names.append(content.decode(f"cp{codepage}"))
        elif kind == _STREAM:
            streams.append(content.decode(f"cp{codepage}"))
        elif kind == _OFFSET:
            offsets.extend(struct.unpack("<I", content))
    return list(zip(names, streams, strict=True)), offsets, codepage


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 6 <= len(stream):
        kind, size = struct.unpack_from("<HI", stream, at)
        if kind == _VERSION:
            size = 6  # the field says 4, MS-OVBA 2.3.4.2.1.11
        yield kind, stream[at + 6 : at + 6 + size]
        at += 6 + size


class _CompoundFile:
    """The sectors of a compound file and the chains in which they follow each other."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise ValueError("no compound file")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        n_fat, directory = struct.unpack_from("<II", data, 44)
        self.cutoff, first_mini = struct.unpack_from("<II", data, 56)
        if n_fat > _FAT_SECTORS or shift not in {9, 12} or mini_shift != 6:
            raise ValueError("no VBA project")
        self._data, self._size, self._mini_size = data, 1 << shift, 1 << mini_shift
        own = struct.unpack_from(f"<{n_fat}I", data, 76)
        self._fat = _numbers(b"".join(map(self._sector, own)))
        self._mini_fat = _numbers(self.stream(first_mini))
        self.directory = self.stream(directory)
        self._mini = self.stream(struct.unpack_from("<I", self.directory, 116)[0])

    def stream(self, first: int) -> bytes:
        """Return a stream of full sectors."""
        return b"".join(map(self._sector, _chain(first, self._fat)))

    def mini_stream(self, first: int) -> bytes:
        """Return a stream that is too short for sectors of its own."""
        size = self._mini_size
        pieces = _chain(first, self._mini_fat)
        return b"".join(self._mini[n * size : (n + 1) * size] for n in pieces)

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]


def _streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by name; the last of two equal names wins."""
    file = _CompoundFile(data)
    found: dict[str, bytes] = {}
    for at in range(0, len(file.directory), 128):
        name, kind, first, length = _entry(file.directory[at : at + 128])
        if kind == _IS_STREAM:
            read = file.stream if length >= file.cutoff else file.mini_stream
            found[name] = read(first)[:length]
    return found


def _chain(first: int, table: list[int]) -> list[int]:
    """Return the sectors of one stream in order; a chain that bites its tail is cut."""
    found: list[int] = []
    while first < _FREE and len(found) <= len(table):
        found.append(first)
        first = table[first]
    return found


def _entry(entry: bytes) -> tuple[str, int, int, int]:
    """Return name, kind, first sector and length of a directory entry."""
    name = "".join(takewhile(lambda letter: letter != "\0", entry[:64].decode("utf-16-le")))
    first, length = struct.unpack_from("<II", entry, 116)
    return name, entry[66], first, length


def _numbers(table: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(table) // 4}I", table))
