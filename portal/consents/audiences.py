"""Named audiences of an organisation beside its crowds: whom a rule of the library names, who has a role.

A room above adds a kind of its own, and campaigns know none of them:

    @audiences("roles")
    def by_role(organization: Organization, on: date) -> Sequence[Named]:
        ...  # `people` selects ids of persons; whoever left the organisation is passed over by the campaign
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.people.models import Organization
from portal.people.queries.audiences import people_named, rules_of


@dataclass(frozen=True, kw_only=True)
class Named:
    """One audience: its code within the kind, its words, and a SELECT of the ids of its people."""

    code: str
    title: str
    people: sa.Select[Any]


Source = Callable[[Organization, date], Sequence[Named]]
SOURCES: dict[str, Source] = {}


def audiences(kind: str) -> Callable[[Source], Source]:
    """Register a kind of named audiences."""

    def register(source: Source) -> Source:
        SOURCES[kind] = source
        return source

    return register


def named_audiences(organization: Organization, on: date) -> dict[str, Named]:
    """Everything that can be named in the organisation, by the key that forms carry: «rules.young_teacher»."""
    return {f"{kind}.{one.code}": one for kind, source in SOURCES.items() for one in source(organization, on)}


@audiences("rules")
def by_rule(organization: Organization, on: date) -> Sequence[Named]:
    """The named rules as they hold in the organisation: age, experience, first year, older course."""
    return [
        Named(code=rule.code, title=rule.title, people=people_named([rule.code], organization.id, on))
        for rule in rules_of(organization.id)
    ]
