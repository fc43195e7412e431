"""The next action of each role: the first thing that is wanted from the reader, then what else waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.accounts.queries import Reader
from portal.accounts.web import current_reader
from portal.core import clock
from portal.core.i18n import _, due_words, ngettext
from portal.home.queries import CLOSING_SOON, SHOWN, fresh_results, waves_in_care
from surveys.mine import WaitingSurvey, waiting_surveys
from surveys.models import SurveyAssignment


@dataclass(frozen=True, kw_only=True)
class Step:
    """A thing to do: what, in which context, by which button, until when."""

    title: str
    text: str
    button: str
    url: str
    due: str = ""
    tone: str = "none"


def steps_of(actor: Actor, reader: Reader, waves: Sequence[SurveyAssignment], now: datetime) -> list[Step]:
    """Everything that waits for the reader, the most pressing first; the desk makes the first one its heading."""
    finders: tuple[Callable[[], list[Step]], ...] = (
        lambda: _own_surveys(actor),
        lambda: _lagging_waves(actor, waves, now),
    )
    return [step for find in finders for step in find()]


def desk() -> dict[str, Any]:
    """The context of the page: steps, and the blocks that the role has."""
    actor, reader = current_actor(), current_reader()
    now = clock.now()
    leads = actor.has(Permission.SURVEY_READ)
    waves = waves_in_care(actor, now) if leads else ()
    return {
        "steps": steps_of(actor, reader, waves, now),
        "waves": waves,
        "names_organizations": len({wave.organization_id for wave in waves}) > 1,
        "results": fresh_results(actor, now) if leads else (),
        "may_assign": actor.has(Permission.SURVEY_ASSIGN),
        "leads": leads,
    }


def _own_surveys(actor: Actor) -> list[Step]:
    return [
        Step(
            title=row.title,
            text=_effort(row),
            button=_("Продолжить анкету") if row.saved else _("Заполнить анкету"),
            url=url_for("surveys.start", token=row.public_id),
            **_due(row.closes_on, row.today),
        )
        for row in waiting_surveys(actor, at_most=SHOWN)
    ]


def _lagging_waves(actor: Actor, waves: Sequence[SurveyAssignment], now: datetime) -> list[Step]:
    if not actor.has(Permission.SURVEY_ASSIGN):
        return []
    return [
        Step(
            title=_("Анкета отстаёт: %(title)s", title=wave.title),
            text=_("Ответили %(done)s из %(asked)s.", done=wave.submitted, asked=wave.invited),
            button=_("Кому напомнить"),
            url=url_for("surveys.show", public_id=wave.public_id),
            **_due(_day(wave.closes_at, wave), _day(now, wave)),
        )
        for wave in waves
        if wave.closes_at and wave.closes_at - now <= CLOSING_SOON and wave.submitted * 2 < wave.invited
    ]


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
