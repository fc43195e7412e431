"""Reads of monitoring: questionnaires about a pair, who has answered, what changed with whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.concerned import concerns
from portal.mentorships.models import Mentorship
from portal.mentorships.monitoring.occasions import subject_of
from portal.people.models import Person
from surveys.models import Mode, Participation, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.queries import answers_of
from surveys.results.blocks import known_scales
from surveys.results.person import Changed, changes_of
from surveys.results.privacy import reading_of
from surveys.storage import compiled

MOST_SHEETS = 200


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One person in one questionnaire about the pair. Whoever answers without a name is not said to have answered."""

    wave: SurveyAssignment
    person: Person
    invitation: SurveyInvitation
    has_answered: bool
    answered_on: date | None = None

    @property
    def is_named(self) -> bool:
        """Whether it may be said who has answered."""
        return self.wave.mode == Mode.NAMED


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What changed with one person between two sheets about the pair."""

    person: Person
    title: str
    first_on: date
    last_on: date
    lines: Sequence[Changed]


def asked_about(pair: Mentorship) -> sa.Select[SurveyInvitation, date | None, bool]:
    """(invitation, day of the answer, whether it came) of the pair, by wave and name: the rows of its card."""
    answered = Participation.invitation_id.is_not(None)
    return (
        sa.select(SurveyInvitation, Participation.submitted_on, answered)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .options(joinedload(SurveyInvitation.person), joinedload(SurveyInvitation.assignment))
        .where(
            SurveyInvitation.subject == subject_of(pair), Person.erased_on.is_(None), Person.restricted_on.is_(None),
            sa.or_(SurveyInvitation.withdrawn_at.is_(None), answered),
            SurveyInvitation.person_id.in_([each.person_id for each in pair.members]),
        )
        .order_by(SurveyAssignment.opens_at, SurveyAssignment.id, Person.sort_name, SurveyInvitation.id)
        .limit(MOST_SHEETS)
    )  # fmt: skip


def told(rows: Sequence[Any]) -> list[Asked]:
    """Rows of `asked_about` as the card shows them."""
    return [
        Asked(wave=invitation.assignment, person=invitation.person, invitation=invitation, has_answered=bool(answered),
              answered_on=day)
        for invitation, day, answered in rows
    ]  # fmt: skip


def progress_of(actor: Actor, pair: Mentorship, asked: Sequence[Asked]) -> list[Progress]:
    """Before and after of the people whose answers the actor reads: one's own, and those announced to one's role.

    Whoever the pair concerns reads the own sheets alone, whatever else they are: a partner never reads the other's.
    """
    mine = [each for each in asked if each.is_named and each.person.id == actor.person_id]
    if not concerns(actor.person_id, pair):
        open_waves = _read_by(actor, {each.wave.id for each in asked})
        mine = [each for each in asked if each.is_named and each.wave.id in open_waves]
    sheets = _sheets(mine)
    return [made for pairs in _joined(sheets) if (made := _progress(*pairs)) is not None]


def _read_by(actor: Actor, wave_ids: Collection[int]) -> set[int]:
    """Those of the waves whose answers the actor reads by name."""
    may = Permission.RESPONSE_READ
    waves = db.session.scalars(select_allowed(actor, may, SurveyAssignment).where(SurveyAssignment.id.in_(wave_ids)))
    return {wave.id for wave in waves if reading_of(actor, wave, {may}).names}


@dataclass(frozen=True, kw_only=True)
class _Sheet:
    person: Person
    wave: SurveyAssignment
    version_id: int
    at: datetime
    answers: dict[str, Any]

    @property
    def code(self) -> str:
        return compiled(self.version_id).code


def _sheets(asked: Collection[Asked]) -> list[_Sheet]:
    """Submitted sheets in the order in which they came."""
    by_invitation = {each.invitation.id: each for each in asked}
    rows = db.session.execute(
        sa.select(Response.id, Response.invitation_id, Response.version_id, Response.submitted_at)
        .where(Response.invitation_id.in_(by_invitation), Response.state == ResponseState.SUBMITTED)
        .order_by(Response.submitted_at, Response.id)
    ).all()
    answers = answers_of([row.id for row in rows])
    return [
        _Sheet(person=one.person, wave=one.wave, version_id=row.version_id, at=row.submitted_at,
               answers=answers[row.id])
        for row in rows for one in [by_invitation[row.invitation_id]]
    ]  # fmt: skip


def _joined(sheets: Sequence[_Sheet]) -> list[tuple[_Sheet, _Sheet]]:
    """(first, last) of one person by one questionnaire, and by one and its twin of the exit."""
    twins = {(each.before, each.after) for each in known_scales().comparisons.values()}
    by_key: dict[tuple[int, str], list[_Sheet]] = {}
    for each in sheets:
        by_key.setdefault((each.person.id, each.code), []).append(each)
    found = []
    for (person_id, code), written in by_key.items():
        for (other_id, other), later in by_key.items():
            joins = other == code or (code, other) in twins
            if person_id == other_id and joins and written[0].at < later[-1].at:
                found.append((written[0], later[-1]))
    return found


def _progress(first: _Sheet, last: _Sheet) -> Progress | None:
    lines = changes_of(compiled(first.version_id), first.answers, compiled(last.version_id), last.answers)
    if not lines:
        return None
    return Progress(person=first.person, title=last.wave.title, first_on=first.at.date(), last_on=last.at.date(),
                    lines=lines)  # fmt: skip
