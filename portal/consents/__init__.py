"""What people agreed to: wordings of consents, sheets of paper, consents given, refused and withdrawn.

Owns consent_text and consent. Says on what basis a datum may be processed. Looks down on people, access, core.
"""
