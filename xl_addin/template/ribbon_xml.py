"""The part customUI/customUI14.xml: the ribbon tab, written from the declared buttons."""

from lxml import etree

from xl_addin.template.buttons import PREFIX, Button, groups

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
PART = "customUI/customUI14.xml"
RELATIONSHIP = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def ribbon_xml() -> bytes:
    """Return the ribbon part, UTF-8, the same bytes at every call.

    Captions come from callbacks (``cb_Label`` and the like in RibbonCallbacks.bas), so that one
    part serves both languages; every button has the one action ``cb_Press``.
    """
    root = etree.Element(f"{{{NAMESPACE}}}customUI", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    root.set("onLoad", "cb_Load")
    tabs = _under(_under(root, "ribbon", startFromScratch="false"), "tabs")
    tab = _under(tabs, "tab", id=f"{PREFIX}tab", getLabel="cb_Label", insertAfterMso="TabHome")
    for name, buttons in groups():
        group = _under(tab, "group", id=f"{PREFIX}group_{name}", getLabel="cb_Label")
        for button in buttons:
            _under(group, "button", **_attributes(button))
    etree.indent(root, "  ")
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml


def _attributes(button: Button) -> dict[str, str]:
    return {
        "id": PREFIX + button.id,
        "size": button.size,
        "imageMso": button.image,
        "onAction": "cb_Press",
        "getLabel": "cb_Label",
        "getScreentip": "cb_Screentip",
        "getSupertip": "cb_Supertip",
    }


def _under(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
