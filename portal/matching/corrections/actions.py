"""Corrections: opened with a deadline, answered row by row, closed with a snapshot."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.accounts.actions import end_grant
from portal.accounts.granting import grantable
from portal.accounts.models import RoleGrant
from portal.accounts.queries.curators import to_review
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.actions import close
from portal.matching.corrections.kinds import RowAnswer, Season
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.queries import unanswered_count, unanswered_rows
from portal.matching.corrections.snapshots import snapshot_of, standing_profiles, standing_requests
from portal.matching.kinds import RequestState
from portal.matching.mentors.actions import leave
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.signals import base_left, leaving_considered
from portal.people.models import Organization
from portal.programs.actions import record_fact


def open_correction(actor: Actor, organization: Organization, season: Season, *, due_on: date) -> Correction:
    """Begin the correction of this year and season with everybody who stands in a base today.

    Raises Refusal for a day that is past, while another one is open, and for the same season twice.
    """
    today = clock.today(organization.time_zone)
    if due_on < today:
        raise Refusal(_("Этот срок уже прошёл."))
    made = Correction(
        organization_id=organization.id, organization=organization, opened_by_id=actor.person_id, year=today.year,
        season=season, opened_on=today, due_on=due_on,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # the database holds one open correction, and one of a season
        raise Refusal(_("Уточнение этого сезона уже есть, или другое ещё не закрыто.")) from None
    requests = db.session.scalars(
        sa.select(MentoringRequest.id).where(MentoringRequest.organization_id == organization.id, *standing_requests())
    )
    profiles = db.session.scalars(
        sa.select(MentorProfile.id).where(MentorProfile.organization_id == organization.id, *standing_profiles())
    )
    db.session.add_all(CorrectionRow(correction_id=made.id, request_id=each) for each in requests.all())
    db.session.add_all(CorrectionRow(correction_id=made.id, profile_id=each) for each in profiles.all())
    curators = (each.id for each in to_review(organization.id, today) if each.person.restricted_on is None)
    db.session.add_all(CorrectionRow(correction_id=made.id, grant_id=each) for each in curators)
    db.session.flush()
    audit.record(actor, AuditEvent.CORRECTION_OPENED, made, changes={"season": season, "year": today.year})
    return made


def confirm(actor: Actor, row: CorrectionRow, answer: RowAnswer) -> None:
    """The row stays, as it is or with its words put right. Call with the correction locked.

    Raises Refusal in a correction that is closed, for a row that has left, and for LEAVES: that is `let_leave`.
    """
    _refuse_closed(row.correction)
    if RowAnswer.LEAVES in (answer, row.answer):
        raise Refusal(_("Этого человека в базе уже нет."))
    _answer(actor, row, answer)


def let_leave(actor: Actor, row: CorrectionRow, *, reason: str = "", ends_pair: bool = False) -> None:
    """The search for a mentor, the work as a mentor or the appointment ends today. Call with the correction locked.

    Raises Refusal in a correction that is closed, without a reason (an appointment keeps none), for a row that has
    left, while a pair works unless `ends_pair` says that it ends too, and for an appointment that the actor does not
    give.
    """
    _refuse_closed(row.correction)
    if row.grant is None and not reason.strip():
        raise Refusal(_("Напишите, почему человек выбывает."))
    if row.answer == RowAnswer.LEAVES:
        raise Refusal(_("Этого человека в базе уже нет."))
    held: MentoringRequest | MentorProfile | RoleGrant | None = row.request or row.profile or row.grant
    # A pair may have begun, or the base may have been left, since the row was read: that must not be written over.
    db.session.refresh(held, with_for_update={"of": type(held)})
    if row.request is not None:
        _let_mentee_leave(actor, row.request, reason, ends_pair=ends_pair)
    elif row.profile is not None and row.profile.is_open:
        leave(actor, row.profile, reason=reason)
    elif row.grant is not None:
        _end_appointment(actor, row.grant)
    _answer(actor, row, RowAnswer.LEAVES)


def what_ends(actor: Actor, row: CorrectionRow) -> list[str]:
    """Sentences of the rooms above about what ends besides the request when the person leaves."""
    if row.request is None or row.request.state != RequestState.MATCHED:
        return []
    return [said for _room, said in leaving_considered.send(actor, request=row.request) if said]


def _let_mentee_leave(actor: Actor, asked: MentoringRequest, reason: str, *, ends_pair: bool) -> None:
    if asked.state == RequestState.MATCHED:
        if not ends_pair:
            raise Refusal(_("По этому запросу работает пара. Отметьте, что она завершается."))
        base_left.send(actor, request=asked, reason=reason)
        db.session.refresh(asked)
    if asked.is_open:
        close(actor, asked, reason=reason)


def _end_appointment(actor: Actor, grant: RoleGrant) -> None:
    """The role ends today, by whoever may give it; one that has ended meanwhile stays as it is."""
    today = clock.today(grant.organization.time_zone)
    if grant.ends_on is not None and grant.ends_on <= today:
        return
    if grant.role not in grantable(actor, grant.organization):
        raise Refusal(_("Назначение прекращает тот, кто назначает на эту роль."))
    end_grant(actor, grant, today)


def confirm_rest(actor: Actor, correction: Correction) -> int:
    """Everybody of whom nothing was said yet stays as they are; returns how many. Call with the correction locked."""
    _refuse_closed(correction)
    today = clock.today(correction.organization.time_zone)
    ids = db.session.scalars(unanswered_rows(correction.id).with_only_columns(CorrectionRow.id)).all()
    for start in range(0, len(ids), 500):
        run(
            sa.update(CorrectionRow)
            .where(CorrectionRow.id.in_(ids[start : start + 500]))
            .values(answer=RowAnswer.STAYS, answered_on=today, recorded_by_id=actor.person_id)
        )
    if ids:
        audit.record(actor, AuditEvent.CORRECTION_CONFIRMED, correction, changes={"rows": len(ids)})
    return len(ids)


def close_correction(actor: Actor, correction: Correction) -> None:
    """Freeze how the bases stand. Call with the correction locked.

    Raises Refusal when it is closed already, and while something is left to confirm.
    """
    _refuse_closed(correction)
    left = unanswered_count(correction.id)
    if left:
        raise Refusal(_("Осталось подтвердить: %(n)s.", n=left))
    today = clock.today(correction.organization.time_zone)
    correction.snapshot, correction.closed_on = snapshot_of(correction).as_data(), today
    correction.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CORRECTION_CLOSED, correction)
    record_fact(actor, correction.organization, "bases_corrected", today, correction)


def _answer(actor: Actor, row: CorrectionRow, answer: RowAnswer) -> None:
    row.answer, row.recorded_by_id = answer, actor.person_id
    row.answered_on = clock.today(row.correction.organization.time_zone)
    db.session.flush()


def _refuse_closed(correction: Correction) -> None:
    if not correction.is_open:
        raise Refusal(_("Это уточнение уже закрыто: снимок базы больше не меняется."))
