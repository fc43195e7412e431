"""What corrections put on the desk: one whose deadline is near."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ru_date
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.matching.corrections.queries import UNANSWERED, due_soon
from portal.matching.corrections.words import title_of

NEAR = timedelta(days=14)


@finder("corrections.due")
def corrections_due(actor: Actor, reader: Any) -> Found:
    """Open corrections that end within two weeks, or should have ended."""
    if not actor.has(Permission.BASE_CORRECT):
        return None
    return Waiting(query=due_soon(actor, clock.today(actor.time_zone) + NEAR), tell=_due)


def _due(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Уточнение баз: подтвердите, кто остаётся"),
            text=_("%(place)s, %(season)s", place=each.organization.short_name, season=title_of(each)),
            button=_("Открыть уточнение"),
            url=url_for("corrections.show", public_id=each.public_id, answer=UNANSWERED),
            due=_("до %(day)s", day=ru_date(each.due_on, "full")),
        )
        for (each,) in rows
    ]
