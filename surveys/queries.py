"""Reads of the staff side of questionnaires: waves, the library, progress, counters, words people wrote."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from surveys.items import NA
from surveys.items.summaries import Counts
from surveys.models import (
    Answer,
    AnswerCount,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)

LONGEST_SEARCH = 100


class WaveState(StrEnum):
    """Where a wave stands today."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def tone(self) -> str:
        return {"planned": "info", "open": "good", "closed": "none"}[self]


STATE_LABELS = {
    WaveState.PLANNED: _("Начнётся позже"),
    WaveState.OPEN: _("Идёт"),
    WaveState.CLOSED: _("Завершена"),
}


@dataclass(frozen=True, kw_only=True)
class WaveFilter:
    """What the reader chose above the list."""

    text: str = ""
    state: WaveState | None = None
    organization: str = ""
    batch: str = ""

    @classmethod
    def from_args(cls, args: Any) -> "WaveFilter":
        """From the address; what is not known is no filter."""
        state = args.get("state", "")
        return cls(
            text=args.get("q", "").strip()[:LONGEST_SEARCH],
            state=WaveState(state) if state in set(WaveState) else None,
            organization=args.get("organization", "")[:30],
            batch=args.get("batch", "")[:30],
        )


def state_of(wave: Any, at: datetime) -> WaveState:
    """The state of a wave (a row with its three moments)."""
    if wave.closed_at is not None or (wave.closes_at is not None and at > wave.closes_at):
        return WaveState.CLOSED
    return WaveState.PLANNED if wave.opens_at > at else WaveState.OPEN


def find_waves(actor: Actor, wanted: WaveFilter) -> Any:
    """Waves the actor may see as plain rows, the newest first."""
    query = (
        sa.select(
            SurveyAssignment.public_id, SurveyAssignment.title, SurveyAssignment.mode, SurveyAssignment.opens_at,
            SurveyAssignment.closes_at, SurveyAssignment.closed_at, SurveyAssignment.invited,
            SurveyAssignment.submitted, SurveyAssignment.uninvited, SurveyAssignment.batch,
            Organization.short_name, Organization.time_zone,
        )
        .join(Organization, Organization.id == SurveyAssignment.organization_id)
        .where(allowed(actor, Permission.SURVEY_READ, SurveyAssignment))
        .order_by(SurveyAssignment.opens_at.desc(), SurveyAssignment.id.desc())
    )  # fmt: skip
    if wanted.state:
        query = query.where(is_in(wanted.state, clock.now()))
    if wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    if wanted.batch:
        query = query.where(SurveyAssignment.batch == wanted.batch)
    for word in sort_key(wanted.text).split():
        query = query.where(
            sa.func.replace(sa.func.lower(SurveyAssignment.title), "ё", "е").contains(word, autoescape=True)
        )
    return query


def organizations_with_waves(actor: Actor) -> Sequence[Any]:
    """(public id, name) of organisations whose waves the actor may see, for the filter."""
    return db.session.execute(
        sa.select(Organization.public_id, Organization.short_name)
        .where(
            sa.exists().where(
                SurveyAssignment.organization_id == Organization.id,
                allowed(actor, Permission.SURVEY_READ, SurveyAssignment),
            )
        )
        .order_by(Organization.sort_name)
    ).all()


