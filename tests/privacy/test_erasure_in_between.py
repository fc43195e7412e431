"""Days lie between the proposal of an erasure and the erasure: whoever may not be erased by then stays."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.jobs import Job, run_job
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from portal.privacy.actions import erasures
from portal.privacy.kinds import ErasureState
from tests.house.stage import BEGAN_ON, SYSTEM
from tests.privacy import canaries
from tests.world import World


@pytest.fixture
def proposed(world: World) -> list[Any]:
    """Two people whose erasure waits for a second person; the first one comes to another school meanwhile."""
    leaving = [canaries.settle(world, "Альфа"), canaries.settle(world, "Бета")]
    entries = erasures.propose(world.actor("kira"), world.school_1, leaving, reason="Выпуск.")
    people.add_membership(
        SYSTEM, leaving[0], world.school_2, kind=MembershipKind.LEARNER, starts_on=BEGAN_ON, group=world.group_2
    )
    db.session.commit()
    return entries


def test_who_came_to_another_school_is_not_erased_by_the_first(
    world: World, proposed: list[Any], client_as: Any, post: Any
) -> None:
    stays, goes = proposed
    kept_id, gone_id = stays.person_id, goes.person_id
    post(client_as("denis"), f"/privacy/erasures/{stays.public_id}/decision", decision="approve")
    job = db.session.scalars(sa.select(Job)).one()
    for _retry in range(2):
        assert run_job(job.id) is (_retry == 0)
    db.session.expire_all()
    assert job.message == "Стёрт 1 человек. Акт готов. Не стёрт 1 человек: причина записана."
    erased = {person.id: person.erased_on is not None for person in db.session.scalars(sa.select(Person))}
    assert (erased[kept_id], erased[gone_id]) == (False, True)
    assert (stays.state, goes.state) == (ErasureState.REFUSED, ErasureState.DONE)
    assert "есть и в других организациях" in client_as("denis").get(f"/privacy/erasures/{stays.public_id}").text
    assert erasures.carry_out(world.actor("denis"), stays) == [], "a worker that begins again leaves it so"


def test_the_administrator_erases_everywhere(world: World, proposed: list[Any]) -> None:
    erasures.decide(world.actor("admin"), proposed, is_approved=True)
    for entry in proposed:
        erasures.carry_out(world.actor("admin"), entry)
    assert {entry.state for entry in proposed} == {ErasureState.DONE}


def test_the_second_person_does_not_erase_themselves(world: World) -> None:
    leaving = [world.denis, canaries.settle(world, "Бета")]
    entries = erasures.propose(world.actor("kira"), world.school_1, leaving, reason="Увольнение.")
    erasures.decide(world.actor("denis"), entries, is_approved=True)
    for entry in entries:
        erasures.carry_out(world.actor("denis"), entry)
    assert [entry.state for entry in entries] == [ErasureState.REFUSED, ErasureState.DONE]
