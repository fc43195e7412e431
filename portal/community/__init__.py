"""Сообщество «Территория роста»: who talks where, what was said, asked, answered and moderated.

Owns spaces, threads, posts with their files, flags, questions to a mentor and what members agreed to show.
Looks down on programs, accounts, consents, people, access and core; a solved question becomes a practice above them.
"""
