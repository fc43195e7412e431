"""September: names a year later, the transfer of all groups in one deed, and taking it back exactly."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.actions import Choice, lines_of, transfer_groups, transfer_problems, undo_transfer
from portal.people.kinds import MembershipKind
from portal.people.models import Group, GroupTransfer, Membership
from portal.people.next_year import Deed, next_name, propose, usual_day
from portal.people.september import proposed_rows, sum_of
from portal.people.signals import membership_ended, membership_restored
from tests.conftest import NOW

TODAY = NOW.date()
BEGAN = date(2024, 9, 1)
SEPTEMBER = date(2026, 9, 1)
LAST_DAY = date(2026, 8, 31)
LETTERS = st.text("АБВГДИКМПСТ", min_size=1, max_size=3)


@pytest.mark.parametrize(("name", "course", "following"), [
    ("9 «А»", 9, "10 «А»"), ("10 «Б»", 10, "11 «Б»"), ("1А", 1, "2А"), ("М-21", 2, "М-31"), ("ИС-2-1", 2, "ИС-3-1"),
    ("101", 1, "201"), ("3ТМ-12", 3, "4ТМ-12"), ("Сварщики", 2, "Сварщики"), ("ИСП-2024-1", 1, "ИСП-2024-2"),
    ("Т-34", 2, "Т-34"), ("Кружок 9", 1, "Кружок 9"),
])  # fmt: skip
def test_a_name_a_year_later(name, course, following):
    assert next_name(name, course) == following


def test_the_year_of_entry_in_a_name_is_left_alone():
    assert next_name("ИСП-24", 2, entered_in=2024) == "ИСП-24"
    assert next_name("ИСП-24-2", 2, entered_in=2024) == "ИСП-24-3"
    assert next_name("ИСП-24", 2, entered_in=2025) == "ИСП-34"


@given(letters=LETTERS, course=st.integers(1, 8), number=st.integers(0, 9))
def test_years_add_up(letters, course, number):
    """From course to course the name grows by one each time, whatever the letters."""
    name = f"{letters}-{course}{number}"
    assert next_name(name, course) == f"{letters}-{course + 1}{number}"
    assert next_name(f"{course} «{letters}»", course) == f"{course + 1} «{letters}»"


@given(name=st.text(max_size=40), course=st.integers(1, 11), year=st.none() | st.integers(2000, 2100))
def test_any_name_keeps_all_but_one_number(name, course, year):
    following = next_name(name, course, entered_in=year)
    assert len(following) - len(name) in (0, 1)
    assert [char for char in following if not char.isdigit()] == [char for char in name if not char.isdigit()]


@pytest.mark.parametrize(("course", "kind", "began", "moved", "deed"), [
    (9, "class", BEGAN, None, Deed.MOVE), (11, "class", BEGAN, None, Deed.GRADUATE),
    (3, "study", BEGAN, None, Deed.MOVE), (4, "study", BEGAN, None, Deed.GRADUATE),
    (1, "study", SEPTEMBER, None, Deed.STAY), (1, "study", date(2026, 8, 25), None, Deed.STAY),
    (None, "circle", BEGAN, None, Deed.STAY), (2, "study", BEGAN, SEPTEMBER, Deed.STAY),
])  # fmt: skip
def test_what_is_proposed(course, kind, began, moved, deed):
    found = propose(name="9 «А»", course=course, kind=kind, starts_on=began, on=SEPTEMBER, moved_on=moved)
    assert found.deed is deed
    assert (deed is Deed.STAY) == bool(found.why) or deed is Deed.MOVE


def test_the_usual_day_is_never_ahead():
    assert usual_day(date(2026, 11, 20)) == SEPTEMBER
    assert usual_day(date(2026, 8, 20)) == date(2026, 8, 20)


@pytest.fixture
def kira(world):
    return world.actor("kira")


@pytest.fixture
def groups(world, kira):
    """М-11, М-21 (of the world) and М-41 with Паша, who will graduate."""
    first = people.add_group(kira, world.school_1, name="М-11", course=1, starts_on=BEGAN)
    last = people.add_group(kira, world.school_1, name="М-41", course=4, starts_on=BEGAN)
    people.move_to_group(kira, [place_of(world.pasha)], last, on=date(2025, 9, 1))
    db.session.commit()
    return [first, world.group_1, last]


def place_of(person, kind=MembershipKind.LEARNER):
    return db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id == person.id, Membership.kind == kind)
        .order_by(Membership.id.desc())
        .limit(1)
    ).one()


def proposed(organization):
    rows = proposed_rows(organization, SEPTEMBER)
    return [Choice(group=row.group, deed=row.deed, name=row.name) for row in rows]


def tables():
    """Every row of every table but the trail, the transfer itself and the versions that only grow."""
    aside = {"audit_entry", "group_transfer", "search_document"}
    return {
        table.name: db.session.execute(
            sa.select(*[column for column in table.columns if column.name not in ("version", "updated_at")]).order_by(
                *table.primary_key.columns
            )
        ).all()
        for table in Base.metadata.sorted_tables
        if table.name not in aside
    }


def test_groups_move_up_and_graduates_become_alumni(world, kira, groups):
    transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    first, second, last = groups
    assert [(group.name, group.course) for group in (first, second)] == [("М-21", 2), ("М-31", 3)]
    assert (last.name, last.ends_on) == ("М-41", LAST_DAY)
    assert place_of(world.pasha).ends_on == LAST_DAY
    alumnus = place_of(world.pasha, MembershipKind.ALUMNUS)
    assert (alumnus.starts_on, alumnus.ends_on, alumnus.group_id) == (SEPTEMBER, None, None)
    assert place_of(world.misha).ends_on is None, "a group keeps its row, so its learners keep their places"


def test_the_transfer_and_its_undoing_leave_every_table_as_before(world, kira, groups):
    before = tables()
    made = transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    db.session.commit()
    assert tables() != before
    assert undo_transfer(kira, made) == 3
    db.session.commit()
    db.session.expire_all()
    assert tables() == before
    assert made.undone_on == TODAY
    events = db.session.scalars(sa.select(AuditEntry.event).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert set(events) == {AuditEvent.GROUPS_TRANSFERRED, AuditEvent.GROUPS_TRANSFER_UNDONE}


def test_what_was_undone_can_be_done_again(world, kira, groups):
    for _ in range(2):
        undo_transfer(kira, transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER))
    assert [choice.deed for choice in proposed(world.school_1)] == [Deed.MOVE, Deed.MOVE, Deed.GRADUATE]


def test_a_second_transfer_of_the_year_proposes_nothing(world, kira, groups):
    transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    assert {choice.deed for choice in proposed(world.school_1)} == {Deed.STAY}
    with pytest.raises(Refusal, match="переводить нечего"):
        transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)


def test_rooms_above_are_told_of_every_graduate(world, kira, groups):
    told = []

    def ended(actor, membership):
        told.append(("ended", membership.person_id))

    def restored(actor, membership):
        told.append(("restored", membership.person_id))

    membership_ended.connect(ended)
    membership_restored.connect(restored)
    try:
        undo_transfer(kira, transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER))
    finally:
        membership_ended.disconnect(ended)
        membership_restored.disconnect(restored)
    assert told == [("ended", world.pasha.id), ("restored", world.pasha.id)]


def test_what_was_changed_since_stays_and_says_why(world, kira, groups):
    first, second, _last = groups
    made = transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    people.edit_group(kira, second, name="М-32", course=3, kind=second.kind, starts_on=BEGAN)
    obstacles = {line.group.id: line.obstacle for line in lines_of(made)}
    assert obstacles[second.id] == "Сведения о группе изменили после перевода"
    assert undo_transfer(kira, made) == 2
    assert (first.name, second.name) == ("М-11", "М-32")
    assert made.undone_on is None
    with pytest.raises(Refusal, match="нечего"):
        undo_transfer(kira, made)


def test_a_graduate_whose_place_changed_keeps_the_group_closed(world, kira, groups):
    made = transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    place_of(world.pasha, MembershipKind.ALUMNUS).ends_on = TODAY
    db.session.flush()
    assert undo_transfer(kira, made) == 2
    assert groups[2].ends_on == LAST_DAY
    assert place_of(world.pasha).ends_on == LAST_DAY


def test_a_name_that_another_group_took_is_not_taken_back(world, kira, groups):
    """М-11 was freed, somebody opened a new М-11: the old one stays М-21, and so the old М-21 stays М-31."""
    made = transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    people.add_group(kira, world.school_1, name="М-11", course=1, starts_on=SEPTEMBER)
    assert undo_transfer(kira, made) == 1
    assert [group.name for group in groups] == ["М-21", "М-31", "М-41"]
    assert groups[2].ends_on is None


def test_one_person_in_two_graduating_groups_becomes_an_alumnus_once(world, kira, groups):
    circle = people.add_group(kira, world.school_1, name="Сварка 41", course=4, starts_on=BEGAN)
    people.add_membership(kira, world.pasha, world.school_1, kind=MembershipKind.LEARNER, starts_on=date(2025, 10, 1),
                          group=circle)  # fmt: skip
    before = tables()
    made = transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    alumni = sa.select(sa.func.count()).where(
        Membership.person_id == world.pasha.id, Membership.kind == MembershipKind.ALUMNUS
    )
    assert db.session.scalar(alumni) == 1
    undo_transfer(kira, made)
    assert tables() == before


def test_who_still_learns_in_another_group_is_no_alumnus_yet(world, kira, groups):
    people.add_membership(kira, world.pasha, world.school_1, kind=MembershipKind.LEARNER, starts_on=date(2025, 10, 1),
                          group=groups[0])  # fmt: skip
    transfer_groups(kira, world.school_1, proposed(world.school_1), on=SEPTEMBER)
    alumni = sa.select(Membership.id).where(Membership.kind == MembershipKind.ALUMNUS)
    assert db.session.scalars(alumni).all() == []


@pytest.mark.parametrize(("name", "words"), [
    ("М-31", "и другая группа"), ("", "Укажите новое название"), ("М" * 61, "Сократите"),
])  # fmt: skip
def test_rows_that_cannot_go_are_named(world, kira, groups, name, words):
    choices = proposed(world.school_1)
    choices[0] = Choice(group=choices[0].group, deed=Deed.MOVE, name=name)
    problems = transfer_problems(choices, SEPTEMBER)
    assert words in problems[choices[0].group.id]
    with pytest.raises(Refusal, match=words):
        transfer_groups(kira, world.school_1, choices, on=SEPTEMBER)


def test_a_newcomer_of_september_must_not_graduate_with_the_old_ones(world, kira, groups):
    person = people.add_person(kira, family_name="Новиков", given_name="Ян")
    people.add_membership(
        kira, person, world.school_1, kind=MembershipKind.LEARNER, starts_on=SEPTEMBER, group=groups[2]
    )
    assert "сначала переведите" in transfer_problems(proposed(world.school_1), SEPTEMBER)[groups[2].id]


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2025, 9, 1)])
def test_the_day_is_neither_ahead_nor_long_ago(world, kira, groups, day):
    with pytest.raises(Refusal, match="День перевода"):
        transfer_groups(kira, world.school_1, proposed(world.school_1), on=day)


def fields_of(organization, **changed):
    rows = proposed_rows(organization, SEPTEMBER)
    said = {"organization": organization.public_id, "moved_on": "01.09.2026", "submission_key": "key-1"}
    for row in rows:
        said |= {f"deed-{row.key}": row.deed.value, f"name-{row.key}": row.name, f"version-{row.key}": row.version}
    return {**said, **changed}


def test_the_page_proposes_counts_does_and_undoes(world, groups, client_as, post):
    browser = client_as("kira")
    said = browser.get("/groups/next-year").text
    assert 'value="М-31"' in said
    counted = post(browser, "/groups/next-year", **fields_of(world.school_1, intent="count"))
    assert counted.status_code == 200
    assert "перейдут – 2, выпустятся – 1, останутся – 0" in counted.text
    assert db.session.scalars(sa.select(GroupTransfer)).all() == []
    fields = fields_of(world.school_1)
    first, again = (post(browser, "/groups/next-year", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    made = db.session.scalars(sa.select(GroupTransfer)).one()
    assert made.public_id in first.location
    assert made.public_id in again.location
    shown = browser.get(first.location).text
    assert "Группы переведены" in shown
    assert "Можно отменить" in shown
    assert "Как называлась раньше" in browser.get(f"/groups/{groups[0].public_id}").text
    undone = post(browser, f"/groups/transfers/{made.public_id}/undoing")
    assert "На прежнее место вернулись 3 группы" in browser.get(undone.location).text
    assert post(browser, f"/groups/transfers/{made.public_id}/undoing").status_code == 409


def test_what_was_typed_stays_when_a_row_is_wrong(world, groups, client_as, post):
    name = f"name-{groups[0].public_id}"
    answer = post(client_as("kira"), "/groups/next-year", **fields_of(world.school_1, **{name: "М-31"}))
    assert answer.status_code == 422
    assert "Такое название получит и другая группа" in answer.text
    assert f'href="#{name}"' in answer.text
    assert db.session.scalars(sa.select(GroupTransfer)).all() == []


def test_a_group_changed_meanwhile_is_named_and_the_next_try_goes(world, kira, groups, client_as, post):
    fields = fields_of(world.school_1)
    people.edit_group(kira, groups[0], name="М-12", course=1, kind=groups[0].kind, starts_on=BEGAN)
    db.session.commit()
    late = post(client_as("kira"), "/groups/next-year", **fields)
    assert late.status_code == 422
    assert "сейчас она «М-12»" in late.text
    assert post(client_as("kira"), "/groups/next-year", **fields_of(world.school_1)).status_code == 303


@pytest.mark.parametrize("changed", [
    {"moved_on": ""}, {"moved_on": "31.02.2026"}, {"moved_on": "01.09.0001"}, {"moved_on": "01.09.2027"},
])  # fmt: skip
def test_a_wrong_day_is_said(world, groups, client_as, post, changed):
    assert post(client_as("kira"), "/groups/next-year", **fields_of(world.school_1, **changed)).status_code == 422


def test_unknown_deeds_and_foreign_groups_change_nothing(world, groups, client_as, post):
    foreign = world.group_2
    fields = {"organization": world.school_1.public_id, "moved_on": "01.09.2026", "submission_key": "key-1",
              f"deed-{foreign.public_id}": "graduate", f"version-{foreign.public_id}": "1",
              f"deed-{groups[0].public_id}": "explode"}  # fmt: skip
    answer = post(client_as("kira"), "/groups/next-year", **fields)
    assert answer.status_code == 422
    assert "переводить нечего" in answer.text
    assert db.session.get_one(Group, foreign.id).ends_on is None


def test_the_page_costs_the_same_with_few_and_with_many(world, kira, client_as, count_queries):
    browser = client_as("kira")
    browser.get("/groups/next-year")
    with count_queries() as few:
        browser.get("/groups/next-year")
    for number in range(18):
        people.add_group(kira, world.school_1, name=f"Г-1{number:02}", course=1, starts_on=BEGAN)
    db.session.commit()
    with count_queries() as many:
        browser.get("/groups/next-year")
    assert len(many) == len(few)
    assert sum_of(proposed_rows(world.school_1, SEPTEMBER)).moved == 19
