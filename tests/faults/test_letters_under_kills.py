"""Workers that are killed at random: every reminder and every morning letter is written once, and all of them go.

Five kills by default; PORTAL_SOAK=1 makes a hundred.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from flask import Flask

from portal.accounts.models import User
from portal.core import clock
from portal.core.db import db
from portal.core.letter_choices import next_morning
from portal.core.mail import LetterState, OutboxMessage
from portal.core.notices import Notice
from portal.people.models import Person
from surveys.models import SurveyAssignment
from surveys.waves.mailing import write_letters
from tests.core.test_mail import Postman, free_port
from tests.serving import ROOT
from tests.surveys.test_crowds_of_threads import crowd

KILLS = 100 if os.environ.get("PORTAL_SOAK") == "1" else 5
PEOPLE = 20 if KILLS < 100 else 60
pytestmark = [pytest.mark.slow, pytest.mark.timeout(10 * KILLS + 120)]


@pytest.fixture
def postman() -> Iterator[tuple[Postman, str]]:
    """A mail server and its address."""
    keeper = Postman()
    controller = Controller(keeper, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield keeper, f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


@pytest.fixture
def held(own_portal: Flask) -> int:
    """People with accounts whose invitations wait for the morning, on a day of reminders; notices so far."""
    wave_id, _links = crowd(own_portal, PEOPLE)
    with own_portal.app_context():
        for person in db.session.scalars(sa.select(Person).where(Person.family_name == "Иванов")):
            person.email = f"p{person.id}@example.org"
            db.session.add(User(person_id=person.id, login=person.email, password_hash="", password_set_at=clock.now()))
        wave = db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.id == wave_id)).one()
        wave.closes_at, wave.reminders = next_morning(wave.organization.time_zone) + timedelta(days=3), [3]
        db.session.commit()
        assert write_letters() == PEOPLE
        noticed = db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) or 0
        db.session.remove()
    return noticed


def test_every_reminder_and_every_morning_letter_is_written_once_and_goes(
    own_portal: Flask, held: int, postman: tuple[Postman, str]
) -> None:  # fmt: skip
    keeper, smtp = postman
    settings = own_portal.extensions["settings"]
    with own_portal.app_context():
        zone = db.session.scalars(sa.select(SurveyAssignment)).one().organization.time_zone
        db.session.remove()
    day = (next_morning(zone) + timedelta(hours=3)).isoformat()
    command = [sys.executable, "-m", "tests.faults.dying_workers", settings.var_dir, settings.database_url, smtp,
               str(KILLS), day]  # fmt: skip
    died = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=8 * KILLS + 60)
    assert died.stdout.count("killed") >= min(KILLS, 3), died.stdout + died.stderr

    with own_portal.app_context(), clock.freeze(clock.now()):
        rows = db.session.scalars(sa.select(OutboxMessage)).all()
        written = Counter((row.letter, row.recipient) for row in rows)
        states = Counter((row.letter, row.state) for row in rows)
        noticed = db.session.scalar(sa.select(sa.func.count()).select_from(Notice))
        ids = {row.message_id for row in rows if row.state == LetterState.SENT}
        db.session.remove()
    assert set(written.values()) == {1}, "one invitation, one morning letter and one reminder for each"
    assert states == {
        ("survey_invitation", LetterState.GATHERED): PEOPLE,
        ("digest", LetterState.SENT): PEOPLE,
        ("survey_reminder", LetterState.SENT): PEOPLE,
    }
    assert noticed == held + PEOPLE
    came = Counter(re.findall(r"^Message-ID: (\S+)", "\n".join(keeper.taken), re.M))
    assert set(came) == ids, "nothing is lost, and nothing came that is not recorded"
    assert sum(came.values()) - len(came) <= KILLS, "only what a death cut off is repeated, under the same Message-ID"
