"""Blanks: one for every signature that is missing, the same when printed again, fast for a whole course."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from portal.access.permissions import Permission
from portal.consents import actions as consents
from portal.consents.actions.sheets import print_sheets
from portal.consents.codes import new_code, read_code, shown_code
from portal.consents.crowds import crowd_of, crowds_of, people_in
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.models import ConsentSheet, SheetBatch
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from tests.consents.papers import ADULT, CHILD, SYSTEM, TEEN, add_text, crowd_of_many, join, make_group

PARTICIPATION = [Purpose.PARTICIPATION]


def signers(batch: SheetBatch) -> list[tuple[str, str]]:
    """Whose data and who signs, in the order of printing."""
    sheets = db.session.scalars(
        sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id).order_by(ConsentSheet.place)
    )
    return [(sheet.person.family_name, sheet.signer.given_name) for sheet in sheets]


def test_who_gets_how_many_sheets_follows_from_the_age(world: Any) -> None:
    group = make_group(world.school_1)
    everyone = [
        join(world.school_1, group, "Взрослых", ADULT),
        join(world.school_1, group, "Подростков", TEEN, parent=True),
        join(world.school_1, group, "Младших", CHILD, parent=True),
        join(world.school_1, group, "Бездатных", None, parent=True),
        join(world.school_1, group, "Одиноких", CHILD),
    ]
    batch = print_sheets(SYSTEM, world.school_1, everyone, PARTICIPATION, group=group)
    assert signers(batch) == [
        ("Взрослых", "Ася"), ("Подростков", "Ася"), ("Подростков", "Мама"), ("Младших", "Мама"),
    ]  # fmt: skip
    assert (batch.people, batch.sheets) == (3, 4)


def test_a_signature_on_record_needs_no_sheet(world: Any) -> None:
    person = join(world.school_1, make_group(world.school_1), "Давних", ADULT)
    text = world.town.consent_texts[1]
    consents.record_consent(
        SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=clock.today("Asia/Irkutsk")
    )
    with pytest.raises(Refusal):
        print_sheets(SYSTEM, world.school_1, [person], PARTICIPATION)


def test_each_purpose_has_a_sheet_of_its_own_with_its_own_wording(world: Any) -> None:
    person = join(world.school_1, make_group(world.school_1), "Разных", ADULT)
    text = add_text(world.school_1, Purpose.PUBLICATION, items=[Item.PHOTO])
    batch = print_sheets(SYSTEM, world.school_1, [person], [Purpose.PARTICIPATION, Purpose.PUBLICATION])
    sheets = db.session.scalars(sa.select(ConsentSheet).where(ConsentSheet.batch_id == batch.id)).all()
    assert {sheet.text_id for sheet in sheets} == {text.id, world.town.consent_texts[1].id}
    assert len({sheet.public_id for sheet in sheets} | {sheet.code for sheet in sheets}) == 4


def test_a_slip_of_the_finger_in_a_code_is_noticed() -> None:
    code = new_code()
    assert read_code(shown_code(code)) == code
    for place in range(12):
        wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        assert read_code(wrong) is None
    for typed in ("", "12", code + "0", "абвг" * 3, "１" * 12, code[:-1] + "x"):
        assert read_code(typed) is None


def test_crowds_are_groups_staff_and_parents_of_ones_own_organisation(world: Any) -> None:
    kira = world.actor("kira")
    titles = [crowd.title for crowd in crowds_of(kira, Permission.CONSENT_RECORD)]
    assert titles == ["М-21", "Сотрудники", "Родители"]
    parents = crowd_of(kira, f"parents.{world.school_1.public_id}", Permission.CONSENT_RECORD)
    assert [person.id for person in people_in(parents)] == [world.maria.id]
    for key in (f"group.{world.group_2.public_id}", f"staff.{world.school_2.public_id}", "group.x", "moon.x", ""):
        with pytest.raises(NotSeen):
            crowd_of(kira, key, Permission.CONSENT_RECORD)


def asked(group: Any, *people: Any, **more: str) -> dict[str, Any]:
    """The form of a new batch as the page sends it."""
    return {
        "crowd": f"group.{group.public_id}", "purposes": "participation", "submission_key": "key-1",
        "person": [person.public_id for person in people], **more,
    }  # fmt: skip


def test_the_form_says_who_lacks_what_and_what_to_put_right(world: Any, client_as: Any) -> None:
    group = make_group(world.school_1)
    join(world.school_1, group, "Подростков", TEEN, parent=True)
    join(world.school_1, group, "Бездатных", None, parent=True)
    page = client_as("kira").get(f"/consents/sheets/new?crowd=group.{group.public_id}").text
    assert "Подростков Мама" in page
    assert "не указана дата рождения" in page
    assert "Будет напечатано 2 листа" in page


def test_a_batch_is_printed_once_and_reads_like_a_document(world: Any, client_as: Any, post: Any) -> None:
    group = make_group(world.school_1)
    teen = join(world.school_1, group, "Подростков", TEEN, parent=True)
    kira = client_as("kira")
    answers = []
    for later in (timedelta(0), timedelta(seconds=2)):  # the page that is sent again may have a fresh token
        with time_machine.travel(later):
            answers.append(post(kira, "/consents/sheets", _data=asked(group, teen)))
    assert {answer.location for answer in answers} == {answers[0].location}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SheetBatch)) == 1
    paper = kira.get(answers[0].location).text
    assert paper.count('class="blank"') == paper.count("<svg ") - paper.count('<svg class="icon"') == 2
    for words in (world.school_1.name, "Согласие на обработку персональных данных для участия", "05.05", "мать"):
        assert words.replace("05.05", "03.03.2011") in paper
    assert world.town.consent_texts[1].body_hash[:16] in paper
    assert re.sub(r'value="[^"]*"', "", kira.get(answers[0].location).text) == re.sub(r'value="[^"]*"', "", paper)


def test_nothing_chosen_is_told_and_nothing_typed_is_lost(world: Any, client_as: Any, post: Any) -> None:
    group = make_group(world.school_1)
    one, two = (join(world.school_1, group, name, ADULT) for name in ("Первых", "Вторых"))
    kira = client_as("kira")
    answer = post(kira, "/consents/sheets", _data=asked(group, one, purposes=""))
    assert answer.status_code == 422
    assert "Выберите, какие согласия напечатать" in answer.text
    assert f'value="{one.public_id}" checked' in answer.text
    assert f'value="{two.public_id}" checked' not in answer.text
    assert "хотя бы одного" in post(kira, "/consents/sheets", _data=asked(group, person="")).text


def test_a_stranger_in_the_list_is_not_seen(world: Any, client_as: Any, post: Any) -> None:
    answer = post(client_as("kira"), "/consents/sheets", _data=asked(world.group_1, world.yana))
    assert answer.status_code == 404


def test_the_print_of_a_course_costs_as_many_questions_as_that_of_two(
    world: Any, client_as: Any, count_queries: Any
) -> None:
    kira, costs = client_as("kira"), []
    for number, count in enumerate((2, 300)):
        group = make_group(world.school_1, f"К-{number}")
        people = crowd_of_many(world.school_1, group, count)
        batch = print_sheets(SYSTEM, world.school_1, people, PARTICIPATION, group=group)
        db.session.commit()
        with count_queries() as form:
            assert kira.get(f"/consents/sheets/new?crowd=group.{group.public_id}").status_code == 200
        with count_queries() as paper:
            assert kira.get(f"/consents/sheets/{batch.public_id}").text.count('class="blank"') == count
        costs.append((len(form), len(paper)))
    assert costs[0] == costs[1]
