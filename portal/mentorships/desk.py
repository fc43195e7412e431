"""What pairs put on the desk: a proposal that waits for one's yes, pairs that wait for a decision."""

from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Step, finder
from portal.mentorships.queries.answering import unanswered_by
from portal.mentorships.queries.steps import waiting_pairs


@finder("mentorships.own")
def own_proposals(actor: Actor, reader: Any) -> list[Step]:
    """Pairs that wait for the answer of the reader."""
    if actor.person_id is None or not actor.has(Permission.MENTORSHIP_ANSWER):
        return []
    return [
        Step(
            title=_("Вам предлагают наставничество: согласны?"),
            text=_("%(place)s, %(format)s", place=pair.organization.short_name, format=pair.format.name),
            button=_("Прочитать и ответить"),
            url=url_for("own_mentorships.answer", public_id=pair.public_id),
        )
        for pair in unanswered_by(actor, clock.today(actor.time_zone))
    ]


@finder("mentorships.deciding")
def pairs_to_decide(actor: Actor, reader: Any) -> list[Step]:
    """Pairs on their route that wait for what the reader writes down, counted."""
    n = len(waiting_pairs(actor)) if actor.has(Permission.MENTORSHIP_DECIDE) else 0
    if not n:
        return []
    return [
        Step(
            title=_("Пары ждут решения"),
            text=_("На маршруте утверждения пар: %(n)s", n=n),
            button=_("Открыть пары"),
            url=url_for("mentorships.waiting"),
        )
    ]
