"""Requests of whole groups: a group of learners asks for one mentor, stands in the base and in drafts like a person.

It is nobody's own data: who learns in the group, and who of them agreed to take part, is asked anew each time.
"""
