"""Requests for a mentor: asked for, nominated, agreed to, clarified, accepted into the base, ended."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.matching.actions.marks import drop_marks
from portal.matching.actions.support import drop_support
from portal.matching.eligibility import blocking, remarks_on
from portal.matching.kinds import OPEN, Origin, RequestState
from portal.matching.labels import variants_of
from portal.matching.languages import known_languages
from portal.matching.models import MentoringRequest
from portal.matching.queries import Opening, open_twin, remarks_of
from portal.people.models import Person
from portal.programs.actions.changes import change
from portal.programs.queries import forms_that_run, settings_of

ENDED = {
    RequestState.MATCHED: AuditEvent.REQUEST_MATCHED,
    RequestState.WITHDRAWN: AuditEvent.REQUEST_WITHDRAWN,
    RequestState.CLOSED: AuditEvent.REQUEST_CLOSED,
}


def apply(
    actor: Actor, person: Person, opening: Opening, *, goal: str, languages: Sequence[str] = ()
) -> MentoringRequest:
    """The person asks for a mentor; asking is agreeing, the category is for the staff. Raises Refusal as `nominate`."""
    today = clock.today(opening.place.organization.time_zone)
    return _add(actor, person, opening, origin=Origin.OWN, goal=goal, variant="", agreed_on=today,
                languages=languages)  # fmt: skip


def nominate(
    actor: Actor, person: Person, opening: Opening, *, origin: Origin, goal: str, variant: str = "",
    agreed_on: date | None = None, languages: Sequence[str] = (),
) -> MentoringRequest:  # fmt: skip
    """Somebody else asks for the person; `agreed_on` is the day on which the person said yes, if they did.

    Raises Refusal without the consent to take part, where a rule of the year forbids it and for the same twice.
    """
    return _add(actor, person, opening, origin=origin, goal=goal, variant=variant, agreed_on=agreed_on,
                languages=languages)  # fmt: skip


def _add(
    actor: Actor, person: Person, opening: Opening, *, origin: Origin, goal: str, variant: str, agreed_on: date | None,
    languages: Sequence[str],
) -> MentoringRequest:  # fmt: skip
    organization, cycle, form = opening.place.organization, opening.cycle, opening.format.format
    today = clock.today(organization.time_zone)
    _refuse_without_consent(person.id, organization.id, today)
    _refuse_blocked(blocking(remarks_on(person, opening.place, form.code, settings_of(cycle), today)))
    _refuse_later(agreed_on, today)
    if open_twin(person.id, cycle.id, form.id) is not None:
        raise _twice()
    made = MentoringRequest(
        person_id=person.id, organization_id=organization.id, cycle_id=cycle.id, format_id=form.id,
        recorded_by_id=actor.person_id, origin=origin, goal=clean_text(goal), variant=_known(variant, form.code),
        agreed_on=agreed_on, starts_on=today, languages=known_languages(languages),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody else was quicker
        raise _twice() from None
    audit.record(actor, AuditEvent.REQUEST_ADDED, made, changes={"origin": origin, "format": form.code})
    return made


def agree(actor: Actor, asked: MentoringRequest) -> None:
    """The person says yes to what others wrote down; saying it again changes nothing."""
    _refuse_over(asked)
    if asked.agreed_on is None:
        change(asked, {"agreed_on": clock.today(asked.organization.time_zone)})
        audit.record(actor, AuditEvent.REQUEST_AGREED, asked)


def clarify(
    actor: Actor, asked: MentoringRequest, *, origin: Origin, goal: str, variant: str, agreed_on: date | None,
    languages: Sequence[str] | None = None,
) -> None:  # fmt: skip
    """Put right what is known of the request; without `languages` these stay."""
    _refuse_over(asked)
    _refuse_later(agreed_on, clock.today(asked.organization.time_zone))
    if asked.state == RequestState.IN_BASE and agreed_on is None:
        raise Refusal(_("Запрос уже в базе: день согласия человека убрать нельзя."))
    wanted = {"origin": origin, "goal": clean_text(goal), "variant": _known(variant, asked.format.code),
              "agreed_on": agreed_on,
              "languages": asked.languages if languages is None else known_languages(languages)}  # fmt: skip
    audit.record(actor, AuditEvent.REQUEST_CHANGED, asked, changes={"fields": change(asked, wanted)})


def accept_into_base(actor: Actor, asked: MentoringRequest, *, decision: str, decided_on: date) -> None:
    """The request stands in the base from now on. Call with the request locked.

    Raises Refusal without the person's yes and the consent to take part, for a format that does not run in its year,
    and where a rule of the year forbids it.
    """
    today = clock.today(asked.organization.time_zone)
    if asked.state != RequestState.PRELIMINARY:
        raise Refusal(_("По этому запросу решение уже принято."))
    if asked.agreed_on is None:
        raise Refusal(_("Сначала спросите человека: в базе стоят только те, кто согласен."))
    _refuse_later(decided_on, today)
    if not any(each.format_id == asked.format_id for each in forms_that_run(asked.cycle)):
        raise Refusal(_("Эта форма в году запроса не идёт. Сначала включите её в программе."))
    _refuse_without_consent(asked.person_id, asked.organization_id, today)
    _refuse_blocked(blocking(remarks_of(asked, today)))
    change(asked, {"state": RequestState.IN_BASE, "decision": clean_line(decision), "decided_on": decided_on})
    audit.record(actor, AuditEvent.REQUEST_ACCEPTED, asked)


def withdraw(actor: Actor, asked: MentoringRequest, *, reason: str = "") -> None:
    """The person does not look for a mentor any more."""
    _end(actor, asked, RequestState.WITHDRAWN, reason)


def close(actor: Actor, asked: MentoringRequest, *, reason: str) -> None:
    """The staff ends the search, and says why."""
    if not reason.strip():
        raise Refusal(_("Напишите, почему запрос закрыт."))
    _end(actor, asked, RequestState.CLOSED, reason)


def withdraw_all(actor: Actor, person_id: int, organization_id: int, *, reason: str) -> Sequence[MentoringRequest]:
    """End every open request of the person in the organisation: what rested on a consent ends with it."""
    found = db.session.scalars(
        sa.select(MentoringRequest).where(
            MentoringRequest.person_id == person_id,
            MentoringRequest.organization_id == organization_id,
            MentoringRequest.state.in_(OPEN),
        )
    ).all()
    for asked in found:
        _end(actor, asked, RequestState.WITHDRAWN, reason)
    return found


def match(actor: Actor, asked: MentoringRequest) -> None:
    """A pair works: nobody is sought for this request any more. What is over already stays as it is."""
    if asked.is_open:
        _end(actor, asked, RequestState.MATCHED, "")


def reopen(actor: Actor, asked: MentoringRequest) -> bool:
    """The pair broke: a mentor is sought again. False where the person has asked anew, or may not be asked any more."""
    today = clock.today(asked.organization.time_zone)
    if asked.state != RequestState.MATCHED or open_twin(asked.person_id, asked.cycle_id, asked.format_id) is not None:
        return False
    if basis_for(asked.person_id, asked.organization_id, Purpose.PARTICIPATION, today) is None:
        return False
    change(asked, {"state": RequestState.IN_BASE, "ends_on": None, "reason": ""})
    audit.record(actor, AuditEvent.REQUEST_REOPENED, asked)
    return True


def _end(actor: Actor, asked: MentoringRequest, state: RequestState, reason: str) -> None:
    """Over as of today, never before it began; sensitive marks are needed no longer."""
    _refuse_over(asked)
    drop_marks(asked)
    drop_support(asked)
    last = max(clock.today(asked.organization.time_zone), asked.starts_on)
    change(asked, {"state": state, "reason": clean_line(reason), "ends_on": last})
    audit.record(actor, ENDED[state], asked)


def _known(variant: str, format_code: str) -> str:
    """Only what the format knows and everybody may see."""
    return variant if variant in variants_of(format_code) else ""


def _twice() -> Refusal:
    return Refusal(_("Такой запрос уже открыт: этот год, эта форма."))


def _refuse_without_consent(person_id: int, organization_id: int, today: date) -> None:
    if basis_for(person_id, organization_id, Purpose.PARTICIPATION, today) is None:
        raise Refusal(_("Нет согласия на участие и мониторинг: запрос записать нельзя. Сначала получите его."))


def _refuse_blocked(words: str) -> None:
    if words:
        raise Refusal(words)


def _refuse_later(day: date | None, today: date) -> None:
    if day is not None and day > today:
        raise Refusal(_("Этот день ещё не настал."))


def _refuse_over(asked: MentoringRequest) -> None:
    if not asked.is_open:
        raise Refusal(_("Запрос уже закрыт. Если наставник снова нужен, запишите новый."))
