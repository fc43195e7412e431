"""The directory of experts: written, changed, removed; experts are asked and answer through the portal."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.accounts.models import RoleGrant
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_text
from portal.events.experts.models import Expert, ExpertEvent, ExpertRequest
from portal.people.models import Organization, Person
from portal.people.periods import in_force

MOST_WAITING = 5
KEEPERS = [role for role in Role if scope_of(Permission.EVENT_EDIT, role) & Scope.ORGANIZATION]


def add_expert(actor: Actor, organization: Organization, person: Person | None, **facts: Any) -> Expert:
    """Write an expert into the directory. `person` is somebody of the portal; without one `name` is among the facts.

    Raises Refusal where the person stands in it already.
    """
    made = Expert(organization_id=organization.id, person_id=person.id if person else None)
    events = _fill(made, facts)
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Этот человек уже среди экспертов.")) from None
    _link(made, events)
    audit.record(actor, AuditEvent.EXPERT_ADDED, made)
    return made


def change_expert(actor: Actor, expert: Expert, **facts: Any) -> None:
    """Save what is said of the expert."""
    _link(expert, _fill(expert, facts))
    expert.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.EXPERT_CHANGED, expert)


def remove_expert(actor: Actor, expert: Expert) -> None:
    """The agreement is over: the entry goes with what was asked."""
    audit.record(actor, AuditEvent.EXPERT_REMOVED, expert)
    db.session.execute(sa.delete(ExpertRequest).where(ExpertRequest.expert_id == expert.id))
    db.session.execute(sa.delete(ExpertEvent).where(ExpertEvent.expert_id == expert.id))
    db.session.delete(expert)
    db.session.flush()


def ask_expert(actor: Actor, expert: Expert, text: str) -> ExpertRequest:
    """Ask through the portal; the expert hears of it, for an outside one those who keep the entry.

    Raises Refusal for an empty text and where too many questions of the person wait already.
    """
    said = clean_text(text)
    if not said or actor.person_id is None:
        raise Refusal(_("Напишите вопрос."))
    waiting = sa.select(sa.func.count()).where(
        ExpertRequest.expert_id == expert.id, ExpertRequest.person_id == actor.person_id,
        ExpertRequest.answered_at.is_(None),
    )  # fmt: skip
    if (db.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise Refusal(_("Ваши прежние вопросы ещё ждут ответа."))
    made = ExpertRequest(expert_id=expert.id, person_id=actor.person_id, text=said)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.EXPERT_ASKED, expert)
    notify(_who_hears(expert), "event", _("Вопрос эксперту ждёт ответа"), f"/experts/{expert.public_id}")
    return made


def answer_request(actor: Actor, expert: Expert, asked: ExpertRequest, text: str) -> None:
    """Answer, or say it better; who asked hears of the first answer."""
    said = clean_text(text)
    if not said:
        raise Refusal(_("Напишите ответ."))
    is_first = asked.answered_at is None
    asked.answer, asked.answered_at, asked.answered_by_id = said, clock.now(), actor.person_id
    db.session.flush()
    audit.record(actor, AuditEvent.EXPERT_ANSWERED, expert)
    if is_first:
        notify([asked.person_id], "event", _("Есть ответ эксперта"), f"/experts/{expert.public_id}")


def _who_hears(expert: Expert) -> list[int]:
    if expert.person_id is not None:
        return [expert.person_id]
    today = clock.today(expert.organization.time_zone)
    return list(
        db.session.scalars(
            sa.select(RoleGrant.person_id).where(
                RoleGrant.organization_id == expert.organization_id, RoleGrant.role.in_(KEEPERS),
                in_force(RoleGrant, today),
            )
        )
    )  # fmt: skip


def _fill(expert: Expert, facts: dict[str, Any]) -> Collection[int]:
    """Set columns; gives back the ids of events."""
    for name, value in facts.items():
        if name != "events":
            setattr(expert, name, value)
    return list(facts.get("events", ()))


def _link(expert: Expert, event_ids: Collection[int]) -> None:
    db.session.execute(sa.delete(ExpertEvent).where(ExpertEvent.expert_id == expert.id))
    db.session.add_all([ExpertEvent(expert_id=expert.id, event_id=number) for number in event_ids])
    db.session.flush()
    db.session.expire(expert, ["events"])
