"""Who appoints whom: the whole table of grantor × role × organisation, and appointments by period (ORG-3)."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.granting import GRANTS, grantable, may_open
from portal.accounts.queries import grants_of, invitees
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from tests.accounts.keys import SYSTEM, newcomer

TODAY = date(2026, 11, 20)
LOWER = {"participant", "mentee", "mentor", "parent", "group_curator", "form_lead", "social_educator", "editor", "hr",
         "secretary", "methodologist", "psychologist", "partner_curator"}  # fmt: skip
# Written out once more, independently of the data table: who gives what, where.
TABLE = {
    ("kira", 1): LOWER,
    ("karim", 2): LOWER,
    ("denis", 1): LOWER | {"curator"},
    ("olga", 0): {"department"},
    ("olga", 1): {"curator", "director"},
    ("olga", 2): {"curator", "director"},
    ("admin", 0): {"operator", "department", "administrator"},
    ("admin", 1): LOWER | {"curator", "director"},
    ("admin", 2): LOWER | {"curator", "director"},
}


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "key", ["kira", "karim", "denis", "olga", "admin", "polina", "nina", "misha", "maria", "pavel"]
)
def test_everybody_gives_exactly_what_the_table_says(world: Any, key: str, place: int) -> None:
    given = grantable(world.actor(key), world.town.schools[place])
    assert set(given) == TABLE.get((key, place), set())


def test_nobody_gives_the_role_that_gives_theirs() -> None:
    """Except the administrator, whose successor somebody must appoint."""
    for giver, given in GRANTS.items():
        if giver is not Role.ADMINISTRATOR:
            assert giver not in given
            assert Role.ADMINISTRATOR not in given
    assert all(Role.GUEST not in given for given in GRANTS.values())


def test_a_role_outside_ones_reach_does_not_exist(world: Any) -> None:
    for role in (Role.CURATOR, Role.DIRECTOR, Role.OPERATOR, Role.ADMINISTRATOR):
        with pytest.raises(NotSeen):
            actions.appoint(world.actor("kira"), world.nina, world.school_1, role, starts_on=TODAY)
    with pytest.raises(NotSeen):
        actions.appoint(world.actor("kira"), world.nina, world.school_2, Role.MENTOR, starts_on=TODAY)


def test_nobody_appoints_or_dismisses_themselves(world: Any) -> None:
    with pytest.raises(Refusal, match="Себе"):
        actions.appoint(world.actor("kira"), world.kira, world.school_1, Role.PSYCHOLOGIST, starts_on=TODAY)
    own = actions.grant_role(SYSTEM, world.kira, world.school_1, Role.METHODOLOGIST, starts_on=TODAY)
    with pytest.raises(Refusal, match="Свою"):
        actions.end_grant(world.actor("kira"), own, TODAY)


def test_an_appointment_keeps_paper_duties_period_and_name(world: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), f"/people/{world.nina.public_id}/roles"
    fields = {
        "place": f"methodologist:{world.school_1.public_id}", "group": "", "starts_on": "01.12.2026",
        "ends_on": "31.08.2027", "document": "Приказ № 41 от 01.09.2026", "duties": "Ведёт банк практик.",
        "label": "Методист наставничества", "submission_key": submissions.new_key(),
    }  # fmt: skip
    for _press in range(2):
        assert post(kira, address, **fields).status_code == 303
    made = [grant for grant in grants_of(world.actor("kira"), world.nina.id) if grant.role == Role.METHODOLOGIST]
    assert [(one.starts_on, one.ends_on, one.title) for one in made] == [
        (date(2026, 12, 1), date(2027, 8, 31), "Методист наставничества")
    ]
    page = kira.get(address).text
    for words in ("Методист наставничества", "Приказ № 41", "Ведёт банк практик.", "впереди"):
        assert words in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"starts_on": "завтра"}, "Укажите дату"), ({"starts_on": ""}, "Укажите первый день"),
     ({"ends_on": "01.01.2020"}, "раньше первого"), ({"place": ""}, "Выберите роль"),
     ({"place": "group_curator:{school}"}, "Выберите группу"), ({"document": "а" * 301}, "Сократите"),
     ({"place": "mentor:{school}"}, "уже есть")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: Any, client_as: Any, post: Any, changes: dict[str, str], says: str
) -> None:
    fields = {"place": f"editor:{world.school_1.public_id}", "group": "", "starts_on": "20.11.2026", "ends_on": "",
              "document": "", "duties": "Очень длинные обязанности", "label": "",
              "submission_key": submissions.new_key()}  # fmt: skip
    changes = {name: value.format(school=world.school_1.public_id) for name, value in changes.items()}
    answer = post(client_as("kira"), f"/people/{world.nina.public_id}/roles", **{**fields, **changes})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Очень длинные обязанности" in answer.text


@pytest.mark.parametrize(
    "place",
    [
        "curator:{school}",
        "director:{school}",
        "mentor:{other}",
        "mentor:nowhere",
        "nonsense:{school}",
        ":",
        "guest:{school}",
    ],
)
def test_what_the_form_does_not_offer_is_not_found(world: Any, client_as: Any, post: Any, place: str) -> None:
    named = place.format(school=world.school_1.public_id, other=world.school_2.public_id)
    answer = post(client_as("kira"), f"/people/{world.nina.public_id}/roles", place=named, group="",
                  starts_on="20.11.2026", submission_key=submissions.new_key())  # fmt: skip
    assert answer.status_code == 404


def test_a_group_of_another_school_is_not_found(world: Any, client_as: Any, post: Any) -> None:
    answer = post(client_as("kira"), f"/people/{world.nina.public_id}/roles", group=world.group_2.public_id,
                  place=f"group_curator:{world.school_1.public_id}", starts_on="20.11.2026",
                  submission_key=submissions.new_key())  # fmt: skip
    assert answer.status_code == 404


def test_an_ended_role_stays_in_the_history(world: Any, client_as: Any, post: Any) -> None:
    grant = actions.grant_role(SYSTEM, world.nina, world.school_1, Role.EDITOR, starts_on=date(2026, 9, 1))
    db.session.commit()
    kira, address = client_as("kira"), f"/people/{world.nina.public_id}/roles"
    end = f"{address}/{grant.public_id}/end"
    assert "Прекратить назначение?" in kira.get(end).text
    assert post(kira, end, ends_on="01.08.2026").status_code == 422
    assert post(kira, end, ends_on="19.11.2026").status_code == 303
    assert "прекращено" in kira.get(address).text
    assert post(kira, end, ends_on="20.11.2026").status_code == 422


def test_an_overlap_is_refused_and_a_later_period_is_not(world: Any) -> None:
    kira = world.actor("kira")
    actions.appoint(kira, world.nina, world.school_1, Role.EDITOR, starts_on=TODAY, ends_on=TODAY + timedelta(days=9))
    with pytest.raises(Refusal, match="уже есть"):
        actions.appoint(kira, world.nina, world.school_1, Role.EDITOR, starts_on=TODAY + timedelta(days=9))
    actions.appoint(kira, world.nina, world.school_1, Role.EDITOR, starts_on=TODAY + timedelta(days=10))
    assert len([one for one in grants_of(world.actor("kira"), world.nina.id) if one.role == Role.EDITOR]) == 2


def test_the_organization_calls_its_roles_as_it_likes(world: Any, client_as: Any) -> None:
    world.school_1.role_labels = {"curator": "Куратор внедрения", "mentor": "Педагог-наставник"}
    db.session.commit()
    assert "Куратор внедрения" in client_as("kira").get("/account").text
    page = client_as("kira").get(f"/people/{world.nina.public_id}/roles").text
    assert "Педагог-наставник · Колледж" in page


@pytest.mark.parametrize(
    ("key", "opens"),
    [("kira", {"misha", "nina", "polina"}), ("admin", {"misha", "nina", "polina", "denis", "kira", "admin"})],
)
def test_keys_are_handed_out_within_ones_reach(world: Any, key: str, opens: set[str]) -> None:
    people = ("misha", "nina", "polina", "denis", "kira", "admin")
    ids = {world.person(name).id: name for name in people}
    found = {ids[each.person.id] for each in invitees(list(ids)) if may_open(world.actor(key), each.roles)}
    assert found == opens


def test_somebody_without_roles_may_be_opened_by_the_group_curator(world: Any) -> None:
    from portal.access.actor import Actor, Grant

    gleb = Actor(person_id=None, grants=(Grant(role=Role.GROUP_CURATOR, organization_id=world.school_1.id),))
    held = invitees([newcomer(world).id, world.misha.id, world.nina.id, world.polina.id])
    assert [may_open(gleb, each.roles) for each in sorted(held, key=lambda each: each.person.id)] == [
        False,
        True,
        True,
        True,
    ]
    assert clock.today("UTC") == TODAY
