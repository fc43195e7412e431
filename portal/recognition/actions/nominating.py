"""Putting somebody forward, deciding, and what becomes of an application for a title."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.people.models import Person
from portal.programs.models import Cycle, Partner
from portal.recognition.actions.giving import give
from portal.recognition.kinds import AwardNature, NominationState
from portal.recognition.models import AwardKind, Nomination
from portal.recognition.queries import Known, open_order_of


def nominate(
    actor: Actor, kind: AwardKind, cycle: Cycle, whom: Person | Partner, *, facts: Sequence[Known] = (),
    reason: str = "",
) -> Nomination:  # fmt: skip
    """Put a person or a partner forward for the award in this year, with the facts that speak for it.

    Raises Refusal for an award that is off, a year of another organisation, who is named for it already, and where
    neither a fact nor a word speaks for it. No consent to publication is needed.
    """
    if not kind.is_on or cycle.program.organization_id != kind.organization_id:
        raise Refusal(_("Эту награду сейчас не вручают. Откройте перечень заново."))
    words = clean_text(reason)
    if not facts and not words:
        raise Refusal(_("Отметьте факты или напишите, за что."))
    is_person = isinstance(whom, Person)
    column = Nomination.person_id if is_person else Nomination.partner_id
    named = sa.select(Nomination.id).where(
        Nomination.award_kind_id == kind.id, Nomination.cycle_id == cycle.id, column == whom.id
    )
    if db.session.scalar(named) is not None:
        raise Refusal(_("На эту награду в этом году уже есть выдвижение."))
    made = Nomination(
        organization_id=kind.organization_id, award_kind_id=kind.id, cycle_id=cycle.id,
        person_id=whom.id if is_person else None, partner_id=None if is_person else whom.id,
        nominated_by_id=actor.person_id, grounds=[each.as_json for each in facts], reason=words, package=[],
        nominated_on=clock.today(kind.organization.time_zone),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except sa.exc.IntegrityError as twin:  # somebody else did so at the same moment
        raise Refusal(_("На эту награду в этом году уже есть выдвижение.")) from twin
    audit.record(actor, AuditEvent.AWARD_NOMINATED, made)
    return made


def withdraw(actor: Actor, nomination: Nomination) -> None:
    """Take back what nobody has decided yet: the row goes. Call with it locked."""
    _refuse_unless(nomination, NominationState.NOMINATED)
    audit.record(actor, AuditEvent.AWARD_WITHDRAWN, nomination)
    db.session.delete(nomination)
    db.session.flush()


def decide(actor: Actor, nomination: Nomination, *, is_yes: bool, answer: str = "") -> None:
    """Yes or no of whoever decides; a no needs its reason. Call with the row locked.

    Raises Refusal where it was decided already.
    """
    _refuse_unless(nomination, NominationState.NOMINATED)
    words = clean_text(answer)
    if not is_yes and not words:
        raise Refusal(_("Напишите, почему решено не поощрять."))
    nomination.state = NominationState.APPROVED if is_yes else NominationState.DECLINED
    nomination.answer, nomination.decided_by_id = words, actor.person_id
    nomination.decided_on = clock.today(nomination.organization.time_zone)
    nomination.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_DECIDED, nomination, changes={"state": nomination.state})


def tick_package(actor: Actor, nomination: Nomination, parts: Collection[str]) -> None:
    """Which lines of the application are there; lines that the award does not ask for are left out."""
    _refuse_unless(nomination, NominationState.NOMINATED, NominationState.APPROVED)
    nomination.package = [each for each in nomination.kind.parts if each in parts]
    nomination.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_PACKAGE_SAVED, nomination, changes={"parts": len(nomination.package)})


def send_application(actor: Actor, nomination: Nomination, on: date) -> None:
    """The application for a title went off on this day. Raises Refusal while a line of the package is missing."""
    _refuse_unless(nomination, NominationState.APPROVED)
    if nomination.kind.nature != AwardNature.TITLE:
        raise Refusal(_("Заявку отправляют на звание или конкурс."))
    if missing := [each for each in nomination.kind.parts if each not in nomination.package]:
        raise Refusal(_("В заявке пока нет: %(what)s", what="; ".join(missing)))
    _refuse_ahead(nomination, on)
    nomination.state, nomination.sent_on = NominationState.SENT, on
    nomination.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_SENT, nomination)


def record_outcome(actor: Actor, nomination: Nomination, *, is_won: bool, answer: str, on: date) -> None:
    """What came from outside: a title is an award from this day on, a refusal needs its words."""
    _refuse_unless(nomination, NominationState.SENT)
    words = clean_text(answer)
    if not is_won and not words:
        raise Refusal(_("Напишите, что ответили."))
    _refuse_ahead(nomination, on)
    nomination.answer = words
    if is_won:
        give(actor, nomination, on)
        return
    nomination.state = NominationState.REFUSED
    nomination.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_REFUSED, nomination)


def give_by_hand(actor: Actor, nomination: Nomination, on: date) -> None:
    """An award that needs no order, or is given by a partner, was handed over on this day.

    Raises Refusal for a title that was not applied for, and for what an order gives.
    """
    _refuse_unless(nomination, NominationState.APPROVED)
    if nomination.kind.nature == AwardNature.TITLE:
        raise Refusal(_("Сначала отметьте, что заявка отправлена."))
    if nomination.kind.needs_order or open_order_of(nomination) is not None:
        raise Refusal(_("Это поощрение вручают приказом: составьте его и подпишите."))
    _refuse_ahead(nomination, on)
    give(actor, nomination, on)


def _refuse_unless(nomination: Nomination, *states: NominationState) -> None:
    if nomination.state not in states:
        raise Refusal(_("Здесь уже решено иначе. Откройте страницу заново."))


def _refuse_ahead(nomination: Nomination, on: date) -> None:
    if on > clock.today(nomination.organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
