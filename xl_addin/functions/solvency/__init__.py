"""Worksheet functions of the chapter solvency: how customers pay, and on which terms they buy."""
