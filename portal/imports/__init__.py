"""Tables that come in: a file becomes rows, rows are matched, shown with their errors, confirmed, and can be undone.

Owns import_batch, import_row and import_change; knows nothing of people. A room registers what can be imported.
Looks down on access, core.
"""
