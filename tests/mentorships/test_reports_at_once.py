"""Two workers ask for reports in the same moment: every mentor gets each letter once. On both databases."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.db import db
from portal.core.errors import StorageBusy
from portal.core.mail import OutboxMessage
from portal.mentorships.closing.asking import ask_and_remind
from portal.mentorships.closing.models import MentorReport
from tests.conftest import NOW
from tests.mentorships.pairing import cycle_of, make_pair
from tests.mentorships.planning import pair_of
from tests.world import build_world

PAIRS, WORKERS = 6, 2


@pytest.mark.timeout(120)
def test_two_workers_write_each_letter_once(own_portal: Flask) -> None:
    with own_portal.app_context(), clock.freeze(NOW):
        world = build_world()
        first = pair_of(world)
        cycle = cycle_of(world.school_1.id)
        pairs = [first, *(make_pair(world.nina, world.misha, cycle) for _n in range(PAIRS - 1))]
        for pair in pairs:
            pair.starts_on, pair.planned_until = NOW.date() - timedelta(days=60), NOW.date() + timedelta(days=2)
        db.session.commit()
        db.session.remove()
    start, troubles = threading.Barrier(WORKERS), []

    def work() -> None:
        with clock.freeze(NOW), own_portal.app_context():
            start.wait()
            for _attempt in range(5):
                try:
                    ask_and_remind()
                    return
                except (StorageBusy, sa.exc.OperationalError):
                    db.session.rollback()
                except Exception as wrong:
                    troubles.append(repr(wrong))
                    return
                finally:
                    db.session.remove()

    workers = [threading.Thread(target=work) for _n in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert troubles == []
    with own_portal.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(MentorReport)) == PAIRS
        letters = sa.select(sa.func.count()).where(OutboxMessage.letter == "mentor_report")
        assert db.session.scalar(letters) == 2 * PAIRS, "one asks, one reminds"
        db.session.remove()
