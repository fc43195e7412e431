"""Reads of the rights of the subject."""
