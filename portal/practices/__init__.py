"""Банк практик: a practice is drafted, reviewed, published, found and taken over by others.

Owns practices with their versions, steps, results and files, remarks of reviewers, uses by other organisations,
presentations and collections. Readers, search and guests see published versions only; the working draft is apart.
Looks down on programs, consents, people and core.
"""
