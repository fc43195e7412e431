"""Программы наставничества: what an organisation runs, in which year, by whose decision and with which partners.

Owns formats, role patterns and kinds of mentoring (reference data), programmes with their cycles and approval routes,
partners with agreements, the calendar of days off, registered papers and dated facts. Looks down on people and core.
"""
