"""What people do about warnings, and how somebody tells the curator. Warnings are called with their row locked."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.mentorships.health.kinds import LONGEST_SNOOZE, NO_MARKS, Urgency, WarningOutcome, WarningRule
from portal.mentorships.health.labels import urgency_label
from portal.mentorships.health.letters import curator_call
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.health.queries import readers_of
from portal.mentorships.models import Mentorship

NOTICE = "pair_health"
SAID = (WarningOutcome.HELPED, WarningOutcome.FALSE_ALARM)


def take(actor: Actor, warning: PairWarning) -> None:
    """The actor deals with it from now on; twice changes nothing. Raises Refusal where somebody else does."""
    _refuse_over(warning)
    if warning.owner_id is not None and warning.owner_id != actor.person_id:
        raise Refusal(_("Этим уже занимается другой человек."))
    if warning.owner_id is None:
        _own(actor, warning)
        warning.snoozed_until = None
        _record(actor, AuditEvent.PAIR_WARNING_TAKEN, warning)
        _tell_sender(actor, warning, _("Куратор читает ваше сообщение о паре"))


def snooze(actor: Actor, warning: PairWarning, *, until: date, words: str) -> None:
    """It comes back on the day; why stands in `words`. Raises Refusal for a day that is not ahead, or too far."""
    _refuse_over(warning)
    today = clock.today(warning.mentorship.organization.time_zone)
    if until <= today:
        raise Refusal(_("Выберите день позже сегодняшнего."))
    if until > today + LONGEST_SNOOZE:
        raise Refusal(_("Отложить можно не больше чем на три месяца."))
    if not clean_text(words):
        raise Refusal(_("Напишите, почему это может подождать."))
    _own(actor, warning)
    warning.snoozed_until, warning.words = until, clean_text(words)
    _record(actor, AuditEvent.PAIR_WARNING_SNOOZED, warning, until=until.isoformat())


def close(actor: Actor, warning: PairWarning, *, outcome: WarningOutcome, words: str = "") -> None:
    """What came of it: it helped, or was a false alarm. Raises Refusal for what is over and for other outcomes."""
    _refuse_over(warning)
    if outcome not in SAID:
        raise Refusal(_("Скажите, помогло ли это паре."))
    _own(actor, warning)
    warning.closed_on = clock.today(warning.mentorship.organization.time_zone)
    warning.outcome, warning.snoozed_until = outcome, None
    if warning.rule == WarningRule.LOW_MARKS:
        warning.data = NO_MARKS
    if clean_text(words):
        warning.words = clean_text(words)
    _record(actor, AuditEvent.PAIR_WARNING_CLOSED, warning, outcome=outcome)
    _tell_sender(actor, warning, _("Ваше сообщение о паре рассмотрено"))


def tell_curator(
    actor: Actor, pair: Mentorship, *, urgency: Urgency, text: str, to_psychologist: bool = False
) -> CuratorCall:
    """Somebody of the pair tells its curators, and the psychologist only if asked to; at once in the queue.

    Curators who stand or stood in the pair are not told; where no other is left, the director is.

    Letters and lines name nobody and say nothing of the text. Raises Refusal without words.
    """
    if not clean_text(text):
        raise Refusal(_("Напишите, что случилось."))
    today = clock.today(pair.organization.time_zone)
    call = CuratorCall(
        mentorship_id=pair.id, sent_by_id=actor.person_id, urgency=urgency, text=clean_text(text),
        to_psychologist=to_psychologist, sent_at=clock.now(),
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    warning = PairWarning(
        mentorship_id=pair.id, call_id=call.id, rule=WarningRule.CALL, cause=f"call:{call.public_id}", since=today,
        opened_on=today, urgency=urgency, data={},
    )  # fmt: skip
    db.session.add(warning)
    db.session.flush()
    audit.record(actor, AuditEvent.CURATOR_CALLED, call, organization_id=pair.organization_id)
    _tell_readers(actor, pair, call)
    return call


def _tell_readers(actor: Actor, pair: Mentorship, call: CuratorCall) -> None:
    found = readers_of(pair, to_psychologist=call.to_psychologist)
    readers = [each for each in found if each.id != actor.person_id]
    path = f"/calls/{call.public_id}"
    notify([each.id for each in readers], NOTICE, _("Сообщение куратору о паре"), path)
    for each in readers:
        if each.email:
            curator_call(
                each.email, urgency=urgency_label(call.urgency), organization=pair.organization.short_name, path=path,
                event_key=f"curator-call:{call.public_id}:{each.public_id}",
            )  # fmt: skip


def _tell_sender(actor: Actor, warning: PairWarning, text: str) -> None:
    call = warning.call
    if call is not None and call.sent_by_id not in (None, actor.person_id):
        notify([call.sent_by_id], NOTICE, text, f"/calls/{call.public_id}")


def _own(actor: Actor, warning: PairWarning) -> None:
    warning.owner_id = actor.person_id
    warning.acted_at = warning.acted_at or clock.now()


def _refuse_over(warning: PairWarning) -> None:
    if not warning.is_open:
        raise Refusal(_("Это замечание уже закрыто."))


def _record(actor: Actor, event: AuditEvent, warning: PairWarning, **changes: str) -> None:
    db.session.flush()
    audit.record(actor, event, warning, organization_id=warning.mentorship.organization_id, changes=changes)
