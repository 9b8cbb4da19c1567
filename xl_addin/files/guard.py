"""A first look at a file: what it is by its content, and whether it may be opened at all."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xl_addin.files.archive import Archive
from xl_addin.files.errors import FileError

Kind = Literal["workbook", "xls", "text", "parquet"]

MAX_FILE = 1 << 30  # bytes; a workbook of a million rows has 50 MB
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROLOG = 1 << 16
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_BLANKS = b" \t\r\n\0\x0b\x0c\xfe\xff"
_ROOT = re.compile(r"<(?![?!])")
_DOCTYPE = re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_SIGNS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "file.gzip"),
    (b"%PDF", "file.unknown"),
    (b"7z\xbc\xaf", "file.unknown"),
    (b"Rar!", "file.unknown"),
    (b"\x80\x04", "file.unknown"),  # a Python pickle: never opened
)
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*[{\[\"]")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class GuardedFile:
    """A file that passed the first look: its bytes, its kind, and its parts if it is a zip."""

    path: Path
    data: bytes
    kind: Kind
    archive: Archive | None = None


def look_at(path: Path) -> GuardedFile:
    """Read a file whole and say what it is by its content, not by its name.

    Nothing is unpacked but the first bytes of each XML part. The file is never changed.
    Raises FileError for a file that is absent, empty, over 1 GB, of an unknown kind, protected by
    a password, damaged, larger than declared limits when unpacked, or that declares entities.
    """
    data = _read(path)
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        archive = Archive(str(path), data)
        _check_workbook(archive)
        return GuardedFile(path, data, "workbook", archive)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileError("file.password", path=path)
        if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
            return GuardedFile(path, data, "xls")
        raise FileError("file.unknown", path=path)
    if data[:4] == b"PAR1":
        return GuardedFile(path, data, "parquet")
    return _look_at_text(path, data)


def look_at_workbook(path: Path) -> tuple[GuardedFile, Archive]:
    """Look at a file that must be an .xlsx or .xlsm; raises FileError for anything else."""
    found = look_at(path)
    if found.kind == "xls":
        raise FileError("file.old_workbook", path=path)
    if found.archive is None:
        raise FileError("file.not_workbook", path=path)
    return found, found.archive


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileError("file.folder", path=path)
        size = path.stat().st_size
        if size > MAX_FILE:
            raise FileError(
                "file.too_big", path=path, what="its size", found=f"{size:,}", limit=f"{MAX_FILE:,}"
            )
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileError("file.missing", path=path) from error
    except OSError as error:
        raise FileError("file.unreadable", path=path, reason=error.strerror or error) from error
    if not data:
        raise FileError("file.empty", path=path)
    return data


def _look_at_text(path: Path, data: bytes) -> GuardedFile:
    for sign, code in _SIGNS:
        if data.startswith(sign):
            raise FileError(code, path=path)
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if wide := "utf-16" if data.startswith(_WIDE_MARKS) else unmarked_utf16(data):
        head = data[:4096].decode(wide, "replace").encode().lstrip()
    if not head and not data.removeprefix(b"\xef\xbb\xbf").strip(_BLANKS):
        raise FileError("file.blank", path=path)
    _refuse_markup(path, head)
    controls = sum(byte < 32 and byte not in b"\t\r\n\0" for byte in head)
    allowed = 0 if 0 in head else max(1, len(head) // 100)  # a stray one makes no other file
    if controls > allowed or head.count(0) > len(head) // 4:
        raise FileError("file.unknown", path=path)
    return GuardedFile(path, data, "text")


def _refuse_markup(path: Path, head: bytes) -> None:
    """Refuse JSON, HTML and XML, which are texts but no tables."""
    if _JSON.match(head):
        raise FileError("file.json", path=path)
    if head.startswith(b"<"):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head and b"<html" not in head.lower():
            raise FileError("file.xml2003", path=path)
        if _HTML.search(head):
            raise FileError("file.html", path=path)
        raise FileError("file.xml", path=path)
    if head.lower().startswith(b"mime-version:"):
        raise FileError("file.html", path=path)


def unmarked_utf16(data: bytes) -> str:
    """Return the name of UTF-16 without its mark, "" where a text is anything else.

    Every other byte of it is 0, or 4 of a Russian letter.
    """
    head = data[: min(len(data), 4096) // 2 * 2]
    if len(data) % 2 or 0 not in head:
        return ""
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if high.count(0) and high.count(0) + high.count(4) >= 0.95 * len(high):
            return name
    return ""


def _check_workbook(archive: Archive) -> None:
    if archive.find("xl/workbook.bin"):
        raise FileError("file.xlsb", path=archive.path)
    if archive.find("mimetype") and archive.head("mimetype", 64).startswith(_OPEN_DOCUMENT):
        raise FileError("file.ods", path=archive.path)
    if not (archive.find("[Content_Types].xml") and archive.find("xl/workbook.xml")):
        raise FileError("file.not_workbook", path=archive.path)
    for part in archive.parts:
        if part.name.lower().endswith((".xml", ".rels", ".vml")):
            _check_prolog(archive, part.name)


def _check_prolog(archive: Archive, name: str) -> None:
    """Refuse a document type declaration: it can stand only before the root element."""
    for size in (1024, _PROLOG):
        head = archive.head(name, size)
        text = head.decode(_encoding(head), "replace")
        bare = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
        root = _ROOT.search(bare)
        declaration = _DOCTYPE.search(bare)
        if declaration and (root is None or declaration.start() < root.start()):
            raise FileError("file.doctype", path=archive.path, part=name)
        if root or len(head) < size:
            return
    raise FileError("file.doctype", path=archive.path, part=name)


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"<\0")):
        return "utf-16-le"
    return "utf-16-be" if head.startswith((b"\xfe\xff", b"\0<")) else "utf-8"
