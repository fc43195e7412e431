"""What the library puts on the desk: materials for newcomers, materials whose review day has come."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.library.queries import to_review, unread_by


@finder("library.unread")
def unread_materials(actor: Actor, reader: Any) -> Found:
    """Materials that a newcomer is asked to read."""
    if actor.person_id is None or not actor.has(Permission.MATERIAL_CONFIRM):
        return None
    return Waiting(query=unread_by(actor.person_id, clock.today(actor.time_zone)), tell=_unread)


def _unread(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Прочитайте перед началом"), text=title, button=_("Открыть материал"),
            url=url_for("library.show", public_id=public_id),
        )
        for public_id, title in rows
    ]  # fmt: skip


@finder("library.aging")
def materials_to_review(actor: Actor, reader: Any) -> Found:
    """«Материал ещё верен?», on the day that was set for it."""
    if not actor.has(Permission.MATERIAL_EDIT):
        return None
    return Waiting(query=to_review(actor, clock.today(actor.time_zone)), tell=_aged)


def _aged(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Материал ещё верен?"), text=title, button=_("Проверить"),
            url=url_for("library.edit", public_id=public_id),
        )
        for public_id, title in rows
    ]  # fmt: skip
