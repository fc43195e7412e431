"""Who looks at the page and who acts: both from one query at the beginning of each request."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import STAFF, Role
from portal.accounts.models import LoginSession, RoleGrant, User
from portal.accounts.queries.accounts import hash_token
from portal.core import clock
from portal.core.db import UtcDateTime, db, read_columns
from portal.core.i18n import initials
from portal.core.notices import unread_count
from portal.people.models import Organization, Person

IDLE_LEARNER, IDLE_STAFF, IDLE_SHARED = timedelta(minutes=30), timedelta(minutes=60), timedelta(minutes=20)
CONFIRMED_FOR = timedelta(minutes=10)
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR, Role.DIRECTOR, Role.PSYCHOLOGIST})
PRECEDENCE = list(Role)[::-1]


class Step(StrEnum):
    """What still stands between a right password and the portal; until then the session has no rights."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 — a step, not a password
    SETUP = "setup"


@dataclass(frozen=True, kw_only=True)
class RoleChoice:
    """One line of «Вы работаете как»."""

    code: str
    label: str
    organization: str
    organization_id: int
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at the page, as header and templates need it. A guest has no name."""

    is_signed_in: bool = False
    person_id: int | None = None
    user_id: int | None = None
    session_id: int | None = None
    name: str = ""
    initials: str = ""
    role: Role = Role.GUEST
    role_label: str = ""
    organization_id: int | None = None
    organization_label: str = ""
    time_zone: str = "Europe/Moscow"
    roles: tuple[RoleChoice, ...] = ()
    unread_count: int = 0
    appearance: dict[str, Any] | None = None
    last_seen_at: datetime | None = None
    needs: Step | None = None
    is_shared: bool = False
    is_confirmed: bool = False
    has_second_factor: bool = False
    must_have_second_factor: bool = False


@cache
def _reader_query() -> sa.Select[Any]:
    """Built once: every request of a signed-in reader begins with it."""
    return (
        sa.select(
            LoginSession.id, LoginSession.last_seen_at, LoginSession.role.label("chosen"),
            LoginSession.organization_id.label("chosen_in"), LoginSession.is_shared, LoginSession.confirmed_at,
            LoginSession.second_factor_at.label("factor_shown_at"),
            User.id.label("user_id"), User.appearance, User.must_change_password, User.second_factor_at, User.is_demo,
            Person.id.label("person_id"), Person.given_name, Person.family_name,
            RoleGrant.role, RoleGrant.organization_id, RoleGrant.group_id, RoleGrant.format_code,
            RoleGrant.program_id, RoleGrant.starts_on, RoleGrant.ends_on, RoleGrant.label.label("own_label"),
            Organization.short_name, Organization.time_zone, Organization.role_labels,
            unread_count(Person.__table__.c.id).label("unread"),
        )
        .join(User, User.id == LoginSession.user_id)
        .join(Person, Person.id == User.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(Organization, Organization.id == RoleGrant.organization_id)
        .where(
            LoginSession.token_hash == sa.bindparam("token"), LoginSession.ended_at.is_(None),
            LoginSession.ends_at > sa.bindparam("now", type_=UtcDateTime()), User.closed_at.is_(None),
            Person.erased_on.is_(None),
        )
        .order_by(RoleGrant.id)
    )  # fmt: skip


def find_reader(token: str) -> tuple[Reader, Actor] | None:
    """The reader and actor behind a session token, or None when the session is over; one query."""
    now = clock.now()
    rows = read_columns(_reader_query(), {"token": hash_token(token), "now": now}).all()
    if not rows:
        return None
    live = [row for row in rows if row.role and _in_force(row)]
    first = rows[0]
    if first.last_seen_at + _idle(first, live) < now:
        return None
    needs = _needs(first, live)
    if needs:
        return _half_reader(first, needs), Actor(person_id=first.person_id)
    return _reader(first, live), _actor(first, live)


def find_actor(person_id: int | None) -> Actor:
    """The actor behind a person with the roles in force today: for work that is done after the request."""
    rows = db.session.execute(
        sa.select(RoleGrant.role, RoleGrant.organization_id, RoleGrant.group_id, RoleGrant.format_code,
                  RoleGrant.program_id, RoleGrant.starts_on, RoleGrant.ends_on, Organization.time_zone)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .join(User, User.person_id == RoleGrant.person_id)
        .where(RoleGrant.person_id == person_id, User.closed_at.is_(None))
        .order_by(RoleGrant.id)
    ).all()  # fmt: skip
    live = [row for row in rows if _in_force(row)]
    zone = live[0].time_zone if live else "Europe/Moscow"
    return Actor(person_id=person_id, grants=_grants(live), time_zone=zone)


def _in_force(row: Any) -> bool:
    today = clock.today(row.time_zone)
    return row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)


def _idle(first: Any, live: list[Any]) -> timedelta:
    if first.is_shared:
        return IDLE_SHARED
    return IDLE_STAFF if any(row.role in STAFF for row in live) else IDLE_LEARNER


def _must_have_factor(first: Any, live: list[Any]) -> bool:
    """Whether a role in force, at hand or not, asks for a second factor; demo accounts are exempt (decision 23)."""
    return not first.is_demo and any(row.role in SECOND_FACTOR_ROLES for row in live)


def _needs(first: Any, live: list[Any]) -> Step | None:
    if first.second_factor_at and not first.factor_shown_at:
        return Step.CODE
    if first.must_change_password:
        return Step.PASSWORD
    return Step.SETUP if _must_have_factor(first, live) and not first.second_factor_at else None


def _half_reader(first: Any, needs: Step) -> Reader:
    """A reader who is known and may do nothing yet: no name, no roles, no notices."""
    return Reader(
        is_signed_in=True, needs=needs, person_id=first.person_id, user_id=first.user_id, session_id=first.id,
        appearance=first.appearance, last_seen_at=first.last_seen_at, is_shared=first.is_shared,
        must_have_second_factor=needs is Step.SETUP,
    )  # fmt: skip


def _is_chosen(first: Any, row: Any) -> bool:
    return not first.chosen or (row.role == first.chosen and row.organization_id == first.chosen_in)


def _actor(first: Any, live: list[Any]) -> Actor:
    zone = live[0].time_zone if live else "Europe/Moscow"
    chosen = [row for row in live if _is_chosen(first, row)] or live  # a chosen role may have ended meanwhile
    return Actor(person_id=first.person_id, grants=_grants(chosen), time_zone=zone)


def _grants(rows: list[Any]) -> tuple[Grant, ...]:
    return tuple(
        Grant(
            role=Role(row.role),
            organization_id=row.organization_id,
            group_id=row.group_id,
            format_code=row.format_code,
            program_id=row.program_id,
        )
        for row in rows
    )


def _reader(first: Any, live: list[Any]) -> Reader:
    at_hand = [row for row in live if _is_chosen(first, row)] or live
    current = min(at_hand, key=lambda row: PRECEDENCE.index(Role(row.role)), default=None)
    full = f"{first.family_name} {first.given_name}"
    choices = {
        (row.role, row.organization_id): RoleChoice(
            code=row.role,
            label=_label(row),
            organization=row.short_name,
            organization_id=row.organization_id,
            is_current=row is current,
        )
        for row in live
    }
    return Reader(
        is_signed_in=True,
        person_id=first.person_id,
        user_id=first.user_id,
        session_id=first.id,
        name=f"{first.given_name} {first.family_name}",
        initials=initials(full),
        role=Role(current.role) if current else Role.GUEST,
        role_label=_label(current) if current else "",
        organization_id=current.organization_id if current else None,
        organization_label=current.short_name if current else "",
        time_zone=current.time_zone if current else "Europe/Moscow",
        roles=tuple(choices.values()),
        unread_count=first.unread,
        appearance=first.appearance,
        last_seen_at=first.last_seen_at,
        is_shared=first.is_shared,
        is_confirmed=bool(first.confirmed_at and clock.now() - first.confirmed_at <= CONFIRMED_FOR),
        has_second_factor=bool(first.second_factor_at),
        must_have_second_factor=_must_have_factor(first, live),
    )


def _label(row: Any) -> str:
    """The role as this holder is called here, else as the organisation calls it."""
    return row.own_label or (row.role_labels or {}).get(row.role) or Role(row.role).label
