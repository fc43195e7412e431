"""Invitations: one a person, a wave and a subject, whoever asks for it and however often."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from surveys import occasions
from surveys.audience import names, people_of, selected
from surveys.links import hash_of_code, personal_code
from surveys.models import Mode, SurveyAssignment, SurveyInvitation
from surveys.waves.words import INVITATION

Asked = Sequence[tuple[int, str]]
"""Pairs of person id and subject."""
EVERYBODY = {"kinds": [kind.value for kind in MembershipKind]}
"""The audience of a wave that names nobody and lets its occasion choose."""
MADE_UP_FOR = 7


def invite(assignment: SurveyAssignment, asked: Asked) -> int:
    """One invitation for each of those who have none about the subject; the counter and a notice go with it.

    The letter is written by the worker. Returns how many are new; a second call with the same people makes none.
    """
    new = _put(assignment, asked)
    if new:
        _count_and_tell(assignment, new)
    return len(new)


def invite_more(actor: Actor, assignment: SurveyAssignment) -> int:
    """Invite whoever fits the rule of the wave by now and is not asked yet; returns how many.

    Raises Refusal for a wave that takes no answers any more, or has not begun to ask.
    """
    now = clock.now()
    if assignment.closed_at is not None or (assignment.closes_at is not None and assignment.closes_at < now):
        raise Refusal(_("Сбор ответов закрыт. Сначала продлите срок."))
    if assignment.invited_at is None:
        raise Refusal(_("Анкета ещё не открыта: люди получат приглашения в день начала."))
    if occasions.kind_of(assignment.occasion) is not occasions.OccasionKind.DATE:
        raise Refusal(_("Эта анкета приглашает сама, когда наступает её повод."))
    today = clock.today(zone_of(assignment))
    people = people_of(assignment.audience, assignment.organization_id, today)
    invited = invite(assignment, [(person, "") for person in people])
    if invited:
        audit.record(actor, AuditEvent.SURVEY_OPENED, assignment, changes={"invited": invited})
    return invited


def invite_for_event(actor: Actor, event: str, subject: str, person: Person, on: date) -> int:
    """Something happened to the person: invite into every open wave that waits for this event.

    `subject` says about what («meeting:…», told by whoever knows), `on` is the day of the event. A wave waits from its
    first day, in an organisation to which the person belongs on the day of the event, and asks those whom its
    audience names (everybody where it names nobody). Told twice, it invites once: wave, person and subject are one
    row. Returns how many invitations are new. Raises Refusal for an event that nobody made known.
    """
    if event not in occasions.EVENTS:
        raise Refusal(_("Неизвестный повод для анкеты: %(code)s.", code=event))
    invited = 0
    for wave in _waiting_for(event, person.id, on):
        if names(wave.audience or EVERYBODY, person.id, wave.organization_id, on):
            invited += _invite_one_by_one(actor, wave, [(person.id, subject)])
    return invited


def invite_by_days(actor: Actor, wave: SurveyAssignment, on: date) -> int:
    """Invite those whose counting began so many days ago as the open wave says; asked every day by the worker.

    Days on which the worker stood still are made up for, a week of them and never before the first day of the wave.
    """
    known = occasions.COUNTINGS.get(str(wave.occasion.get("code", "")))
    if known is None or known.starts is None:
        return 0
    days, first = int(wave.occasion.get("days", 0)), clock.day_of(wave.opens_at, zone_of(wave))
    asked: list[tuple[int, str]] = []
    for back in range(min((on - first).days, MADE_UP_FOR), -1, -1):
        found: Any = db.session.execute(known.starts(wave.organization_id, days, on - timedelta(days=back)))
        asked += [(row[0], str(row[1])) for row in found]
    fitting = selected(wave.audience or EVERYBODY, wave.organization_id, on)
    if not asked or fitting is None:
        return 0
    there = set(db.session.scalars(fitting.where(Person.id.in_([person for person, _subject in asked]))))
    return _invite_one_by_one(actor, wave, [each for each in asked if each[0] in there])


def renew_link(actor: Actor, invitation: SurveyInvitation) -> None:
    """End the personal links and the code handed out so far: one was lost or passed on."""
    invitation.link_revision += 1
    if invitation.code_hash is not None:
        invitation.code_hash = hash_of_code(personal_code(invitation))
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_LINK_RENEWED, invitation)


def withdraw_invitation(actor: Actor, invitation: SurveyInvitation) -> None:
    """Ask this person no more; what was submitted stays. Withdrawing twice changes nothing."""
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        db.session.flush()
        audit.record(actor, AuditEvent.SURVEY_INVITATION_WITHDRAWN, invitation)
    elif invitation.consent_ended_on is not None:
        invitation.consent_ended_on = None  # a new consent does not bring it back
        db.session.flush()


def zone_of(assignment: SurveyAssignment) -> str:
    """The zone of the wave's organisation."""
    zone = db.session.scalar(sa.select(Organization.time_zone).where(Organization.id == assignment.organization_id))
    return zone or "Europe/Moscow"


