"""The VBA modules: readable by every reader, and doing what they say where it can be tried."""

import re
import warnings
import zipfile

import pytest
import xlsxwriter
from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import parse_module

from xl_addin.functions import CATALOGUE
from xl_addin.template.vba_modules import modules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools calls pyparsing by its old names
    from oletools.olevba import VBA_Parser

MODULES = modules()
PLAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
TEXTS = [
    ("refresh_all.label", "Обновить"),
    ("refresh_all.label", "the second row with a key"),
    ("empty", ""),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A workbook with a sheet wsTexts and all modules."""
    folder = tmp_path_factory.mktemp("vba")
    with xlsxwriter.Workbook(folder / "plain.xlsx") as plain:
        sheets = {name: plain.add_worksheet(name) for name in ("wsStart", "wsTexts")}
        plain.set_vba_name("ThisWorkbook")
        for name, sheet in sheets.items():
            sheet.set_vba_name(name)
        for row, cells in enumerate(TEXTS):
            sheets["wsTexts"].write_row(row, 0, cells)
    with (
        zipfile.ZipFile(folder / "plain.xlsx") as plain,
        zipfile.ZipFile(folder / "macros.xlsm", "w") as macros,
    ):
        for name in plain.namelist():
            macros.writestr(name, plain.read(name).replace(PLAIN, MACROS))
    kinds = {"standard": VBAModuleKind.standard, "class": VBAModuleKind.other}
    with ExcelFile(folder / "macros.xlsm") as file:
        project = file.add_vba_project()
        for module in MODULES:
            if module.kind == "document":
                file.set_module(module.name, module.source)
            else:
                project.add_module(module.name, module.source, kind=kinds[module.kind])
        file.save(folder / "book.xlsm")
    return folder / "book.xlsm"


@pytest.fixture(scope="module")
def application(book):
    """pyOpenVBA's Excel in memory, with our standard modules."""
    app = ExcelApplication.open(book)
    with ExcelFile(book) as file:
        for module in MODULES:
            if module.kind == "standard":
                app.add_module(file.get_module(module.name), name=module.name)
    return app


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
class TestEachModule:
    def test_ascii_and_lines(self, module):
        assert module.source.isascii()
        assert "\n" not in module.source.replace("\r\n", "")
        assert max(map(len, module.source.split("\r\n"))) <= 1023

    def test_name_is_nobody_elses(self, module):
        assert re.fullmatch(r"[A-Za-z][A-Za-z_]{0,30}", module.name)
        assert module.name not in CATALOGUE
        if module.kind != "document":
            assert f'Attribute VB_Name = "{module.name}"' in module.source

    def test_parses(self, module, book):
        with ExcelFile(book) as file:
            assert parse_module(file.get_module(module.name), name=module.name)

    def test_olevba_reads_it_back(self, module, book):
        parser = VBA_Parser(str(book))
        found = {name.split("/")[-1]: code for _, name, _, code in parser.extract_macros()}
        parser.close()
        assert body(found[module.name]) == body(module.source)


def body(source):
    """The lines below the attributes of a module, without blanks at the ends."""
    lines = [line.rstrip() for line in source.replace("\r\n", "\n").split("\n")]
    if lines[0].startswith("VERSION "):
        lines = lines[lines.index("END") + 1 :]
    return "\n".join(line for line in lines if not line.startswith("Attribute VB_")).strip()


def test_procedures_have_one_name_each():
    """Two public procedures of one name would stop the project from compiling."""
    names = [
        name.lower()
        for module in MODULES
        if module.kind == "standard"
        for name in re.findall(r"^(?:Public )?(?:Function|Sub) (\w+)", module.source, re.MULTILINE)
    ]
    twice = {name for name in names if names.count(name) > 1}
    assert twice == {"getdirectorypath", "getudfmodules"}  # xlwings: #If one, #Else the other


def test_only_the_catalogue_is_offered_as_worksheet_functions_by_our_modules():
    for module in MODULES:
        if module.name in {"FunctionWizard", "WorkbookTexts"}:
            assert "Option Private Module" in module.source
        if module.name == "RibbonCallbacks":
            assert not re.search(r"^(Public )?Function", module.source, re.MULTILINE)


def test_text_of_a_key(application):
    assert application.run("TextOf", "refresh_all.label") == "Обновить"
    assert application.run("TextOf", "no such key") == "no such key"


@pytest.mark.parametrize("path", ["C:\\data\\sales.csv", "/Users/Я/продажи 2024's.xlsx"])
def test_path_of_the_import_survives_as_hex(application, path):
    """What ribbon.press gets is bytes.fromhex(argument).decode("utf-16-be")."""
    written = application.run("HexOf", path)
    assert re.fullmatch(r"[0-9A-F]*", written)
    assert bytes.fromhex(written).decode("utf-16-be") == path


@pytest.mark.parametrize("interpreter", ["", "python", "pythonw", "venv\\python.exe", "C:python"])
def test_any_other_interpreter_is_refused(application, interpreter):
    with pytest.raises(VBARuntimeError, match="python_unnamed"):
        application.run("RequireInterpreter", interpreter)
