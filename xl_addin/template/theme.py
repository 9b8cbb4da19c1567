"""The workbook's theme and its one table style, put into the parts that XlsxWriter made."""

import re
from io import StringIO

from xlsxwriter.theme import THEME_XML_2007

from xl_addin.template import palette
from xl_addin.template.page import TABLE_STYLE

# What Excel offers for the user's own cells and charts: dark, light, then six accents and links.
_COLOURS = {
    "dk2": palette.NAVY,
    "lt2": palette.PANEL,
    "accent1": palette.BLUE,
    "accent2": palette.AMBER,
    "accent3": palette.GREY,
    "accent4": palette.NAVY,
    "accent5": palette.SKY,
    "accent6": palette.RUST,
    "hlink": palette.BLUE,
    "folHlink": palette.MUTED,
}


def theme() -> StringIO:
    """Return the Office theme with our colours and one type face."""
    xml = THEME_XML_2007.replace('name="Office Theme"', 'name="clientbase"', 1)
    for slot, colour in _COLOURS.items():
        xml = re.sub(
            f'(<a:{slot}><a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colour[1:]}", xml, count=1
        )
    return StringIO(xml.replace('<a:latin typeface="Cambria"/>', '<a:latin typeface="Calibri"/>'))


def with_table_style(styles_xml: str) -> str:
    """Return ``styles.xml`` with the table style of this workbook, and as its default.

    Header bold on pale blue with a line under it, a hairline between rows: no bands, no boxes.
    """
    rules = (
        _dxf(
            f'<font><b/><color rgb="FF{palette.NAVY[1:]}"/></font>'
            f'<fill><patternFill patternType="solid"><bgColor rgb="FF{palette.PALE[1:]}"/>'
            "</patternFill></fill>"
            f"<border>{_line('bottom', palette.NAVY)}</border>"
        ),
        _dxf(
            f"<border>{_line('bottom', palette.HAIRLINE)}"
            f"{_line('horizontal', palette.HAIRLINE)}</border>"
        ),
    )
    found = re.search(r'<dxfs count="(\d+)">', styles_xml)
    if found is None:
        raise ValueError("styles.xml has no conditional formats to put the table style beside")
    first = int(found[1])
    style = (
        f'<tableStyles count="1" defaultTableStyle="{TABLE_STYLE}" '
        'defaultPivotStyle="PivotStyleLight16">'
        f'<tableStyle name="{TABLE_STYLE}" pivot="0" count="2">'
        f'<tableStyleElement type="wholeTable" dxfId="{first + 1}"/>'
        f'<tableStyleElement type="headerRow" dxfId="{first}"/></tableStyle></tableStyles>'
    )
    counted = styles_xml.replace(found[0], f'<dxfs count="{first + len(rules)}">', 1)
    with_rules = counted.replace("</dxfs>", "".join(rules) + "</dxfs>", 1)
    return re.sub(r"<tableStyles [^>]*/>", style, with_rules, count=1)


def _dxf(content: str) -> str:
    return f"<dxf>{content}</dxf>"


def _line(side: str, colour: str) -> str:
    return f'<{side} style="thin"><color rgb="FF{colour[1:]}"/></{side}>'
