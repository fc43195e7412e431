"""Reads of curators' reports."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.closing.kinds import WRITTEN, ReportState
from portal.mentorships.curating.models import CuratorReport
from portal.programs.models import Cycle, Program

HEAD = (
    joinedload(CuratorReport.cycle).joinedload(Cycle.program).joinedload(Program.organization),
    joinedload(CuratorReport.sent_by),
)  # fmt: skip
LOADED = (*HEAD, joinedload(CuratorReport.accepted_by), selectinload(CuratorReport.versions))
NOT_SENT = CuratorReport.state.in_(WRITTEN)
WITH_PLACE = (joinedload(Cycle.program).joinedload(Program.organization),)


def find_reports(actor: Actor) -> sa.Select[CuratorReport]:
    """Reports that the actor may read, the latest date first."""
    query = select_allowed(actor, Permission.CURATOR_REPORT_READ, CuratorReport).options(*HEAD)
    return query.order_by(CuratorReport.due_on.desc(), CuratorReport.id.desc())


def open_years(actor: Actor) -> Sequence[Cycle]:
    """Years about which the actor may begin a report: open ones of the programmes of the own organisations."""
    query = select_allowed(actor, Permission.CURATOR_REPORT_WRITE, Program)
    return db.session.scalars(
        sa.select(Cycle).where(Cycle.program_id.in_(query.with_only_columns(Program.id)), Cycle.closed_on.is_(None))
        .options(*WITH_PLACE).order_by(Cycle.starts_on.desc(), Cycle.id).limit(20)
    ).all()  # fmt: skip


def dates_written(cycle: Cycle) -> Sequence[date]:
    """For which dates a report about the year is begun."""
    return db.session.scalars(sa.select(CuratorReport.due_on).where(CuratorReport.cycle_id == cycle.id)).all()


def unsent(actor: Actor, until: date) -> sa.Select[CuratorReport]:
    """Reports that the actor may write, not sent, whose date is not after the day: the earliest first."""
    return (
        sa.select(CuratorReport)
        .where(allowed(actor, Permission.CURATOR_REPORT_WRITE, CuratorReport), NOT_SENT, CuratorReport.due_on <= until)
        .options(*HEAD).order_by(CuratorReport.due_on, CuratorReport.id).limit(20)
    )  # fmt: skip


def waiting(actor: Actor) -> sa.Select[CuratorReport]:
    """Reports that wait for the actor to accept them."""
    return (
        sa.select(CuratorReport)
        .where(
            allowed(actor, Permission.CURATOR_REPORT_ACCEPT, CuratorReport), CuratorReport.state == ReportState.SENT,
            sa.or_(CuratorReport.sent_by_id.is_(None), CuratorReport.sent_by_id != actor.person_id),
        )
        .options(*HEAD).order_by(CuratorReport.due_on, CuratorReport.id).limit(20)
    )  # fmt: skip
