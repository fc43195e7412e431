"""Groups: the list, the card, who comes and who goes."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.actions import appoint
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.kinds import GroupKind, MembershipKind
from portal.people.models import Group, Membership
from portal.people.signals import membership_ended
from tests.conftest import NOW

TODAY = NOW.date()
BEGAN = date(2024, 9, 1)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def other(world):
    return people.add_group(world.actor("kira"), world.school_1, name="М-22", course=2, starts_on=BEGAN)


@pytest.fixture
def ended():
    """Places that the signal names, in order."""
    seen = []

    def note(actor, membership):
        seen.append(membership.id)

    membership_ended.connect(note)
    yield seen
    membership_ended.disconnect(note)


def place_of(person):
    """The place as a learner, the last one begun."""
    return db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id == person.id, Membership.kind == MembershipKind.LEARNER)
        .order_by(Membership.starts_on.desc())
        .limit(1)
    ).one()


def path(group, tail=""):
    return f"/groups/{group.public_id}{tail}"


def test_the_kind_follows_the_organisation(world):
    assert world.group_1.kind == GroupKind.STUDY
    assert world.group_2.kind == GroupKind.CLASS


def test_a_group_is_made_once(world, client_as, post):
    fields = {"name": "Н-11", "kind": "study", "course": "1", "starts_on": "01.09.2026",
              "organization": world.school_1.public_id, "submission_key": "key-1"}  # fmt: skip
    kira = client_as("kira")
    first, again = post(kira, "/groups", **fields), post(kira, "/groups", **fields)
    assert first.status_code == again.status_code == 303
    assert db.session.scalars(sa.select(Group).where(Group.name == "Н-11")).one().public_id in again.location


@pytest.mark.parametrize("wrong", [
    ("name", "", "Укажите название"),
    ("name", "м-21", "уже есть"),
    ("course", "12", ""),
    ("starts_on", "31.02.2026", "Укажите дату"),
    ("starts_on", "01.09.0026", "Проверьте год"),
    ("kind", "crowd", ""),
])  # fmt: skip
def test_a_wrong_field_is_said(world, client_as, post, wrong):
    field, typed, words = wrong
    fields = {"name": "Н-11", "kind": "study", "course": "1", "starts_on": "01.09.2026",
              "organization": world.school_1.public_id, "submission_key": "key-1", field: typed}  # fmt: skip
    answer = post(client_as("kira"), "/groups", **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_list_is_narrowed_and_counts_learners(world, other, client_as):
    db.session.commit()
    kira = client_as("kira")
    assert other.public_id not in kira.get("/groups?q=21").text
    assert other.public_id in kira.get("/groups?course=2").text
    assert other.public_id not in kira.get("/groups?state=closed").text
    unknown = kira.get("/groups?course=nonsense&state=nonsense&organization=nonsense")
    assert unknown.status_code == 200
    assert "nonsense" not in unknown.text


def test_the_list_costs_the_same_with_few_and_with_many(world, client_as, count_queries):
    kira = client_as("kira")
    kira.get("/groups")
    with count_queries() as few:
        kira.get("/groups")
    for number in range(18):
        people.add_group(world.actor("kira"), world.school_1, name=f"Г-{number}", course=1, starts_on=BEGAN)
    db.session.commit()
    with count_queries() as many:
        kira.get("/groups")
    assert len(many) == len(few)


def test_a_group_costs_the_same_with_two_learners_and_with_twenty(world, client_as, count_queries):
    kira = client_as("kira")
    kira.get(path(world.group_1))
    with count_queries() as few:
        kira.get(path(world.group_1))
    for number in range(18):
        person = people.add_person(world.actor("kira"), family_name=f"Учеников{number}", given_name="Ян")
        people.add_membership(world.actor("kira"), person, world.school_1, kind=MembershipKind.LEARNER, starts_on=BEGAN,
                              group=world.group_1)  # fmt: skip
    db.session.commit()
    with count_queries() as many:
        kira.get(path(world.group_1))
    assert len(many) == len(few)


def test_a_curator_of_a_group_sees_it_and_changes_nothing(world, client_as, post):
    karim = client_as("karim")
    assert karim.get(path(world.group_1)).status_code == 404
    assert post(karim, path(world.group_1, "/edit"), name="Чужая").status_code == 404
    polina = client_as("polina")
    assert polina.get(path(world.group_1)).status_code == 200
    assert post(polina, path(world.group_1, "/edit"), name="Иная").status_code == 403
    assert client_as("kira").get(path(world.group_1, "/moves")).status_code == 405


def test_two_who_save_at_once_see_both_texts(world, client_as, post):
    kira = client_as("kira")
    fields = {"kind": "study", "course": "2", "starts_on": "01.09.2024", "version": "1"}
    assert post(kira, path(world.group_1, "/edit"), name="М-25", **fields).status_code == 303
    late = post(kira, path(world.group_1, "/edit"), name="М-26", **fields)
    assert late.status_code == 409
    assert "М-25" in late.text
    assert "М-26" in late.text


def test_a_learner_moves_from_a_day_and_the_signal_tells(world, other, ended):
    place = place_of(world.misha)
    [new] = people.move_to_group(world.actor("kira"), [place], other, on=TODAY)
    assert (place.ends_on, place.group_id) == (YESTERDAY, world.group_1.id)
    assert (new.starts_on, new.ends_on, new.group_id) == (TODAY, None, other.id)
    assert new.person_id == world.misha.id
    assert ended == [place.id]


def test_moving_on_the_first_day_only_puts_right(world, other, ended):
    place = place_of(world.misha)
    [same] = people.move_to_group(world.actor("kira"), [place], other, on=place.starts_on)
    assert same is place
    assert place.group_id == other.id
    assert ended == []


def test_everything_else_about_the_place_goes_along(world, other):
    place = place_of(world.misha)
    place.subject, place.ends_on = "Сварка", date(2027, 6, 30)
    [new] = people.move_to_group(world.actor("kira"), [place], other, on=TODAY)
    assert (new.subject, new.ends_on, new.organization_id) == ("Сварка", date(2027, 6, 30), world.school_1.id)


def test_who_cannot_be_moved_is_refused(world, other):
    kira, place = world.actor("kira"), place_of(world.misha)
    with pytest.raises(Refusal, match="другой организации"):
        people.move_to_group(kira, [place], world.group_2, on=TODAY)
    with pytest.raises(Refusal, match="уже в этой группе"):
        people.move_to_group(kira, [place], world.group_1, on=TODAY)
    with pytest.raises(Refusal, match="нет"):
        people.move_to_group(kira, [place], other, on=BEGAN - timedelta(days=1))
    people.move_to_group(kira, [place], other, on=TODAY)
    with pytest.raises(Refusal, match="Не все выбранные"):
        people.move_to_group(kira, [place], other, on=TODAY)


def test_a_second_move_on_the_same_day_goes_through(world, other):
    kira = world.actor("kira")
    [new] = people.move_to_group(kira, [place_of(world.misha)], other, on=TODAY)
    people.move_to_group(kira, [new], world.group_1, on=TODAY)
    assert (new.group_id, new.starts_on) == (world.group_1.id, TODAY)


def test_another_place_that_begins_that_day_is_said_not_broken(world, other):
    kira, place = world.actor("kira"), place_of(world.misha)
    people.add_membership(kira, world.misha, world.school_1, kind=MembershipKind.LEARNER, starts_on=TODAY)
    with pytest.raises(Refusal, match="уже записано другое место"):
        people.move_to_group(kira, [place], other, on=TODAY)


def test_ticked_learners_come_once_however_often_the_button_is_pressed(world, other, client_as, post):
    db.session.commit()
    kira = client_as("kira")
    fields = {"places": [str(place_of(world.misha).id), str(place_of(world.pasha).id)], "starts_on": "20.11.2026",
              "submission_key": "key-1"}  # fmt: skip
    first, again = (post(kira, path(other, "/learners"), **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert place_of(world.misha).group_id == place_of(world.pasha).group_id == other.id
    said = kira.get(path(other)).text
    assert "Ковалёв Миша Игоревич" in said
    assert "Седов Паша Романович" in said


def test_nobody_of_another_school_can_be_ticked(world, other, client_as, post):
    foreign = people.add_membership(world.actor("karim"), world.yana, world.school_2, kind=MembershipKind.LEARNER,
                                    starts_on=BEGAN, group=world.group_2)  # fmt: skip
    db.session.commit()
    fields = {"starts_on": "20.11.2026", "submission_key": "key-1"}
    for places in (str(foreign.id), "0", "x", "9" * 30, ""):
        answer = post(client_as("kira"), path(other, "/learners"), places=places, **fields)
        assert answer.status_code == 422, places
    db.session.refresh(foreign)
    assert foreign.ends_on is None


def test_learners_are_moved_from_the_page_of_their_group(world, other, client_as, post):
    db.session.commit()
    kira = client_as("kira")
    fields = {"places": str(place_of(world.misha).id), "group": other.public_id, "starts_on": "20.11.2026",
              "submission_key": "key-1"}  # fmt: skip
    assert post(kira, path(world.group_1, "/moves"), **{**fields, "group": world.group_2.public_id}).status_code == 422
    first, again = (post(kira, path(world.group_1, "/moves"), **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert place_of(world.misha).group_id == other.id


def test_a_group_closes_only_when_nobody_is_left(world, other, client_as, post):
    db.session.commit()
    kira = client_as("kira")
    answer = post(kira, path(world.group_1, "/closure"), ends_on="20.11.2026")
    assert answer.status_code == 422
    assert "остаются 2 обучающихся" in answer.text
    assert post(kira, path(other, "/closure"), ends_on="20.11.2026").status_code == 303
    assert post(kira, path(other, "/closure"), ends_on="20.11.2026").status_code == 422
    assert post(kira, path(other, "/reopening")).status_code == 303


def test_a_closed_name_may_be_borne_again_but_not_twice(world, other):
    kira = world.actor("kira")
    people.close_group(kira, other, on=TODAY)
    people.add_group(kira, world.school_1, name="М-22", course=1, starts_on=TODAY)
    with pytest.raises(Refusal, match="уже есть"):
        people.reopen_group(kira, other)


@pytest.mark.parametrize(
    ("name", "kind", "course"),
    [("7 «В»", GroupKind.CLASS, 7), ("11б", GroupKind.CLASS, 11), ("0 класс", GroupKind.CLASS, None),
     ("12 «А»", GroupKind.CLASS, None), ("Кадеты", GroupKind.CLASS, None), ("21-М", GroupKind.STUDY, None)],
)  # fmt: skip
def test_a_class_without_a_course_gets_the_one_of_its_name(world, name, kind, course):
    group = people.add_group(world.actor("karim"), world.school_2, name=name, course=None, starts_on=BEGAN, kind=kind)
    assert group.course == course


def test_the_page_of_a_group_says_who_leads_it(world, client_as):
    group = db.session.scalars(sa.select(Group).where(Group.organization_id == world.school_1.id)).first()
    assert "Куратора группы пока нет" in client_as("kira").get(f"/groups/{group.public_id}").text
    appoint(world.actor("kira"), world.nina, world.school_1, Role.GROUP_CURATOR, group=group, starts_on=BEGAN)
    db.session.commit()
    shown = client_as("polina").get(f"/groups/{group.public_id}").text
    assert "Кто ведёт группу" in shown
    assert world.nina.full_name in shown
