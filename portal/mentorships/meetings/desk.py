"""What meetings put on the desk: to write one down, to answer, one that comes soon; for the staff, silent pairs."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.core import clock
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.core.web.panels import Panel, panel
from portal.mentorships.kinds import WORKING
from portal.mentorships.meetings.labels import kind_label, when
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.queries import (
    disputed,
    own_meeting_pairs,
    planned_of,
    rhythms,
    silent_count,
    to_answer,
)
from portal.mentorships.models import Mentorship

SOON = timedelta(hours=24)


@finder("meetings.record")
def meetings_to_record(actor: Actor, reader: Any) -> Found:
    """Planned meetings whose time is over: the form is filled in, one more tap saves it."""
    if actor.person_id is None:
        return None
    return Waiting(query=planned_of(actor.person_id, clock.now()), tell=_unrecorded)


def _unrecorded(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Записать встречу"), text=f"{kind_label(each.kind)}: {when(each)}", button=_("Записать встречу"),
            url=url_for("meetings.confirm_record", public_id=each.mentorship.public_id),
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("meetings.answer")
def meetings_to_answer(actor: Actor, reader: Any) -> Found:
    """Meetings that the other side wrote down."""
    if actor.person_id is None:
        return None
    return Waiting(query=to_answer(actor.person_id), tell=_unanswered)


def _unanswered(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Подтвердите встречу"), text=f"{kind_label(each.kind)}: {when(each)}", button=_("Открыть встречу"),
            url=url_for("meetings.show", public_id=each.public_id),
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("meetings.soon")
def meetings_soon(actor: Actor, reader: Any) -> Found:
    """Meetings of the next day and night."""
    if actor.person_id is None:
        return None
    now = clock.now()
    return Waiting(query=planned_of(actor.person_id, now + SOON).where(Meeting.starts_at > now), tell=_coming)


def _coming(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Скоро встреча"), text=", ".join(filter(None, [when(each), each.place])),
            button=_("Открыть встречу"), url=url_for("meetings.show", public_id=each.public_id),
        )
        for (each,) in rows
    ]  # fmt: skip


@finder("meetings.attention")
def pairs_that_need_somebody(actor: Actor, reader: Any) -> Found:
    """Pairs that have not met for long and meetings with an objection, counted where the reader watches over any.

    Curators read about them in the queue of health.
    """
    if not actor.has(Permission.MEETING_WATCH) or Role.CURATOR in actor.roles:
        return None
    watched = sa.select(Mentorship.id).where(
        Mentorship.state.in_(WORKING), allowed(actor, Permission.MEETING_WATCH, Mentorship)
    )
    return Waiting(query=watched.limit(1), tell=lambda rows: _needing(actor))


def _needing(actor: Actor) -> list[Step]:
    silent, argued = silent_count(actor), len(disputed(actor))
    said = []
    if silent:
        said.append(ngettext("%(num)s пара давно не встречалась", "%(num)s пар давно не встречались", silent))
    if argued:
        said.append(ngettext("о %(num)s встрече есть возражение", "о %(num)s встречах есть возражения", argued))
    if not said:
        return []
    return [
        Step(title=_("Пары, которым нужно внимание"), text="; ".join(said), button=_("Посмотреть пары"),
             url=url_for("meetings.silent"))
    ]  # fmt: skip


@panel("home.index", order=4)
def own_meetings(reader: Any) -> Waiting:
    """«Мои встречи», for whoever stands in a pair: how long ago, by when, and one tap to the filled form."""
    return Waiting(query=own_meeting_pairs(reader.person_id), tell=partial(_own_meetings, reader))


def _own_meetings(reader: Any, found: Sequence[Any]) -> list[Panel]:
    pairs = [pair for (pair,) in found]
    counted = rhythms(pairs, clock.today(reader.time_zone))
    rows = [{"pair": pair, "rhythm": counted.get(pair.id), "others": _others(pair, reader.person_id)} for pair in pairs]
    context = {"rows": rows}
    return [Panel(name="own_meetings", title=_("Мои встречи"), template="meetings/desk_panel.html", context=context)]


def _others(pair: Any, person_id: int | None) -> str:
    names = [each.person.name for each in pair.members if each.ends_on is None and each.person_id != person_id]
    if len(names) > 2:
        return ", ".join(names[:2]) + _(" и ещё %(n)s", n=len(names) - 2)
    return ", ".join(names)
