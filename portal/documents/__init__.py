"""Документы: orders, protocols, extracts, agreements and statements as papers: template → number → file.

Owns documents with their snapshots, numbering, templates of organisations and acquaintance. Knows nothing of pairs or
bases: rooms above issue documents with contents of their own and hear when they are signed. Looks down on people,
access and core.
"""
