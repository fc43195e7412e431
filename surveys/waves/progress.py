"""The progress of a wave: who has not answered, page by page, and how each group does. Nothing grows with the wave.

The list goes by keys: a page begins after the last row of the page before and reads an index of those who wait.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force
from surveys.models import Participation, SurveyAssignment, SurveyInvitation

PER_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Some of those who have not answered; `after` is the key with which the next page begins, empty on the last."""

    rows: Sequence[Any]
    after: str
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class GroupProgress:
    """How many of a group were asked and how many of them have answered."""

    public_id: str
    name: str
    asked: int
    answered: int


def waiting_people(assignment_id: int, after: str = "") -> Waiting:
    """Invitations without a submission, with names. Only for the named mode; two statements however large the wave.

    They stand in the order in which they were invited: by name, whoever came later at the end.
    """
    query: Any = (
        sa.select(
            SurveyInvitation.public_id, SurveyInvitation.reminded_at, SurveyInvitation.letter_due,
            Person.given_name, Person.family_name, Person.patronymic, Person.email,
        )
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(waits(assignment_id))
        .order_by(SurveyInvitation.id)
        .limit(PER_PAGE + 1)
    )  # fmt: skip
    if after:
        start = sa.select(SurveyInvitation.id).where(
            SurveyInvitation.public_id == after, SurveyInvitation.assignment_id == assignment_id
        )
        query = query.where(SurveyInvitation.id > sa.func.coalesce(start.scalar_subquery(), 0))
    found = db.session.execute(query).all()
    rows = found[:PER_PAGE]
    return Waiting(rows=rows, after=rows[-1].public_id if len(found) > PER_PAGE else "", is_first=not after)


def waits(assignment_id: int) -> sa.ColumnElement[bool]:
    """The clause «invited to the wave, not withdrawn, has not submitted»; its first word finds the index."""
    return sa.and_(
        SurveyInvitation.is_waiting,
        SurveyInvitation.assignment_id == assignment_id,
        SurveyInvitation.withdrawn_at.is_(None),
        SurveyInvitation.person_id.is_not(None),
        ~sa.exists().where(Participation.invitation_id == SurveyInvitation.id),
    )


def groups_progress(wave: SurveyAssignment, on: date) -> list[GroupProgress]:
    """Groups and classes of those who were invited, by name; one statement, asked on a page of its own."""
    rows = db.session.execute(
        sa.select(
            Group.public_id, Group.name,
            sa.func.count(SurveyInvitation.id).label("asked"),
            sa.func.count(Participation.invitation_id).label("answered"),
        )
        .join(Membership, Membership.group_id == Group.id)
        .join(SurveyInvitation, SurveyInvitation.person_id == Membership.person_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .where(
            Group.organization_id == wave.organization_id,
            Membership.kind == MembershipKind.LEARNER,
            in_force(Membership, on),
            SurveyInvitation.assignment_id == wave.id,
            SurveyInvitation.withdrawn_at.is_(None),
        )
        .group_by(Group.id, Group.public_id, Group.name, Group.sort_name)
        .order_by(Group.sort_name, Group.id)
    )  # fmt: skip
    return [
        GroupProgress(public_id=row.public_id, name=row.name, asked=row.asked, answered=row.answered) for row in rows
    ]


def waves_together(actor: Actor, wave: SurveyAssignment) -> Sequence[Any]:
    """The other waves of the same deed that the reader may see, as plain rows by organisation."""
    if wave.batch is None:
        return ()
    return db.session.execute(
        sa.select(
            SurveyAssignment.public_id, SurveyAssignment.invited, SurveyAssignment.submitted,
            SurveyAssignment.uninvited, Organization.short_name,
        )
        .join(Organization, Organization.id == SurveyAssignment.organization_id)
        .where(
            SurveyAssignment.batch == wave.batch,
            SurveyAssignment.id != wave.id,
            allowed(actor, Permission.SURVEY_READ, SurveyAssignment),
        )
        .order_by(Organization.sort_name)
    ).all()  # fmt: skip
