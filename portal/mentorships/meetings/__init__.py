"""Meetings of pairs and groups: planned, held, proven from both sides, counted in hours and in days without one.

Owns Meeting and what each member says about it. A meeting that one side wrote down is a claim until the other confirms.
"""
