"""Whom a wave asks: a rule in data, turned into people of one organisation on a day.

A rule names at least one of `kinds` (of membership), `groups` (public ids), `persons` (public ids) and `roles`;
whoever fits one of them is asked. Who holds a role, the rooms above know: the roof teaches it by `learn`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Person
from portal.people.periods import in_force

Rule = Mapping[str, Sequence[str]]
Resolver = Callable[[Sequence[str], int, date], sa.Select[int]]
RESOLVERS: dict[str, Resolver] = {}


def learn(name: str, resolver: Resolver) -> None:
    """Take a further kind of rule: `resolver(values, organization_id, on)` selects ids of persons."""
    RESOLVERS[name] = resolver


def people_of(rule: Rule, organization_id: int, on: date) -> list[int]:
    """Ids of the people whom the rule names, members of the organisation on the day, in the order of the register.

    Raises Refusal for a rule of an unknown kind.
    """
    unknown = sorted(set(rule) - set(RESOLVERS))
    if unknown:
        raise Refusal(_("Неизвестное правило адресатов: %(names)s.", names=", ".join(unknown)))
    named = [RESOLVERS[name](list(values), organization_id, on) for name, values in rule.items() if values]
    if not named:
        return []
    belongs = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == organization_id, in_force(Membership, on)
    )
    fits = sa.or_(*(Person.id.in_(ids) for ids in named))
    asked = (
        sa.select(Person.id)
        .where(belongs, fits, Person.erased_on.is_(None), Person.restricted_on.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    return list(db.session.scalars(asked))


def as_data(rule: Rule) -> dict[str, Any]:
    """The rule as the wave keeps it."""
    return {name: [str(value) for value in values] for name, values in rule.items() if values}


def _of_kinds(kinds: Sequence[str], organization_id: int, on: date) -> sa.Select[int]:
    known = [MembershipKind(kind) for kind in kinds if kind in set(MembershipKind)]
    return sa.select(Membership.person_id).where(
        Membership.organization_id == organization_id, Membership.kind.in_(known), in_force(Membership, on)
    )


def _of_groups(groups: Sequence[str], organization_id: int, on: date) -> sa.Select[int]:
    return (
        sa.select(Membership.person_id)
        .join(Group, Group.id == Membership.group_id)
        .where(Group.public_id.in_(groups), Group.organization_id == organization_id, in_force(Membership, on))
    )


def _of_persons(persons: Sequence[str], organization_id: int, on: date) -> sa.Select[int]:
    return sa.select(Person.id).where(Person.public_id.in_(persons))


learn("kinds", _of_kinds)
learn("groups", _of_groups)
learn("persons", _of_persons)
