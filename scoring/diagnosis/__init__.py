"""Diagnosis: what the data are worth before anything is concluded from them."""
