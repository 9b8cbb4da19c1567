"""The live examples of the sheet Functions, chapter by chapter."""
