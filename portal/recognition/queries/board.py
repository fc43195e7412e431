"""The board of honour: what of each entry may be seen today, item by item of the consents to publication (CONS-5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Item
from portal.consents.queries.publishing import may_publish, may_publish_freely, publishing_of
from portal.core import clock
from portal.core.db import db
from portal.people.models import Organization, Person
from portal.recognition.kinds import NominationState
from portal.recognition.models import HonorEntry, Nomination

MOST = 200


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """An entry as it may be shown. `missing` are items that nobody allowed or allowed with a condition only."""

    entry: HonorEntry
    has_name: bool
    has_photo: bool
    has_achievement: bool
    conditions: tuple[str, ...] = ()
    missing: tuple[Item, ...] = ()

    @property
    def is_seen(self) -> bool:
        """Whether guests see it: without a name there is nothing to honour."""
        return self.has_name and self.entry.hidden_on is None


def board_of(organization: Organization) -> Sequence[BoardLine]:
    """What guests see today: entries whose name may be published, in their order."""
    today = clock.today(organization.time_zone)
    seen = _entries(organization.id).where(
        HonorEntry.hidden_on.is_(None), may_publish(HonorEntry.person_id, HonorEntry.organization_id, Item.NAME, today)
    )
    return [line for line in _lines(organization.id, db.session.scalars(seen).all(), today) if line.is_seen]


def lines_of(organization: Organization) -> Sequence[BoardLine]:
    """Every entry for whoever keeps the board, with what is not seen and why."""
    entries = db.session.scalars(_entries(organization.id)).all()
    return _lines(organization.id, entries, clock.today(organization.time_zone))


def boards() -> Sequence[Any]:
    """(public id, name, entries) of organisations on whose board somebody is seen, by name."""
    today = clock.today("Europe/Moscow")
    seen = may_publish_freely(HonorEntry.person_id, HonorEntry.organization_id, Item.NAME, today)
    return db.session.execute(
        sa.select(Organization.public_id, Organization.name, sa.func.count().label("n"))
        .join(HonorEntry, HonorEntry.organization_id == Organization.id)
        .join(Nomination, Nomination.id == HonorEntry.nomination_id)
        .where(HonorEntry.hidden_on.is_(None), Organization.ends_on.is_(None),
               Nomination.state == NominationState.AWARDED, seen)
        .group_by(Organization.id, Organization.public_id, Organization.name, Organization.sort_name)
        .order_by(Organization.sort_name, Organization.id)
    ).all()  # fmt: skip


def open_home(public_id: str) -> Organization | None:
    """The organisation with this public id, as long as it works: its board is open, perhaps with nobody on it."""
    return db.session.scalar(
        sa.select(Organization).where(Organization.public_id == public_id, Organization.ends_on.is_(None))
    )


def kept_boards(actor: Actor) -> Sequence[Organization]:
    """Organisations whose board the actor keeps, by name."""
    return db.session.scalars(
        select_allowed(actor, Permission.AWARD_KEEP, Organization).order_by(Organization.sort_name, Organization.id)
    ).all()


def photo_of(entry_id: str) -> HonorEntry | None:
    """The entry with this public id whose picture may be seen by everybody today."""
    entry = db.session.scalar(
        sa.select(HonorEntry).where(HonorEntry.public_id == entry_id, HonorEntry.photo_id.is_not(None))
        .options(joinedload(HonorEntry.organization), joinedload(HonorEntry.photo), joinedload(HonorEntry.nomination))
    )  # fmt: skip
    if entry is None or entry.nomination.state != NominationState.AWARDED:
        return None
    (line,) = _lines(entry.organization_id, [entry], clock.today(entry.organization.time_zone))
    return entry if line.is_seen and line.has_photo else None


def may_name(person_id: int, organization_id: int, on: date) -> bool:
    """Whether the name may be told to everybody on the day, without any condition."""
    said = publishing_of([person_id], organization_id, Item.NAME, on)[person_id]
    return said.is_allowed and not said.conditions


def _entries(organization_id: int) -> sa.Select[HonorEntry]:
    return (
        sa.select(HonorEntry).join(Nomination, Nomination.id == HonorEntry.nomination_id)
        .join(Person, Person.id == HonorEntry.person_id)
        .where(HonorEntry.organization_id == organization_id, Nomination.state == NominationState.AWARDED,
               Person.erased_on.is_(None), Person.restricted_on.is_(None))
        .options(joinedload(HonorEntry.person), joinedload(HonorEntry.nomination).joinedload(Nomination.kind))
        .order_by(HonorEntry.position, HonorEntry.shown_on.desc(), HonorEntry.id.desc()).limit(MOST)
    )  # fmt: skip


def _lines(organization_id: int, entries: Sequence[HonorEntry], today: date) -> list[BoardLine]:
    ids = [each.person_id for each in entries]
    wanted = (Item.NAME, Item.PHOTO, Item.ACHIEVEMENTS)
    said = {item: publishing_of(ids, organization_id, item, today) if ids else {} for item in wanted}

    def line(entry: HonorEntry) -> BoardLine:
        found = {item: said[item][entry.person_id] for item in wanted}
        free = {item: each.is_allowed and not each.conditions for item, each in found.items()}
        return BoardLine(
            entry=entry, has_name=free[Item.NAME], has_photo=free[Item.PHOTO] and entry.photo_id is not None,
            has_achievement=free[Item.ACHIEVEMENTS],
            conditions=tuple(dict.fromkeys(words for each in found.values() for words in each.conditions)),
            missing=tuple(item for item in wanted if not free[item]),
        )  # fmt: skip

    return [line(each) for each in entries]
