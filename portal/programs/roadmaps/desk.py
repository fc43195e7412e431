"""What road maps put on the desk: steps of the reader's role that are late or due within a week."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, due_words
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.programs.roadmaps.kinds import REMINDED_BEFORE
from portal.programs.roadmaps.queries.waiting import due_soon

MOST = 3


@finder("roadmaps.due")
def steps_due(actor: Actor, reader: Any) -> Found:
    """Late steps first; the nearest few."""
    if actor.person_id is None or not actor.has(Permission.ROADMAP_MARK):
        return None
    today = clock.today(actor.time_zone)
    return Waiting(query=due_soon(actor, today, REMINDED_BEFORE).limit(MOST), tell=partial(_due, today))


def _due(today: date, rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=each.step.title, text=_("Дорожная карта, шаг %(number)s", number=each.step.number),
            button=_("Открыть шаг"), url=url_for("roadmaps.step", public_id=each.step.public_id),
            due=due_words(each.due_on, today), tone="bad" if each.due_on < today else "wait",
        )
        for (each,) in rows
    ]  # fmt: skip
