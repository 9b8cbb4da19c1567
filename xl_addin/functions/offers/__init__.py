"""Worksheet functions of the chapter offers: what was offered to whom, and how it stands."""
