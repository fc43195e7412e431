"""Two workers look at the same pairs in the same moment: each cause opens one warning. On both databases."""

import threading

import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.db import db
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.models import PairWarning
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring
from tests.conftest import NOW
from tests.mentorships.pairing import make_pair
from tests.world import build_world

WORKERS = 4


def test_four_workers_at_once_open_each_warning_once(own_portal: Flask) -> None:
    with own_portal.app_context(), clock.freeze(NOW):
        world = build_world()
        sync_mentoring()
        made = add_program(world.actor("kira"), world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                           span=school_span(2026))  # fmt: skip
        for mentee in (world.misha, world.pasha):
            make_pair(world.nina, mentee, cycles_of(made)[0])
        db.session.commit()
        db.session.remove()
    opened: list[int] = []
    start = threading.Barrier(WORKERS)

    def look() -> None:
        with clock.freeze(NOW), own_portal.app_context():
            start.wait()
            opened.append(evaluate())
            db.session.remove()

    workers = [threading.Thread(target=look) for _n in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    with own_portal.app_context():
        assert (len(opened), sum(opened)) == (WORKERS, 4)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PairWarning)) == 4
