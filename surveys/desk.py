"""What questionnaires put on the desk: those to fill in, those that lag, waves in care and fresh summaries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import g, url_for
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, due_words, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.core.web.panels import Panel, panel
from surveys.mine import WaitingSurvey, told, waiting_surveys
from surveys.models import SurveyAssignment
from surveys.queries import WaveState, is_in

SHOWN = 6
CLOSING_SOON = timedelta(days=3)


@finder("surveys.own")
def own_surveys(actor: Actor, reader: Any) -> Found:
    """Questionnaires that wait for the reader's answers."""
    return Waiting(query=waiting_surveys(actor).limit(SHOWN), tell=_unfilled)


def _unfilled(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=row.title,
            text=_effort(row),
            button=_("Продолжить анкету") if row.saved else _("Заполнить анкету"),
            url=url_for("surveys.start", token=row.public_id),
            **_due(row.closes_on, row.today),
        )
        for row in told(rows)
    ]


@finder("surveys.lagging")
def lagging_waves(actor: Actor, reader: Any) -> list[Step]:
    """Waves that end soon and have less than half of their answers."""
    if not actor.has(Permission.SURVEY_ASSIGN):
        return []
    now = clock.now()
    return [
        Step(
            title=_("Анкета отстаёт: %(title)s", title=wave.title),
            text=_("Ответили %(done)s из %(asked)s.", done=wave.answered, asked=wave.invited),
            button=_("Кому напомнить"),
            url=url_for("surveys.show", public_id=wave.public_id),
            **_due(_day(wave.closes_at, wave), _day(now, wave)),
        )
        for wave in _in_care(actor, now)
        if wave.closes_at and wave.closes_at - now <= CLOSING_SOON and wave.answered * 2 < wave.invited
    ]


@panel("home.index", order=20)
def collecting(reader: Any) -> Panel | None:
    """Waves in care of the reader that still collect answers."""
    actor = current_actor()
    if not actor.has(Permission.SURVEY_READ):
        return None
    waves = _in_care(actor, clock.now())
    return Panel(
        name="collecting", title=_("Собираются ответы"), template="surveys/desk_collecting.html",
        more_label=_("Все анкеты"), more_url=url_for("surveys.index"),
        context={"waves": waves, "names_organizations": _are_many(waves),
                 "may_assign": actor.has(Permission.SURVEY_ASSIGN)},
    )  # fmt: skip


@panel("home.index", order=30)
def ready(reader: Any) -> Panel | None:
    """Summaries of waves that ended within sixty days."""
    actor = current_actor()
    waves = fresh_results(actor, clock.now()) if actor.has(Permission.SURVEY_READ) else ()
    if not waves:
        return None
    context = {"waves": waves, "names_organizations": _are_many(waves)}
    return Panel(
        name="results", title=_("Готовые сводки"), template="surveys/desk_results.html", is_aside=True, context=context
    )


@panel("home.index", order=40)
def mine(reader: Any) -> Panel | None:
    """The way to one's own questionnaires, for those whose menu is short."""
    if current_actor().has(Permission.SURVEY_READ):
        return None
    return Panel(name="mine", title=_("Мои анкеты"), template="surveys/desk_mine.html", is_aside=True)


def waves_in_care(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Waves that the reader leads and that still collect, the nearest deadline first."""
    return db.session.scalars(
        sa.select(SurveyAssignment)
        .where(allowed(actor, Permission.SURVEY_READ, SurveyAssignment), is_in(WaveState.OPEN, now))
        .options(joinedload(SurveyAssignment.organization))
        .order_by(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at, SurveyAssignment.id)
        .limit(SHOWN)
    ).all()


def fresh_results(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Waves of the reader's care that ended within sixty days and have answers, the latest first."""
    ended = sa.func.coalesce(SurveyAssignment.closed_at, SurveyAssignment.closes_at)
    return db.session.scalars(
        sa.select(SurveyAssignment)
        .where(
            allowed(actor, Permission.RESULTS_READ, SurveyAssignment),
            ended < now,
            ended > now - timedelta(days=60),
            SurveyAssignment.submitted > 0,
        )
        .options(joinedload(SurveyAssignment.organization))
        .order_by(ended.desc(), SurveyAssignment.id)
        .limit(SHOWN)
    ).all()


def _in_care(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Asked for twice on one page, read once."""
    if "waves_in_care" not in g:
        g.waves_in_care = waves_in_care(actor, now)
    waves: Sequence[SurveyAssignment] = g.waves_in_care
    return waves


def _are_many(waves: Sequence[SurveyAssignment]) -> bool:
    return len({wave.organization_id for wave in waves}) > 1


def _effort(row: WaitingSurvey) -> str:
    parts: Sequence[str] = (
        ngettext("около %(num)s минуты", "около %(num)s минут", row.minutes) if row.minutes else "",
        ngettext("сохранён %(num)s ответ", "сохранено %(num)s ответов", row.saved) if row.saved else "",
    )
    return _("Анкета: %(facts)s.", facts=", ".join(filter(None, parts))) if any(parts) else _("Анкета.")


def _day(moment: datetime, wave: SurveyAssignment) -> date:
    return moment.astimezone(ZoneInfo(wave.organization.time_zone)).date()


def _due(day: date | None, today: date) -> dict[str, str]:
    if day is None:
        return {}
    return {"due": due_words(day, today), "tone": "wait" if (day - today).days <= CLOSING_SOON.days else "none"}
