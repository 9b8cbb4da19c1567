"""Tabs are called what Excel takes (BAD_INPUT S42)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin import ribbon
from xl_addin.book.tab_names import tab_name
from xl_addin.book.workbook_file import open_file
from xl_addin.engines.package.sheets import Sheet

WORDS = st.one_of(
    st.text(max_size=40),
    st.text("[]:*?/\\'aA ", max_size=34),
    st.sampled_from(["History", "HISTORY", "журнал", "RFM", "rfm", "RFM (2)", "😀" * 20, "'", ""]),
)


def is_taken_by_excel(name):
    """The rules of support.microsoft.com, "Rename a worksheet", in words of their own."""
    return (
        0 < sum(2 if ord(letter) > 0xFFFF else 1 for letter in name) <= 31
        and not any(letter in name for letter in "[]:*?/\\")
        and not name.startswith("'")
        and not name.endswith("'")
        and name.lower() not in ("history", "журнал")
        and all(letter.isprintable() or letter.isspace() or ord(letter) > 0x9F for letter in name)
    )


@given(st.lists(WORDS, max_size=12))
def test_s42_any_names_become_valid_and_unique(wanted):
    names = []
    for each in wanted:
        names.append(tab_name(each, names))
    assert all(is_taken_by_excel(name) for name in names), names
    assert len({name.casefold() for name in names}) == len(names)


@given(st.text("aя1 -_.,()&'😀", max_size=20))
def test_s42_a_name_that_excel_takes_is_left_alone(name):
    if is_taken_by_excel(name) and name == name.strip():
        assert tab_name(name) == name


@pytest.mark.parametrize(
    ("wanted", "taken", "name"),
    [
        ("RFM", ["rfm"], "RFM (2)"),
        ("RFM", ["RFM", "Rfm (2)"], "RFM (3)"),
        ("History", [], "History (2)"),
        ("Sales 1/2", [], "Sales 1-2"),
        ("'quoted'", [], "quoted"),
        ("x" * 40, ["x" * 31], "x" * 27 + " (2)"),
        ("???", [], "---"),
        (" ' ", [], "Sheet"),
    ],
)
def test_s42_by_hand(wanted, taken, name):
    assert tab_name(wanted, taken) == name


@pytest.fixture
def renames(monkeypatch):
    """Let tabs be renamed, by Excel's rules: the package engine itself renames none."""

    def rename(sheet, value):
        others = [model for model in sheet._book.models if model is not sheet.model]
        if not is_taken_by_excel(value) or value.lower() in [m.listed.name.lower() for m in others]:
            raise ValueError(f"Excel refuses {value}")
        sheet.model.listed = replace(sheet.model.listed, name=value)

    monkeypatch.setattr(Sheet, "name", property(Sheet.name.fget, rename))


@pytest.mark.usefixtures("renames")
def test_s42_a_language_switch_finds_the_name_of_a_tab_taken(make_book):
    with open_file(make_book("en")) as book:
        book.sheets["Migration"].name = "настройки"  # the user's, in place of ours: found by cells
        book.sheets["Customers"].name = "My customers"
        book.set_mock_caller()
        ribbon.press("language")
        tabs = [sheet.name for sheet in book.sheets]
        told = "\n".join(text for text, *_ in book.app.impl.alerts)
    assert "Настройки (2)" in tabs
    assert "My customers" in tabs  # renamed by the user: left alone
    assert "Продажи" in tabs
    assert "«Настройки (2)»" in told
    assert "«Настройки»" in told


def test_s42_tabs_that_cannot_be_renamed_keep_their_names(make_book):
    with open_file(make_book("en")) as book:
        before = [sheet.name for sheet in book.sheets]
        book.set_mock_caller()
        book.app.impl.alerts.clear()
        ribbon.press("language")
        assert [sheet.name for sheet in book.sheets] == before
        assert book.app.impl.alerts == []
