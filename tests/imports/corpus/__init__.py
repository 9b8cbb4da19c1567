"""The 132 bad (and good) files of the catalogue, made by code, and what must come of each."""
