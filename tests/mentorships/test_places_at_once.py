"""A hundred people say yes in the same moment and one place is left: exactly one gets it. On both databases.

`make places` plays a thousand rounds; here it is one.
"""

import os
import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal, StorageBusy
from portal.mentorships.actions import say_yes
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of, forms_that_run
from portal.programs.reference import sync_mentoring
from tests.conftest import NOW
from tests.matching.mentoring import rule
from tests.world import build_world

CROWD, THREADS = 100, 20
ROUNDS = int(os.environ.get("PORTAL_PLACE_ROUNDS", "1"))


@pytest.mark.timeout(120 + 30 * ROUNDS)
def test_a_hundred_answers_at_once_never_exceed_one_place(own_portal: Flask) -> None:
    with own_portal.app_context(), clock.freeze(NOW):
        world = build_world()
        sync_mentoring()
        made = add_program(world.actor("kira"), world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                           span=school_span(2026))  # fmt: skip
        cycle = cycles_of(made)[0]
        rule(cycle, mentor_capacity=1)
        format_id, nina = forms_that_run(cycle)[0].format_id, world.nina.id
        members = [_asked(cycle.id, format_id, world.school_1.id, nina).id for _n in range(CROWD)]
        db.session.commit()
        db.session.remove()
    for _round in range(ROUNDS):
        outcomes = _all_at_once(own_portal, members)
        assert outcomes.count("yes") == 1, outcomes
        assert outcomes.count("full") == CROWD - 1, outcomes
        with own_portal.app_context():
            held = sa.select(MentorshipMember.id).where(MentorshipMember.place.is_not(None))
            assert len(db.session.scalars(held).all()) == 1
            db.session.execute(sa.update(MentorshipMember).values(place=None, agreed_on=None, agreed_by_id=None))
            db.session.commit()
            db.session.remove()


def _asked(cycle_id: int, format_id: int, school_id: int, mentor_id: int) -> MentorshipMember:
    pair = Mentorship(organization_id=school_id, cycle_id=cycle_id, format_id=format_id, proposed_on=NOW.date())
    db.session.add(pair)
    db.session.flush()
    db.session.add(MentorshipPeriod(mentorship_id=pair.id, state=MentorshipState.PROPOSED, starts_on=NOW.date()))
    found = MentorshipMember(mentorship_id=pair.id, person_id=mentor_id, organization_id=school_id,
                             side=MemberSide.MENTOR, starts_on=NOW.date())  # fmt: skip
    db.session.add(found)
    db.session.flush()
    return found


def _all_at_once(own_portal: Flask, members: list[int]) -> list[str]:
    """Outcome of each answer: «yes», «full», or what went wrong; as many threads as a database has connections."""
    outcomes, waiting, start = [], list(members), threading.Barrier(THREADS)

    def answer_in_turn() -> None:
        with clock.freeze(NOW), own_portal.app_context():
            start.wait()
            while waiting:
                try:
                    member_id = waiting.pop()
                except IndexError:
                    return
                outcomes.append(_answer(member_id))

    crowd = [threading.Thread(target=answer_in_turn) for _n in range(THREADS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    return outcomes


def _answer(member_id: int) -> str:
    for _attempt in range(5):  # the queue of writers asks to come again: so does a browser
        try:
            member = db.session.scalars(sa.select(MentorshipMember).where(MentorshipMember.id == member_id)).one()
            say_yes(Actor(person_id=member.person_id), member)
            db.session.commit()
            return "yes"
        except Refusal:
            db.session.rollback()
            return "full"
        except (StorageBusy, sa.exc.OperationalError):
            db.session.rollback()
        except Exception as wrong:
            db.session.rollback()
            return repr(wrong)
        finally:
            db.session.remove()
    return "busy"
