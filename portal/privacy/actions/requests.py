"""Requests of subjects: asked by the person or a representative, answered within the legal term."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.people.models import Organization, Person
from portal.privacy.deadlines import DEADLINES
from portal.privacy.kinds import RequestKind, RequestState
from portal.privacy.models import SubjectRequest
from portal.privacy.queries.handlers import holders
from portal.privacy.queries.places import operator_of
from portal.privacy.queries.requests import open_request


def ask(
    actor: Actor,
    person: Person,
    kind: RequestKind,
    *,
    text: str = "",
    wanted: str = "",
    purpose: str = "",
    organization: Organization | None = None,
) -> SubjectRequest:
    """Put a request in the queue of the operator and tell those who answer; the legal term counts from now.

    A request of the same kind that waits already is returned instead of a second one, except corrections.
    """
    if kind is not RequestKind.CORRECTION:
        waiting = open_request(person.id, kind, purpose=purpose)
        if waiting is not None:
            return waiting
    operator = organization or operator_of(person, actor.time_zone)
    if operator is None:
        raise Refusal(_("Сейчас портал не ведёт ваши данные ни для одной организации."))
    received_at = clock.now()
    asked = SubjectRequest(
        person_id=person.id, asked_by_id=actor.person_id, organization_id=operator.id, kind=kind, purpose=purpose,
        text=clean_text(text), wanted=clean_text(wanted), received_at=received_at,
        due_on=DEADLINES[kind].last_day(received_at, operator.time_zone),
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    audit.record(actor, AuditEvent.SUBJECT_REQUESTED, asked, changes={"kind": kind, "person": person.public_id})
    told = holders(Permission.SUBJECT_REQUEST_HANDLE, operator.id, below=True)
    told = told or holders(Permission.SUBJECT_REQUEST_HANDLE, operator.id)
    notify([one for one in told if one != actor.person_id], "subject_request",
           _("Новое обращение о персональных данных"), f"/privacy/requests/{asked.public_id}")  # fmt: skip
    return asked


def answer(actor: Actor, asked: SubjectRequest, *, text: str, is_done: bool) -> None:
    """Answer: done, or refused with a reason that the subject reads (152-ФЗ ст. 20 ч. 2)."""
    _refuse_answered(asked)
    if actor.person_id in (asked.person_id, asked.asked_by_id):
        raise Refusal(_("На своё обращение отвечает другой человек."))
    if not clean_text(text):
        raise Refusal(_("Напишите ответ: его прочтёт тот, кто обратился."))
    close(actor, asked, RequestState.DONE if is_done else RequestState.REFUSED, text)
    told = [one for one in {asked.person_id, asked.asked_by_id} if one]
    notify(told, "subject_request", _("Ответ на обращение о персональных данных"), "/account/data/requests")


def close(actor: Actor, asked: SubjectRequest, state: RequestState, text: str) -> None:
    """Write the outcome; for what the portal does itself."""
    asked.state, asked.answer, asked.answered_at = state, clean_text(text), clock.now()
    asked.handled_by_id = actor.person_id
    db.session.flush()
    audit.record(actor, AuditEvent.SUBJECT_ANSWERED, asked, changes={"state": state})


def cancel(actor: Actor, asked: SubjectRequest) -> None:
    """Take one's own request back."""
    _refuse_answered(asked)
    if asked.kind == RequestKind.WITHDRAWAL:
        raise Refusal(
            _("Данные по отозванному согласию будут стёрты в срок. Дать согласие снова можно на его странице.")
        )
    close(actor, asked, RequestState.CANCELLED, "")


def extend(actor: Actor, asked: SubjectRequest, *, reason: str) -> None:
    """Move the term once, where the law lets it, with a reason that the subject is told."""
    _refuse_answered(asked)
    term = DEADLINES[asked.kind]
    if not term.more or asked.extended:
        raise Refusal(_("Срок этого обращения продлить нельзя."))
    if not clean_text(reason):
        raise Refusal(_("Укажите, почему нужно больше времени: это прочтёт тот, кто обратился."))
    zone = asked.organization.time_zone if asked.organization else actor.time_zone
    asked.extended, asked.due_on = clean_text(reason), term.last_day(asked.received_at, zone, is_extended=True)
    db.session.flush()
    audit.record(actor, AuditEvent.SUBJECT_EXTENDED, asked, changes={"due_on": asked.due_on.isoformat()})
    told = [one for one in {asked.person_id, asked.asked_by_id} if one]
    notify(told, "subject_request", _("Срок ответа на обращение продлён"), "/account/data/requests")


def restrict(actor: Actor, person: Person) -> SubjectRequest:
    """Stop processing beyond keeping, at once (152-ФЗ ст. 21 ч. 1).

    Lists, search and questionnaires leave the person out; those who answer requests still see the card.
    """
    asked = ask(actor, person, RequestKind.RESTRICTION)
    if person.restricted_on is None:
        person.restricted_on = clock.today(actor.time_zone)
        db.session.flush()
        audit.record(actor, AuditEvent.PERSON_RESTRICTED, person, organization_id=asked.organization_id)
    return asked


def release(actor: Actor, person: Person) -> None:
    """End the restriction; whoever asked for it may end it."""
    if person.restricted_on is None:
        return
    person.restricted_on = None
    waiting = open_request(person.id, RequestKind.RESTRICTION)
    if waiting is not None:
        close(actor, waiting, RequestState.CANCELLED, "")
    db.session.flush()
    audit.record(actor, AuditEvent.PERSON_RELEASED, person)


def destroy_after_withdrawal(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> SubjectRequest:
    """Make the 30-day task of destruction, in the transaction of the withdrawal (152-ФЗ ст. 21 ч. 5)."""
    person = db.session.scalars(sa.select(Person).where(Person.id == person_id)).one()
    organization = db.session.scalars(sa.select(Organization).where(Organization.id == organization_id)).one()
    return ask(actor, person, RequestKind.WITHDRAWAL, purpose=purpose, organization=organization)


def _refuse_answered(asked: SubjectRequest) -> None:
    if asked.state != RequestState.OPEN:
        raise Refusal(_("На это обращение уже дан ответ."))
