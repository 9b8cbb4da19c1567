"""After an import and a refresh everything that is not ours is as it was, byte for byte.

The workbook is the template, with its VBA project and ribbon, plus what a user may have added: an
own sheet with a chart, a picture, a comment, a sparkline, a conditional format, formulas, a dynamic
array, a pivot table with its cache, defined names, and a part that nobody knows; and on that sheet,
or on one of ours, a slicer, a form control, threaded comments, x14 validations and formats, custom
XML and printer settings.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
import zipfile

import pytest

from tests.engines.feature_parts import CONTROLS, EXTENSIONS, add_features, insert
from tests.engines.samples import read_parts, rich_workbook, write_zip
from tests.template.semantic_check import faults
from xl_addin.book.imports import import_file
from xl_addin.book.layouts import SHEETS
from xl_addin.book.names import Index
from xl_addin.book.workbook_file import open_file
from xl_addin.texts import texts

RENAMED = {
    "worksheets/sheet2": "worksheets/sheet92",
    "worksheets/_rels/sheet2": "worksheets/_rels/sheet92",
    "drawings/drawing1": "drawings/drawing91",
    "drawings/_rels/drawing1": "drawings/_rels/drawing91",
    "drawings/vmlDrawing1": "drawings/vmlDrawing91",
    "charts/chart1": "charts/chart91",
    "media/image1": "media/image91",
    "comments1": "comments91",
}
TAKEN = ("pivot", "custom/", *RENAMED)


@pytest.fixture
def own_sheet(make_book, tmp_path, small_sales):
    """The template with small sales and the user's own sheet of ``rich_workbook`` moved in."""
    path = make_book(sales=small_sales)
    parts = read_parts(path)
    rich = read_parts(rich_workbook(tmp_path / "rich.xlsx"))
    for name, part in rich.items():
        if any(word in name for word in TAKEN):
            parts[_renamed(name)] = _renamed(part.decode()).encode() if _is_text(name) else part
    sheet = "xl/worksheets/sheet92.xml"  # its texts stood in the other file's string table
    cells = re.sub(rb' t="s"><v>\d+</v>', rb' t="b"><v>1</v>', parts[sheet])
    parts[sheet] = cells
    for name in (sheet, "xl/charts/chart91.xml"):
        parts[name] = parts[name].replace(b"Data!", b"Sales!")
    _register(parts, rich)
    write_zip(path, parts)
    return path


def test_nothing_but_our_sheets_changes(own_sheet, refresh):
    before = read_parts(own_sheet)
    refresh(own_sheet)
    after = read_parts(own_sheet)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed, "the refresh wrote nothing"
    assert changed <= our_parts(before)
    for word in ("vbaProject", "customUI", "pivot", "custom/unknown", "chart", "media", "comments"):
        kept = [name for name in before if word in name]
        assert kept, word
        assert not changed.intersection(kept)


def test_a_refresh_breaks_nothing(own_sheet, refresh):
    before = faults(own_sheet.read_bytes())
    assert len(before) == 1  # Excel itself would give the new sheet a code name
    assert "code names" in before[0]
    refresh(own_sheet)
    assert faults(own_sheet.read_bytes()) == before


def test_the_refreshed_demo_is_sound(demo_path):
    assert faults(demo_path.read_bytes()) == []


def test_what_the_user_wrote_on_our_sheets_stays(own_sheet, refresh):
    """Column widths, formats, freeze panes: all of a sheet but its cells."""
    before = read_parts(own_sheet)
    refresh(own_sheet)
    after = read_parts(own_sheet)
    for name in our_parts(before):
        if name.startswith("xl/worksheets/"):
            assert _frame(before[name]) == _frame(after[name]), name


@pytest.fixture
def import_sales(tmp_path):
    """Return a function that imports twelve sales into a workbook file."""
    file = tmp_path / "sales.csv"
    rows = [f"2025-{month:02d}-15,C{month % 5},{month * 10}" for month in range(1, 13)]
    file.write_text("\n".join(["date,customer,amount", *rows]), "utf-8")

    def run(path):
        with open_file(path) as book:
            today = dt.date(2026, 11, 21)
            import_file(Index.of(book), file, "sales", texts("en"), today=today)
            book.save()

    return run


@pytest.mark.parametrize("where", ["on the user's sheet", "on a sheet of ours"])
def test_rich_features_survive_import_and_refresh(own_sheet, import_sales, refresh, where):
    parts = read_parts(own_sheet)
    sheet = _ours(parts, "RFM") if where.endswith("ours") else "xl/worksheets/sheet92.xml"
    if sheet.endswith("sheet92.xml"):  # it has sparklines already
        parts[sheet] = re.sub(rb"<extLst>.*</extLst>", b"", parts[sheet], flags=re.DOTALL)
    added = add_features(parts, sheet)
    write_zip(own_sheet, parts)
    before = read_parts(own_sheet)
    import_sales(own_sheet)
    imported = read_parts(own_sheet)
    refresh(own_sheet)
    after = read_parts(own_sheet)
    assert list(before) == list(imported) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= our_parts(before)
    assert changed > {name for name in before if before[name] != imported[name]}
    assert not changed & added
    assert after[sheet].endswith(EXTENSIONS.encode() + b"</worksheet>")
    assert CONTROLS.encode() in after[sheet]
    assert _frame(after[sheet]) == _frame(before[sheet])


