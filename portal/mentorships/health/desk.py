"""What health puts on the desk of a curator: what waits today, and what can wait."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.health.kinds import Urgency
from portal.mentorships.health.labels import urgency_label
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries import waiting_by_urgency


@finder("health.today")
def pairs_that_wait_today(actor: Actor, reader: Any) -> Found:
    """Warnings that want somebody today, counted: the first thing of a curator."""
    if not actor.has(Permission.HEALTH_KEEP):
        return None
    query = waiting_by_urgency(actor, clock.today(actor.time_zone)).where(PairWarning.urgency == Urgency.TODAY)
    return Waiting(query=query, tell=_today)


def _today(rows: Sequence[Any]) -> list[Step]:
    ((_urgency, n),) = rows
    return [
        Step(title=_("Паре нужен куратор сегодня"), text=ngettext("%(num)s замечание", "%(num)s замечаний", n),
             button=_("Посмотреть, что случилось"), url=url_for("pair_health.index", urgency=Urgency.TODAY.value),
             tone="bad")
    ]  # fmt: skip


@finder("health.waiting")
def pairs_that_wait(actor: Actor, reader: Any) -> Found:
    """Warnings that can wait for some days, counted by urgency."""
    if not actor.has(Permission.HEALTH_KEEP):
        return None
    query = waiting_by_urgency(actor, clock.today(actor.time_zone)).where(PairWarning.urgency < Urgency.TODAY)
    return Waiting(query=query, tell=_waiting)


def _waiting(rows: Sequence[Any]) -> list[Step]:
    said = [f"{urgency_label(urgency).lower()}: {n}" for urgency, n in rows]
    return [
        Step(title=_("Кому нужен куратор"), text="; ".join(said), button=_("Открыть список"),
             url=url_for("pair_health.index"))
    ]  # fmt: skip
