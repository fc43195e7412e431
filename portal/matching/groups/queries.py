"""Reads of requests of groups: the list, what may be asked for, who of the group is ready."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.consents.queries import has_basis
from portal.core.db import db
from portal.matching.eligibility import SCHOOLS
from portal.matching.groups.models import GroupRequest
from portal.matching.kinds import OPEN, RequestState
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force
from portal.programs.definitions import formats
from portal.programs.kinds import Side
from portal.programs.models import Cycle, CycleFormat, Program

WITH_ITS_THINGS = (
    joinedload(GroupRequest.group), joinedload(GroupRequest.organization), joinedload(GroupRequest.format),
    joinedload(GroupRequest.cycle).joinedload(Cycle.program), joinedload(GroupRequest.recorded_by),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Learner:
    """Somebody of a group, and whether there is a consent to take part: without one nobody joins a pair."""

    person: Person
    is_ready: bool


def find_group_requests(actor: Actor) -> sa.Select[GroupRequest]:
    """Requests of groups that the actor may see, the open ones first, by group."""
    return (
        select_allowed(actor, Permission.REQUEST_READ, GroupRequest)
        .join(Group, Group.id == GroupRequest.group_id)
        .options(*WITH_ITS_THINGS)
        .order_by(GroupRequest.ends_on.is_not(None), Group.sort_name, GroupRequest.id)
    )


def side_of_group(organization: Organization) -> Side:
    """On which side of a format a group of the organisation may stand as a mentee."""
    return Side.PUPIL if organization.kind in SCHOOLS else Side.STUDENT


def group_openings(organizations: Collection[Organization], on: date) -> list[CycleFormat]:
    """Formats for learners that run in open years of these organisations, by organisation, year and place in it."""
    by_id = {each.id: each for each in organizations}
    rows = db.session.scalars(
        sa.select(CycleFormat)
        .join(Cycle, Cycle.id == CycleFormat.cycle_id)
        .join(Program, Program.id == Cycle.program_id)
        .where(
            Program.organization_id.in_(by_id), CycleFormat.is_on.is_(True), Cycle.closed_on.is_(None),
            Cycle.ends_on >= on,
        )
        .options(
            contains_eager(CycleFormat.cycle).contains_eager(Cycle.program).joinedload(Program.organization),
            joinedload(CycleFormat.format),
        )
        .order_by(Program.organization_id, Cycle.starts_on, Cycle.id, CycleFormat.position)
    ).all()  # fmt: skip
    return [each for each in rows if _suits(each, by_id[each.cycle.program.organization_id])]


def group_waiting(cycle: Cycle, format_id: int | None = None) -> Sequence[GroupRequest]:
    """Requests of groups that stand in the base of the year, the earliest first."""
    query = sa.select(GroupRequest).where(GroupRequest.cycle_id == cycle.id, GroupRequest.state == RequestState.IN_BASE)
    if format_id is not None:
        query = query.where(GroupRequest.format_id == format_id)
    return db.session.scalars(query.options(*WITH_ITS_THINGS).order_by(GroupRequest.starts_on, GroupRequest.id)).all()


def learners_of(group_ids: Collection[int], organization_id: int, on: date) -> dict[int, list[Learner]]:
    """Group id → who learns in it on the day, by name, with the consent to take part given to the organisation."""
    ready = has_basis(Person.id, organization_id, Purpose.PARTICIPATION, on)
    rows = db.session.execute(
        sa.select(Membership.group_id, Person, ready)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.group_id.in_(group_ids), in_force(Membership, on), Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    )  # fmt: skip
    found: dict[int, dict[int, Learner]] = {}
    for group_id, person, is_ready in rows:
        found.setdefault(group_id or 0, {})[person.id] = Learner(person=person, is_ready=bool(is_ready))
    return {group_id: list(people.values()) for group_id, people in found.items()}


def open_request(group_id: int, cycle_id: int, format_id: int) -> GroupRequest | None:
    """The open request of the group for the same year and format."""
    return db.session.scalars(
        sa.select(GroupRequest).where(
            GroupRequest.group_id == group_id, GroupRequest.cycle_id == cycle_id, GroupRequest.format_id == format_id,
            GroupRequest.state.in_(OPEN),
        )
    ).one_or_none()  # fmt: skip


def _suits(opening: CycleFormat, organization: Organization) -> bool:
    known = formats().get(opening.format.code)
    return known is not None and side_of_group(organization) in known.mentees
