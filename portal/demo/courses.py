"""Courses of the demo town: a school of young teachers and a course for mentors, both under way."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.events import actions
from portal.events.courses.actions import mark_session, put_session, set_up_course
from portal.events.courses.queries import enrolled, sessions_of
from portal.events.kinds import Learning, Level
from portal.events.models import Event
from portal.people.kinds import MembershipKind
from portal.people.models import Organization, Person
from portal.people.queries import members

COURSES: tuple[dict[str, Any], ...] = (
    {"school": 1, "title": "Школа молодого педагога", "kind": "school", "module": "progress", "hours": 28,
     "learning": Learning.NONFORMAL, "capacity": 15, "place": "Кабинет 214", "people": 8,
     "audience_words": "педагоги со стажем до трёх лет и их наставники",
     "about": "Раз в две недели: одна тема, один разбор, одно задание до следующей встречи.",
     "min": 5, "pair_hours": 8, "paper": "Сертификат", "first": -42, "every": 14, "hour": 15, "lasts": 3,
     "sessions": ("Первый месяц: что важно классу", "Урок, который держит внимание", "Разговор с родителями",
                  "Оценивание без обид", "Трудный класс", "Мой методический багаж", "Открытый урок")},
    {"school": 0, "title": "Наставник в организации: технологии сопровождения", "kind": "course",
     "level": Level.MUNICIPALITY,
     "module": "community", "hours": 36, "learning": Learning.FORMAL, "capacity": 30, "is_public": True,
     "place": "Центр развития образования", "people": 0, "audience_words": "наставники и кураторы организаций",
     "about": "Курс повышения квалификации: от договора с наставляемым до итогов пары.",
     "programme": "Раздел 1. Роль наставника\nРаздел 2. Диагностика и план\nРаздел 3. Обратная связь\nРаздел 4. Итоги",
     "min": 3, "pair_hours": 12, "paper": "Удостоверение о повышении квалификации", "first": -15, "every": 14,
     "hour": 10, "lasts": 6,
     "sessions": ("Роль наставника", "Диагностика и план", "Обратная связь", "Итоги пары")},
)  # fmt: skip


def add_courses(town: Town) -> None:
    """Each course with its sessions; those that are over are marked."""
    for said in COURSES:
        _add(town, dict(said))
    db.session.flush()


def _add(town: Town, said: dict[str, Any]) -> None:
    school = town.schools[said.pop("school")]
    titles, first, every, hour, lasts = (said.pop(name) for name in ("sessions", "first", "every", "hour", "lasts"))
    n_people, least, paired, paper = (said.pop(name) for name in ("people", "min", "pair_hours", "paper"))
    begins = clock.today(ZONE) + timedelta(days=first)
    with clock.freeze(clock.now() + timedelta(days=first - 10)):
        event = actions.draft_event(SYSTEM, school, school_year=begins.year, **said)
        set_up_course(SYSTEM, event, None, min_sessions=least, pair_hours=paired, paper=paper)
        for number, title in enumerate(titles):
            starts_at = datetime.combine(begins + timedelta(days=every * number), time(hour), ZoneInfo(ZONE))
            put_session(SYSTEM, event, None, title=title, starts_at=starts_at, hours=lasts, place=event.place, link="",
                        ends_at=starts_at + timedelta(hours=lasts))  # fmt: skip
        actions.announce(SYSTEM, event)
        for person in _people(town, school, n_people):
            actor = Actor(person_id=person.id, time_zone=ZONE)
            actions.register(actor, event, person, organization_id=school.id, skips_audience=True)
    _mark(event)


def _people(town: Town, school: Organization, most: int) -> list[Person]:
    """Employees of the school; to the course of the town come mentors of both schools."""
    if not most:
        return [town.people[key] for key in ("nina", "vera", "kira", "karim", "yana")]
    rows = members(school.id, clock.today(ZONE), kind=MembershipKind.EMPLOYEE).limit(most)
    return list(db.session.scalars(rows))


def _mark(event: Event) -> None:
    going = [each.public_id for each in enrolled(event)]
    for number, session in enumerate(sessions_of([event.id])):
        if session.ends_at < clock.now():
            with clock.freeze(session.ends_at):
                came = [key for place, key in enumerate(going) if (place + number) % 4]
                mark_session(SYSTEM, event, session, listed=going, came=came)
