"""Worksheet functions of the chapter value: what a customer or product is worth."""
