"""Bubbles, which XlsxWriter does not draw: made of its scatter chart, in the finished part.

A scatter chart with round markers becomes a chart of bubbles. Their sizes stand in the column
``SIZE_OFFSET`` to the right of the x values, in the same rows.
"""

import re

from lxml import etree

SIZE_OFFSET = 2
MARKER = {"type": "circle"}  # marks the series for this module
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SCALE = "70"  # percent of the size that Excel would choose
_ORDER = ("idx", "order", "tx", "spPr", "dLbls", "xVal", "yVal")  # as the schema has them


def with_bubbles(content: bytes) -> bytes:
    """Return a chart part with its round markers as bubbles; other parts as they are."""
    if b"<c:scatterChart>" not in content or b'<c:symbol val="circle"/>' not in content:
        return content
    root = etree.fromstring(content)
    scatter = next(root.iter(f"{_C}scatterChart"))
    scatter.tag = f"{_C}bubbleChart"
    style = scatter.find(f"{_C}scatterStyle")
    if style is not None:
        style.tag = f"{_C}varyColors"
        style.set("val", "0")
    for series in scatter.iter(f"{_C}ser"):
        _turn(series)
    first = scatter.find(f"{_C}axId")
    place = len(scatter) if first is None else scatter.index(first)
    for tag, value in (("bubbleScale", _SCALE), ("showNegBubbles", "0")):
        node = etree.Element(f"{_C}{tag}", val=value)
        scatter.insert(place, node)
        place += 1
    xml: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml


def _turn(series: etree._Element) -> None:
    """Give one series the elements of bubbles, in their order."""
    parts = {etree.QName(node).localname: node for node in series}
    for node in list(series):
        series.remove(node)
    for tag in _ORDER:
        if tag in parts:
            series.append(parts[tag])
        if tag == "spPr":
            etree.SubElement(series, f"{_C}invertIfNegative", val="0")
    size = etree.SubElement(etree.SubElement(series, f"{_C}bubbleSize"), f"{_C}numRef")
    formula = etree.SubElement(size, f"{_C}f")
    formula.text = _beside(parts["xVal"].findtext(f".//{_C}f") or "")
    etree.SubElement(series, f"{_C}bubble3D", val="0")


def _beside(formula: str) -> str:
    """Return the range ``SIZE_OFFSET`` columns to the right of a range such as S!$T$10:$T$14."""
    sheet, _, area = formula.rpartition("!")

    def moved(found: re.Match[str]) -> str:
        return f"${chr(ord(found[1]) + SIZE_OFFSET)}$"

    return f"{sheet}!{re.sub(r'[$]([A-Z])[$]', moved, area)}"
