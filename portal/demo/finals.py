"""Experts of the demo town, and its final event in the coming June."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.events import actions
from portal.events.experts.actions import add_expert, answer_request, ask_expert
from portal.events.finals.actions import put_item
from portal.events.finals.kinds import Presents
from portal.events.kinds import Level
from portal.events.models import Event, EventRegistration

JUNE = 6
PROGRAMME: tuple[dict[str, Any], ...] = (
    {"begins": "11:00", "presents": Presents.RESULTS, "title": "Год наставничества в городе: что получилось",
     "who": ("olga",)},
    {"begins": "11:30", "presents": Presents.PAIR, "title": "Пара колледжа: от чертежа до защиты проекта",
     "who": ("nina", "misha")},
    {"begins": "12:00", "presents": Presents.PRACTICE, "title": "Час тишины: практика школы № 12", "who": ("vera",)},
    {"begins": "12:30", "presents": Presents.TALK, "title": "Наставник на производстве", "guests": "цех № 4"},
    {"begins": "13:00", "presents": Presents.AWARDS, "title": "Благодарности наставникам и семьям"},
)  # fmt: skip
EXPERTS: tuple[dict[str, Any], ...] = (
    {"school": 0, "name": "Аркадий Вольский", "post": "Методист института развития образования", "agreed": 40,
     "agreement": "Письмо от института", "topics": "Наставничество в первый год\nОткрытый урок\nОбратная связь",
     "about": "Проводит занятия для наставников, разбирает видео уроков.",
     "links": [["Целевая модель наставничества", "https://docs.edu.gov.ru/"]]},
    {"school": 0, "name": "Инга Раскольцева", "post": "Инженер-наставник горного предприятия", "agreed": 15,
     "agreement": "Разговор на совещании", "topics": "Наставник на производстве\nИнженерный кейс для студентов",
     "about": "Показывает цех, помогает собрать проект вместе со студентами."},
    {"school": 1, "person": "polina", "post": "Педагог-психолог колледжа",
     "topics": "Знакомство пары\nТрудный разговор", "about": "Проводит тренинги для новых пар."},
)  # fmt: skip


def add_finals(town: Town) -> None:
    """The final event with its programme; two outside experts and one of the portal, one question with an answer."""
    _final(town)
    made = [_expert(town, dict(said)) for said in EXPERTS]
    asked = ask_expert(Actor(person_id=town.people["nina"].id, time_zone=ZONE), made[0], "Как начать разбор урока?")
    answer_request(SYSTEM, made[0], asked, "С вопроса, что получилось. Трёх находок хватит на весь разговор.")
    ask_expert(Actor(person_id=town.people["kira"].id, time_zone=ZONE), made[1], "Можно ли привести группу в марте?")
    db.session.flush()


def _final(town: Town) -> None:
    today = clock.today(ZONE)
    day = date(today.year + (today.month >= JUNE), JUNE, 4)
    starts_at = datetime.combine(day, time(11), ZoneInfo(ZONE))
    event = actions.draft_event(
        SYSTEM, town.municipality, title="Итоги года наставничества", kind="final", module="community",
        level=Level.MUNICIPALITY, is_public=True, place="Дворец культуры", capacity=200,
        about="Пары, практики и люди года на одной сцене.", starts_at=starts_at,
        ends_at=starts_at.replace(hour=14), audience_words="наставники, наставляемые, кураторы, семьи",
    )  # fmt: skip
    actions.announce(SYSTEM, event)
    for key in ("olga", "nina", "misha", "vera", "kira"):
        person = town.people[key]
        actor = Actor(person_id=person.id, time_zone=ZONE)
        actions.register(actor, event, person, organization_id=_home(town, key), skips_audience=True)
    seats = _seats(event)
    for said in PROGRAMME:
        facts = {"guests": "", "link": "", **said}
        who = facts.pop("who", ())
        put_item(SYSTEM, event, None, presenters=[seats[town.people[key].id] for key in who], **facts)


def _home(town: Town, key: str) -> int:
    number = {"olga": 0, "vera": 2}.get(key, 1)
    return town.schools[number].id


def _seats(event: Event) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(EventRegistration.person_id, EventRegistration.public_id).where(
            EventRegistration.event_id == event.id
        )
    )
    return dict(rows.all())


def _expert(town: Town, said: dict[str, Any]) -> Any:
    school, key, days = town.schools[said.pop("school")], said.pop("person", ""), said.pop("agreed", None)
    if days is not None:
        said["agreed_on"] = date.fromordinal(clock.today(ZONE).toordinal() - days)
    return add_expert(SYSTEM, school, town.people[key] if key else None, **said)
