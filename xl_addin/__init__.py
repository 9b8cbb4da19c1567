"""The spreadsheet side of clientbase: functions, ribbon macros, engines, command line."""
