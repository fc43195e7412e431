"""Events of the demo town: the plan of each school, announced and held events, waiting lists, results, training."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.events import actions
from portal.events.kinds import Attendance, Learning, Level
from portal.events.models import Event, EventRegistration
from portal.events.plan import school_year_of
from portal.people.kinds import MembershipKind
from portal.people.models import Organization, Person
from portal.people.queries import members

ANNOUNCED = (
    {"school": 0, "title": "Муниципальный форум молодых педагогов", "kind": "forum", "module": "start", "days": 9,
     "hour": 10, "lasts": 6, "place": "Дом молодёжи, большой зал", "capacity": 120, "is_public": True,
     "level": Level.MUNICIPALITY, "audience": {"max_age": 35, "max_experience": 5, "roles": ["mentor"]},
     "audience_words": "педагоги до 35 лет со стажем до 5 лет, наставники",
     "about": "День живого обмена: что помогает в первые годы работы и как об этом попросить.",
     "programme": "10:00 Открытие\n10:30 Мастер-классы наставников\n13:00 Обед\n14:00 Разговор без президиума"},
    {"school": 1, "title": "Час наставника: обратная связь без обид", "kind": "seminar", "module": "progress",
     "days": 1,
     "hour": 15, "lasts": 2, "place": "Кабинет 214", "capacity": 3, "hours": 2, "learning": Learning.NONFORMAL,
     "audience_words": "наставники и кураторы", "about": "Разберём три разговора, которые не получились.", "people": 5},
    {"school": 1, "title": "Тренинг для новых пар «Слышать и быть понятым»", "kind": "training", "module": "start",
     "days": 4, "hour": 14, "lasts": 3, "place": "Кабинет психолога", "capacity": 12, "people": 4, "led": "polina",
     "is_restricted": True, "about": "Пара учится слушать: без оценок и с правом промолчать.",
     "audience_words": "новые пары: наставник и наставляемый вместе"},
    {"school": 2, "title": "Вебинар «Первый классный час»", "kind": "webinar", "module": "start", "days": 6, "hour": 16,
     "lasts": 1, "link": "https://vk.com/video", "people": 3},
)  # fmt: skip
HELD = (
    {"school": 1, "title": "Экспресс-курс наставников", "kind": "course", "module": "community", "days": -24,
     "hour": 10, "lasts": 8, "place": "Кабинет 214", "hours": 8, "learning": Learning.FORMAL, "people": 9,
     "report": "Наставники прошли путь от договора с наставляемым до итоговой встречи."},
    {"school": 1, "title": "Конкурс «Лучшая пара года»", "kind": "contest", "module": "opportunities", "days": -12,
     "hour": 13, "lasts": 3, "place": "Актовый зал", "level": Level.ORGANIZATION, "people": 6, "contest": True},
    {"school": 2, "title": "Мастер-класс «Молодые молодым»", "kind": "masterclass", "module": "progress", "days": -5,
     "hour": 15, "lasts": 2, "place": "Кабинет 8", "people": 5, "unmarked": True},
)  # fmt: skip
RESULTS = ("Диплом I степени", "Диплом II степени", "Диплом участника")


def add_events(town: Town) -> None:
    """The plan of every school but the municipality, then events with people, each at its own time."""
    year = school_year_of(clock.today(ZONE))
    for school in town.schools.values():
        if school.id != town.municipality.id:
            actions.take_over_plan(SYSTEM, school, year)
    for said in (*ANNOUNCED, *HELD):
        _add(town, dict(said))
    db.session.flush()


def _add(town: Town, said: dict[str, Any]) -> None:
    school = town.schools[said.pop("school")]
    days, hour, lasts = said.pop("days"), said.pop("hour"), said.pop("lasts")
    led = said.pop("led", "")
    if led:
        said["led_by_id"] = town.people[led].id
    n_people, is_contest, is_unmarked = (said.pop(name, 0) for name in ("people", "contest", "unmarked"))
    day = clock.today(ZONE) + timedelta(days=days)
    starts_at = datetime.combine(day, time(hour), ZoneInfo(ZONE))
    with clock.freeze(min(clock.now(), starts_at) - timedelta(days=10)):
        event = actions.draft_event(
            SYSTEM, school, **said, starts_at=starts_at, ends_at=starts_at + timedelta(hours=lasts)
        )
        actions.announce(SYSTEM, event)
        for person in _people(school, n_people):
            actor = Actor(person_id=person.id, time_zone=ZONE)
            actions.register(actor, event, person, organization_id=school.id, skips_audience=True)
    if days < 0 and not is_unmarked:
        _mark(event, bool(is_contest))


def _people(school: Organization, most: int) -> list[Person]:
    on = clock.today(ZONE)
    return list(db.session.scalars(members(school.id, on, kind=MembershipKind.EMPLOYEE).limit(most))) if most else []


def _mark(event: Event, is_contest: bool) -> None:
    held = db.session.scalars(
        sa.select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.state == Attendance.REGISTERED)
        .order_by(EventRegistration.seat)
    ).all()
    marks = {
        each.public_id: actions.Mark(
            came=n != 1, level=Level.ORGANIZATION if is_contest and n != 1 else "",
            result=RESULTS[min(n, 2)] if is_contest and n != 1 else "",
        )
        for n, each in enumerate(held)
    }  # fmt: skip
    actions.mark_attendance(SYSTEM, event, marks)
