"""What recognition puts on the desk: nominations to decide, awards that wait for an order, titles whose day comes."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext, ru_date
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.recognition.kinds import NominationState
from portal.recognition.models import AwardKind, Nomination
from portal.recognition.queries import counted_waiting, waits_for_order

SOON = timedelta(days=14)


@finder("recognition.deciding")
def nominations_to_decide(actor: Actor, reader: Any) -> Found:
    """How many nominations wait for a decision."""
    if not actor.has(Permission.AWARD_DECIDE):
        return None
    waits = Nomination.state == NominationState.NOMINATED
    return Waiting(query=counted_waiting(actor, Permission.AWARD_DECIDE, waits), tell=_undecided)


def _undecided(rows: Sequence[Any]) -> list[Step]:
    ((n,),) = rows
    said = ngettext("Ждёт решения %(num)s выдвижение", "Ждут решения %(num)s выдвижений", n)
    return [
        Step(title=_("Кого поощрить"), text=said, button=_("Открыть поощрения"),
             url=url_for("awards.index", state=NominationState.NOMINATED.value))
    ]  # fmt: skip


@finder("recognition.ordering")
def awards_to_order(actor: Actor, reader: Any) -> Found:
    """How many awards were decided and wait for an order."""
    if not actor.has(Permission.AWARD_KEEP):
        return None
    return Waiting(query=counted_waiting(actor, Permission.AWARD_KEEP, *waits_for_order()), tell=_unordered)


def _unordered(rows: Sequence[Any]) -> list[Step]:
    ((n,),) = rows
    said = ngettext("Решено о %(num)s поощрении, приказа ещё нет", "Решено о %(num)s поощрениях, приказа ещё нет", n)
    return [
        Step(title=_("Приказ о поощрении"), text=said, button=_("Выбрать и составить"),
             url=url_for("awards.index", state=NominationState.APPROVED.value))
    ]  # fmt: skip


@finder("recognition.titles")
def titles_to_apply_for(actor: Actor, reader: Any) -> Found:
    """Titles that were decided on, whose application must go off within two weeks."""
    if not actor.has(Permission.AWARD_KEEP):
        return None
    today = clock.today(actor.time_zone)
    query = (
        sa.select(Nomination.public_id, AwardKind.name, AwardKind.due_on)
        .join(AwardKind, AwardKind.id == Nomination.award_kind_id)
        .where(
            allowed(actor, Permission.AWARD_KEEP, Nomination), Nomination.state == NominationState.APPROVED,
            AwardKind.due_on.between(today, today + SOON),
        )
        .order_by(AwardKind.due_on, Nomination.id).limit(3)
    )  # fmt: skip
    return Waiting(query=query, tell=_due)


def _due(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(title=_("Заявка на звание"), text=name, button=_("Открыть заявку"), due=ru_date(due_on, "full"),
             url=url_for("awards.show", public_id=public_id), tone="wait")
        for public_id, name, due_on in rows
    ]  # fmt: skip
