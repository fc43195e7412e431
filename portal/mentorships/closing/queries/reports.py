"""Reads of mentors' reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.closing.kinds import WRITTEN, ReportState
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.programs.models import Cycle

LATE = "late"
HEAD = (
    joinedload(MentorReport.person),
    joinedload(MentorReport.mentorship).joinedload(Mentorship.organization),
    joinedload(MentorReport.mentorship).joinedload(Mentorship.format),
    joinedload(MentorReport.mentorship).joinedload(Mentorship.group),
    joinedload(MentorReport.mentorship).joinedload(Mentorship.cycle).joinedload(Cycle.program),
    joinedload(MentorReport.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
)  # fmt: skip
LOADED = (*HEAD, joinedload(MentorReport.accepted_by), selectinload(MentorReport.versions))
NOT_SENT = MentorReport.state.in_(WRITTEN)


@dataclass(frozen=True, kw_only=True)
class ReportFilter:
    """What the reader chose above the list: a state, or LATE; nonsense means nothing was chosen."""

    state: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        state = args.get("state", "")
        return cls(state=state if state in {*ReportState, LATE} else "")


def find_reports(actor: Actor, wanted: ReportFilter, today: date) -> sa.Select[MentorReport]:
    """Reports that the actor may read: those that wait for the curator first, then by their date."""
    query = select_allowed(actor, Permission.REPORT_READ, MentorReport).options(*HEAD)
    if wanted.state == LATE:
        query = query.where(NOT_SENT, MentorReport.due_on < today)
    elif wanted.state:
        query = query.where(MentorReport.state == wanted.state)
    waits = sa.case((MentorReport.state == ReportState.SENT, 0), (NOT_SENT, 1), else_=2)
    return query.order_by(waits, MentorReport.due_on, MentorReport.id)


def reports_of(actor: Actor, pair: Mentorship) -> Sequence[MentorReport]:
    """Reports about the pair that the actor may read, by date."""
    return db.session.scalars(
        select_allowed(actor, Permission.REPORT_READ, MentorReport).where(MentorReport.mentorship_id == pair.id)
        .options(joinedload(MentorReport.person)).order_by(MentorReport.due_on, MentorReport.id)
    ).all()  # fmt: skip


def all_reports(pair: Mentorship) -> Sequence[MentorReport]:
    """Every report about the pair, whoever reads."""
    return db.session.scalars(sa.select(MentorReport).where(MentorReport.mentorship_id == pair.id)).all()


def own_unsent(person_id: int) -> sa.Select[MentorReport]:
    """Reports that the person has begun, or was asked for, and has not sent: the earliest date first."""
    return (
        sa.select(MentorReport).where(MentorReport.person_id == person_id, NOT_SENT)
        .options(*HEAD).order_by(MentorReport.due_on, MentorReport.id).limit(20)
    )  # fmt: skip


def waiting_reports(actor: Actor, today: date) -> sa.Select[int, int]:
    """(how many wait to be accepted, how many are late) of those that the actor accepts; no row where none does."""
    sent = sa.func.sum(sa.case((MentorReport.state == ReportState.SENT, 1), else_=0))
    late = sa.func.sum(sa.case((sa.and_(NOT_SENT, MentorReport.due_on < today), 1), else_=0))
    return (
        sa.select(sent, late).select_from(MentorReport)
        .where(
            allowed(actor, Permission.REPORT_ACCEPT, MentorReport),
            sa.or_(MentorReport.state == ReportState.SENT, sa.and_(NOT_SENT, MentorReport.due_on < today)),
        )
        .having(sa.func.count() > 0)
    )  # fmt: skip
