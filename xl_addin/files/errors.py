"""Every error about a file, and its English text: what was found, where, what to do."""

from collections.abc import Mapping

MESSAGES: dict[str, str] = {
    "file.missing": "{path}: there is no such file.",
    "file.missing.fix": "Check the name and the folder.",
    "file.folder": "{path} is a folder, not a file.",
    "file.folder.fix": "Name a file inside it.",
    "file.unreadable": "{path} could not be read: {reason}.",
    "file.unreadable.fix": "Check the rights on the file, and whether another program holds it.",
    "file.empty": "{path}: the file is empty (0 bytes).",
    "file.empty.fix": "Export it again.",
    "file.blank": "{path}: the file is empty: it holds blanks only.",
    "file.blank.fix": "Export it again.",
    "file.json": "{path} holds JSON text, which is no table.",
    "file.json.fix": "Export the data as CSV or as Excel Workbook (*.xlsx).",
    "file.ods": "{path} is a spreadsheet of LibreOffice (ods), which is not read.",
    "file.ods.fix": "Save it as Excel Workbook (*.xlsx).",
    "file.html": "{path} holds an HTML page, not an Excel workbook.",
    "file.html.fix": "Open it in Excel and save it as Excel Workbook (*.xlsx).",
    "file.xml2003": "{path} holds an XML Spreadsheet 2003, not an Excel workbook.",
    "file.xml2003.fix": "Open it in Excel and save it as Excel Workbook (*.xlsx).",
    "file.xml": "{path} holds XML text, not an Excel workbook.",
    "file.xml.fix": "Save the data as Excel Workbook (*.xlsx) or as CSV.",
    "file.password": "{path} is protected by a password.",
    "file.password.fix": "Remove the password in Excel (File, Info) and save again.",
    "file.gzip": "{path} is packed with gzip (.gz).",
    "file.gzip.fix": "Unpack it first.",
    "file.xlsb": "{path} is a binary workbook (xlsb).",
    "file.xlsb.fix": "Save it as Excel Workbook (*.xlsx).",
    "file.not_workbook": "{path} is not an Excel workbook.",
    "file.not_workbook.fix": "Give a workbook saved as .xlsx or .xlsm.",
    "file.old_workbook": "{path} is a workbook of the old kind (.xls), which cannot be refreshed.",
    "file.old_workbook.fix": "Save it as Excel Workbook (*.xlsx) or start from a new template.",
    "file.unknown": "{path}: the file is of an unknown kind.",
    "file.unknown.fix": "Give a .csv, .xlsx, .xlsm, .xls or .parquet file.",
    "file.damaged": "{path} is damaged or incomplete ({part}).",
    "file.damaged.fix": "Take an intact copy, or export the file again.",
    "file.too_big": "{path}: {what} is {found}, more than the limit of {limit}.",
    "file.too_big.fix": "If the file is your own, save it again in Excel.",
    "file.doctype": "{path}: its part {part} holds a document type declaration (DTD).",
    "file.doctype.fix": "Excel never writes one: do not open the file unless you know its maker.",
    "file.timeout": "{path}: reading took more than {seconds} seconds and was stopped.",
    "file.timeout.fix": "Save the file again with fewer sheets, or export the data as CSV.",
    "file.reader_died": "{path} could not be read: it is damaged, or far larger than it looks.",
    "file.reader_died.fix": "Save the file again in Excel, or export the data as CSV.",
    "file.changed": "{path} was changed by another program after it was opened here.",
    "file.changed.fix": "Nothing was written. Run the command again.",
    "file.locked": "{path} is opened by {owner}.",
    "file.locked.fix": "Close it there and try again.",
    "file.in_use": "{path} is being worked on by another run of clientbase (process {pid}).",
    "file.in_use.fix": "Wait until it is done and run it again; if none is running, remove {lock}.",
    "file.web": "{path} is a web address, not a file on this computer.",
    "file.web.fix": (
        "Give the path of the copy that OneDrive or SharePoint keeps on this computer, or download "
        "the file first; in Excel the ribbon works on the open workbook."
    ),
    "file.not_open": "{path}: the workbook was closed.",
    "file.not_open.fix": "Open it again.",
    "in_sheet": ", sheet {sheet}",
    "sheet.missing": "{path} has no sheet called '{sheet}'; its sheets: {sheets}.",
    "sheet.missing.fix": "Give one of these names with --sheet.",
    "sheet.none": "{path}: no sheet holds data; its sheets: {sheets}.",
    "sheet.none.fix": "Check that the right file was exported.",
    "sheet.many": "{path}: more than one sheet holds data: {sheets}.",
    "sheet.many.fix": "Say which one to read with --sheet.",
    "sheet.not_for_text": "{path} is a text file and has no sheet '{sheet}'.",
    "sheet.not_for_text.fix": "Leave --sheet out.",
    "table.no_rows": "{path}{in_sheet}: there are no rows below the header in row {row}.",
    "table.no_rows.fix": "Check the export: it holds column names only.",
    "sheet.no_values": "{path}, sheet {sheet}: {count} formulas have no values ({cells}); a "
    "program wrote them and nobody has calculated them.",
    "sheet.no_values.fix": "Open the file in Excel or LibreOffice and save it there.",
    "sheet.grouped": "{path}{in_sheet}: this is a grouped report, with a row for each group "
    "above its own rows (such as row {row}).",
    "sheet.grouped.fix": "Export a flat list, one row per sale with date and customer, or read it "
    "with --grouped.",
    "sheet.grouped_levels": "{path}{in_sheet}: the report has {count} levels of groups, and "
    "it does not say which is which.",
    "sheet.grouped_levels.fix": "Name them from the outside in, such as "
    "--grouped customer,document.",
    "sheet.below": "{path}{in_sheet}: row {row} ({text}) begins another table below the first; "
    "rows there: {count}.",
    "sheet.below.fix": "If they belong to the list, delete row {row} and the blank row above it; "
    "else leave them out with --first-table (for the ribbon: Settings, Another table below).",
    "sheet.periods": "{path}{in_sheet}: the periods stand side by side as columns ({headers}).",
    "sheet.periods.fix": "Read each of them as a row with --unpivot.",
    "csv.nul": "{path}, line {line}: the file holds zero bytes; it is damaged or not a text file.",
    "csv.nul.fix": "Export it again as CSV.",
    "csv.ragged": "{path}: the header has {columns} columns; lines with more or fewer: {lines}.",
    "csv.ragged.fix": "Mend these lines: a separator inside a value needs quotes around the value.",
    "csv.quote": "{path}, line {line}: a quote is opened here and is not closed properly.",
    "csv.quote.fix": "Close the quote, or double quotes that belong to the text.",
    "csv.encoding": "{path}, line {line}: the text is neither UTF-8 nor readable as Windows-1251.",
    "csv.encoding.fix": "Name its encoding with --encoding, such as cp866, or save it as UTF-8.",
    "csv.no_encoding": "{path}: '{encoding}' is not the name of an encoding.",
    "csv.no_encoding.fix": "Use utf-8, cp1251, cp866, koi8-r or another name that Python knows.",
    "parquet.missing": "{path}: reading parquet files needs the package pyarrow.",
    "parquet.missing.fix": 'Install it with: pip install "clientbase[parquet]"',
    "parquet.column": "{path}: column '{column}' holds {kind}, which is no text, number or date.",
    "parquet.column.fix": "Leave the column out, or write it as text.",
    "profile.missing": "{path}: there is no such profile; those that ship: {names}.",
    "profile.missing.fix": "Give one of these names, or the path of a file.",
    "profile.wrong": "{path}: the profile cannot be used: {what}.",
    "profile.wrong.fix": "Mend or remove it; docs/import.md shows what a profile may hold.",
    "key.missing": "{path}: the key file, or its folder, cannot be used: {reason}.",
    "key.missing.fix": "Name the file that holds your key, or leave --key out.",
    "key.wrong": "{path} is not a key file of clientbase.",
    "key.wrong.fix": "Name the file that holds your key, or leave --key out.",
    "key.open": "{path}: other users of this computer may read the key.",
    "key.open.fix": "Take their rights away (chmod 600); if it was read, make a new key.",
    "key.beside": "{path}: the key would lie in the folder of the workbook.",
    "key.beside.fix": "Keep it elsewhere: whoever has both knows the customers.",
    "save.no_folder": "{path} cannot be saved: the folder {folder} does not exist.",
    "save.no_folder.fix": "Make the folder, or name another one.",
    "save.is_folder": "{path} cannot be saved: a folder of this name is in the way.",
    "save.is_folder.fix": "Give another file name.",
    "save.full": "{path} cannot be saved: the disk is full ({size} bytes were to be written).",
    "save.full.fix": "Make room and run it again; the old file is as it was.",
    "save.no_right": "{path} cannot be saved: writing is not allowed there ({reason}).",
    "save.no_right.fix": "Close the file in other programs, check the rights, or save elsewhere.",
    "save.held": "{path} cannot be replaced: another program holds it ({reason}).",
    "save.held.fix": "Close the file there and run it again.",
    "save.name": "{path} cannot be saved: this system takes no file called '{part}'.",
    "save.name.fix": "Choose another name, or a shorter folder.",
    "save.failed": "{path} cannot be saved: {reason}.",
    "save.failed.fix": "Save to another folder; the old file is as it was.",
    "save.broken": "{path} was not saved: the new file failed its check ({part}).",
    "save.broken.fix": "The old file is as it was. Please report this with the log.",
    "restore.none": "{path} has no backup beside it.",
    "restore.none.fix": "Backups are made by refresh and import, unless --no-backup was given.",
    "restore.which": "{path} has {count} backups, and no number {which}.",
    "restore.which.fix": "See them with: clientbase restore {path} --list",
}


class FileError(ValueError):
    """A file that cannot be read or written as asked.

    `code` is a key of MESSAGES; `details` fills its template. `str()` is the English text.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = {key: str(value) for key, value in details.items()}
        super().__init__(self.text(MESSAGES))

    def text(self, messages: Mapping[str, str] = MESSAGES) -> str:
        """Return what was found and what to do, from the templates of one language.

        A code that `messages` lacks is taken from the English templates.
        """
        found = messages.get(self.code) or MESSAGES[self.code]
        fix = messages.get(f"{self.code}.fix") or MESSAGES[f"{self.code}.fix"]
        words = messages.get("in_sheet") or MESSAGES["in_sheet"]
        in_sheet = words.format_map(self.details) if self.details.get("sheet") else ""
        details = {**self.details, "in_sheet": in_sheet}
        return f"{found.format_map(details)} {fix.format_map(details)}"
