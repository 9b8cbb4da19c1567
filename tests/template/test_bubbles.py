"""XlsxWriter's scatter chart turned into bubbles, and left alone where it has none."""

import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.template.opened import Package
from xl_addin.book.layouts import SHEETS
from xl_addin.template.bubbles import with_bubbles
from xl_addin.template.store import FILE_NAMES

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BOOK = Package.of((ROOT / FILE_NAMES["en"]).read_bytes())


@pytest.fixture(scope="module")
def bubbles():
    found = [
        root
        for name, root in BOOK.xml.items()
        if next(root.iter(f"{C}bubbleChart"), None) is not None
    ]
    assert len(found) == 1
    return next(found[0].iter(f"{C}bubbleChart"))


def test_a_series_per_value_class_reads_its_five_rows(bubbles):
    """The block has value, risk, customers, money from column T on, value A in rows 10 to 14."""
    block = next(b for s in SHEETS for b in s.blocks if b.name == "decision_bubble")
    assert (block.row, block.column, block.n_rows) == (9, 19, 20)
    for place, series in enumerate(bubbles.iter(f"{C}ser")):
        first, last = 10 + 5 * place, 14 + 5 * place
        ranges = [
            series.find(f"{C}{part}").findtext(f".//{C}f")
            for part in ("xVal", "yVal", "bubbleSize")
        ]
        assert ranges == [f"Decisions!${c}${first}:${c}${last}" for c in "UTW"]


def test_elements_stand_in_the_order_of_the_schema(bubbles):
    """ECMA-376 part 1, 21.2.2.21 and CT_BubbleSer: Excel repairs a file in any other order."""
    tags = [etree.QName(node).localname for node in bubbles]
    assert tags == ["varyColors", *["ser"] * 4, "bubbleScale", "showNegBubbles", "axId", "axId"]
    for series in bubbles.iter(f"{C}ser"):
        assert [etree.QName(node).localname for node in series] == [
            "idx", "order", "tx", "spPr", "invertIfNegative",
            "xVal", "yVal", "bubbleSize", "bubble3D",
        ]  # fmt: skip


def test_other_charts_stay_as_they_are():
    scatter = next(
        part
        for name, part in BOOK.parts.items()
        if name.startswith("xl/charts/chart") and b"<c:scatterChart>" in part
    )
    assert with_bubbles(scatter) is scatter
