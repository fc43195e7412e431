"""The calendar as readers see it: narrowed in the address, by time or by month, and the plan of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.search import index
from portal.core.text import clean_line
from portal.events.kinds import EventState, Level
from portal.events.labels import dictionary, format_names
from portal.events.models import Event
from portal.events.plan import school_year_of
from portal.people.models import Organization

LONGEST_TEXT = 200
KIND = "event"
MOST_PLANNED = 30


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """What the reader chose; nonsense in an address means nothing was chosen."""

    text: str = ""
    module: str = ""
    kind: str = ""
    format: str = ""
    level: str = ""
    organization: str = ""
    past: bool = False

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the calendar."""
        known = {"module": dictionary("modules"), "kind": dictionary("kinds"), "format": format_names(),
                 "level": set(Level)}  # fmt: skip
        said = {name: args.get(name, "") if args.get(name, "") in codes else "" for name, codes in known.items()}
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT], organization=args.get("organization", "")[:22],
            past=args.get("past", "") == "1", **said,
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        said = {"q": self.text, "module": self.module, "kind": self.kind, "format": self.format, "level": self.level,
                "organization": self.organization, "past": "1" if self.past else ""}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def is_set(self) -> bool:
        """Whether the list is narrowed at all."""
        return bool(self.text or self.module or self.kind or self.format or self.level or self.organization)


def find_events(actor: Actor, wanted: EventFilter) -> sa.Select[Event]:
    """Events with a time that the actor may see: those ahead by time, or past ones, the latest first."""
    today = clock.start_of_day(clock.today(actor.time_zone), actor.time_zone)
    last = sa.func.coalesce(Event.ends_at, Event.starts_at)
    query = _narrowed(actor, wanted).where(Event.state != EventState.PLANNED)
    if wanted.past:
        return query.where(last < today).order_by(Event.starts_at.desc(), Event.id.desc())
    return query.where(last >= today).order_by(Event.starts_at, Event.id)


def planned_ahead(actor: Actor, wanted: EventFilter) -> Sequence[Event]:
    """What the plan of the running school year still holds from this month on, in the order of the year."""
    today = clock.today(actor.time_zone)
    place = (Event.month + 3) % 12  # September is 0
    now = (today.month + 3) % 12
    return db.session.scalars(
        _narrowed(actor, wanted)
        .where(
            Event.state == EventState.PLANNED, Event.school_year == school_year_of(today), Event.month.is_not(None),
            place >= now,
        )
        .order_by(place, Event.title, Event.id)
        .limit(MOST_PLANNED)
    ).all()  # fmt: skip


def events_of_month(actor: Actor, wanted: EventFilter, first: date) -> Sequence[Event]:
    """Events that begin in the month of the day `first` (its first day), in the zone of the reader."""
    zone = actor.time_zone
    after = (first + timedelta(days=32)).replace(day=1)
    return db.session.scalars(
        _narrowed(actor, wanted)
        .where(
            Event.state != EventState.PLANNED, Event.starts_at >= clock.start_of_day(first, zone),
            Event.starts_at < clock.start_of_day(after, zone),
        )
        .order_by(Event.starts_at, Event.id)
    ).all()  # fmt: skip


def plan_of(actor: Actor, organization_id: int, school_year: int) -> Sequence[Event]:
    """The year of one organisation that the actor may see, from September on, those without a month last."""
    place = sa.func.coalesce((Event.month + 3) % 12, 12)
    return db.session.scalars(
        sa.select(Event)
        .where(
            allowed(actor, Permission.EVENT_READ, Event), Event.organization_id == organization_id,
            Event.school_year == school_year,
        )
        .options(joinedload(Event.organization))
        .order_by(place, Event.starts_at, Event.title, Event.id)
    ).all()  # fmt: skip


def readable_hits(actor: Actor, hits: sa.Subquery) -> sa.Select[Any]:
    """Events among the hits of the search page that the actor may read."""
    return sa.select(Event.public_id).join(hits, hits.c.ref_id == Event.id).where(
        allowed(actor, Permission.EVENT_READ, Event)
    )  # fmt: skip


def ahead(actor: Actor) -> sa.Select[str, str, datetime | None, str]:
    """Announced events that begin within two weeks, for the desk."""
    now = clock.now()
    return sa.select(Event.public_id, Event.title, Event.starts_at, Organization.time_zone).join(
        Organization, Organization.id == Event.organization_id
    ).where(
        allowed(actor, Permission.EVENT_READ, Event), Event.state == EventState.ANNOUNCED, Event.starts_at > now,
        Event.starts_at < now + timedelta(days=14),
        sa.func.coalesce(Event.registration_until, Event.starts_at) > now,
    ).order_by(Event.starts_at, Event.id)  # fmt: skip


def _narrowed(actor: Actor, wanted: EventFilter) -> sa.Select[Event]:
    query = sa.select(Event).where(allowed(actor, Permission.EVENT_READ, Event)).options(joinedload(Event.organization))
    for name in ("module", "kind", "format", "level"):
        value = getattr(wanted, name)
        if value:
            query = query.where(getattr(Event, name) == value)
    if wanted.organization:
        query = query.where(
            Event.organization_id.in_(sa.select(Organization.id).where(Organization.public_id == wanted.organization))
        )
    if wanted.text:
        hits = index.hits(KIND, wanted.text)
        query = query.join(hits, hits.c.ref_id == Event.id)
    return query
