"""The ribbon part against the callbacks, the texts and the functions behind the buttons."""

import re

import pytest
from lxml import etree

from xl_addin import ribbon
from xl_addin.template.buttons import BUTTONS, PREFIX, groups, ribbon_texts
from xl_addin.template.ribbon_xml import NAMESPACE, ribbon_xml
from xl_addin.template.vba_modules import modules
from xl_addin.texts import LANGUAGES

PART = etree.fromstring(ribbon_xml())
SOURCE = {module.name: module.source for module in modules()}


def elements(tag):
    return PART.findall(f".//{{{NAMESPACE}}}{tag}")


def test_one_tab_and_every_button_once():
    assert [tab.get("id") for tab in elements("tab")] == ["cb_tab"]
    assert [b.get("id") for b in elements("button")] == [PREFIX + b.id for b in BUTTONS]
    ids = [e.get("id") for tag in ("tab", "group", "button") for e in elements(tag)]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"cb_[a-z_]+", id_) for id_ in ids)


def test_callbacks_exist():
    wanted = {
        value
        for element in PART.iter()
        for name, value in element.attrib.items()
        if name.startswith(("get", "on"))
    }
    written = set(re.findall(r"^Public Sub (\w+)\(", SOURCE["RibbonCallbacks"], re.MULTILINE))
    assert wanted == {"cb_Load", "cb_Label", "cb_Screentip", "cb_Supertip", "cb_Press"}
    assert written == wanted | {"cb_Undo"}  # which Ctrl+Z asks for


def test_s02_every_setting_is_put_back_whatever_happens():
    body = SOURCE["RibbonCallbacks"].split("Sub RunWithSettingsKept")[1].split("End Sub")[0]
    before, after = body.split("RunPython command")
    settings = {
        "ScreenUpdating",
        "EnableEvents",
        "DisplayAlerts",
        "Interactive",
        "Calculation",
        "Cursor",
        "StatusBar",
    }
    kept = dict(re.findall(r"(\w+) = Application\.(\w+)", before))
    assert set(kept.values()) == settings
    put_back = dict(re.findall(r"Application\.(\w+) = (\w+)", after))
    assert put_back == {setting: name for name, setting in kept.items()}
    assert "On Error GoTo broken" in before
    assert after.index("On Error Resume Next") < after.index("Application.")
    assert "Err.Raise number" in after  # the user hears of it
    calls = re.findall(r"RunPython (?!command|Pressed)", SOURCE["RibbonCallbacks"])
    assert not calls


def test_every_button_does_something():
    assert set(ribbon._BUTTONS) == {button.id for button in BUTTONS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_the_ribbon(language):
    found = ribbon_texts(language)
    for element in [*elements("tab"), *elements("group"), *elements("button")]:
        id_ = element.get("id").removeprefix(PREFIX)
        assert 0 < len(found[f"{id_}.label"]) <= 24
        if element.tag.endswith("button"):
            assert 0 < len(found[f"{id_}.screentip"]) <= 60
            assert found[f"{id_}.supertip"].endswith(".")
    asked = set(re.findall(r'TextOf\("([\w.]+)"\)', SOURCE["RibbonCallbacks"]))
    assert asked <= found.keys()
    assert found.keys() == ribbon_texts("en").keys()


def test_first_button_of_a_group_is_large():
    for _, buttons in groups():
        assert [button.size for button in buttons] == ["large", *["normal"] * (len(buttons) - 1)]


def test_the_same_bytes_every_time():
    assert ribbon_xml() == ribbon_xml()
