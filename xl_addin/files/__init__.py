"""Guarded reading and safe saving of files; knows nothing of spreadsheets' object models."""
