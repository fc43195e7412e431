"""The questionnaires of one person: what waits, what is done, what was closed without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.web.tables import Page, paginate
from portal.people.models import Organization
from surveys.models import Answer, Participation, Response, SurveyAssignment, SurveyInvitation
from surveys.queries import WaveState, is_in
from surveys.secrets import draft_id
from surveys.storage import compiled


@dataclass(frozen=True, kw_only=True)
class WaitingSurvey:
    """One that may be answered now. `closes_on` is the last day in the organisation's zone, `saved` the answers."""

    public_id: str
    title: str
    organization: str
    closes_on: date | None
    today: date
    minutes: int | None
    saved: int


def waiting_surveys(actor: Actor) -> sa.Select[Any]:
    """What the person may answer now, the earliest term first; `told` makes its rows readable."""
    return (
        _of_person(actor)
        .where(Participation.invitation_id.is_(None), is_in(WaveState.OPEN, clock.now()))
        .order_by(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at, SurveyAssignment.id)
    )


def told(rows: Sequence[Any]) -> list[WaitingSurvey]:
    """Rows of `waiting_surveys` with what is saved already; one query (and new versions are compiled once)."""
    drafts = {row.public_id: row.response_id or draft_id(row.public_id) for row in rows}
    saved = _saved(list(drafts.values()))
    return [_waiting(row, saved.get(drafts[row.public_id], 0)) for row in rows]


def past_surveys(actor: Actor) -> Page:
    """Submitted ones and those that closed without an answer, the latest first, by pages."""
    closed = is_in(WaveState.CLOSED, clock.now())
    query = _of_person(actor).where(sa.or_(Participation.invitation_id.is_not(None), closed))
    return paginate(query.order_by(SurveyAssignment.opens_at.desc(), SurveyInvitation.id.desc()), scalars=False)


def _of_person(actor: Actor) -> sa.Select[Any]:
    """Invitations of the person with wave, organisation and what came back; the response only where it is named."""
    query: Any = (
        sa.select(
            SurveyInvitation.public_id, SurveyAssignment.title, SurveyAssignment.mode, SurveyAssignment.version_id,
            SurveyAssignment.opens_at, SurveyAssignment.closes_at, SurveyAssignment.closed_at,
            Organization.short_name.label("organization"), Organization.time_zone,
            Participation.invitation_id.label("participated"), Participation.submitted_on,
            Response.id.label("response_id"),
        )
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .join(Organization, Organization.id == SurveyAssignment.organization_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .outerjoin(Response, Response.invitation_id == SurveyInvitation.id)
        .where(
            allowed(actor, Permission.RESPONSE_SUBMIT, SurveyInvitation),
            SurveyInvitation.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    found: sa.Select[Any] = query
    return found


def _saved(response_ids: list[str]) -> dict[str, int]:
    """How many answers each draft holds."""
    if not response_ids:
        return {}
    counted = (
        sa.select(Answer.response_id, sa.func.count().label("n"))
        .where(Answer.response_id.in_(response_ids))
        .group_by(Answer.response_id)
    )
    return {row.response_id: row.n for row in db.session.execute(counted)}


def _waiting(row: Any, saved: int) -> WaitingSurvey:
    return WaitingSurvey(
        public_id=row.public_id,
        title=row.title,
        organization=row.organization,
        closes_on=day_of(row.closes_at, row.time_zone),
        today=clock.today(row.time_zone),
        minutes=compiled(row.version_id).minutes,
        saved=saved,
    )


def day_of(moment: datetime | None, zone: str) -> date | None:
    """The calendar day of a moment where the organisation is."""
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None
