"""One clause for lists, rows and buttons; two roles of one person do not add up to more than their sum."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.gate import allowed, get_or_404, opened_or_404, permissions_on, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import POLICY
from portal.access.roles import Role, Scope
from portal.core.errors import NotAllowed, NotSeen
from portal.demo.cast import CAST
from portal.people.models import Person


def names(database: Any, actor: Actor) -> set[str]:
    rows = database.session.scalars(select_allowed(actor, Permission.PERSON_READ, Person))
    return {person.given_name for person in rows}


def test_a_curator_sees_the_people_of_the_own_school_only(world: Any, database: Any) -> None:
    seen = names(database, world.actor("kira"))
    assert {"Нина", "Миша", "Паша", "Кира"} <= seen
    assert not {"Карим", "Вера", "Яна", "Ольга"} & seen


def test_a_person_of_another_school_is_not_found(world: Any) -> None:
    with pytest.raises(NotSeen):
        get_or_404(world.actor("kira"), Person, world.yana.public_id, Permission.PERSON_READ)
    with pytest.raises(NotSeen):
        get_or_404(world.actor("kira"), Person, "no-such-person", Permission.PERSON_READ)


def test_who_may_read_but_not_do_is_told_so(world: Any) -> None:
    with pytest.raises(NotAllowed):
        get_or_404(world.actor("denis"), Person, world.misha.public_id, Permission.SURVEY_ASSIGN)


def test_a_curator_of_two_who_mentors_in_one_does_not_curate_one(world: Any, database: Any) -> None:
    both = Actor(
        person_id=world.karim.id,
        time_zone="Asia/Irkutsk",
        grants=(
            Grant(role=Role.CURATOR, organization_id=world.school_2.id),
            Grant(role=Role.MENTOR, organization_id=world.school_1.id),
        ),
    )
    seen = names(database, both)
    assert {"Карим", "Вера", "Яна"} == seen
    assert names(database, both.in_role(Role.MENTOR)) == {"Карим"}


def test_a_parent_sees_the_own_child_and_nobody_elses(world: Any, database: Any) -> None:
    assert names(database, world.actor("maria")) == {"Мария", "Паша"}


def test_a_list_with_a_flag_per_row_costs_one_query(world: Any, database: Any, count_queries: Any) -> None:
    actor = world.actor("kira")
    with count_queries() as seen:
        may_edit = allowed(actor, Permission.SURVEY_ASSIGN, Person).label("may_edit")
        database.session.execute(select_allowed(actor, Permission.PERSON_READ, Person).add_columns(may_edit)).all()
    assert len(seen) == 1


def test_all_that_one_may_do_with_a_row_costs_one_query(world: Any, count_queries: Any) -> None:
    actor, person = world.actor("kira"), world.misha
    person.id  # noqa: B018 — loaded again after the commit of the world
    with count_queries() as seen:
        may = permissions_on(actor, person)
    assert len(seen) == 1
    assert Permission.PERSON_READ in may
    assert Permission.AUDIT_READ not in may


@pytest.mark.parametrize("key", [part.key for part in CAST])
def test_buttons_and_lists_say_the_same(world: Any, database: Any, key: str) -> None:
    """Permissions that reach equally far are asked about once; each must still get its own answer."""
    actor = world.actor(key)
    for person in (world.misha, world.yana, world.nina):
        one_by_one = {
            permission
            for permission in POLICY
            if database.session.scalar(sa.select(allowed(actor, permission, Person)).where(Person.id == person.id))
        }
        assert permissions_on(actor, person) == one_by_one


def test_a_row_comes_with_all_that_one_may_do_in_one_query(world: Any, count_queries: Any) -> None:
    actor, key = world.actor("kira"), world.misha.public_id
    with count_queries() as seen:
        person, may = opened_or_404(actor, Person, key, Permission.PERSON_EDIT)
    assert len(seen) == 1
    assert (person.public_id, may) == (key, permissions_on(actor, person))


@pytest.mark.parametrize("key", [part.key for part in CAST])
@pytest.mark.parametrize("permission", [Permission.PERSON_READ, Permission.PERSON_EDIT, Permission.AUDIT_READ])
def test_both_doors_open_the_same(world: Any, key: str, permission: Permission) -> None:
    """Whoever opens a row with its buttons sees, may not or does not see exactly as with `get_or_404`."""
    actor = world.actor(key)
    for person in (world.misha, world.yana, world.nina):
        outcomes = []
        for door in (get_or_404, opened_or_404):
            try:
                door(actor, Person, person.public_id, permission)
            except (NotSeen, NotAllowed) as refused:
                outcomes.append(type(refused).__name__)
            else:
                outcomes.append("open")
        assert outcomes[0] == outcomes[1]


def test_a_guest_and_the_system_see_nobody(world: Any, database: Any) -> None:
    assert names(database, Actor.guest()) == set()
    assert names(database, Actor.system("tasks")) == set()


def test_an_ended_membership_ends_the_sight(world: Any, database: Any) -> None:
    from datetime import date

    from portal.people.models import Membership

    database.session.execute(
        sa.update(Membership).where(Membership.person_id == world.misha.id).values(ends_on=date(2026, 11, 19))
    )
    assert "Миша" not in names(database, world.actor("kira"))


def test_every_permission_has_its_line_in_the_policy() -> None:
    assert set(POLICY) == set(Permission)
    assert all(reach is not Scope.NONE for line in POLICY.values() for reach in line.values())
