"""What health adds to the card of a pair: warnings for its curators, «Сообщить куратору» for its people."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.core.web.waiting import Waiting
from portal.mentorships.health.queries import own_calls, warnings_of
from portal.mentorships.health.rules import is_too_early
from portal.mentorships.kinds import OPEN
from portal.mentorships.models import Mentorship


@panel("mentorships.show", order=5)
def health_of_pair(pair: Mentorship) -> Waiting | None:
    """Why somebody should look at the pair, for the curators of its registry."""
    actor = current_actor()
    if pair.organization_id not in actor.organization_ids(Role.CURATOR):
        return None
    mine = select_allowed(actor, Permission.HEALTH_KEEP, Mentorship).where(
        Mentorship.id == pair.id, Mentorship.starts_on.is_not(None)
    )
    return Waiting(query=mine.with_only_columns(Mentorship.id), tell=partial(_warned, actor, pair))


def _warned(actor: Any, pair: Mentorship, rows: Sequence[Any]) -> list[Panel]:
    today = clock.today(pair.organization.time_zone)
    found = warnings_of(actor, pair)
    if not pair.is_open and not found:
        return []
    early = pair.starts_on is not None and is_too_early(pair.starts_on, today)
    context = {"pair": pair, "found": found, "today": today, "is_early": early, "me": actor.person_id,
               "curates": (pair.organization_id,)}  # fmt: skip
    return [Panel(name="health", title=_("Что с парой"), template="health/panel.html", context=context)]


@panel("mentorships.show", order=15)
def call_of_pair(pair: Mentorship) -> Waiting | None:
    """The way to the curator, for whoever stands in the pair or represents somebody who does."""
    actor = current_actor()
    if actor.person_id is None:
        return None
    mine = select_allowed(actor, Permission.CURATOR_TELL, Mentorship).where(Mentorship.id == pair.id)
    return Waiting(query=mine.with_only_columns(Mentorship.id), tell=partial(_to_curator, actor, pair))


def _to_curator(actor: Any, pair: Mentorship, rows: Sequence[Any]) -> list[Panel]:
    return [Panel(name="calls", title=_("Что-то идёт не так?"), template="health/call_panel.html",
                  context={"pair": pair, "calls": own_calls(actor.person_id, pair)})]  # fmt: skip


@panel("home.index", order=40)
def call_from_desk(reader: Any) -> Waiting | None:
    """The same on the desk, while one stands in an open pair."""
    actor = current_actor()
    if actor.person_id is None or not actor.has(Permission.CURATOR_TELL):
        return None
    mine = select_allowed(actor, Permission.CURATOR_TELL, Mentorship).where(Mentorship.state.in_(OPEN))
    return Waiting(query=mine.with_only_columns(Mentorship.id).limit(1), tell=_from_desk)


def _from_desk(rows: Sequence[Any]) -> list[Panel]:
    return [Panel(name="calls", title=_("Что-то идёт не так?"), template="health/desk_panel.html", is_aside=True)]
