"""Worksheet functions of the chapter diagnosis: how well the customer base is managed."""
