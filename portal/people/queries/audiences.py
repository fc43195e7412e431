"""Audience rules of the library and of organisations, and the people whom they name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from portal.core.db import db
from portal.people.audiences import Conditions, PersonFacts, PlaceFacts, clause_of, fits, is_last_course
from portal.people.models import AudienceRule, Group, Membership, Organization, Person
from portal.people.periods import in_force


@dataclass(frozen=True)
class Rule:
    """A rule as it holds in one organisation; `own` is its variant, where it set one over the library's."""

    code: str
    title: str
    flag: str
    source: str
    conditions: Conditions
    own: AudienceRule | None


def rules_of(organization_id: int | None) -> list[Rule]:
    """The rules that hold in the organisation, in the order of the library; None: those of the library itself."""
    return rules_by_organization([organization_id])[organization_id]


def rules_by_organization(organization_ids: Sequence[int | None]) -> dict[int | None, list[Rule]]:
    """The same for several organisations; one statement."""
    wanted = [key for key in organization_ids if key is not None]
    rows = db.session.scalars(
        sa.select(AudienceRule)
        .where(
            AudienceRule.retired_on.is_(None),
            sa.or_(AudienceRule.organization_id.is_(None), AudienceRule.organization_id.in_(wanted)),
        )
        .order_by(AudienceRule.position, AudienceRule.id)
    ).all()
    library = [row for row in rows if row.organization_id is None]
    own: dict[tuple[int | None, str], AudienceRule] = {
        (row.organization_id, row.code): row for row in rows if row.organization_id is not None
    }
    return {key: [_rule(row, own.get((key, row.code))) for row in library] for key in organization_ids}


def _rule(library: AudienceRule, own: AudienceRule | None) -> Rule:
    row = own or library
    return Rule(library.code, library.title, library.flag, library.source, Conditions.from_data(row.conditions), own)


def named_by(code: str, organizations: Sequence[Organization], on: date) -> sa.ColumnElement[bool]:
    """The clause «the rule `code` of one of these organisations names this person»; nobody for an unknown code."""
    by_conditions: dict[Conditions, list[int]] = {}
    for key, rules in rules_by_organization([each.id for each in organizations]).items():
        for rule in rules:
            if rule.code == code and key is not None:
                by_conditions.setdefault(rule.conditions, []).append(key)
    return sa.or_(sa.false(), *(clause_of(asked, ids, on) for asked, ids in by_conditions.items()))


def people_named(codes: Sequence[str], organization_id: int, on: date) -> sa.Select[int]:
    """Ids of the people of an organisation whom any of the rules names: a resolver for audiences of waves."""
    asked = [rule.conditions for rule in rules_of(organization_id) if rule.code in codes]
    return sa.select(Person.id).where(sa.or_(sa.false(), *(clause_of(each, [organization_id], on) for each in asked)))


def facts_of(people: Sequence[Person], on: date) -> dict[int, PersonFacts]:
    """What rules ask about these people; one statement."""
    local = aliased(Membership)
    first_here_on = (
        sa.select(sa.func.min(local.starts_on))
        .where(
            local.person_id == Membership.person_id,
            local.organization_id == Membership.organization_id,
            local.kind == Membership.kind,
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    last = sa.exists().where(Group.id == Membership.group_id, is_last_course(on))
    rows = db.session.execute(
        sa.select(Membership, first_here_on.label("first"), last.label("last"))
        .where(Membership.person_id.in_([each.id for each in people]), in_force(Membership, on))
        .options(joinedload(Membership.organization), joinedload(Membership.group))
        .order_by(Membership.id)
    )
    places: dict[int, list[PlaceFacts]] = {}
    for row in rows:
        places.setdefault(row.Membership.person_id, []).append(_place_facts(row.Membership, row.first, row.last))
    return {
        each.id: PersonFacts(
            birth_on=each.birth_on, career_began_on=each.career_began_on, places=tuple(places.get(each.id, ()))
        )
        for each in people
    }


def flags_of(people: Sequence[Person], on: date, organization_ids: Collection[int]) -> dict[int, list[Rule]]:
    """The rules with a flag that name each of these people in one of the organisations; two statements."""
    facts = facts_of(people, on)
    ids = sorted({place.organization_id for each in facts.values() for place in each.places} & set(organization_ids))
    by_organization = rules_by_organization(ids)
    found: dict[int, list[Rule]] = {}
    for person_id, known in facts.items():
        flags: dict[str, Rule] = {}
        for place in (each for each in known.places if each.organization_id in by_organization):
            here = PersonFacts(birth_on=known.birth_on, career_began_on=known.career_began_on, places=(place,))
            for rule in by_organization[place.organization_id]:
                if rule.flag and fits(rule.conditions, here, on):
                    flags.setdefault(rule.code, rule)
        found[person_id] = list(flags.values())
    return found


def _place_facts(place: Membership, first_here_on: date, is_last: bool) -> PlaceFacts:
    return PlaceFacts(
        organization_id=place.organization_id, kind=place.kind, organization_kind=place.organization.kind,
        starts_on=place.starts_on, ends_on=place.ends_on, first_here_on=first_here_on,
        course=place.group.course if place.group else None, is_last_course=bool(is_last),
    )  # fmt: skip
