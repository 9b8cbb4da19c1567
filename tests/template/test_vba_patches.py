"""Our copy of xlwings.bas: what is changed, and that nothing else is."""

import difflib
import re
import sys

import pytest
from pyopenvba.interpreter import Interpreter
from xlwings.utils import prepare_sys_path

from xl_addin.template import xlwings_patches
from xl_addin.template.xlwings_patches import PATCHES, PatchError, shipped, xlwings_module

OURS, THEIRS = xlwings_module(), shipped("xlwings.bas")


def test_every_patch_fits_exactly_once():
    for patch in PATCHES:
        assert THEIRS.count(patch.old) == 1, patch.name
    assert len({patch.name for patch in PATCHES}) == len(PATCHES)


def test_patches_are_all_that_differs():
    source = THEIRS
    for patch in PATCHES:
        source = source.replace(patch.old, patch.new)
    assert source == OURS
    changed = [
        line for line in difflib.ndiff(THEIRS.split("\n"), OURS.split("\n")) if line[0] in "+-"
    ]
    assert len(changed) < 200


def test_licence_notice_stays():
    notice = THEIRS[: THEIRS.index('\'Attribute VB_Name = "Main"')]
    assert "BSD 3-clause" in notice
    assert notice.split("\n", 2)[2] in OURS


def test_another_version_stops_the_build(monkeypatch):
    monkeypatch.setattr(xlwings_patches.metadata, "version", lambda _: "0.37.9")
    with pytest.raises(PatchError, match=r"xlwings 0\.37\.8 is needed"):
        xlwings_module()


def test_a_patch_that_does_not_fit_stops_the_build(monkeypatch):
    stray = xlwings_patches.Patch("stray", "no such line", "")
    monkeypatch.setattr(xlwings_patches, "PATCHES", (*PATCHES, stray))
    with pytest.raises(PatchError, match="'stray': its text stands 0 times"):
        xlwings_module()


def test_no_configuration_beside_the_workbook():
    assert "DirectoryConfig" not in OURS
    assert '"directory"' not in OURS


def test_python_starts_without_the_current_folder():
    commands = [
        line for line in code(OURS).split("\n") if " -B " in line or '"|" + PythonInt' in line
    ]
    assert len(commands) == 3  # RunPython on Windows and macOS, and the server of the functions
    assert all(" -P" in line for line in commands)


def test_no_code_from_sheets_and_no_licence_key():
    assert "uses_embedded_code = True" not in [line.strip() for line in OURS.split("\n")]
    assert 'GetConfig("LICENSE_KEY", "")' not in OURS
    assert "Function sql(" not in OURS


def code(source):
    """A module without its remarks."""
    return re.sub(r"^\s*'.*$", "", source, flags=re.MULTILINE)


CONFIGURATION = """
Function GetConfig(key As String, Optional default As String = "") As Variant
    GetConfig = default
    If key = "ADD_WORKBOOK_TO_PYTHONPATH" And "{add}" <> "" Then GetConfig = "{add}"
    If key = "PYTHONPATH" Then GetConfig = "{path}"
End Function
"""


@pytest.mark.parametrize("add", ["", "False", "FALSE", "no"])
@pytest.mark.parametrize(
    ("path", "added"),
    [("", []), (";", []), ("/own", ["/own"]), ("/own;", ["/own"]), ("/a;;/b", ["/a", "/b"])],
)
def test_nothing_but_the_configured_folders_comes_on_the_path(monkeypatch, add, path, added):
    """Run in a VBA interpreter, then through xlwings' own reader of the argument.

    Stock xlwings puts "" on sys.path when PYTHONPATH is not set: the current folder, first.
    """
    own = OURS[OURS.index("Private Function PathArguments") :]
    own = own[: own.index("End Function") + len("End Function")]
    vba = Interpreter()
    vba.add_module(CONFIGURATION.format(add=add, path=path) + own, name="Probe")
    monkeypatch.setattr(sys, "path", ["first"])
    prepare_sys_path(vba.run("PathArguments", ["WIN"]))
    assert sorted(sys.path) == sorted([*added, "first"])
    assert sys.path[-1] == "first"


def test_stock_xlwings_would_add_the_current_folder(monkeypatch):
    monkeypatch.setattr(sys, "path", ["first"])
    prepare_sys_path("false;C:/book.xlsm;C:/book.xlsm;;;;")  # what its own line writes
    assert sys.path == ["", "first"]
