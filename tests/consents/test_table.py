"""The curator's table: who lacks what, totals, deeds for many, and the same cost for two and for two hundred."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.accounts.models import User
from portal.consents import actions as consents
from portal.consents.actions.campaigns import open_campaign, record_facts
from portal.consents.columns import COLUMNS, Cell, column, columns
from portal.consents.crowds import Crowd
from portal.consents.kinds import Evidence
from portal.consents.models import CampaignFact, ConsentRefusal
from portal.consents.paper_kinds import Way
from portal.consents.queries.table import Block, lacking, table_of
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from tests.consents.papers import ADULT, CHILD, SYSTEM, TEEN, crowd_of_many, join, make_group
from tests.surveys.crowds import make_wave
from tests.surveys.waves import short

TODAY = date(2026, 11, 20)


def block_of(world: Any, group: Any) -> Block:
    return table_of([Crowd(kind="group", organization=world.school_1, group=group)])[0]


def words(block: Block, name: str) -> dict[str, str]:
    """Family name → the word in the column."""
    place = [each.name for each in columns()].index(name)
    return {row.person.family_name: row.cells[place].label for row in block.rows}


def campaign(world: Any, *parts: str, **more: Any) -> Any:
    return open_campaign(
        SYSTEM, world.school_1, title="О программе", body="Что это даёт.", way=Way.MEETING, parts=parts,
        starts_on=date(2026, 11, 1), **more,
    )  # fmt: skip


def test_the_table_names_the_signature_that_is_missing(world: Any) -> None:
    group, text = make_group(world.school_1), world.town.consent_texts[1]
    ready, teen = (join(world.school_1, group, name, born, parent=True) for name, born in (("А", ADULT), ("Б", TEEN)))
    join(world.school_1, group, "В", CHILD, parent=True)
    join(world.school_1, group, "Г", None, parent=True)
    no = join(world.school_1, group, "Д", ADULT)
    for person in (ready, teen):
        consents.record_consent(SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=TODAY)
    consents.refuse_consent(SYSTEM, no, text, refused_by=no, evidence=Evidence.SCAN, refused_on=TODAY)
    block = block_of(world, group)
    assert words(block, "consent") == {
        "А": "Есть", "Б": "Нет подписи: представителя", "В": "Нет подписи: представителя",
        "Г": "Нет подписи: своей, представителя", "Д": "Отказ",
    }  # fmt: skip
    assert [row.person.family_name for row in lacking(block, "consent")] == ["Б", "В", "Г", "Д"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ConsentRefusal)) == 1


def test_a_child_is_informed_through_a_parent(world: Any) -> None:
    group = make_group(world.school_1)
    own, child = join(world.school_1, group, "Сам", TEEN), join(world.school_1, group, "Через", CHILD, parent=True)
    join(world.school_1, group, "Яков", TEEN)
    made = campaign(world)
    from portal.people.models import Representation

    mother = db.session.scalars(
        sa.select(Representation.representative_id).where(Representation.person_id == child.id)
    ).one()
    db.session.add(CampaignFact(campaign_id=made.id, person_id=mother, informed_on=TODAY, way=Way.MEETING))
    record_facts(SYSTEM, made, [own], on=TODAY, way=Way.CLASS_HOUR)
    db.session.flush()
    assert words(block_of(world, group), "informed") == {"Сам": "Да", "Через": "Родитель", "Яков": "Нет"}


def test_rooms_above_add_columns(world: Any) -> None:
    group = make_group(world.school_1)
    people = crowd_of_many(world.school_1, group, 2)
    make_wave(world.school_1, short(), [{"MET": "yes"}], family="Другой")

    @column("luck", "Удача", order=99)
    def luck(organization: Any, asked: Any, on: date) -> dict[int, Cell]:
        return {people[0].id: Cell(label="Везёт", is_done=True)}

    try:
        block = block_of(world, group)
        assert words(block, "luck") == {"Многих0000": "Везёт", "Многих0001": "–"}
        assert block.done[-1] == 1
        assert words(block, "questionnaire") == {"Многих0000": "Не спрашивали", "Многих0001": "Не спрашивали"}
    finally:
        del COLUMNS["luck"]


def test_the_page_shows_totals_rows_and_filters(world: Any, client_as: Any) -> None:
    kira = client_as("kira")
    totals = kira.get("/consents/table").text
    assert "Итоги по группам" in totals
    assert "М-21" in totals
    rows = kira.get(f"/consents/table?crowd=group.{world.group_1.public_id}").text
    assert "Ковалёв Миша" in rows
    assert "Итого: 2" in rows
    assert "Ковалёв Миша" in kira.get("/consents/table?lacks=informed").text
    assert (
        "С такими условиями никого нет"
        in kira.get(f"/consents/table?crowd=group.{world.group_1.public_id}&lacks=consent").text
    )
    assert kira.get(f"/consents/table?crowd=group.{world.group_2.public_id}").status_code == 404


def test_the_table_costs_as_many_questions_for_two_hundred(world: Any, client_as: Any, count_queries: Any) -> None:
    kira, group, costs = client_as("kira"), make_group(world.school_1), []
    for count in (2, 198):
        crowd_of_many(world.school_1, group, count)
        db.session.commit()
        with count_queries() as seen:
            page = kira.get(f"/consents/table?crowd=group.{group.public_id}")
        assert page.status_code == 200
        costs.append(len(seen))
    assert page.text.count('name="person"') == 200
    assert costs[0] == costs[1]


def test_chosen_people_are_marked_and_reminded_once(world: Any, client_as: Any, post: Any) -> None:
    group, made = make_group(world.school_1), campaign(world)
    teen = join(world.school_1, group, "Подростков", TEEN, parent=True)
    teen.email = "teen@example.org"
    db.session.commit()
    kira, chosen = client_as("kira"), {"person": teen.public_id, "crowd": f"group.{group.public_id}"}
    assert post(kira, "/consents/table/informed", _data=chosen).status_code == 422
    answer = post(kira, "/consents/table/informed", _data={**chosen, "campaign": made.public_id})
    assert "done=informed" in answer.location
    assert db.session.scalars(sa.select(CampaignFact.person_id)).all() == [teen.id]
    for _again in range(2):
        assert "done=reminded" in post(kira, "/consents/table/reminders", _data=chosen).location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxMessage)) == 1
    letter = db.session.scalars(sa.select(OutboxMessage)).one()
    assert "Подростков" not in letter.subject
    assert db.session.scalar(sa.select(sa.func.count()).where(Notice.person_id == teen.id)) == 1
    page = post(kira, "/consents/sheets", _data={**chosen, "intent": "choose"})
    assert f'value="{teen.public_id}" checked' in page.text


def test_people_of_others_are_passed_over(world: Any, client_as: Any, post: Any) -> None:
    made = campaign(world)
    db.session.commit()
    strangers = {"person": world.yana.public_id, "campaign": made.public_id}
    assert post(client_as("kira"), "/consents/table/informed", _data=strangers).status_code == 404
    assert post(client_as("karim"), "/consents/table/informed", _data=strangers).status_code == 404
    assert post(client_as("nina"), "/consents/table/informed", _data=strangers).status_code == 403
    assert db.session.scalars(sa.select(CampaignFact)).all() == []


def test_the_page_of_a_group_says_how_ready_it_is(world: Any, client_as: Any) -> None:
    url = f"/groups/{world.group_1.public_id}"
    page = client_as("kira").get(url).text
    assert "Готовность группы" in page
    assert "Согласие: 2 из 2" in page
    assert "Готовность группы" not in client_as("polina").get(url).text


def test_a_printed_slip_is_no_sign_in_yet(world: Any) -> None:
    person = world.pasha
    db.session.execute(sa.update(User).where(User.person_id == person.id).values(password_hash=""))
    cell = COLUMNS["account"].make(world.school_1, [person, world.misha], TODAY)
    assert (cell[person.id].label, cell[person.id].is_done) == ("Листок напечатан", False)
    assert cell[world.misha.id].is_done


def test_everybody_of_a_list_is_ticked_by_one_link_without_scripts(world: Any, client_as: Any) -> None:
    browser = client_as("kira")
    rows = browser.get("/consents/table?lacks=informed").text
    assert "Отметить всех в списке" in rows
    assert 'name="person"' in rows
    assert "checked" not in rows
    ticked = browser.get("/consents/table?lacks=informed&all=1").text
    assert ticked.count("checked") == ticked.count('name="person"')
