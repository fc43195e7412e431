"""What health puts on the desk of a curator: how many pairs wait, and whether any of them waits today."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.health.kinds import Urgency
from portal.mentorships.health.labels import urgency_label
from portal.mentorships.health.queries import waiting_by_urgency


@finder("health.waiting")
def pairs_that_wait(actor: Actor, reader: Any) -> Found:
    """Warnings that wait, counted by urgency."""
    if not actor.has(Permission.HEALTH_KEEP):
        return None
    return Waiting(query=waiting_by_urgency(actor, clock.today(actor.time_zone)), tell=_waiting)


def _waiting(rows: Sequence[Any]) -> list[Step]:
    said = [f"{urgency_label(urgency).lower()}: {n}" for urgency, n in rows]
    presses = rows[0][0] == Urgency.TODAY
    return [
        Step(title=_("Кому нужен куратор"), text="; ".join(said), button=_("Открыть список"),
             url=url_for("pair_health.index"), tone="bad" if presses else "none")
    ]  # fmt: skip
