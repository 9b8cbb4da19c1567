"""A mapping kept in a file and used again: columns and answers, as a small TOML document."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from scoring.errors import SettingError
from scoring.tables.policy import ReadingPolicy
from xl_addin.exports.gates import FIELDS
from xl_addin.exports.options import ImportOptions
from xl_addin.files.errors import FileError

LARGEST = 1 << 16  # bytes
_WORDS: dict[str, tuple[str, ...]] = {
    "table": tuple(FIELDS),
    "date_format": ("dmy", "mdy", "ymd"),
    "decimal": ("comma", "point"),
    "duplicates": ("ask", "keep", "drop"),
    "similar": ("ask", "keep", "merge"),
}
_TEXTS = ("title", "sheet", "encoding", "currency")
_FLAGS = ("skip_bad_rows", "visible_only", "first_table", "unpivot")


def shipped() -> list[str]:
    """Return the names of the profiles that ship with the product."""
    folder = files("xl_addin").joinpath("profiles")
    return sorted(
        each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")
    )


def load_profile(name: str) -> dict[str, Any]:
    """Return what a profile says, checked: one that ships, by its name, or a file.

    Raises FileError where there is no such profile, or it holds something unknown.
    """
    own = Path(name)
    inside = files("xl_addin").joinpath("profiles", f"{name}.toml")
    if name in shipped():
        return _checked(inside.read_bytes(), name)
    if not own.is_file():
        raise FileError("profile.missing", path=name, names=", ".join(shipped()))
    if own.stat().st_size > LARGEST:
        raise FileError("profile.wrong", path=name, what=f"more than {LARGEST} bytes")
    return _checked(own.read_bytes(), name)


def _checked(data: bytes, name: str) -> dict[str, Any]:
    try:
        said = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError("profile.wrong", path=name, what=error) from error
    for key, value in said.items():
        if not _fits(key, value, said):
            shown = f"{key} = {value!r}"[:80]
            raise FileError("profile.wrong", path=name, what=shown)
    return said


def _fits(key: str, value: Any, said: Mapping[str, Any]) -> bool:
    if key in _WORDS:
        return value in _WORDS[key]
    if key in _TEXTS:
        return isinstance(value, str)
    if key in _FLAGS:
        return isinstance(value, bool)
    if key == "grouped":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    if key == "rates":
        return isinstance(value, dict) and all(
            isinstance(rate, (int, float)) and not isinstance(rate, bool) and rate > 0
            for rate in value.values()
        )
    known = {field.key for field in FIELDS[said.get("table", "sales")]}
    return (
        key == "columns"
        and isinstance(value, dict)
        and all(name in known and _names_header(header) for name, header in value.items())
    )


def _names_header(value: Any) -> bool:
    """Tell whether a value is a header, or several of which a file has one."""
    several = value if isinstance(value, list) and value else [value]
    return all(isinstance(header, str) for header in several)


def options_of(said: Mapping[str, Any]) -> ImportOptions:
    """Return the options that a profile, or the answers of a command, come to."""
    try:
        reading = ReadingPolicy(
            date_order=said.get("date_format") or "auto",
            decimal=said.get("decimal") or "auto",
            currency=said.get("currency") or "",
            duplicates="drop" if said.get("duplicates") == "drop" else "keep",
        )
    except SettingError as error:
        raise FileError("profile.wrong", path="", what=error.text()) from error
    grouped = said.get("grouped")
    return ImportOptions(
        sheet=said.get("sheet"),
        encoding=said.get("encoding"),
        reading=reading,
        columns=dict(said.get("columns") or {}),
        rates=dict(said.get("rates") or {}),
        grouped=None if grouped is None else tuple(grouped),
        unpivot=bool(said.get("unpivot")),
        skip_bad_rows=bool(said.get("skip_bad_rows")),
        visible_only=bool(said.get("visible_only")),
        first_table=bool(said.get("first_table")),
        duplicates=said.get("duplicates") or "ask",
        similar=said.get("similar") or "ask",
    )


def profile_text(said: Mapping[str, Any]) -> str:
    """Return answers as a profile; what was not answered is left out."""
    lines = [f"{key} = {_written(value)}" for key, value in said.items() if _simple(value)]
    for key in ("columns", "rates"):
        if said.get(key):
            lines += ["", f"[{key}]"]
            lines += [f"{name} = {_written(value)}" for name, value in said[key].items()]
    return "\n".join(lines) + "\n"


def _simple(value: Any) -> bool:
    return not isinstance(value, dict) and value not in (None, False)


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return (
            '"'
            + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in escaped)
            + '"'
        )
    return f"{value}"
