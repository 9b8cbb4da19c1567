"""The catalogue: names that Excel and VBA can take, texts for everything, one page of handbook."""

import datetime
import doctest
import importlib
import keyword
import re
import subprocess
import sys

import pytest

from xl_addin.functions import CATALOGUE, handbook
from xl_addin.functions.catalogue import MODULE
from xl_addin.template.wrappers import LONGEST, function_texts, wizard_texts
from xl_addin.texts import LANGUAGES, texts

FUNCTIONS = list(CATALOGUE.values())
CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}|R[0-9]*C[0-9]*", re.IGNORECASE)
# Words that VBA keeps for itself, and names that its libraries use as statements or functions.
VBA_WORDS = """
    addressof alias and any as attribute base beep binary boolean byref byte byval call case
    chdir close compare const currency date debug declare decimal default deftype dim dir do
    double each else elseif empty end enum eof eqv erase error event exit explicit false file
    fix for format friend function get global gosub goto hex if imp implements in input int
    integer is kill left len let lib like line list load loc lock log long loop lset me mid mod
    module name new next not nothing null object oct on open option optional or output paramarray
    preserve print private property public put raiseevent random randomize read redim rem
    resume return right rnd rset second seek select set single space static step stop str
    string sub tab then time timer to trim true type ubound unlock until val variant wend while
    width with withevents write xor year month day k
"""


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.name)
class TestEachFunction:
    def test_name_is_one_that_excel_takes(self, function):
        assert re.fullmatch(r"[A-Z]+(_[A-Z]+)+", function.name)
        assert len(function.name) <= 31
        assert not CELL.fullmatch(function.name)

    def test_argument_names_are_ones_that_vba_takes(self, function):
        for argument in function.arguments:
            assert re.fullmatch(r"[a-z]+(_[a-z]+)*", argument.name)
            assert argument.name not in VBA_WORDS.split()
            assert not keyword.iskeyword(argument.name)
            assert not CELL.fullmatch(argument.name)
            assert argument.name.upper() not in CATALOGUE

    def test_optional_arguments_come_last(self, function):
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_texts_fit_the_wizard(self, function, language):
        summary, arguments = function_texts(function, language)
        assert len(arguments) == len(function.arguments)
        for text in (summary, *arguments):
            assert 10 < len(text) <= LONGEST
            assert text == " ".join(text.split())
            assert text.endswith(".")

    def test_no_russian_text_is_left_over(self, function):
        branch = texts("ru").node(f"functions.{function.name}")
        assert set(branch) == {"summary", *(argument.name for argument in function.arguments)}

    def test_description_in_the_module_is_ascii(self, function):
        assert function.summary.isascii()

    def test_default_is_said(self, function):
        for argument in function.arguments:
            assert argument.optional == ("Left out:" in argument.doc), argument.name

    def test_worked_example_is_right(self, function):
        names = vars(importlib.import_module(MODULE)) | {"dt": datetime}
        test = doctest.DocTestParser().get_doctest(function.doc, names, function.name, None, None)
        assert any(function.name in example.source for example in test.examples)
        assert doctest.DocTestRunner().run(test).failed == 0

    def test_example_calls_the_function(self, function):
        assert function.example.startswith(f"={function.name}(")
        assert function.chapter in {"value", "solvency", "offers", "diagnosis"}


def test_every_russian_text_has_its_function():
    assert set(texts("ru").node("functions")) == set(CATALOGUE)


def test_keys_of_the_wizard_texts():
    found = wizard_texts("en")
    assert found["fn.RFM_SCORE.arg1"] == CATALOGUE["RFM_SCORE"].arguments[0].doc
    assert found.keys() == wizard_texts("ru").keys()


def test_a_page_lists_what_a_word_may_be_called():
    page = handbook.pages()["RFM_BINS.md"]
    assert "**Words** for `direction`" in page
    assert "high (more, больше, выше); low (less, меньше, ниже)." in page
    assert "**Words** for `values`" not in page


def test_handbook_is_up_to_date():
    assert not handbook.stale(handbook.pages()), "run: python -m xl_addin.functions.handbook"


def test_stale_pages_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(handbook, "FOLDER", tmp_path / "functions")
    wanted = {"A_B.md": "text", "README.md": "list"}
    handbook.write({**wanted, "OLD_ONE.md": "old"})
    handbook.write(wanted)
    assert handbook.stale(wanted) == []
    (tmp_path / "functions" / "A_B.md").write_text("edited")
    (tmp_path / "functions" / "OTHER.md").write_text("no function")
    assert handbook.stale(wanted) == ["A_B.md", "OTHER.md"]


def test_import_loads_only_what_a_call_needs():
    code = "import sys, xl_addin.functions; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert {"pandas", "xlwings"} <= loaded
    assert not loaded & {"scipy", "lifetimes", "matplotlib", "lxml", "click", "rich", "tomllib"}
