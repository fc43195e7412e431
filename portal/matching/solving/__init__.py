"""Who could be whose mentor: points that add up, the best draft with its proof, prices of choices, what is missing.

Nothing here knows a page, a database or another room: plain values come in (`pool`), plain values go out (`drafts`).
numpy and scipy are imported inside the functions that need them. Formulas: docs/decisions/0016.
"""
