"""What the community puts on the desk: complaints, questions that wait, announcements, whether an answer helped."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.community.queries.moderation import count_flagged
from portal.community.queries.questions import to_follow_up, waiting_for
from portal.community.queries.threads import unacknowledged
from portal.core import clock
from portal.core.i18n import _, due_words, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder


@finder("community.flags")
def flags_to_decide(actor: Actor, reader: Any) -> Found:
    """Complaints in spaces that the reader moderates, counted."""
    if not actor.has(Permission.COMMUNITY_MODERATE):
        return None
    return Waiting(query=count_flagged(actor), tell=_flagged)


def _flagged(rows: Sequence[Any]) -> list[Step]:
    ((n,),) = rows
    return [
        Step(
            title=_("Жалобы на сообщения ждут решения"),
            text=ngettext("%(num)s сообщение", "%(num)s сообщений", n),
            button=_("Разобрать"),
            url=url_for("community.queue"),
        )
    ]


@finder("community.questions")
def questions_to_me(actor: Actor, reader: Any) -> Found:
    """Questions that wait for the reader; who asks is not told here."""
    if actor.person_id is None:
        return None
    return Waiting(query=waiting_for(actor), tell=partial(_asked, clock.today(actor.time_zone)))


def _asked(today: date, rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Ждут вашего ответа"),
            text=_("Вопрос: «%(space)s»", space=row.Thread.space.title),
            button=_("Прочитать и ответить"),
            url=url_for("community.thread", public_id=row.Thread.public_id),
            due=due_words(row.due_on, today),
            tone="bad" if row.due_on < today else "wait",
        )
        for row in rows
    ]


@finder("community.announcements")
def announcements(actor: Actor, reader: Any) -> Found:
    """Announcements that wait for «Ознакомлен»."""
    if actor.person_id is None:
        return None
    return Waiting(query=unacknowledged(actor), tell=_announced)


def _announced(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=each.title,
            text=_("Объявление: %(place)s", place=each.space.organization.short_name),
            button=_("Прочитать"),
            url=url_for("community.thread", public_id=each.public_id),
        )
        for (each,) in rows
    ]


@finder("community.outcomes")
def outcomes(actor: Actor, reader: Any) -> Found:
    """Two weeks after: did the answer help."""
    if actor.person_id is None:
        return None
    return Waiting(query=to_follow_up(actor.person_id), tell=_solved)


def _solved(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Получилось применить ответ?"),
            text=each.title,
            button=_("Ответить: да, частично, нет"),
            url=url_for("community.thread", public_id=each.public_id),
        )
        for (each,) in rows
    ]
