"""What the community puts on the desk: complaints, questions that wait, announcements, whether an answer helped."""

from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.community.queries.moderation import count_flagged
from portal.community.queries.questions import to_follow_up, waiting_for
from portal.community.queries.threads import unacknowledged
from portal.core import clock
from portal.core.i18n import _, due_words, ngettext
from portal.core.web.desk import Step, finder


@finder("community.flags")
def flags_to_decide(actor: Actor, reader: Any) -> list[Step]:
    """Complaints in spaces that the reader moderates, counted."""
    n = count_flagged(actor) if actor.has(Permission.COMMUNITY_MODERATE) else 0
    if not n:
        return []
    return [
        Step(
            title=_("Жалобы на сообщения ждут решения"),
            text=ngettext("%(num)s сообщение", "%(num)s сообщений", n),
            button=_("Разобрать"),
            url=url_for("community.queue"),
        )
    ]


@finder("community.questions")
def questions_to_me(actor: Actor, reader: Any) -> list[Step]:
    """Questions that wait for the reader; who asks is not told here."""
    if actor.person_id is None:
        return []
    today = clock.today(actor.time_zone)
    return [
        Step(
            title=_("Ждут вашего ответа"),
            text=_("Вопрос: «%(space)s»", space=row.Thread.space.title),
            button=_("Прочитать и ответить"),
            url=url_for("community.thread", public_id=row.Thread.public_id),
            due=due_words(row.due_on, today),
            tone="bad" if row.due_on < today else "wait",
        )
        for row in waiting_for(actor)
    ]


@finder("community.announcements")
def announcements(actor: Actor, reader: Any) -> list[Step]:
    """Announcements that wait for «Ознакомлен»."""
    if actor.person_id is None:
        return []
    return [
        Step(
            title=each.title,
            text=_("Объявление: %(place)s", place=each.space.organization.short_name),
            button=_("Прочитать"),
            url=url_for("community.thread", public_id=each.public_id),
        )
        for each in unacknowledged(actor)
    ]


@finder("community.outcomes")
def outcomes(actor: Actor, reader: Any) -> list[Step]:
    """Two weeks after: did the answer help."""
    if actor.person_id is None:
        return []
    return [
        Step(
            title=_("Получилось применить ответ?"),
            text=each.title,
            button=_("Ответить: да, частично, нет"),
            url=url_for("community.thread", public_id=each.public_id),
        )
        for each in to_follow_up(actor.person_id)
    ]
