"""Experts with topics and materials: who may be asked to teach, by agreement or by consent (EVNT-10).

Owns the directory, links of experts to events, and what experts were asked. Looks down on events, consents, people.
"""
