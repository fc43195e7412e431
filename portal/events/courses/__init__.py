"""Courses of many sessions: an event whose sessions are marked one by one and whose end is a certificate (EVNT-8).

Owns the settings of a course, its sessions and who came to each. Enrolment, audience and places are those of the
event; hours and the certificate are a record of training. Looks down on events, documents, people and core.
"""
