"""Collegial bodies: who sits in them, from when to when."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.kinds import BodyKind, BodyPart
from portal.people.models import BodyMember, CollegialBody
from tests.conftest import NOW

TODAY = NOW.date()
BEGAN = date(2025, 9, 1)


@pytest.fixture
def body(world):
    made = people.add_body(world.actor("kira"), world.school_1, kind=BodyKind.WORKING_GROUP, name="Рабочая группа",
                           starts_on=BEGAN)  # fmt: skip
    db.session.commit()
    return made


def path(body, tail=""):
    return f"/bodies/{body.public_id}{tail}"


def sit(world, body, who="nina", *, part=BodyPart.MEMBER, starts_on=BEGAN, ends_on=None):
    return people.add_body_member(
        world.actor("kira"), body, world.person(who), part=part, starts_on=starts_on, ends_on=ends_on
    )


@pytest.mark.parametrize(("first", "last", "fits"), [
    (date(2025, 10, 1), date(2025, 10, 31), False),
    (date(2025, 12, 31), None, False),
    (date(2025, 9, 1), date(2025, 9, 30), True),
    (date(2025, 9, 1), date(2025, 10, 1), False),
    (date(2026, 1, 1), None, True),
    (date(2025, 9, 1), None, False),
])  # fmt: skip
def test_periods_of_one_person_never_overlap(world, body, first, last, fits):
    sit(world, body, starts_on=date(2025, 10, 1), ends_on=date(2025, 12, 31))
    if fits:
        sit(world, body, starts_on=first, ends_on=last)
    else:
        with pytest.raises(Refusal, match="уже в составе"):
            sit(world, body, starts_on=first, ends_on=last)


def test_a_body_has_one_chair_at_a_time(world, body):
    first = sit(world, body, part=BodyPart.CHAIR)
    with pytest.raises(Refusal, match="Председатель"):
        sit(world, body, "denis", part=BodyPart.CHAIR)
    people.end_body_member(world.actor("kira"), first, on=TODAY)
    sit(world, body, "denis", part=BodyPart.CHAIR, starts_on=TODAY + timedelta(days=1))


def test_nobody_sits_in_a_body_that_does_not_work(world, body):
    with pytest.raises(Refusal, match="не работает"):
        sit(world, body, starts_on=BEGAN - timedelta(days=1))
    people.close_body(world.actor("kira"), body, on=TODAY)
    with pytest.raises(Refusal, match="не работает"):
        sit(world, body, starts_on=TODAY)


def test_closing_ends_the_part_of_everybody(world, body):
    stays, left = sit(world, body), sit(world, body, "denis", ends_on=date(2025, 12, 31))
    people.close_body(world.actor("kira"), body, on=TODAY)
    assert (stays.ends_on, left.ends_on) == (TODAY, date(2025, 12, 31))


def test_a_body_cannot_close_before_somebody_came(world, body):
    sit(world, body, starts_on=TODAY)
    with pytest.raises(Refusal, match="позже этого дня"):
        people.close_body(world.actor("kira"), body, on=TODAY - timedelta(days=1))


def test_a_body_is_made_once_and_called_by_its_kind(world, client_as, post):
    fields = {"kind": "student_council", "name": "", "starts_on": "01.09.2026",
              "organization": world.school_1.public_id, "submission_key": "key-1"}  # fmt: skip
    kira = client_as("kira")
    first, again = post(kira, "/bodies", **fields), post(kira, "/bodies", **fields)
    assert first.status_code == again.status_code == 303
    made = db.session.scalars(sa.select(CollegialBody).where(CollegialBody.kind == "student_council")).one()
    assert made.name == "Студенческий совет"
    nameless = post(kira, "/bodies", **{**fields, "kind": "other", "submission_key": "key-2"})
    assert nameless.status_code == 422
    assert "Назовите орган" in nameless.text


def test_two_open_bodies_of_one_organisation_are_not_called_the_same(world, body, client_as, post):
    fields = {"kind": "working_group", "name": "", "starts_on": "01.09.2026",
              "organization": world.school_1.public_id, "submission_key": "key-1"}  # fmt: skip
    kira = client_as("kira")
    twin = post(kira, "/bodies", **fields)
    assert twin.status_code == 422
    assert "в организации уже есть" in twin.text
    assert post(kira, "/bodies", **{**fields, "name": "Рабочая группа 2"}).status_code == 303, "the key stayed free"
    renamed = post(kira, path(body, "/edit"), kind="working_group", name="рабочая  группа 2", starts_on="01.09.2025",
                   version=str(body.version))  # fmt: skip
    assert renamed.status_code == 422
    assert "Назовите этот орган иначе" in renamed.text
    people.close_body(world.actor("kira"), body, on=TODAY)
    db.session.commit()
    assert post(kira, "/bodies", **{**fields, "submission_key": "key-2"}).status_code == 303
    with pytest.raises(Refusal, match="уже есть"):
        people.reopen_body(world.actor("kira"), body)


def test_a_member_comes_once_and_goes(world, body, client_as, post):
    kira = client_as("kira")
    fields = {
        "person": world.misha.public_id,
        "part": "secretary",
        "starts_on": "01.10.2026",
        "submission_key": "key-1",
    }
    first, again = (post(kira, path(body, "/members"), **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    member = db.session.scalars(sa.select(BodyMember).where(BodyMember.body_id == body.id)).one()
    assert "Секретарь" in kira.get(path(body)).text
    assert post(kira, f"/bodies/members/{member.public_id}/end", ends_on="01.09.2026").status_code == 422
    assert post(kira, f"/bodies/members/{member.public_id}/end", ends_on="31.10.2026").status_code == 303
    assert "Были в составе" in kira.get(path(body)).text


def test_people_of_another_school_are_neither_offered_nor_taken(world, body, client_as, post):
    kira = client_as("kira")
    assert "Зимина" not in kira.get(path(body, "/members/new?q=зим")).text
    assert "Орлова" in kira.get(path(body, "/members/new?q=орл")).text
    fields = {"part": "member", "starts_on": "01.10.2026"}
    for number, person in enumerate((world.vera.public_id, "nobody", "")):
        answer = post(kira, path(body, "/members"), person=person, submission_key=f"key-{number}", **fields)
        assert answer.status_code == 422, person


def test_who_sits_already_is_not_offered(world, body, client_as):
    sit(world, body)
    db.session.commit()
    assert "Орлова" not in client_as("kira").get(path(body, "/members/new")).text


def test_the_operator_keeps_bodies_of_the_municipality_with_its_employees(world, client_as, post):
    fields = {"kind": "contest_commission", "name": "", "starts_on": "01.09.2026",
              "organization": world.municipality.public_id, "submission_key": "key-1"}  # fmt: skip
    olga = client_as("olga")
    made = post(olga, "/bodies", **fields)
    assert made.status_code == 303
    said = olga.get(f"{made.location.partition('?')[0]}/members/new").text
    assert "Белова Ольга" in said
    assert "Орлова" not in said


def test_who_may_read_may_not_always_write(world, body, client_as, post):
    assert client_as("karim").get(path(body)).status_code == 404
    assert client_as("olga").get(path(body)).status_code == 404
    assert client_as("nina").get(path(body)).status_code == 403
    assert post(client_as("karim"), path(body, "/closure"), ends_on="20.11.2026").status_code == 404
    assert client_as("kira").get(path(body, "/members")).status_code == 405


def test_two_who_save_at_once_see_both_texts(world, body, client_as, post):
    kira = client_as("kira")
    fields = {"kind": "working_group", "starts_on": "01.09.2025", "version": "1"}
    assert post(kira, path(body, "/edit"), name="Группа внедрения", **fields).status_code == 303
    late = post(kira, path(body, "/edit"), name="Группа запуска", **fields)
    assert late.status_code == 409
    assert "Группа внедрения" in late.text
    assert "Группа запуска" in late.text


def test_the_list_costs_the_same_with_few_and_with_many(world, body, client_as, count_queries):
    kira = client_as("kira")
    kira.get("/bodies")
    with count_queries() as few:
        kira.get("/bodies")
    for number in range(18):
        people.add_body(
            world.actor("kira"), world.school_1, kind=BodyKind.OTHER, name=f"Совет {number}", starts_on=BEGAN
        )
    db.session.commit()
    with count_queries() as many:
        kira.get("/bodies")
    assert len(many) == len(few)


def test_the_card_costs_the_same_with_two_members_and_with_twenty(world, body, client_as, count_queries):
    sit(world, body)
    db.session.commit()
    kira = client_as("kira")
    kira.get(path(body))
    with count_queries() as few:
        kira.get(path(body))
    for number in range(18):
        person = people.add_person(world.actor("kira"), family_name=f"Членов{number}", given_name="Ян")
        people.add_body_member(world.actor("kira"), body, person, part=BodyPart.MEMBER, starts_on=BEGAN)
    db.session.commit()
    with count_queries() as many:
        kira.get(path(body))
    assert len(many) == len(few)
