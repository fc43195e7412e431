"""Дорожная карта года: stages, steps with periods of every kind, what was done and by what it is proven.

Owns the map of a programme's year, its stages, steps, occurrences, history and resources. Looks down on the programmes,
whose facts close steps by themselves, on roles and documents.
"""
