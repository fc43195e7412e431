"""Administration: the state of the portal in words, the journal of deeds, the letters.

Owns no tables. Looks down on accounts, people, access and core.
"""
