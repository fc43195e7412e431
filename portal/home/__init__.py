"""Desks: the next action of each role, the public face, search across everything, and the pages of help."""
