"""Requests of groups: filed, clarified, accepted into the base, matched, closed."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.core.text import clean_line, clean_text
from portal.matching.groups.models import GroupRequest
from portal.matching.groups.queries import group_openings, learners_of, open_request
from portal.matching.kinds import Origin, RequestState
from portal.matching.languages import known_languages
from portal.people.models import Group
from portal.programs.actions.changes import change
from portal.programs.models import CycleFormat
from portal.programs.queries import forms_that_run, settings_of


def file_for_group(
    actor: Actor, group: Group, opening: CycleFormat, *, origin: Origin, goal: str, languages: Sequence[str] = ()
) -> GroupRequest:
    """The group as a whole asks for a mentor.

    Raises Refusal for a format that is not for its learners, a group of another organisation, and for the same twice.
    """
    organization, today = group.organization, clock.today(group.organization.time_zone)
    if opening.id not in {each.id for each in group_openings([organization], today)}:
        raise Refusal(_("Эта форма наставничества не для этой группы."))
    made = GroupRequest(
        organization_id=organization.id, cycle_id=opening.cycle_id, format_id=opening.format_id, group_id=group.id,
        recorded_by_id=actor.person_id, origin=origin, goal=clean_text(goal), languages=known_languages(languages),
        starts_on=today,
    )  # fmt: skip
    if open_request(group.id, opening.cycle_id, opening.format_id) is not None:
        raise _twice()
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody else was quicker
        raise _twice() from None
    audit.record(actor, AuditEvent.GROUP_REQUEST_ADDED, made, changes={"origin": origin})
    return made


def clarify_group_request(actor: Actor, asked: GroupRequest, *, goal: str, languages: Sequence[str]) -> None:
    """Put right what is known of the request."""
    _refuse_over(asked)
    wanted = {"goal": clean_text(goal), "languages": known_languages(languages)}
    audit.record(actor, AuditEvent.GROUP_REQUEST_CHANGED, asked, changes={"fields": change(asked, wanted)})


def accept_group(actor: Actor, asked: GroupRequest, *, decision: str, decided_on: date) -> None:
    """The group stands in the base from now on. Call with the request locked.

    Raises Refusal for a format that does not run, a day that lies ahead, where nobody of the group has the consent to
    take part, and where more have it than the year lets into one group.
    """
    today = clock.today(asked.organization.time_zone)
    if asked.state != RequestState.PRELIMINARY:
        raise Refusal(_("По этому запросу решение уже принято."))
    if decided_on > today:
        raise Refusal(_("Этот день ещё не настал."))
    if not any(each.format_id == asked.format_id for each in forms_that_run(asked.cycle)):
        raise Refusal(_("Эта форма в году запроса не идёт. Сначала включите её в программе."))
    if words := obstacle(asked, today):
        raise Refusal(words)
    change(asked, {"state": RequestState.IN_BASE, "decision": clean_line(decision), "decided_on": decided_on})
    audit.record(actor, AuditEvent.GROUP_REQUEST_ACCEPTED, asked)


def obstacle(asked: GroupRequest, on: date) -> str:
    """What keeps the group from a mentor on the day, in words; empty where nothing does."""
    learners = learners_of([asked.group_id], asked.organization_id, on).get(asked.group_id, [])
    ready, most = sum(each.is_ready for each in learners), settings_of(asked.cycle).group_size
    if not ready:
        return _("В группе нет никого с согласием на участие.")
    if ready > most:
        return ngettext("В группе бывает %(num)s наставляемый.", "В группе бывает до %(num)s наставляемых.", most)
    return ""


def close_group(actor: Actor, asked: GroupRequest, *, reason: str) -> None:
    """The search ends, and it is said why. Call with the request locked."""
    if not reason.strip():
        raise Refusal(_("Напишите, почему запрос закрыт."))
    _refuse_over(asked)
    _end(actor, asked, RequestState.CLOSED, AuditEvent.GROUP_REQUEST_CLOSED, reason)


def match_group(actor: Actor, group_id: int, cycle_id: int, format_id: int) -> None:
    """A pair with the group works: nobody is sought for it any more. Without an open request nothing happens."""
    asked = open_request(group_id, cycle_id, format_id)
    if asked is not None:
        _end(actor, asked, RequestState.MATCHED, AuditEvent.GROUP_REQUEST_MATCHED, "")


def reopen_group(actor: Actor, group_id: int, cycle_id: int, format_id: int) -> bool:
    """The pair broke: a mentor is sought again. False where nothing was matched, or the group has asked anew."""
    if open_request(group_id, cycle_id, format_id) is not None:
        return False
    asked = db.session.scalars(
        sa.select(GroupRequest)
        .where(
            GroupRequest.group_id == group_id, GroupRequest.cycle_id == cycle_id, GroupRequest.format_id == format_id,
            GroupRequest.state == RequestState.MATCHED,
        )
        .order_by(GroupRequest.id.desc())
    ).first()  # fmt: skip
    if asked is None:
        return False
    state = RequestState.IN_BASE if asked.decided_on else RequestState.PRELIMINARY
    change(asked, {"state": state, "ends_on": None, "reason": ""})
    audit.record(actor, AuditEvent.GROUP_REQUEST_REOPENED, asked)
    return True


def _end(actor: Actor, asked: GroupRequest, state: RequestState, event: AuditEvent, reason: str) -> None:
    last = max(clock.today(asked.organization.time_zone), asked.starts_on)
    change(asked, {"state": state, "reason": clean_line(reason), "ends_on": last})
    audit.record(actor, event, asked)


def _twice() -> Refusal:
    return Refusal(_("Такой запрос группы уже открыт: этот год, эта форма."))


def _refuse_over(asked: GroupRequest) -> None:
    if not asked.is_open:
        raise Refusal(_("Запрос уже закрыт. Если наставник снова нужен, запишите новый."))
