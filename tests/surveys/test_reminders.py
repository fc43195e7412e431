"""A reminder reaches each person once, though two workers send at the same moment (surveys.md, failure 31)."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.people.models import Person
from surveys.models import SurveyAssignment
from surveys.reminders import remind, remind_by_schedule
from surveys.waves.mailing import write_letters
from tests.surveys.test_crowds_of_threads import at_once, crowd

pytestmark = pytest.mark.slow
WORKER = Actor.system("worker")


@pytest.fixture
def wave_id(own_portal: Flask) -> int:
    """A wave of twenty people with addresses, on its last day but three; letters of invitation are written."""
    wave_id, _links = crowd(own_portal, 20)
    with own_portal.app_context():
        for person in db.session.scalars(sa.select(Person).where(Person.family_name == "Иванов")):
            person.email = f"p{person.id}@example.org"
        wave = _wave(wave_id)
        wave.closes_at, wave.reminders = clock.now() + timedelta(days=3), [3, 0]
        db.session.commit()
        assert write_letters() == 20
        db.session.remove()
    return wave_id


@pytest.mark.parametrize("deed", [remind, remind_by_schedule])
def test_31_two_workers_at_once_remind_everybody_once(own_portal: Flask, wave_id: int, deed: Any) -> None:
    before = _count_aside(own_portal, Notice)

    def work() -> Any:
        with own_portal.app_context(), own_portal.test_request_context():
            count = deed(WORKER, _wave(wave_id))
            db.session.commit()
            db.session.remove()
            return count

    assert sorted(at_once([work] * 4)) == [0, 0, 0, 20]
    assert _count_aside(own_portal, Notice) - before == 20
    assert sum(at_once([_writer(own_portal)] * 4)) == 20
    with own_portal.app_context():
        query = sa.select(OutboxMessage.recipient).where(OutboxMessage.letter == "survey_reminder")
        letters = list(db.session.scalars(query))
        db.session.remove()
    assert len(letters) == len(set(letters)) == 20


def _writer(app: Flask) -> Any:
    def write() -> int:
        with app.app_context(), app.test_request_context():
            written = write_letters()
            db.session.remove()
            return written

    return write


def _wave(wave_id: int) -> SurveyAssignment:
    return db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave_id)).one()


def _count_aside(app: Flask, model: Any) -> int:
    with app.app_context():
        n = db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
        db.session.remove()
        return n
