"""A reminder reaches each person once, though two workers send at the same moment."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.people.models import Person
from surveys.models import SurveyAssignment
from surveys.reminders import remind
from tests.surveys.test_crowds_of_threads import at_once, crowd, server  # noqa: F401 — `server` is a fixture

pytestmark = pytest.mark.slow


def test_two_workers_at_once_remind_everybody_once(server: Flask) -> None:  # noqa: F811
    wave_id, _links = crowd(server, 20)
    with server.app_context():
        for person in db.session.scalars(sa.select(Person).where(Person.family_name == "Иванов")):
            person.email = f"p{person.id}@example.org"
        db.session.commit()
        before = _count(Notice)
        db.session.remove()

    def work() -> Any:
        with server.app_context(), server.test_request_context():
            wave = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave_id)).one()
            count = remind(Actor.system("worker"), wave)
            db.session.commit()
            db.session.remove()
            return count

    assert sorted(at_once([work] * 4)) == [0, 0, 0, 20]
    with server.app_context():
        assert _count(Notice) - before == 20
        letters = db.session.scalars(
            sa.select(OutboxMessage.recipient).where(OutboxMessage.letter == "survey_reminder")
        )
        assert len(set(letters)) == 20
        db.session.remove()


def _count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0
