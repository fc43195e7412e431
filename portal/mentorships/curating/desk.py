"""What curators' reports put on the desk: the next one to write, those that wait for the director."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.closing.kinds import ASKED_BEFORE, ReportState
from portal.mentorships.curating.queries import unsent, waiting
from portal.mentorships.curating.words import when_due


@finder("curating.reports")
def reports_to_write(actor: Actor, reader: Any) -> Found:
    """Reports of the organisation that were not sent and whose date is near or gone."""
    if not actor.has(Permission.CURATOR_REPORT_WRITE):
        return None
    today = clock.today(actor.time_zone)
    return Waiting(query=unsent(actor, today + ASKED_BEFORE), tell=partial(_unsent, actor))


def _unsent(actor: Actor, rows: Sequence[Any]) -> list[Step]:
    today = clock.today(actor.time_zone)
    return [
        Step(
            title=_("Отчёт куратора вернулся") if each.state == ReportState.RETURNED else _("Отчёт куратора"),
            text=f"{each.cycle.program.name}: {when_due(each, today)}", button=_("Написать выводы"),
            url=url_for("curator_reports.edit", public_id=each.public_id),
            tone="wait" if each.is_late(today) else "none",
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("curating.accepting")
def reports_to_accept(actor: Actor, reader: Any) -> Found:
    """Reports of curators that wait for the director."""
    if not actor.has(Permission.CURATOR_REPORT_ACCEPT):
        return None
    return Waiting(query=waiting(actor), tell=partial(_sent, actor))


def _sent(actor: Actor, rows: Sequence[Any]) -> list[Step]:
    today = clock.today(actor.time_zone)
    return [
        Step(title=_("Отчёт куратора ждёт проверки"), text=f"{each.cycle.program.name}: {when_due(each, today)}",
             button=_("Проверить отчёт куратора"), url=url_for("curator_reports.show", public_id=each.public_id))
        for (each,) in rows
    ]  # fmt: skip
