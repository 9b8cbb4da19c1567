"""The directory and the parts of a zip file, read from memory without trusting either.

Format: PKWARE APPNOTE 6.3.10 (4.3.7 local header, 4.3.12 central directory, 4.3.14 zip64).
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xl_addin.files.errors import FileError

MAX_PARTS = 5_000
MAX_UNPACKED = 4 << 30  # bytes declared by all parts together
MAX_RATIO = 200  # unpacked : packed, looked at only above RATIO_FROM
RATIO_FROM = 50 << 20

STORED, DEFLATED = 0, 8
CENTRAL = struct.Struct("<4s6H3I5H2I")
LOCAL = struct.Struct("<4s5H3I2H")
END = struct.Struct("<4s4H2IH")
END64_LOCATOR = struct.Struct("<4sIQI")
END64 = struct.Struct("<4sQ2H2I4Q")
_FULL = 0xFFFFFFFF
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One entry: `record` is its central directory record as it stands in the file."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    offset: int
    record: bytes


class Archive:
    """A zip file in memory: its parts in the order of the directory, found by name.

    Names are compared without regard to case and with either slash, as Excel does.
    Raises FileError for a directory that is damaged, too long, doubled or too large when unpacked.
    """

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.data = data
        self.parts = list(self._directory())
        self._by_name = {key(part.name): part for part in self.parts}
        if len(self._by_name) != len(self.parts):
            raise self.damaged("two parts of one name")
        self._check_sizes()

    def damaged(self, part: str) -> FileError:
        """Return the error that names the part at fault."""
        return FileError("file.damaged", path=self.path, part=part)

    def find(self, name: str) -> Part | None:
        """Return the part of that name, or None."""
        return self._by_name.get(key(name))

    def read(self, name: str) -> bytes:
        """Return a part unpacked; raises FileError where it is absent or its checksum fails."""
        return b"".join(self.chunks(name))

    def head(self, name: str, size: int) -> bytes:
        """Return the first `size` bytes of a part, unpacking no more than that."""
        part = self._part(name)
        packed = self._packed(part)
        if part.method == STORED:
            return bytes(packed[:size])
        try:
            return zlib.decompressobj(-15).decompress(packed[: size + 4096], size)
        except zlib.error as error:
            raise self.damaged(part.name) from error

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece and check its length and checksum at the end."""
        part = self._part(name)
        crc = length = 0
        for piece in self._unpack(part):
            length += len(piece)
            if length > part.size:
                raise self.damaged(part.name)
            crc = zlib.crc32(piece, crc)
            yield piece
        if length != part.size or crc != part.crc:
            raise self.damaged(part.name)

    def local_span(self, part: Part) -> tuple[int, int]:
        """Return where a part lies in the file: from its local header to behind its descriptor."""
        start = self._payload_start(part)
        end = start + part.packed
        if part.flags & 0x8:  # the sizes stand behind the data, with or without a signature
            wide = 20 if max(part.size, part.packed) >= _FULL else 12
            signed = self.data[end : end + 4] == b"PK\x07\x08"
            end += wide + 4 if signed else wide
        return part.offset, end

    def _unpack(self, part: Part) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.method == STORED:
            yield from (bytes(packed[i : i + _CHUNK]) for i in range(0, len(packed), _CHUNK))
            return
        machine = zlib.decompressobj(-15)
        try:
            for i in range(0, len(packed), _CHUNK):
                feed: bytes | memoryview = packed[i : i + _CHUNK]
                while feed and not machine.eof:
                    yield machine.decompress(feed, 4 * _CHUNK)
                    feed = machine.unconsumed_tail
            yield machine.flush()
        except zlib.error as error:
            raise self.damaged(part.name) from error

    def _part(self, name: str) -> Part:
        part = self.find(name)
        if part is None:
            raise self.damaged(f"{name} is missing")
        return part

    def _payload_start(self, part: Part) -> int:
        try:
            local = LOCAL.unpack_from(self.data, part.offset)
        except struct.error as error:
            raise self.damaged(part.name) from error
        if local[0] != b"PK\x03\x04":
            raise self.damaged(part.name)
        return part.offset + LOCAL.size + int(local[9]) + int(local[10])

    def _packed(self, part: Part) -> memoryview:
        start = self._payload_start(part)
        packed = memoryview(self.data)[start : start + part.packed]
        if len(packed) != part.packed:
            raise self.damaged(part.name)
        return packed

    def _directory(self) -> Iterator[Part]:
        count, place = self._directory_place()
        if count > MAX_PARTS:
            raise self._too_big("the number of parts", count, MAX_PARTS)
        for _ in range(count):
            try:
                fields = CENTRAL.unpack_from(self.data, place)
            except struct.error as error:
                raise self.damaged("zip directory") from error
            end = place + CENTRAL.size + sum(fields[10:13])
            record = self.data[place:end]
            if fields[0] != b"PK\x01\x02" or len(record) != end - place:
                raise self.damaged("zip directory")
            yield self._read_record(record, fields)
            place = end

    def _directory_place(self) -> tuple[int, int]:
        at = self.data.rfind(b"PK\x05\x06", max(0, len(self.data) - END.size - 0xFFFF))
        if at < 0 or at + END.size > len(self.data):
            raise self.damaged("the end of the file is missing")
        end = END.unpack_from(self.data, at)
        count, place = int(end[4]), int(end[6])
        locator = at - END64_LOCATOR.size
        if self.data[locator : locator + 4] == b"PK\x06\x07":
            at64 = END64_LOCATOR.unpack_from(self.data, locator)[2]
            if self.data[at64 : at64 + 4] != b"PK\x06\x06":
                raise self.damaged("zip directory")
            end64 = END64.unpack_from(self.data, at64)
            count, place = int(end64[7]), int(end64[9])
        return count, place

    def _read_record(self, record: bytes, fields: tuple[int, ...]) -> Part:
        flags, method, crc = fields[3], fields[4], fields[7]
        extra_at = CENTRAL.size + fields[10]
        raw_name = record[CENTRAL.size : extra_at]
        name = raw_name.decode("utf-8" if flags & 0x800 else "cp437", "replace").replace("\\", "/")
        wide = _zip64_values(record[extra_at : extra_at + fields[11]])
        size, packed, offset = (
            wide.pop(0) if value == _FULL and wide else value
            for value in (fields[9], fields[8], fields[16])
        )
        if flags & 0x1:
            raise FileError("file.password", path=self.path)
        if method not in {STORED, DEFLATED}:
            raise self.damaged(f"{name} is packed in an unknown way")
        return Part(name, method, flags, crc, packed, size, offset, record)

    def _check_sizes(self) -> None:
        total = sum(part.size for part in self.parts)
        if total > MAX_UNPACKED:
            raise self._too_big("the unpacked size in bytes", total, MAX_UNPACKED)
        for part in self.parts:
            if part.size > RATIO_FROM and part.size > MAX_RATIO * max(part.packed, 1):
                raise self._too_big(f"the unpacked size of {part.name}", part.size, RATIO_FROM)
        if total > RATIO_FROM and total > MAX_RATIO * len(self.data):
            raise self._too_big("the unpacked size in bytes", total, RATIO_FROM)

    def _too_big(self, what: str, found: int, limit: int) -> FileError:
        sizes: Mapping[str, str] = {"found": f"{found:,}", "limit": f"{limit:,}"}
        return FileError("file.too_big", path=self.path, what=what, **sizes)


def key(name: str) -> str:
    """Return a part name in the form in which names are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()


def _zip64_values(extra: bytes) -> list[int]:
    """Return the 64-bit numbers of the zip64 extra field, in their order."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            usable = extra[at + 4 : at + 4 + length - length % 8]
            return [value for (value,) in struct.iter_unpack("<Q", usable[: len(usable) // 8 * 8])]
        at += 4 + length
    return []
