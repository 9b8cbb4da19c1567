"""Our wrappers beside what xlwings' own generator writes: equal, but for the named additions."""

import re

import pytest

from tests.functions.harness import excel, wrapper_text
from xl_addin.functions import CATALOGUE
from xl_addin.template.wrappers import wizard_module, wrapper_module

NAMES = sorted(CATALOGUE)


@pytest.fixture(scope="module")
def theirs():
    with excel():
        return wrapper_text()


def functions(text):
    """Each function of a module by name, as lines without indent."""
    found = re.findall(r"^(Function (\w+)\(.*?^End Function)$", text, re.MULTILINE | re.DOTALL)
    return {name: [line.strip() for line in body.splitlines()] for body, name in found}


def test_wrappers_are_those_of_xlwings_but_for_the_additions(theirs):
    expected = functions(theirs)
    assert sorted(expected) == NAMES
    for name, lines in functions(wrapper_module()).items():
        own = [line for line in lines if not line.startswith("Attribute ")]  # additions 3 and 4
        assert own[1:4] == ["#If Mac Then", f"{name} = CVErr(xlErrNA)", "#Else"]  # addition 2
        assert own[-2:] == ["#End If", "End Function"]
        own[1:4] = []
        own[-2:] = ["End Function"]
        assert own[-2] == f'{name} = "#{name}: " & Err.Description'  # addition 5
        own[-2] = f"{name} = Err.Description"
        assert own == expected[name]


def test_head_of_the_module():
    head = wrapper_module().split("Function ")[0].splitlines()
    assert head[0] == 'Attribute VB_Name = "xlwings_udfs"'  # xlwings' own name for it
    assert head[2:] == ["Option Explicit", '#Const App = "Microsoft Excel"']  # addition 1


def test_every_function_is_described():
    text = wrapper_module()
    for name in NAMES:
        assert text.count(f"Attribute {name}.VB_Description = ") == 1
        assert f'    Describe "{name}", {len(CATALOGUE[name].arguments)}\n' in wizard_module()


def test_documented_differences_are_all_there_is(theirs):
    """Lines that are ours and not xlwings', with names taken out: a list short enough to read."""

    def shape(text):
        for name in NAMES:
            text = text.replace(name, "NAME")
        return {re.sub(r'".*"', '""', line.strip()) for line in text.splitlines()}

    assert shape(wrapper_module()) - shape(theirs) == {
        'Attribute VB_Name = ""',
        "'Written from the catalogue in xl_addin/functions: change it there, not here",
        "Option Explicit",
        '#Const App = ""',
        'Attribute NAME.VB_Description = ""',
        'Attribute NAME.VB_ProcData.VB_Invoke_Func = ""',
        "#If Mac Then",
        "NAME = CVErr(xlErrNA)",
        'NAME = "" & Err.Description',
    }
    assert shape(theirs) - shape(wrapper_module()) == {"NAME = Err.Description"}
