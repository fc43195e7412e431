"""Анкеты: an instrument is written, versioned, asked, filled in and counted.

Owns questionnaires with frozen versions, waves, invitations, responses and answers.
Speaks of respondents and subjects, never of pairs or programmes.
Looks down on people, access, core.
"""
