"""Подбор: who asks for a mentor, in which year and form, and what is known of the request.

Owns requests (the base of mentees) and sensitive marks, which only those see who must. A request rests on the consent
to take part and goes with it. Looks down on programs, people, consents and core; pairs come later.
"""