def find_questionnaires(actor: Actor) -> Any:
    """The library: questionnaires in force with their last version, by name."""
    last = (
        sa.select(sa.func.max(QuestionnaireVersion.number))
        .where(QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .correlate(Questionnaire)
        .scalar_subquery()
    )
    return (
        sa.select(
            Questionnaire.code, Questionnaire.public_id, Questionnaire.title, Questionnaire.organization_id,
            QuestionnaireVersion.id.label("version_id"), QuestionnaireVersion.number, QuestionnaireVersion.minutes,
            QuestionnaireVersion.mode, QuestionnaireVersion.about, QuestionnaireVersion.details,
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(
            allowed(actor, Permission.QUESTIONNAIRE_READ, Questionnaire),
            Questionnaire.retired_on.is_(None),
            QuestionnaireVersion.number == last,
        )
        .order_by(Questionnaire.sort_title, Questionnaire.id)
    )  # fmt: skip


def questionnaires_with_code(actor: Actor, code: str) -> Sequence[Questionnaire]:
    """The questionnaires of this code that the actor may read: one's own organisation's before the library's."""
    return db.session.scalars(
        select_allowed(actor, Permission.QUESTIONNAIRE_READ, Questionnaire)
        .where(Questionnaire.code == code)
        .order_by(Questionnaire.organization_id.is_(None), Questionnaire.id)
    ).all()


def versions_of(questionnaire_id: int) -> Sequence[Any]:
    """Published versions, the newest first, each with how many waves used it."""
    waves = (
        sa.select(sa.func.count())
        .where(SurveyAssignment.version_id == QuestionnaireVersion.id)
        .correlate(QuestionnaireVersion)
        .scalar_subquery()
    )
    return db.session.execute(
        sa.select(
            QuestionnaireVersion.id, QuestionnaireVersion.number, QuestionnaireVersion.published_at,
            QuestionnaireVersion.mode, QuestionnaireVersion.minutes, QuestionnaireVersion.checksum,
            waves.label("waves"),
        )
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
    ).all()  # fmt: skip


def counts_of(assignment_id: int) -> Counts:
    """The counters of a wave: all that its results need."""
    rows = db.session.execute(
        sa.select(AnswerCount.item_code, AnswerCount.value, AnswerCount.n).where(
            AnswerCount.assignment_id == assignment_id
        )
    )
    return {(row.item_code, row.value): row.n for row in rows}


def named_in(assignment_id: int) -> Sequence[int]:
    """Ids of the people whose names stand beside their answers."""
    return db.session.scalars(
        sa.select(SurveyInvitation.person_id)
        .join(Response, Response.invitation_id == SurveyInvitation.id)
        .where(
            SurveyInvitation.assignment_id == assignment_id,
            SurveyInvitation.person_id.is_not(None),
            Response.state == ResponseState.SUBMITTED,
        )
    ).all()  # type: ignore[return-value]  # NULLs are excluded above


def invited_people(assignment_id: int, group_id: int | None = None, on: date | None = None) -> sa.Select[Any]:
    """Invitations with their people, by name: for sheets and screens; of one group on the day where it is named."""
    query = (
        sa.select(SurveyInvitation)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .options(sa.orm.contains_eager(SurveyInvitation.person))
        .where(SurveyInvitation.assignment_id == assignment_id, SurveyInvitation.withdrawn_at.is_(None))
        .order_by(Person.sort_name, SurveyInvitation.id)
    )
    if group_id is None or on is None:
        return query
    learns = sa.exists().where(
        Membership.person_id == Person.id, Membership.group_id == group_id, in_force(Membership, on)
    )
    return query.where(learns)


def texts_of(wave: SurveyAssignment, code: str, *, with_names: bool) -> Any:
    """Words people wrote to one item of a wave. Without names they stand by their letters: in the order of responses
    the n-th line under each question would be the same person's."""
    query = (
        sa.select(Answer.value, Response.id.label("response_id"))
        .join(Response, Response.id == Answer.response_id)
        .where(
            Response.assignment_id == wave.id,
            Response.state == ResponseState.SUBMITTED,
            Answer.item_code == code,
            sa.cast(Answer.value, sa.Text) != f'"{NA}"',
        )
    )
    if not with_names:
        return query.order_by(sa.cast(Answer.value, sa.Text), Response.id)
    return (
        query.add_columns(Person.given_name, Person.family_name, Response.submitted_at)
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .order_by(Person.sort_name, Response.id)
    )


def answers_of(response_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """All answers of these responses: response id → code → value."""
    found: dict[str, dict[str, Any]] = {response_id: {} for response_id in response_ids}
    rows = db.session.execute(
        sa.select(Answer.response_id, Answer.item_code, Answer.value).where(Answer.response_id.in_(list(response_ids)))
    )
    for row in rows:
        found[row.response_id][row.item_code] = row.value
    return found


def is_in(state: WaveState, at: datetime) -> sa.ColumnElement[bool]:
    """The clause «this wave is in this state at that moment»."""
    is_over = sa.or_(SurveyAssignment.closed_at.is_not(None), SurveyAssignment.closes_at < at)
    if state is WaveState.CLOSED:
        return is_over
    has_begun = SurveyAssignment.opens_at <= at
    return sa.and_(sa.not_(sa.func.coalesce(is_over, sa.false())), has_begun if state is WaveState.OPEN else ~has_begun)
