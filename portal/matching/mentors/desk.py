"""What the base of mentors puts on the desk: a nomination that waits for one's yes, candidates for a decision."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.matching.labels import origin_label
from portal.matching.mentors.kinds import MentorState
from portal.matching.mentors.queries import candidates_waiting, unanswered


@finder("mentors.own")
def own_invitations(actor: Actor, reader: Any) -> Found:
    """Somebody proposes the reader as a mentor: yes or no."""
    if actor.person_id is None or not actor.has(Permission.MENTOR_APPLY):
        return None
    return Waiting(query=unanswered(actor.person_id), tell=_invitations)


def _invitations(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Вас представили в наставники: согласны?"),
            text=_(
                "%(place)s. Представляет: %(who)s", place=each.organization.short_name, who=origin_label(each.origin)
            ),
            button=_("Прочитать и ответить"),
            url=url_for("mentors.show", public_id=each.public_id),
        )
        for (each,) in rows
    ]


@finder("mentors.candidates")
def candidates_to_decide(actor: Actor, reader: Any) -> Found:
    """Candidates of the reader's organisations, counted."""
    if not actor.has(Permission.MENTOR_EDIT):
        return None
    return Waiting(query=candidates_waiting(actor), tell=_candidates)


def _candidates(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Кандидаты в наставники ждут решения"),
            text=_("%(place)s: кандидатов %(n)s", place=place, n=n),
            button=_("Открыть кандидатов"),
            url=url_for("mentors.index", organization=public_id, state=MentorState.CANDIDATE.value),
        )
        for place, public_id, n in rows
    ]
