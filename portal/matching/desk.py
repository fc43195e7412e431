"""What requests put on the desk: a nomination that waits for one's yes, requests that wait for a decision."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core.i18n import _
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.matching.kinds import RequestState
from portal.matching.labels import origin_label
from portal.matching.queries import unanswered, waiting_by_organization


@finder("matching.own")
def own_nominations(actor: Actor, reader: Any) -> Found:
    """Somebody asked for a mentor for the reader: yes or no."""
    if actor.person_id is None or not actor.has(Permission.REQUEST_APPLY):
        return None
    return Waiting(query=unanswered(actor.person_id), tell=_nominations)


def _nominations(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Вам предлагают наставника: согласны?"),
            text=_("%(place)s. Предлагает: %(who)s", place=each.organization.short_name, who=origin_label(each.origin)),
            button=_("Прочитать и ответить"),
            url=url_for("requests.show", public_id=each.public_id),
        )
        for (each,) in rows
    ]


@finder("matching.preliminary")
def requests_to_decide(actor: Actor, reader: Any) -> Found:
    """Preliminary requests of the reader's organisations and of their groups, counted."""
    if not actor.has(Permission.REQUEST_EDIT):
        return None
    return Waiting(query=waiting_by_organization(actor), tell=_undecided)


def _undecided(rows: Sequence[Any]) -> list[Step]:
    people = [
        Step(
            title=_("Запросы на наставника ждут решения"),
            text=_("%(place)s: новых запросов %(n)s", place=place, n=n),
            button=_("Открыть запросы"),
            url=url_for("requests.index", organization=public_id, state=RequestState.PRELIMINARY.value),
        )
        for place, public_id, n, _groups in rows if n
    ]  # fmt: skip
    return people + [
        Step(
            title=_("Запросы групп ждут решения"),
            text=_("%(place)s, групп: %(n)s", place=place, n=n),
            button=_("Открыть запросы групп"),
            url=url_for("group_requests.index"),
        )
        for place, _public_id, _people, n in rows if n
    ]  # fmt: skip
