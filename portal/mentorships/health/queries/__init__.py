"""Reads of health."""

from portal.mentorships.health.queries.facts import LOST, facts_of

__all__ = ["LOST", "facts_of"]
