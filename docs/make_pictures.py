"""Make the pictures of README and handbook from a refreshed workbook.

usage: python docs/make_pictures.py clientbase-demo.xlsm [Dashboard RFMMap ...] [--into FOLDER]

Needs LibreOffice (soffice) and pdftoppm. Each sheet is shown as its first printed page, cut to what
stands on it. Formulas show the answers kept in the file: LibreOffice has no Python functions.
"""

import argparse
import posixpath
import re
import subprocess
import tempfile
import zipfile
from pathlib import Path

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PICTURES = {  # sheet key: file name
    "Start": "start",
    "Dashboard": "dashboard",
    "DataAudit": "data-audit",
    "RFM": "rfm",
    "RFMMap": "rfm-map",
    "ABC": "abc",
    "ABCXYZ": "abc-xyz",
    "LTV": "ltv",
    "LTVModel": "ltv-model",
    "Concentration": "concentration",
    "Receivables": "receivables",
    "Decisions": "decisions",
    "OfferMatrix": "offer-matrix",
    "OfferPlan": "offer-plan",
    "Diagnosis": "diagnosis",
    "Functions": "functions",
    "Settings": "settings",
    "History": "history",
}
DEFAULT = ("Dashboard", "RFMMap", "ABC", "ABCXYZ")
DOTS = 120  # per inch
FIRST_PAGE = 'pdf:calc_pdf_Export:{"PageRange":{"type":"string","value":"1"}}'
LOOK = 30  # per inch, for finding the edges
MARGIN = 0.12  # inch around the content


def main() -> None:
    """Read the command line and make the pictures."""
    parser = argparse.ArgumentParser(description="Pictures of the sheets of a refreshed workbook.")
    parser.add_argument("workbook", type=Path)
    parser.add_argument("sheets", nargs="*", default=DEFAULT, help=f"of {', '.join(PICTURES)}")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "pictures")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    for key in given.sheets:
        picture(given.workbook, key, given.into / f"{PICTURES[key]}.png")


def picture(workbook: Path, key: str, target: Path) -> None:
    """Write the first printed page of sheet ``key`` as a PNG.

    Raises KeyError where the workbook has no such sheet, CalledProcessError where LibreOffice or
    pdftoppm fails.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy = folder / "page.xlsm"
        write_first(workbook, key, copy)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run(
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            FIRST_PAGE,
            "--outdir",
            name,
            str(copy),
        )
        box = _edges(folder)
        cut = [
            part for flag, value in zip("xyWH", box, strict=True) for part in (f"-{flag}", value)
        ]
        _page(folder, DOTS, target.with_suffix(""), "-png", *cut)


def write_first(workbook: Path, key: str, target: Path) -> None:
    """Write a copy that prints one sheet first: no header or footer, values for formulas."""
    with zipfile.ZipFile(workbook) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    book = etree.fromstring(parts["xl/workbook.xml"])
    wanted = _sheet_name(book, key)
    names = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]
    relations = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations}
    # LibreOffice prints hidden sheets too; only the first page is surely that of the first sheet.
    place = names.index(wanted)
    sheet = next(sheet for sheet in book.iter(f"{MAIN}sheet") if sheet.get("name") == wanted)
    order = sheet.getparent()
    if order is not None:
        order.insert(0, sheet)
    for defined in book.iter(f"{MAIN}definedName"):
        if (local := defined.get("localSheetId")) is not None:
            moved = 0 if int(local) == place else int(local) + (int(local) < place)
            defined.set("localSheetId", str(moved))
    part = posixpath.normpath(posixpath.join("/xl", targets[sheet.get(RELATION, "")]))[1:]
    parts[part] = _plain(parts[part])
    parts["xl/workbook.xml"] = etree.tostring(book, xml_declaration=True, encoding="UTF-8")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for name, content in parts.items():
            copy.writestr(name, content)


def _sheet_name(book: etree._Element, key: str) -> str:
    for node in book.iter(f"{MAIN}definedName"):
        if node.get("name") == f"cb_{key}":
            return (node.text or "").rpartition("!")[0].strip("'").replace("''", "'")
    raise KeyError(f"the workbook has no sheet {key}")


def _plain(content: bytes) -> bytes:
    sheet = etree.fromstring(content)
    for node in [*sheet.iter(f"{MAIN}f", f"{MAIN}headerFooter")]:
        _remove(node)
    return etree.tostring(sheet, xml_declaration=True, encoding="UTF-8")


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        if "cm" in parent.attrib:  # the mark of a formula that spills
            del parent.attrib["cm"]
        parent.remove(node)


def _edges(folder: Path) -> list[str]:
    """Return left, top, width, height of what stands on the page, in dots of the picture."""
    _page(folder, LOOK, folder / "look", "-gray")
    found = re.fullmatch(
        rb"P5\s+(\d+)\s+(\d+)\s+255\s(.*)", (folder / "look.pgm").read_bytes(), re.DOTALL
    )
    if found is None:
        raise ValueError("pdftoppm wrote no grey picture")
    width, height, dots = int(found[1]), int(found[2]), found[3]
    rows = [row for row in range(height) if min(dots[row * width : (row + 1) * width]) < 250]
    columns = [column for column in range(width) if min(dots[column::width]) < 250]
    scale, margin = DOTS / LOOK, MARGIN * DOTS
    left, top = max(0, columns[0] * scale - margin), max(0, rows[0] * scale - margin)
    right = min(width * scale, (columns[-1] + 1) * scale + margin)
    bottom = min(height * scale, (rows[-1] + 1) * scale + margin)
    return [str(round(value)) for value in (left, top, right - left, bottom - top)]


def _page(folder: Path, dots: int, target: Path, *options: str) -> None:
    first = ("-f", "1", "-l", "1", "-singlefile", "-r", str(dots))
    _run("pdftoppm", *first, *options, str(folder / "page.pdf"), str(target))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603


if __name__ == "__main__":
    main()
