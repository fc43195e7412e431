"""Rights of the subject: what is held about me and who looked, correction, restriction, erasure, acts, incidents.

Owns subject_request, erasure_entry and incident. Walks the register of personal data that every room fills.
"""