def _invite_one_by_one(actor: Actor, wave: SurveyAssignment, asked: Asked) -> int:
    invited = invite(wave, asked)
    if invited:
        audit.record(actor, AuditEvent.SURVEY_OPENED, wave, changes={"invited": invited})
    return invited


def _waiting_for(event: str, person_id: int, on: date) -> list[SurveyAssignment]:
    """Open waves that wait for this event in the organisations of the person, and waited on its day already."""
    now = clock.now()
    mine = sa.select(Membership.organization_id).where(Membership.person_id == person_id, in_force(Membership, on))
    waves = db.session.scalars(
        sa.select(SurveyAssignment)
        .where(SurveyAssignment.organization_id.in_(mine), is_asking(now))
        .options(joinedload(SurveyAssignment.organization))
        .order_by(SurveyAssignment.id)
    )
    return [
        wave
        for wave in waves
        if occasions.kind_of(wave.occasion) is occasions.OccasionKind.EVENT
        and wave.occasion.get("code") == event
        and clock.day_of(wave.opens_at, wave.organization.time_zone) <= on
    ]


def is_asking(now: datetime) -> sa.ColumnElement[bool]:
    """The clause «this wave takes answers at that moment»."""
    return sa.and_(
        SurveyAssignment.opens_at <= now,
        SurveyAssignment.closed_at.is_(None),
        sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at >= now),
    )


def _put(assignment: SurveyAssignment, asked: Asked) -> list[int]:
    """The rows of those who had none; returns whose they are. The unique index decides where two ask at once."""
    query = sa.select(SurveyInvitation.person_id, SurveyInvitation.subject).where(
        SurveyInvitation.assignment_id == assignment.id
    )
    if len(asked) == 1:
        query = query.where(SurveyInvitation.person_id == asked[0][0])
    there = {(row.person_id, row.subject) for row in db.session.execute(query)}
    now, is_named = clock.now(), assignment.mode == Mode.NAMED
    rows = [
        _row(assignment, person, subject, now, is_named) for person, subject in asked if (person, subject) not in there
    ]
    if not rows:
        return []
    table, keys = SurveyInvitation.__table__, ("assignment_id", "person_id", "subject")
    if len(rows) == 1:
        return [int(rows[0]["person_id"])] if upsert(table, rows[0], keys=keys) else []
    upsert(table, rows, keys=keys)
    return [int(row["person_id"]) for row in rows]


def _row(assignment: SurveyAssignment, person: int, subject: str, now: datetime, is_named: bool) -> dict[str, Any]:
    fresh = SurveyInvitation(public_id=new_public_id(), link_revision=0)
    return {
        "public_id": fresh.public_id, "assignment_id": assignment.id, "person_id": person, "subject": subject,
        "link_revision": 0, "created_at": now, "updated_at": now, "letter_due": INVITATION,
        "code_hash": hash_of_code(personal_code(fresh)) if is_named else None,
    }  # fmt: skip


def _count_and_tell(assignment: SurveyAssignment, people: list[int]) -> None:
    everybody = sa.select(sa.func.count()).where(
        SurveyInvitation.assignment_id == assignment.id, SurveyInvitation.person_id.is_not(None)
    )
    assignment.invited = db.session.scalar(everybody) or 0
    db.session.flush()
    notify(people, "survey", _("Анкета ждёт вас: %(title)s", title=assignment.title), "/my/surveys")
