"""What events put on the desk: tomorrow's, one to register for, one that is over and not marked."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _, ru_datetime
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.events.queries import to_mark, tomorrows, upcoming_for


@finder("events.tomorrow")
def tomorrow(actor: Actor, reader: Any) -> Found:
    """An event at which one has a place begins soon."""
    if actor.person_id is None:
        return None
    return Waiting(query=tomorrows(actor), tell=_tomorrow)


def _tomorrow(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Скоро событие"), text=f"{title}: {ru_datetime(starts_at, zone)}",
            button=_("Где и во сколько"), url=url_for("events.show", public_id=public_id), tone="wait",
        )
        for public_id, title, starts_at, zone in rows
    ]  # fmt: skip


@finder("events.marking")
def unmarked(actor: Actor, reader: Any) -> Found:
    """An event of one's organisation is over."""
    if not actor.has(Permission.EVENT_EDIT):
        return None
    return Waiting(query=to_mark(actor), tell=_unmarked)


def _unmarked(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Событие прошло: отметьте участников"), text=title, button=_("Отметить"),
            url=url_for("events.people", public_id=public_id), tone="wait",
        )
        for public_id, title in rows
    ]  # fmt: skip


@finder("events.join")
def to_join(actor: Actor, reader: Any) -> Found:
    """Announced events to which one has not answered."""
    if actor.person_id is None or not actor.has(Permission.EVENT_JOIN):
        return None
    return Waiting(query=upcoming_for(actor), tell=_to_join)


def _to_join(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Запишитесь на событие"), text=f"{title}: {ru_datetime(starts_at, zone)}",
            button=_("Подробнее и запись"), url=url_for("events.show", public_id=public_id),
        )
        for public_id, title, starts_at, zone in rows
    ]  # fmt: skip