@pytest.mark.office
def test_a_workbook_saved_by_another_program_keeps_its_parts(tmp_path, app):
    """The rich workbook as LibreOffice writes it: other names of parts, order and namespaces."""
    for cell in ("A40", "C3"):
        path = tmp_path / "rich.xlsx"
        _by_libreoffice(rich_workbook(path))
        before = read_parts(path)
        book = app.books.open(str(path))
        book.sheets["Data"][cell].value = "written"
        book.save()
        book.close()
        after = read_parts(path)
        changed = {name for name in before if before[name] != after[name]}
        assert list(before) == list(after)
        assert changed == {"xl/worksheets/sheet1.xml"}
        assert _frame(before[min(changed)]) == _frame(after[min(changed)])


def _by_libreoffice(path):
    """Let LibreOffice open a workbook and save it anew in its place."""
    folder = path.parent / "converted"
    words = [
        shutil.which("soffice"),
        f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
        "--headless",
        *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(path)),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    os.replace(folder / path.name, path)


def _ours(parts, tab):
    """The part of one of our sheets, by its tab."""
    book = parts["xl/workbook.xml"].decode()
    link = re.search(rf'<sheet name="{tab}"[^>]*r:id="(\w+)"', book)[1]
    found = re.search(
        rf'<Relationship [^>]*Id="{link}"[^>]*>', parts["xl/_rels/workbook.xml.rels"].decode()
    )[0]
    return "xl/" + re.search(r'Target="([^"]+)"', found)[1]


def our_parts(parts):
    """The sheets that a refresh may write, and their tables."""
    links = {}
    for link in re.findall(r"<Relationship [^>]*>", parts["xl/_rels/workbook.xml.rels"].decode()):
        found = dict(re.findall(r'(\w+)="([^"]*)"', link))
        links[found["Id"]] = f"xl/{found['Target']}"
    book = parts["xl/workbook.xml"].decode()
    sheets = dict(re.findall(r'<sheet name="([^"]+)"[^>]*r:id="(\w+)"', book))
    own = sheets.pop("User's own")
    assert len(sheets) >= len(SHEETS)
    assert links[own] == "xl/worksheets/sheet92.xml"
    tables = {name for name in parts if name.startswith("xl/tables/")}
    return {links[link] for link in sheets.values()} | tables


def _frame(part):
    """A sheet part without its cells and its used range."""
    text = re.sub(rb"<sheetData>.*</sheetData>", b"", part, flags=re.DOTALL)
    return re.sub(rb'<dimension ref="[^"]*"/>', b"", text)


def _is_text(name):
    return name.endswith((".xml", ".rels", ".vml"))


def _renamed(text):
    for old, new in RENAMED.items():
        text = re.sub(rf"{old}(?=\.)", new, text)
    return text


def _register(parts, rich):
    """Add the moved parts to content types, relationships, sheets and names of the workbook."""
    types = rich["[Content_Types].xml"].decode()
    wanted = [
        _renamed(found)
        for found in re.findall(r"<Override [^>]*/>", types)
        if any(word in found for word in TAKEN)
    ]
    defaults = re.findall(r'<Default Extension="(?:png|vml|bin)"[^>]*/>', types)
    insert(parts, "[Content_Types].xml", "</Types>", "".join(wanted))
    have = parts["[Content_Types].xml"].decode()
    missing = [
        text
        for text in defaults
        if text.split('"')[1] not in re.findall(r'Extension="(\w+)"', have)
    ]
    have = have.replace("<Override", "".join(missing) + "<Override", 1)
    parts["[Content_Types].xml"] = have.encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    insert(
        parts,
        "xl/_rels/workbook.xml.rels",
        "</Relationships>",
        f'<Relationship Id="rId991" Type="{office}/worksheet" Target="worksheets/sheet92.xml"/>'
        f'<Relationship Id="rId992" Type="{office}/pivotCacheDefinition" '
        'Target="pivotCache/pivotCacheDefinition1.xml"/>',
    )
    insert(
        parts,
        "xl/workbook.xml",
        "</sheets>",
        '<sheet name="User\'s own" sheetId="991" r:id="rId991"/>',
    )
    insert(
        parts,
        "xl/workbook.xml",
        "</definedNames>",
        "<definedName name=\"zz_mine\">'User''s own'!$A$1:$B$2</definedName>",
    )
    insert(
        parts,
        "xl/workbook.xml",
        "</workbook>",
        '<pivotCaches><pivotCache cacheId="1" r:id="rId992"/></pivotCaches>',
    )


def test_the_fixture_holds_what_it_says(own_sheet):
    with zipfile.ZipFile(own_sheet) as archive:
        names = archive.namelist()
    for word in ("chart91", "image91", "comments91", "vmlDrawing91", "pivotTable1", "vbaProject"):
        assert any(word in name for name in names), word
