"""The register: where a purpose stands for everybody of an organisation, one row a person, counted by the database."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.consents.kinds import Lack, Purpose, State
from portal.consents.models import Consent, ConsentRefusal
from portal.consents.queries.basis import facts, has_basis, lacking, missing_in
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force

SOON = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the reader looks for in the register."""

    organization: Organization
    purpose: Purpose
    on: date
    state: State | None = None
    lacks: Lack | None = None
    group: Group | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One person: where the purpose stands, whose signature is missing, until when it lasts."""

    person: Person
    group: str
    state: State
    missing: list[str]
    ends_on: date | None


def organizations_with_register(actor: Actor, permission: Permission = Permission.CONSENT_READ) -> list[Organization]:
    """Those of `places_with_register`, read."""
    return list(db.session.scalars(places_with_register(actor, permission)))


def places_with_register(actor: Actor, permission: Permission) -> sa.Select[Organization]:
    """Organisations of whose people, all or a group, the actor has the permission; by name."""
    reach = Scope.ORGANIZATION | Scope.GROUP
    ids = [one for role in actor.roles if scope_of(permission, role) & reach for one in actor.organization_ids(role)]
    return sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.sort_name, Organization.id)


def register(actor: Actor, wanted: Wanted, permission: Permission = Permission.CONSENT_READ) -> sa.Select[Any]:
    """Rows of Person, group name, state and the facts behind it, by name; narrowed by what is wanted."""
    organization_id, on = sa.literal(wanted.organization.id), wanted.on
    asked = facts(Person.id, organization_id, wanted.purpose, on)
    belongs = _belongs(organization_id, wanted.purpose, on, wanted.group)
    state = state_of(Person.id, organization_id, wanted.purpose, on, on + SOON).label("state")
    query = (
        sa.select(Person, _group_name(wanted).label("group_name"), state)
        .add_columns(*(clause.label(name) for name, clause in asked.items()))
        .add_columns(_last_day(Person.id, organization_id, wanted.purpose, on).label("ends_on"))
        .where(allowed(actor, permission, Person), belongs, Person.erased_on.is_(None))
        .order_by(Person.sort_name, Person.id)
    )
    if wanted.text:
        query = query.where(Person.sort_name.contains(sort_key(wanted.text), autoescape=True))
    if wanted.lacks:
        own, representative = lacking(Person.id, organization_id, wanted.purpose, on)
        query = query.where(
            own if wanted.lacks.of_own else ~own, representative if wanted.lacks.of_representative else ~representative
        )
    return query.where(state.element == wanted.state.value) if wanted.state else query


def count_states(
    actor: Actor, organization: Organization, purpose: Purpose, on: date, permission: Permission
) -> dict[State, int]:
    """How many people of the organisation stand where, of those on whom the actor has the permission."""
    asked = _counting(purpose).where(allowed(actor, permission, Person))
    rows = db.session.execute(asked, {"place": organization.id, "day": on, "soon": on + SOON})
    return {State(state): number for state, number in rows}


@cache
def _counting(purpose: Purpose) -> sa.Select[Any]:
    """The question of every desk, put together once a process; the organisation and the days come as parameters."""
    place: Any = sa.bindparam("place", type_=sa.Integer)
    day: Any = sa.bindparam("day", type_=sa.Date)
    soon: Any = sa.bindparam("soon", type_=sa.Date)
    stands = state_of(Person.id, place, purpose, day, soon).label("stands")
    asked: Any = sa.select(stands, sa.func.count()).where(_belongs(place, purpose, day), Person.erased_on.is_(None))
    # By its name: a database would ask a whole expression a second time.
    counting: sa.Select[Any] = asked.group_by(sa.literal_column("stands"))
    return counting


def standing(row: Any, on: date) -> Standing:
    """One row of `register` in words that a page can draw."""
    told = row._mapping
    person: Person = told["Person"]
    return Standing(
        person=person, group=told["group_name"] or "", state=State(told["state"]),
        missing=missing_in({**told}, person.birth_on, on), ends_on=told["ends_on"],
    )  # fmt: skip


def state_of(person_id: Any, organization_id: Any, purpose: Purpose, on: Any, soon: Any) -> sa.ColumnElement[str]:
    """Where the purpose stands on the day, as an expression: the code of a `State`; what ends before `soon` expires."""
    mine = aliased(Consent)
    of_purpose = [mine.person_id == person_id, mine.organization_id == organization_id, mine.purpose == purpose]
    is_running = sa.and_(mine.withdrawn_on.is_(None), in_force(mine, on))
    some = sa.exists().select_from(mine).correlate_except(mine)
    refused_on = _latest(ConsentRefusal, "refused_on", person_id, organization_id, purpose)
    withdrawn_on = _latest(Consent, "withdrawn_on", person_id, organization_id, purpose)
    return sa.case(
        (has_basis(person_id, organization_id, purpose, soon), State.GIVEN.value),
        (has_basis(person_id, organization_id, purpose, on), State.EXPIRING.value),
        (some.where(*of_purpose, is_running), State.INCOMPLETE.value),
        (refused_on >= sa.func.coalesce(withdrawn_on, date(1970, 1, 1)), State.REFUSED.value),
        (withdrawn_on.is_not(None), State.WITHDRAWN.value),
        (some.where(*of_purpose, mine.ends_on < on), State.EXPIRED.value),
        else_=State.NONE.value,
    )


def _latest(model: Any, column: str, person_id: Any, organization_id: Any, purpose: Purpose) -> Any:
    row = aliased(model)
    latest = sa.select(sa.func.max(getattr(row, column))).where(
        row.person_id == person_id, row.organization_id == organization_id, row.purpose == purpose
    )
    return latest.correlate_except(row).scalar_subquery()


def _last_day(person_id: Any, organization_id: Any, purpose: Purpose, on: date) -> Any:
    """The first day on which one of the signatures in force ends."""
    mine = aliased(Consent)
    first = sa.select(sa.func.min(mine.ends_on)).where(
        mine.person_id == person_id, mine.organization_id == organization_id, mine.purpose == purpose,
        mine.withdrawn_on.is_(None), in_force(mine, on),
    )  # fmt: skip
    return first.correlate_except(mine).scalar_subquery()


def _group_name(wanted: Wanted) -> Any:
    place = aliased(Membership)
    name = (
        sa.select(sa.func.min(Group.name))
        .join(place, place.group_id == Group.id)
        .where(
            place.person_id == Person.id, place.organization_id == wanted.organization.id, in_force(place, wanted.on)
        )
    )
    return name.correlate_except(Group, place).scalar_subquery()


def _belongs(organization_id: Any, purpose: Purpose, on: Any, group: Group | None = None) -> sa.ColumnElement[bool]:
    """People of the organisation on the day; parents stand in the register of their own papers only."""
    place = aliased(Membership)
    clauses = [
        place.person_id == Person.id,
        place.organization_id == organization_id,
        in_force(place, on),
        place.kind.not_in([MembershipKind.ALUMNUS]),
    ]
    is_parent = place.kind == MembershipKind.PARENT
    clauses.append(is_parent if purpose == Purpose.REPRESENTATIVE else ~is_parent)
    if group:
        clauses.append(place.group_id == group.id)
    return sa.exists().select_from(place).correlate_except(place).where(*clauses)
