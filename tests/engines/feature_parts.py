"""Features of Excel that no writer at hand makes: parts by hand after ECMA-376 and MS-XLSX.

A slicer on a table, a check box (form control), threaded comments, custom XML, printer settings,
x14 validation and conditional format, sparklines. Enough to be found again, or missed.
"""

import re

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MS = "http://schemas.microsoft.com/office"
SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
XM = "http://schemas.microsoft.com/office/excel/2006/main"

PARTS = {
    "xl/slicers/slicer71.xml": (
        f'<slicers xmlns="{X14}"><slicer name="segment" cache="Slicer_segment" rowHeight="241300"/>'
        "</slicers>"
    ),
    "xl/slicerCaches/slicerCache71.xml": (
        f'<slicerCacheDefinition xmlns="{X14}" name="Slicer_segment" sourceName="segment"/>'
    ),
    "xl/ctrlProps/ctrlProp71.xml": (
        f'<formControlPr xmlns="{X14}" objectType="CheckBox" fmlaLink="$Z$1" lockText="1"/>'
    ),
    "xl/drawings/vmlDrawing71.vml": (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shape id="cb" type="#t201"><x:ClientData ObjectType="Checkbox"/></v:shape></xml>'
    ),
    "xl/threadedComments/threadedComment71.xml": (
        f'<ThreadedComments xmlns="{MS}/spreadsheet/2018/threadedcomments">'
        '<threadedComment ref="B2" dT="2026-11-28T10:00:00.00" personId="{1}" id="{2}">'
        "<text>Почему так мало?</text></threadedComment></ThreadedComments>"
    ),
    "xl/persons/person71.xml": (
        f'<personList xmlns="{MS}/spreadsheet/2018/threadedcomments">'
        '<person displayName="Anna" id="{1}" userId="a" providerId="None"/></personList>'
    ),
    "customXml/item71.xml": '<brand xmlns="urn:firm"><colour>FF0000</colour></brand>',
    "xl/printerSettings/printerSettings71.bin": bytes(range(256)) * 3,
}
TYPES = {
    "xl/slicers/slicer71.xml": "application/vnd.ms-excel.slicer+xml",
    "xl/slicerCaches/slicerCache71.xml": "application/vnd.ms-excel.slicerCache+xml",
    "xl/ctrlProps/ctrlProp71.xml": "application/vnd.ms-excel.controlproperties+xml",
    "xl/threadedComments/threadedComment71.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/persons/person71.xml": "application/vnd.ms-excel.person+xml",
    "xl/printerSettings/printerSettings71.bin": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"
    ),
    "xl/drawings/vmlDrawing71.vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    "customXml/item71.xml": "application/xml",
}
SHEET_LINKS = (
    ("rId971", f"{MS}/2007/relationships/slicer", "../slicers/slicer71.xml"),
    ("rId972", f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp71.xml"),
    (
        "rId973",
        f"{MS}/2017/10/relationships/threadedComment",
        "../threadedComments/threadedComment71.xml",
    ),
    ("rId974", f"{OFFICE}/printerSettings", "../printerSettings/printerSettings71.bin"),
    ("rId975", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing71.vml"),
)
BOOK_LINKS = (
    ("rId976", f"{MS}/2007/relationships/slicerCache", "slicerCaches/slicerCache71.xml"),
    ("rId977", f"{MS}/2017/10/relationships/person", "persons/person71.xml"),
    ("rId978", f"{OFFICE}/customXml", "../customXml/item71.xml"),
)
EXTENSIONS = (
    f'<extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}">'
    f'<x14:sparklineGroups xmlns:xm="{XM}"><x14:sparklineGroup type="column"><x14:sparklines>'
    "<x14:sparkline><xm:f>Sales!A1:A5</xm:f><xm:sqref>Z3</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
    f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{X14}">'
    f'<x14:dataValidations xmlns:xm="{XM}" count="1"><x14:dataValidation type="list">'
    "<x14:formula1><xm:f>Settings!$B$2:$B$9</xm:f></x14:formula1><xm:sqref>Z4</xm:sqref>"
    "</x14:dataValidation></x14:dataValidations></ext>"
    f'<ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}">'
    f'<x14:conditionalFormattings xmlns:xm="{XM}"><x14:conditionalFormatting>'
    '<x14:cfRule type="iconSet" id="{3}"/><xm:sqref>Z5</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    f'<ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" xmlns:x14="{X14}">'
    f'<x14:slicerList xmlns:r="{OFFICE}"><x14:slicer r:id="rId971"/></x14:slicerList></ext>'
    "</extLst>"
)
CONTROLS = (
    f'<controls xmlns:r="{OFFICE}">'
    '<control shapeId="1" r:id="rId972" name="Check box 1"/></controls>'
)


def add_features(parts: dict[str, bytes], sheet: str) -> set[str]:
    """Put all of them into a workbook, on the sheet of that part; return the names of the parts."""
    for name, part in PARTS.items():
        parts[name] = part if isinstance(part, bytes) else part.encode()
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in TYPES.items()
    )
    insert(parts, "[Content_Types].xml", "</Types>", overrides)
    folder, _, name = sheet.rpartition("/")
    links = f"{folder}/_rels/{name}.rels"
    parts.setdefault(links, f'<Relationships xmlns="{LINKS}"></Relationships>'.encode())
    insert(parts, links, "</Relationships>", _links(SHEET_LINKS))
    insert(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", _links(BOOK_LINKS))
    text = parts[sheet].decode()
    assert "<extLst>" not in text
    # order of ECMA-376, 18.3.1.99: drawing, legacyDrawing, controls, tableParts, extLst
    before = re.search(r"<tableParts|</worksheet>", text)
    text = text[: before.start()] + CONTROLS + text[before.start() :]
    parts[sheet] = text.replace("</worksheet>", EXTENSIONS + "</worksheet>").encode()
    return set(PARTS)


def insert(parts: dict[str, bytes], name: str, before: str, text: str) -> None:
    """Insert a text before another in one part."""
    whole = parts[name].decode()
    assert before in whole
    parts[name] = whole.replace(before, text + before).encode()


def _links(links: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>' for id_, kind, target in links
    )
