"""Конкурсы: practices and people are put forward, a jury weighs them, a protocol is signed, results are published.

Owns contests with their nominations, criteria, jurors, entries, conflicts of interest and reviews. Whoever has a
conflict neither sees nor weighs the entry: the gate asks the rows of conflicts. Looks down on practices, accounts,
consents, people and core; rooms above teach `ties` which further bonds there are.
"""
