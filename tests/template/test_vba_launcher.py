"""Python missing, moved or another one: the message names the path and what to run (BAD_INPUT S31).

The functions of our copy of the xlwings module run in a VBA interpreter; the file system of Windows
is played by a function that knows one file.
"""

import re

import pytest
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import Interpreter

from xl_addin.template.buttons import LAUNCHER, ribbon_texts
from xl_addin.template.hidden_pages import CONFIGURATION
from xl_addin.template.xlwings_patches import xlwings_module

OURS = xlwings_module()
THERE = "C:\\Program Files\\Мой Python\\pythonw.exe"
MOVED = "C:\\Мои программы\\venv\\Scripts\\pythonw.exe"
WORLD = f'''
Public Told As String
Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = (FileSpec = "{THERE}")
End Function
Function LoadLibrary(ByVal name As String) As Long
    LoadLibrary = 0
End Function
Function XLPyDLLName() As String
    XLPyDLLName = "xlwings64-0.37.8.dll"
End Function
Function GetConfig(key As String, Optional default As String = "") As Variant
    GetConfig = default
    If key = "INTERPRETER_WIN" Then GetConfig = "{THERE}"
End Function
Function BookName() As String
    BookName = "D:\\Отчёты\\книга.xlsm"
End Function
'''


def function(name, kind="Function"):
    """The text of one function of our copy, reachable by name."""
    start = re.search(rf"^(Private )?{kind} {name}\(", OURS, re.MULTILINE)
    text = OURS[start.start() :]
    return text[: text.index(f"End {kind}") + len(f"End {kind}")].replace("Private ", "", 1)


@pytest.fixture(params=["en", "ru"])
def launcher(request):
    """An interpreter with the launcher, the texts of a language and the world played above."""
    texts = {key: ribbon_texts(request.param)[key] for key in LAUNCHER}
    lines = [
        f'    If key = "{key}" Then TextOf = "{text.replace(chr(34), chr(34) * 2)}"'
        for key, text in texts.items()
    ]
    of_key = "\n".join(
        ["Function TextOf(ByVal key As String) As String", *lines, "End Function", ""]
    )
    parts = [
        WORLD,
        of_key,
        function("RequireInterpreter", "Sub"),
        function("AboutPython").replace("ThisWorkbook.FullName", "BookName()"),
        function("XLPyLoadDLL", "Sub"),
        function("ParentFolder"),
    ]
    vba = Interpreter()
    vba.add_module("\n".join(parts), name="Probe")
    return vba


def told(vba, name, *arguments):
    with pytest.raises(VBARuntimeError) as caught:
        vba.run(name, list(arguments))
    return str(caught.value)


def test_s31_a_python_with_blanks_and_cyrillic_in_its_path_is_found(launcher):
    launcher.run("RequireInterpreter", [THERE])


@pytest.mark.parametrize("path", [MOVED, "\\\\server\\общая папка\\python.exe"])
def test_s31_a_python_that_is_gone(launcher, path):
    text = told(launcher, "RequireInterpreter", path)
    assert path in text
    assert "python.org" in text
    assert "py -m pip install clientbase" in text
    assert 'py -m xl_addin doctor "D:\\Отчёты\\книга.xlsm" --fix' in text
    assert "{" not in text


def test_s31_no_python_named(launcher):
    text = told(launcher, "RequireInterpreter", "python")
    assert 'clientbase doctor "D:\\Отчёты\\книга.xlsm" --fix' in text


def test_s31_a_python_without_our_library(launcher):
    """Another environment, or xlwings of another version: worksheet functions reach no Python."""
    text = told(launcher, "XLPyLoadDLL")
    for part in ("xlwings64-0.37.8.dll", THERE, "pip install", "--fix"):
        assert part in text


def test_s31_a_python_that_starts_and_fails():
    """Another version of Python: what it said follows the sentence that names it."""
    shown = 'ShowError(LOG_FILE, AboutPython("python_failed", PYTHON_WIN)'
    assert f"{shown} & vbCrLf & vbCrLf & ReadFile(LOG_FILE))" in function("ExecuteWindows")
    for language in ("en", "ru"):
        text = ribbon_texts(language)["python_failed"]
        assert all(part in text for part in ("{path}", "3.11", "3.14", "pip install", "--fix"))


def test_s31_no_console_shows():
    """The command runs hidden unless the configuration says otherwise, and ours does not."""
    run = function("ExecuteWindows")
    assert 'If GetConfig("SHOW CONSOLE", False) = True Then' in run
    assert "WindowStyle As Integer: WindowStyle = ShowConsole" in run
    assert dict(CONFIGURATION)["SHOW CONSOLE"] == "False"


def test_s31_files_are_looked_for_by_a_function_that_knows_every_letter():
    """GetAttr of VBA takes a path in the code page of the system: Cyrillic is lost elsewhere."""
    assert "GetAttr" not in OURS
    assert "FileSystemObject" in function("FileExistsOnWindows")
