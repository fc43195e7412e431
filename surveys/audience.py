"""Whom a wave asks: a rule in data, turned into people of one organisation on a day.

A rule names at least one of `kinds` (of membership), `groups` (public ids), `persons` (public ids) and `roles`;
whoever fits one of them is asked, unless the rule under `except`, of the same shape, fits too. Who holds a role, the
rooms above know: the roof teaches it by `learn`, as do rooms that know pairs («форма наставничества», «пара закрыта»).
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

EXCEPT = "except"
Rule = Mapping[str, Any]
Resolver = Callable[[Sequence[str], int, date], sa.Select[int]]
RESOLVERS: dict[str, Resolver] = {}


def learn(name: str, resolver: Resolver) -> None:
    """Take a further kind of rule: `resolver(values, organization_id, on)` selects ids of persons."""
    RESOLVERS[name] = resolver


def selected(rule: Rule, organization_id: int, on: date) -> sa.Select[int] | None:
    """A SELECT of the ids of those whom the rule names, by name; None for a rule that names nobody.

    Only members of the organisation on the day; nobody who was erased or whose processing is restricted.
    Raises Refusal for a rule of an unknown kind, also under `except`.
    """
    left_out = rule.get(EXCEPT) or {}
    named = _clauses({name: values for name, values in rule.items() if name != EXCEPT}, organization_id, on)
    spared = _clauses(left_out, organization_id, on)
    if not named:
        return None
    belongs = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == organization_id, in_force(Membership, on)
    )
    return (
        sa.select(Person.id)
        .where(
            belongs, sa.or_(*named), ~sa.or_(sa.false(), *spared),
            Person.erased_on.is_(None), Person.restricted_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    )  # fmt: skip


def people_of(rule: Rule, organization_id: int, on: date) -> list[int]:
    """Ids of the people whom the rule names, in the order of the register; see `selected`."""
    query = selected(rule, organization_id, on)
    return list(db.session.scalars(query)) if query is not None else []


def names(rule: Rule, person_id: int, organization_id: int, on: date) -> bool:
    """Whether the rule names this person on the day."""
    query = selected(rule, organization_id, on)
    return query is not None and db.session.scalar(query.where(Person.id == person_id)) is not None


def as_data(rule: Rule) -> dict[str, Any]:
    """The rule as the wave keeps it: what is empty is left out."""
    kept: dict[str, Any] = {
        name: [str(value) for value in values] for name, values in rule.items() if values and name != EXCEPT
    }
    left_out = rule.get(EXCEPT)
    return {**kept, EXCEPT: as_data(left_out)} if left_out and as_data(left_out) else kept


def _clauses(rule: Rule, organization_id: int, on: date) -> list[sa.ColumnElement[bool]]:
    unknown = sorted(set(rule) - set(RESOLVERS))
    if unknown:
        raise Refusal(_("Неизвестное правило адресатов: %(names)s.", names=", ".join(unknown)))
    return [
        Person.id.in_(RESOLVERS[name](list(values), organization_id, on)) for name, values in rule.items() if values
    ]


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
