"""What the fuzzers do with bytes that claim to be a workbook, or with cells that claim to be sales.

``open_package`` reads all that our own code reads of a package (cells are read by calamine in a
guarded child), rewrites its sheets, and checks the result. ``gate`` puts cells through the gates.
Anything but a FileError that names the file, or a problem that names its row, is a finding.
"""

import contextlib
import io
from pathlib import Path

import pandas as pd

from scoring.tables import gate_customers, gate_invoices, gate_sales
from xl_addin.engines.package.calc_chain import without_formulas
from xl_addin.engines.package.damage import named, naming
from xl_addin.engines.package.formulas import formula_cells
from xl_addin.engines.package.overlay import Overlay
from xl_addin.engines.package.sheet_xml import SheetRewrite
from xl_addin.engines.package.styles import cell_style, number_formats
from xl_addin.engines.package.tables import read_tables
from xl_addin.engines.package.values import block_of_columns, block_of_rows
from xl_addin.engines.package.zip_writer import check_package, write_package
from xl_addin.files.errors import FileError
from xl_addin.files.guard import look_at_workbook
from xl_addin.files.workbook_parts import parse_xml, sheet_parts, workbook_part

EMPTY = block_of_rows([[None]], 1, 1, [])


def open_package(path: Path) -> bool:
    """Read, rewrite and check a package; True where it got through to the end."""
    with contextlib.suppress(FileError):
        _, archive = look_at_workbook(path)
        parse_xml(archive, workbook_part(archive))
        number_formats(archive)
        sheets = [sheet for sheet in sheet_parts(archive) if sheet.kind == "worksheet"]
        changed = {}
        lost = {}
        for at, sheet in enumerate(sheets):
            part = archive.read(sheet.part)
            for table in read_tables(archive, sheet.part):
                table.rename_columns([f"h{i}" for i in range(len(table._columns()))])
                changed[table.part] = [table.to_xml()]
            with naming(archive, sheet.part):
                formula_cells(part)
                cell_style(part, 3, 2)
            overlay = Overlay(lambda: EMPTY)
            overlay.write(block_of_columns([[1.0, 2.0] * 40, ["a", "=b"] * 40], 2, 2, []))
            overlay.write(block_of_rows([["single"]], 1, 1, []))
            rewrite = SheetRewrite(part, overlay, is_1904=False, array_mark="")
            changed[sheet.part] = list(named(archive, sheet.part, rewrite.chunks()))
            lost[at + 1] = rewrite.lost_formulas
        more, removed = without_formulas(archive, lost)
        changed |= {name: [part] for name, part in more.items()}
        out = io.BytesIO()
        write_package(out, archive, changed, removed)
        new = path.with_name("new.xlsx")
        new.write_bytes(out.getvalue())
        check_package(new, archive, changed)
        return True
    return False


def gate(frame: pd.DataFrame) -> None:
    """Put a frame through three gates; every row is used, blank, or named in a problem."""
    given = frame.copy(deep=True)
    for check, needed in (
        (gate_sales, ("date", "customer", "amount")),
        (gate_customers, ("customer",)),
        (gate_invoices, ("invoice", "customer", "due", "amount")),
    ):
        fields = {
            field: frame[frame.columns[at % len(frame.columns)]] for at, field in enumerate(needed)
        }
        gated = check(pd.DataFrame(fields))
        assert 0 <= gated.rows_used <= gated.rows_read <= len(frame)
        assert gated.rows_used + len(gated.left_out) == gated.rows_read
        for problem in gated.problems:
            assert all(0 <= row < len(frame) for row in problem.rows)
    pd.testing.assert_frame_equal(frame, given)
