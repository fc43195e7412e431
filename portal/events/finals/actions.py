"""Writing the programme of a final event and freezing its numbers."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.events.finals.models import FinalFigures, ProgrammeItem, ProgrammePresenter
from portal.events.finals.queries import candidates, count_figures, figures_of, programme_of
from portal.events.kinds import EventState
from portal.events.models import Event

MOST_ITEMS = 100


def put_item(
    actor: Actor, event: Event, item: ProgrammeItem | None, *, presenters: Collection[str], **facts: Any
) -> ProgrammeItem:
    """Write an item, a new one at the end where none is given. `presenters` are public ids of registrations.

    Call with the event locked. Somebody without a place at the event is passed over.
    """
    _refuse_frozen(event)
    made = item or ProgrammeItem(event_id=event.id, number=_next(event))
    for name, value in facts.items():
        setattr(made, name, value)
    if item is None:
        db.session.add(made)
    else:
        item.version += 1
    stands = {each.person_id: each for each in made.presenters}
    chosen = [each for each in candidates(event) if each.public_id in presenters]
    made.presenters = [
        stands.get(each.person_id)
        or ProgrammePresenter(person_id=each.person_id, organization_id=each.organization_id or event.organization_id)
        for each in chosen
    ]
    db.session.flush()
    audit.record(actor, AuditEvent.FINAL_PROGRAMME_CHANGED, event)
    return made


def remove_item(actor: Actor, event: Event, item: ProgrammeItem) -> None:
    """Take it out of the programme."""
    _refuse_frozen(event)
    db.session.delete(item)
    db.session.flush()
    audit.record(actor, AuditEvent.FINAL_PROGRAMME_CHANGED, event)


def freeze_figures(actor: Actor, event: Event) -> FinalFigures:
    """Keep the numbers as they are now; again gives those that stand. Call with the event locked.

    Raises Refusal before the event is marked as held: attendance is what they rest on.
    """
    stands = figures_of(event)
    if stands is not None:
        return stands
    if event.state != EventState.HELD:
        raise Refusal(_("Сначала отметьте участников и то, что событие прошло."))
    made = FinalFigures(
        event_id=event.id, frozen_by_id=actor.person_id, lines=count_figures(event), frozen_at=clock.now()
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.FINAL_FIGURES_FROZEN, event)
    return made


def _next(event: Event) -> int:
    if len(programme_of(event)) >= MOST_ITEMS:
        raise Refusal(_("Пунктов больше, чем помещается в программу: %(n)s.", n=MOST_ITEMS))
    last = sa.select(sa.func.max(ProgrammeItem.number)).where(ProgrammeItem.event_id == event.id)
    return (db.session.scalar(last) or 0) + 1


def _refuse_frozen(event: Event) -> None:
    if figures_of(event) is not None:
        raise Refusal(_("Отчёт зафиксирован: программа больше не меняется."))
