"""What pairs put on the desk: a proposal that waits for one's yes, pairs that wait for a decision."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.answering import answerable_by, unanswered_by
from portal.mentorships.queries.steps import waiting_pairs


@finder("mentorships.own")
def own_proposals(actor: Actor, reader: Any) -> Found:
    """Pairs that wait for the answer of the reader."""
    if actor.person_id is None or not actor.has(Permission.MENTORSHIP_ANSWER):
        return None
    return Waiting(query=unanswered_by(actor, clock.today(actor.time_zone)), tell=partial(_proposed, actor))


def _proposed(actor: Actor, rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Вам предлагают наставничество: согласны?"),
            text=_("%(place)s, %(format)s", place=pair.organization.short_name, format=pair.format.name),
            button=_("Прочитать и ответить"),
            url=url_for("own_mentorships.answer", public_id=pair.public_id),
        )
        for (pair,) in rows
        if answerable_by(actor, pair)
    ]


@finder("mentorships.deciding")
def pairs_to_decide(actor: Actor, reader: Any) -> Found:
    """Pairs on their route that wait for what the reader writes down, counted."""
    if not actor.has(Permission.MENTORSHIP_DECIDE):
        return None
    forming = select_allowed(actor, Permission.MENTORSHIP_DECIDE, Mentorship).where(
        Mentorship.state == MentorshipState.FORMING
    )
    return Waiting(query=forming.limit(1), tell=lambda rows: _undecided(len(waiting_pairs(actor))))


def _undecided(n: int) -> list[Step]:
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
