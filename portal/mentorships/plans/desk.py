"""What plans put on the desk: a plan that waits for one's yes, late items, plans that wait for approval."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _, ngettext, ru_date
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.plans.kinds import PlanState
from portal.mentorships.plans.labels import kind_label
from portal.mentorships.plans.queries import asked_plans, overdue_items, waiting_plans, who_is_asked
from portal.mentorships.plans.words import title_of


@finder("plans.own")
def plans_to_agree(actor: Actor, reader: Any) -> Found:
    """A plan waits for the reader's yes."""
    if actor.person_id is None or not actor.has(Permission.PLAN_EDIT):
        return None
    return Waiting(query=asked_plans(actor.person_id), tell=partial(_asked, actor.person_id))


def _asked(reader_id: int, rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("План ждёт вашего согласия"), text=f"{kind_label(each.kind)}: {title_of(each)}",
            button=_("Прочитать план"), url=url_for("plans.show", public_id=each.public_id),
        )
        for (each,) in rows if who_is_asked(each, reader_id) is not None
    ]  # fmt: skip


@finder("plans.overdue")
def overdue(actor: Actor, reader: Any) -> Found:
    """Terms that have passed in plans of the reader's pairs."""
    if actor.person_id is None or not actor.has(Permission.PLAN_EDIT):
        return None
    return Waiting(query=overdue_items(actor.person_id, clock.today(actor.time_zone)), tell=_overdue)


def _overdue(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Просроченные пункты плана"),
            text=ngettext("%(what)s: %(num)s пункт, самый ранний срок %(day)s",
                          "%(what)s: %(num)s пунктов, самый ранний срок %(day)s", n, what=kind_label(kind),
                          day=ru_date(earliest)),
            button=_("Открыть план"), url=url_for("plans.show", public_id=public_id), tone="wait",
        )
        for public_id, kind, n, earliest in rows
    ]  # fmt: skip


@finder("plans.approval")
def plans_to_approve(actor: Actor, reader: Any) -> Found:
    """Plans that wait for the curator, counted."""
    if not actor.has(Permission.PLAN_APPROVE):
        return None
    return Waiting(query=waiting_plans(actor), tell=_unapproved)


def _unapproved(rows: Sequence[Any]) -> list[Step]:
    ((n,),) = rows
    return [
        Step(
            title=_("Планы ждут утверждения"),
            text=ngettext("Ждёт утверждения: %(num)s план", "Ждут утверждения: %(num)s планов", n),
            button=_("Открыть планы"), url=url_for("plans.index", state=PlanState.WITH_CURATOR.value),
        )
    ]  # fmt: skip
