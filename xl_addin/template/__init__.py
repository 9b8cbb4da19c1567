"""What builds workbook_template.xlsm: sheets, wrappers, VBA modules, ribbon."""
