"""External links: never made, never followed, never updated, never touched. BAD_INPUT 4.2."""

import ast
import os
import re

import pytest
import xlsxwriter

from tests.engines.samples import read_parts, write_zip
from tests.test_architecture import ROOT
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.package import book as engine

LINKED = {
    "xl/externalLinks/externalLink1.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' r:id="rId1"><sheetNames><sheetName val="Prices"/></sheetNames><sheetDataSet>'
        '<sheetData sheetId="0"><row r="1"><cell r="A1"><v>17</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>"
    ),
    "xl/externalLinks/_rels/externalLink1.xml.rels": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'externalLinkPath" Target="prices.xlsx" TargetMode="External"/></Relationships>'
    ),
    "xl/externalLinks/externalLink2.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<ddeLink ddeService="cmd" ddeTopic="/c calc"><ddeItems><ddeItem name="A0" advise="1"/>'
        "</ddeItems></ddeLink></externalLink>"
    ),
}
CELLS = (
    '<row r="9000"><c r="A9000"><f>[1]Prices!$A$1*2</f><v>34</v></c>'
    '<c r="B9000" t="e"><f>[2]!\'A0\'</f><v>#REF!</v></c></row>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"


@pytest.fixture
def linked(make_book, small_sales):
    """A workbook with a link to another one, which says 99 by now, and one to a command."""
    path = make_book(sales=small_sales)
    with xlsxwriter.Workbook(path.with_name("prices.xlsx")) as other:
        other.add_worksheet("Prices").write("A1", 99)
    parts = read_parts(path)
    parts |= {name: text.encode() for name, text in LINKED.items()}
    rels = "xl/_rels/workbook.xml.rels"
    new = "".join(
        f'<Relationship Id="rIdLink{n}" Type="{KIND}" Target="externalLinks/externalLink{n}.xml"/>'
        for n in (1, 2)
    )
    parts[rels] = parts[rels].replace(b"</Relationships>", f"{new}</Relationships>".encode())
    types = "".join(
        f'<Override PartName="/xl/externalLinks/externalLink{n}.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
        for n in (1, 2)
    )
    kinds = "[Content_Types].xml"
    parts[kinds] = parts[kinds].replace(b"</Types>", f"{types}</Types>".encode())
    book = parts["xl/workbook.xml"]
    listed = (
        b'<externalReferences><externalReference r:id="rIdLink1"/>'
        b'<externalReference r:id="rIdLink2"/></externalReferences><definedNames>'
    )
    assert b"<definedNames>" in book
    parts["xl/workbook.xml"] = book.replace(b"<definedNames>", listed, 1)
    sheet = sheet_of(parts, "Help")
    parts[sheet] = parts[sheet].replace(b"</sheetData>", f"{CELLS}</sheetData>".encode())
    write_zip(path, parts)
    return path


def sheet_of(parts, name):
    """The part of a sheet, by the name on its tab."""
    ident = re.search(rf'<sheet name="{name}"[^>]*r:id="(\w+)"'.encode(), parts["xl/workbook.xml"])
    rels = parts["xl/_rels/workbook.xml.rels"]
    (each,) = (e for e in re.findall(rb"<Relationship [^>]*>", rels) if b'"%s"' % ident[1] in e)
    return "xl/" + re.search(rb'Target="([^"]+)"', each)[1].decode().lstrip("/").removeprefix("xl/")


@pytest.mark.parametrize("command", ["refresh", "recalc", "import"])
def test_links_of_a_workbook_stay_byte_for_byte(linked, command, run, tmp_path):
    before = read_parts(linked)
    words = ["refresh", linked] if command == "refresh" else ["recalc", linked]
    if command == "import":
        sales = tmp_path / "more.csv"
        sales.write_text("date,customer,amount\n2025-01-10,A,10\n")
        words = ["import", sales, "--into", linked]
    done = run(*words)
    assert done.code in {0, 1}, done.err  # recalc tells the cells that it cannot compute
    after = read_parts(linked)
    for name in (*LINKED, "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        assert after[name] == before[name], name
    references = re.compile(rb"<externalReferences>.*?</externalReferences>")
    assert references.findall(after["xl/workbook.xml"]) == references.findall(
        before["xl/workbook.xml"]
    )
    assert CELLS.encode() in after[sheet_of(after, "Help")]  # 34, not 198


def test_a_linked_workbook_is_not_even_looked_for(linked, run):
    """A link to a named pipe, on which whoever opens it would wait for ever."""
    other = linked.with_name("prices.xlsx")
    other.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    os.mkfifo(other)
    assert run("refresh", linked).code == 0
    with open_file(linked, writes=False) as book:
        assert book.sheets["Help"]["A9000"].value == 34


def test_whoever_opens_a_workbook_asks_for_no_update(monkeypatch, make_book):
    """What xlwings hands on to the application when a workbook is opened."""
    path = make_book()
    asked = []
    kept = engine.Books.open

    def recording(self, fullname, update_links=None, *rest, **more):
        asked.append(update_links)
        return kept(self, fullname, update_links, *rest, **more)

    monkeypatch.setattr(engine.Books, "open", recording)
    with open_file(path, writes=False):
        pass
    assert asked == [False]


def test_no_source_opens_a_workbook_otherwise():
    """Every call that could open a file in Excel says that links are not updated."""
    found = 0
    sources = [*(ROOT / "xl_addin").rglob("*.py"), *(ROOT / ".github").rglob("*.py")]
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            opens = ast.unparse(node.func) in {"xw.Book", "xlwings.Book"} and node.args
            if opens or ast.unparse(node.func).endswith("books.open"):
                found += 1
                said = {each.arg: ast.unparse(each.value) for each in node.keywords}
                assert said.get("update_links") == "False", (path.name, node.lineno)
    assert found >= 2
    for path in (ROOT / "xl_addin" / "template" / "vba").rglob("*.*"):
        text = path.read_text("utf-8", "replace")
        assert not re.search(r"Workbooks\.Open|UpdateLink|FollowHyperlink", text), path.name


# The template's own jumps to a cell of the same workbook; an address from "#" on never leaves it.
JUMP = re.compile(rb"<f>HYPERLINK\(\"#[^<]*</f>")
MADE = re.compile(
    rb"<f\b[^>]*>[^<]*(?:HYPERLINK|WEBSERVICE|FILTERXML|RTD\(|\[\d+\]|\|[^<]*!)[^<]*</f>"
    rb"|ddeLink|externalLink|oleLink|<connection\b|webPublish"
)


def asks_outside(path):
    """What in a workbook leads out of it, by part."""
    parts = {name: JUMP.sub(b"", part) for name, part in read_parts(path).items()}
    return [
        (name, found[0][:80])
        for name, part in parts.items()
        if name.endswith((".xml", ".rels")) and (found := MADE.search(part))
    ]


@pytest.mark.parametrize("name", ["workbook_template.xlsm", "workbook_template.ru.xlsm"])
def test_the_template_holds_no_link_and_no_formula_that_asks_outside(name):
    assert asks_outside(ROOT / name) == []


def test_a_refreshed_workbook_holds_none_either(make_book, small_sales, refresh):
    path = make_book(sales=small_sales)
    refresh(path)
    assert asks_outside(path) == []


def test_a_link_would_be_found(linked):
    assert {name for name, _ in asks_outside(linked)} >= {*LINKED}
