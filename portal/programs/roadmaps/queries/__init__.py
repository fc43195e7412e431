"""Reads of road maps."""
