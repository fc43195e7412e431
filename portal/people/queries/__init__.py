"""Reads about people: who belongs where on a day."""

from portal.people.queries.organizations import organizations_with_settings
from portal.people.queries.places import groups_of, members, organizations_under, schools

__all__ = ["groups_of", "members", "organizations_under", "organizations_with_settings", "schools"]
