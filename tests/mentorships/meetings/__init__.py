"""Meetings of pairs: rules, rhythm, pages."""
