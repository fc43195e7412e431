"""Examples of courses: one of each school with a session that is over, one ahead, somebody in it and a certificate."""

from datetime import timedelta
from typing import Any

from portal.core.db import db
from portal.events import actions
from portal.events.courses.actions import put_session, set_up_course
from portal.events.courses.models import CourseSession
from portal.events.courses.queries import sessions_of
from portal.events.kinds import Learning
from portal.events.models import Event, TrainingRecord
from tests.conftest import NOW
from tests.house.asked import NONE, Example, Script, foreign, open_to, own
from tests.house.examples_events import EDIT_1, EDIT_2, EDITORS, KEEP_TRAINING_1, OF_1, OF_2, _at
from tests.house.stage import EVERYBODY, SIGNED_IN, Stage
from tests.world import World

_NEW = {"title": "Занятие", "day": "25.11.2026", "begins": "14:00", "ends": "16:00", "hours": "2",
        "submission_key": "key-1"}  # fmt: skip


def dress_courses(world: World) -> dict[str, Any]:
    """A course of each school under way, and one of the town for everybody."""
    props: dict[str, Any] = {}
    schools = {"here": ("kira", world.school_1, "nina"), "there": ("karim", world.school_2, "vera")}
    for side, (curator, school, mentor) in schools.items():
        actor, person = world.actor(curator), world.person(mentor)
        event = _course(world, curator, school, f"Мастерская-{side}")
        actions.register(actor, event, person, organization_id=school.id, by_organizer=True, skips_audience=True)
        record = TrainingRecord(
            person_id=person.id, organization_id=school.id, event_id=event.id, learning=Learning.FORMAL, hours=8,
            title=f"Мастерство-{side}", finished_on=NOW.date(), document="Сертификат № 1", number="1", pair_hours=2,
        )  # fmt: skip
        db.session.add(record)
        db.session.flush()
        finished = _course(world, curator, school, f"Пройденный-{side}", days=(-3,))
        props[f"finished course {side}"] = finished.public_id
        over, ahead = sessions_of([event.id])
        props |= {f"course {side}": event.public_id, f"session over {side}": over.public_id,
                  f"session ahead {side}": ahead.public_id, f"certificate {side}": record.public_id}  # fmt: skip
    town = _course(world, "olga", world.municipality, "Мастерская-города", is_public=True)
    return props | {"course of town": town.public_id}


def _course(
    world: World, who: str, school: Any, title: str, *, days: tuple[int, ...] = (-3, 40), **facts: Any
) -> Event:
    actor = world.actor(who)
    event = actions.draft_event(actor, school, title=title, kind="school", school_year=2026, hours=8,
                                learning=Learning.FORMAL, **facts)  # fmt: skip
    set_up_course(actor, event, None, min_sessions=1, pair_hours=4, paper="")
    for day in days:
        _session(world, who, event, day)
    actions.announce(actor, event)
    return event


def _session(world: World, who: str, event: Event, days: int) -> CourseSession:
    starts_at = NOW + timedelta(days=days)
    return put_session(world.actor(who), event, None, title=f"Занятие {days}", starts_at=starts_at, hours=2, place="",
                       ends_at=starts_at + timedelta(hours=2), link="")  # fmt: skip


def _edited(argument: str = "", kind: str = "course", **body: str) -> Example:
    """A page or a deed of whoever holds the course; `argument` names the session it is about."""

    def at(side: str, session: str = "") -> Script:
        return _at(f"{kind} {side}", {"session_id": f"{argument} {session or side}"} if argument else None, **body)

    cases = [own(EDIT_1, at("here"), sees=OF_1), foreign("path", EDIT_2, at("there"), sees=OF_2)]
    if argument:
        cases.append(foreign("session", NONE, at("here", "there"), asked=EDIT_1))
    return Example(opens=EDITORS, cases=tuple(cases))


def _nina(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Орлова Нина": EDIT_1}


COURSES: dict[str, Example] = {
    "GET courses.index": open_to(EVERYBODY, shows=lambda stage: {
        "Мастерская-города": EVERYBODY, "Мастерская-here": OF_1, "Мастерская-there": OF_2}),
    "GET courses.show": Example(
        opens=EVERYBODY,
        cases=(own(EVERYBODY, _at("course of town")), foreign("path", OF_1, _at("course here"), guest="hidden")),
    ),
    "GET courses.setup": _edited(),
    "POST courses.set_up": _edited(version="1", min_sessions="2", pair_hours="3"),
    "GET courses.new_session": _edited(),
    "POST courses.add_session": _edited(**_NEW),
    "GET courses.edit_session": _edited("session ahead"),
    "POST courses.change_session": _edited("session ahead", version="1", **_NEW),
    "POST courses.drop_session": _edited("session ahead"),
    "GET courses.attendance": _edited("session over").showing(_nina),
    "POST courses.mark": _edited("session over", listed="x"),
    "GET courses.progress": _edited().showing(_nina),
    "POST courses.issue": _edited(kind="finished course"),
    "POST courses.repeat": _edited(),
    "GET courses.certificate": Example(
        opens=SIGNED_IN,
        cases=(
            own(KEEP_TRAINING_1 | {"nina", "denis", "admin"}, _at("certificate here", argument="record_id")),
            foreign("path", frozenset({"karim", "vera", "admin"}), _at("certificate there", argument="record_id")),
        ),
    ),
}  # fmt: skip
