"""Information campaigns: whom they concern, the record of the fact, letters that are never sent twice."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.roles import Role
from portal.consents.actions.campaigns import mail_campaign, open_campaign, record_facts, take_back_facts
from portal.consents.models import Campaign, CampaignFact
from portal.consents.paper_kinds import Way
from portal.consents.queries.campaigns import audience_of, parts_for
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Membership
from portal.people.reference import sync_audiences
from tests.consents.papers import SYSTEM, TEEN, crowd_of_many, join, make_group

TODAY = date(2026, 11, 20)


def campaign(world: Any, *parts: str) -> Campaign:
    made = open_campaign(
        SYSTEM, world.school_1, title="О программе", body="Что это даёт.\nКак отказаться.", way=Way.MEETING,
        parts=parts, starts_on=date(2026, 11, 1),
    )  # fmt: skip
    db.session.commit()
    return made


def told(world: Any, made: Campaign) -> dict[str, list[str]]:
    return {one.part.title: [person.name for person in one.people] for one in audience_of(world.actor("kira"), made)}


def test_an_audience_is_groups_staff_and_the_parents_of_a_group(world: Any) -> None:
    group = make_group(world.school_1)
    join(world.school_1, group, "Подростков", TEEN, parent=True)
    key = f"group.{group.public_id}"
    made = campaign(world, key, f"kin.{key}", f"group.{world.group_2.public_id}")
    assert told(world, made) == {"Б-11": ["Ася Подростков"], "Б-11: родители": ["Мама Подростков"]}
    assert audience_of(world.actor("karim"), made) == []


def test_a_fact_is_recorded_once_and_can_be_taken_back(world: Any) -> None:
    people, made = crowd_of_many(world.school_1, make_group(world.school_1), 3), campaign(world)
    assert record_facts(SYSTEM, made, people[:2], on=TODAY, way=Way.MEETING) == 2
    assert record_facts(SYSTEM, made, people, on=TODAY, way=Way.TALK) == 1
    assert take_back_facts(SYSTEM, made, people[:1]) == 1
    assert record_facts(SYSTEM, made, [], on=TODAY, way=Way.TALK) == 0
    for day in (date(2026, 11, 21), date(2026, 10, 31)):
        with pytest.raises(Refusal):
            record_facts(SYSTEM, made, people, on=day, way=Way.TALK)


def test_letters_go_once_to_those_who_have_an_address(world: Any) -> None:
    people, made = crowd_of_many(world.school_1, make_group(world.school_1), 3), campaign(world)
    people[0].email, people[1].email, people[1].restricted_on = "a@example.org", "b@example.org", TODAY
    assert [mail_campaign(SYSTEM, made, people) for _again in range(2)] == [1, 0]
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    assert (letter.recipient, letter.subject) == ("a@example.org", "О программе наставничества")
    assert "Как отказаться." in letter.text
    fact = db.session.scalars(sa.select(CampaignFact)).one()
    assert (fact.person_id, fact.way) == (people[0].id, Way.LETTER)


def form(world: Any, **more: str) -> dict[str, str]:
    return {
        "title": "О программе", "body": "Что это даёт.", "way": "meeting", "starts_on": "20.11.2026", "ends_on": "",
        "parts": f"group.{world.group_1.public_id}", "submission_key": "key-1", "address": "", **more,
    }  # fmt: skip


def test_the_way_from_the_form_to_the_record(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    answers = [post(kira, "/campaigns/", _data=form(world)) for _again in range(2)]
    assert answers[0].location == answers[1].location
    made = db.session.scalars(sa.select(Campaign)).one()
    url = f"/campaigns/{made.public_id}"
    assert "Ковалёв Миша" in kira.get(url).text
    facts = {"part": f"group.{world.group_1.public_id}", "informed_on": "20.11.2026", "way": "class_hour"}
    assert "n=2" in post(kira, f"{url}/facts", _data=facts).location
    assert "Рассказали: 2 из 2" in kira.get(url).text
    assert "n=1" in post(kira, f"{url}/facts/removal", person=world.misha.public_id).location
    assert "n=" in post(kira, f"{url}/letters").location
    paper = kira.get(f"{url}/announcement").text
    assert "Что это даёт." in paper
    assert "О программе" in kira.get("/campaigns/").text


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    for wrong, words in (
        ({"title": ""}, "Напишите, о чём"),
        ({"parts": ""}, "Отметьте, кому рассказать"),
        ({"address": "javascript:alert(1)"}, "https://"),
        ({"ends_on": "01.01.2020"}, "раньше первого"),
        ({"starts_on": "вчера"}, "27.11.2026"),
        ({"way": "telepathy"}, "Как"),
    ):
        answer = post(kira, "/campaigns/", _data=form(world, **wrong))
        assert answer.status_code == 422, wrong
        assert words in answer.text
        assert "Что это даёт." in answer.text
    foreign = form(world, parts=f"group.{world.group_2.public_id}")
    assert post(kira, "/campaigns/", _data=foreign).status_code == 404
    assert db.session.scalars(sa.select(Campaign)).all() == []


def test_facts_ask_for_people_and_a_day(world: Any, client_as: Any, post: Any) -> None:
    made, kira = campaign(world, f"group.{world.group_1.public_id}"), client_as("kira")
    url = f"/campaigns/{made.public_id}/facts"
    part = f"group.{world.group_1.public_id}"
    for wrong in (
        {"way": "meeting", "informed_on": "20.11.2026"},
        {"part": part, "way": "meeting", "informed_on": "когда-то"},
        {"part": part, "way": "telepathy", "informed_on": "20.11.2026"},
        {"part": part, "way": "meeting", "informed_on": "20.11.2030"},
    ):
        assert post(kira, url, _data=wrong).status_code == 422, wrong
    assert post(kira, f"{url}/removal").status_code == 422
    stranger = {"person": world.yana.public_id, "way": "meeting", "informed_on": "20.11.2026"}
    assert post(kira, url, _data=stranger).status_code == 404
    assert db.session.scalars(sa.select(CampaignFact)).all() == []


def test_campaigns_of_others_are_not_seen(world: Any, client_as: Any, post: Any) -> None:
    made = campaign(world, f"group.{world.group_1.public_id}")
    url = f"/campaigns/{made.public_id}"
    assert client_as("karim").get(url).status_code == 404
    assert post(client_as("karim"), f"{url}/facts").status_code == 404
    assert client_as("nina").get(url).status_code == 403


def test_the_page_of_a_campaign_costs_the_same_for_many(world: Any, client_as: Any, count_queries: Any) -> None:
    group, kira, costs = make_group(world.school_1), client_as("kira"), []
    key = f"group.{group.public_id}"
    made = campaign(world, key, f"kin.{key}")
    for count in (2, 18):
        people = crowd_of_many(world.school_1, group, count)
        record_facts(SYSTEM, made, people, on=TODAY, way=Way.MEETING)
        db.session.commit()
        with count_queries() as seen:
            assert kira.get(f"/campaigns/{made.public_id}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_named_rules_and_roles_are_audiences(world: Any, client_as: Any, post: Any) -> None:
    sync_audiences()
    young = people.add_person(SYSTEM, family_name="Юнин", given_name="Лев", birth_on=date(2001, 1, 1))
    people.add_membership(
        SYSTEM, young, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=date(2026, 9, 1), post="Преподаватель"
    )
    db.session.commit()
    kira = world.actor("kira")
    rule = next(part for part in parts_for(kira, world.school_1.id) if part.key == "rules.s1_35")
    role = next(part for part in parts_for(kira, world.school_1.id) if part.key == f"roles.{Role.MENTOR}")
    made = open_campaign(
        SYSTEM, world.school_1, title="Молодым", body="Расскажем.", way=Way.MEETING, parts=[rule.key, role.key],
        starts_on=date(2026, 11, 1),
    )  # fmt: skip
    told = {one.part.key: [person.family_name for person in one.people] for one in audience_of(kira, made)}
    assert "Юнин" in told[rule.key]
    assert world.nina.family_name not in told[rule.key]
    assert told[role.key] == [world.nina.family_name]
    people.end_membership(SYSTEM, _place(world.nina), ends_on=date(2026, 11, 19))
    assert role.key not in {one.part.key for one in audience_of(kira, made)}  # nobody has the role any more
    assert not any(part.named for part in parts_for(world.actor("karim"), world.school_1.id))
    assert rule.title in client_as("kira").get("/campaigns/new").text


def _place(person: Any) -> Membership:
    return db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
