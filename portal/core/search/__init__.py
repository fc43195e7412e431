"""Search: one normaliser of Russian word forms and two thin engines, SQLite FTS5 and PostgreSQL tsvector.

A room keeps its documents fresh with `index.put` and `index.remove`, and tells `registry` how its finds look.
"""
