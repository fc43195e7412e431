"""Reads about experts."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.events.experts.access import has_basis_to_be_named
from portal.events.experts.models import Expert, ExpertRequest
from portal.events.kinds import EventState
from portal.events.models import Event
from portal.people.models import Person

MOST_EVENTS = 60
MOST_REQUESTS = 50


def find_experts(actor: Actor) -> Any:
    """(expert, whether others see the name) that the actor may read, by name."""
    by_name = sa.func.coalesce(Person.sort_name, sa.func.lower(Expert.name))
    return (
        sa.select(Expert, has_basis_to_be_named(actor).label("is_shown"))
        .outerjoin(Person, Person.id == Expert.person_id)
        .where(allowed(actor, Permission.EVENT_READ, Expert))
        .options(joinedload(Expert.person), joinedload(Expert.organization))
        .order_by(by_name, Expert.id)
    )


def is_shown(actor: Actor, expert: Expert) -> bool:
    """Whether others see the entry today."""
    found = sa.select(sa.exists().where(Expert.id == expert.id, has_basis_to_be_named(actor)))
    return bool(db.session.scalar(found))


def events_of(actor: Actor, expert: Expert) -> Sequence[Event]:
    """Events of the expert that the actor may see, the latest first."""
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.id.in_([each.id for each in expert.events]), Event.state != EventState.PLANNED,
            allowed(actor, Permission.EVENT_READ, Event),
        )
        .options(joinedload(Event.organization))
        .order_by(Event.starts_at.desc(), Event.id)
    ).all()  # fmt: skip


def events_to_choose(organization_id: int) -> Sequence[Event]:
    """Announced and held events of the organisation, the latest first."""
    return db.session.scalars(
        sa.select(Event)
        .where(
            Event.organization_id == organization_id,
            Event.state.in_((EventState.ANNOUNCED, EventState.HELD)),
        )
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(MOST_EVENTS)
    ).all()  # fmt: skip


def requests_to(expert: Expert, *, by: int | None) -> Sequence[ExpertRequest]:
    """What the expert was asked, those that wait first; `by` narrows it to one person."""
    query = sa.select(ExpertRequest).where(ExpertRequest.expert_id == expert.id)
    if by is not None:
        query = query.where(ExpertRequest.person_id == by)
    waits = sa.case((ExpertRequest.answered_at.is_(None), 0), else_=1)
    return db.session.scalars(
        query.options(joinedload(ExpertRequest.person))
        .order_by(waits, ExpertRequest.created_at.desc(), ExpertRequest.id)
        .limit(MOST_REQUESTS)
    ).all()


def request_of(expert: Expert, public_id: str) -> ExpertRequest | None:
    """The request to this expert, and to no other."""
    return db.session.scalars(
        sa.select(ExpertRequest).where(ExpertRequest.expert_id == expert.id, ExpertRequest.public_id == public_id)
    ).one_or_none()
