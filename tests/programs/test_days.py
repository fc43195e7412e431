"""Working and school days: the calendar of the country, and where an organisation differs."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.programs.actions import add_own_days, remove_own_days
from portal.programs.kinds import DayKind
from portal.programs.models import OwnDay
from portal.programs.queries import add_working_days, is_school_day, is_working_day

FRIDAY, SATURDAY = date(2026, 11, 13), date(2026, 11, 14)


@pytest.fixture
def add(world):
    def add(kind, first, last=None, school=1):
        return add_own_days(world.actor("kira"), world.town.schools[school], kind=DayKind(kind), name="Дни",
                            starts_on=first, ends_on=last or first)  # fmt: skip

    return add


@pytest.mark.parametrize(("day", "works"), [
    (date(2025, 11, 1), True), (date(2025, 11, 3), False), (date(2025, 12, 31), False), (date(2026, 1, 9), False),
    (date(2026, 1, 12), True), (date(2026, 3, 9), False), (date(2026, 5, 11), False), (date(2026, 6, 12), False),
    (date(2027, 6, 14), False), (FRIDAY, True), (SATURDAY, False),
])  # fmt: skip
def test_days_off_of_the_country_are_known(world, day, works):
    assert is_working_day(world.school_1, day) is works


def test_an_organisation_outweighs_the_calendar_and_only_its_own(world, add):
    add("day_off", FRIDAY)
    add("working", SATURDAY)
    assert not is_working_day(world.school_1, FRIDAY)
    assert is_working_day(world.school_1, SATURDAY)
    assert is_working_day(world.school_2, FRIDAY)
    assert not is_working_day(world.school_2, SATURDAY)


def test_holidays_are_those_of_learners(world, add):
    add("holidays", date(2026, 11, 9), date(2026, 11, 15))
    assert is_working_day(world.school_1, FRIDAY)
    assert not is_school_day(world.school_1, FRIDAY)
    assert is_school_day(world.school_1, date(2026, 11, 16))
    assert is_school_day(world.school_2, FRIDAY)


@pytest.mark.parametrize(("day", "n", "found"), [
    (FRIDAY, 0, FRIDAY), (FRIDAY, 1, date(2026, 11, 16)), (date(2026, 12, 30), 1, date(2027, 1, 11)),
    (date(2026, 4, 30), 2, date(2026, 5, 5)), (date(2025, 10, 31), 2, date(2025, 11, 5)),
])  # fmt: skip
def test_working_days_are_counted_past_days_off(world, day, n, found):
    assert add_working_days(world.school_1, day, n) == found


def test_working_days_pass_over_the_days_of_the_organisation(world, add):
    add("day_off", date(2026, 11, 16), date(2026, 11, 17))
    assert add_working_days(world.school_1, FRIDAY, 1) == date(2026, 11, 18)
    assert add_working_days(world.school_2, FRIDAY, 1) == date(2026, 11, 16)


def test_a_span_is_entered_once_and_is_not_endless(world, add):
    days = add("holidays", date(2026, 11, 2), date(2026, 11, 8))
    with pytest.raises(Refusal, match="уже есть"):
        add("holidays", date(2026, 11, 8), date(2026, 11, 10))
    with pytest.raises(Refusal, match="четырёх месяцев"):
        add("holidays", date(2026, 12, 2), date(2026, 12, 1))
    with pytest.raises(Refusal, match="четырёх месяцев"):
        add("holidays", date(2027, 1, 1), date(2027, 6, 1))
    add("day_off", date(2026, 11, 8))
    remove_own_days(world.actor("kira"), days)
    add("holidays", date(2026, 11, 8), date(2026, 11, 10))


def test_days_are_entered_and_removed_on_the_page(world, client_as, post):
    kira = client_as("kira")
    shown = kira.get("/calendar").text
    assert "Ноябрь 2026" in shown
    assert "Своих дней на этот год нет" in shown
    fields = {"organization": world.school_1.public_id, "kind": "holidays", "name": "Перерыв октября",
              "starts_on": "26.10.2026", "ends_on": "03.11.2026"}  # fmt: skip
    for _ in range(2):
        assert post(kira, "/calendar", **fields, submission_key="key-1").status_code == 303
    days = db.session.scalars(sa.select(OwnDay)).one()
    assert "Перерыв октября" in kira.get("/calendar?year=2026").text
    assert "Перерыв октября" not in kira.get("/calendar?year=2025").text
    assert "Перерыв октября" not in client_as("karim").get("/calendar").text
    again = post(kira, "/calendar", **fields, submission_key="key-2")
    assert again.status_code == 422
    assert "уже есть" in again.text
    nameless = post(kira, "/calendar", **{**fields, "name": "", "starts_on": "x"}, submission_key="key-3")
    assert nameless.status_code == 422
    assert "Назовите эти дни" in nameless.text
    assert post(client_as("karim"), f"/calendar/{days.public_id}/removal").status_code == 404
    assert post(kira, f"/calendar/{days.public_id}/removal").status_code == 303
    assert db.session.scalars(sa.select(OwnDay)).all() == []


@pytest.mark.parametrize("query", ["?year=x", "?year=²²²²", "?year=1900", "?year=99999"])
def test_nonsense_in_the_address_means_this_year(world, client_as, query):
    answer = client_as("kira").get(f"/calendar{query}")
    assert answer.status_code == 200
    assert "Ноябрь 2026" in answer.text
    assert client_as("kira").get("/calendar?organization=nobody").status_code == 404
