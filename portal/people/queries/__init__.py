"""Reads about people: who belongs where on a day, the register, rules of audiences."""

from portal.people.queries.audiences import facts_of, flags_of, named_by, people_named, rules_of
from portal.people.queries.organizations import organizations_with_settings
from portal.people.queries.places import groups_of, members, organizations_under, schools
from portal.people.queries.reach import place_in_reach, represents_child
from portal.people.queries.register import (
    RegisterFilter,
    chosen_people,
    find_people,
    group_name_of,
    named,
    places_of,
    reached_groups,
    reached_organizations,
    stands_in,
)

__all__ = [
    "RegisterFilter",
    "chosen_people",
    "facts_of",
    "find_people",
    "flags_of",
    "group_name_of",
    "groups_of",
    "members",
    "named",
    "named_by",
    "organizations_under",
    "organizations_with_settings",
    "people_named",
    "place_in_reach",
    "places_of",
    "reached_groups",
    "reached_organizations",
    "represents_child",
    "rules_of",
    "schools",
    "stands_in",
]
