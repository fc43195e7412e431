"""Who is who and what they agreed to: organisations, groups, persons, memberships, representatives, consents.

Owns organization, group, person, membership, representation, consent_text and consent. Looks down on access, core.
"""
