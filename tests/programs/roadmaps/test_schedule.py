"""Periods of steps: occurrences within a year, days moved into another one, months in words."""

from datetime import date

import pytest

from portal.programs.roadmaps.definitions import modules, ready_maps
from portal.programs.roadmaps.kinds import Period
from portal.programs.roadmaps.labels import months_label, period_label
from portal.programs.roadmaps.schedule import Schedule, occurrences

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)


def days(schedule, first=FIRST, last=LAST):
    return [(due.key, due.starts_on, due.due_on) for due in occurrences(schedule, first, last)]


def months(*numbers, each=False):
    return Schedule(period=Period.MONTHS, months=numbers, each_month=each)


@pytest.mark.parametrize(("schedule", "found"), [
    (Schedule(period=Period.DEADLINE, last_on=date(2026, 4, 10)), [("once", None, date(2026, 4, 10))]),
    (Schedule(period=Period.RANGE, first_on=date(2026, 9, 1), last_on=date(2026, 12, 31)),
     [("once", date(2026, 9, 1), date(2026, 12, 31))]),
    (Schedule(period=Period.ONGOING), [("all", FIRST, LAST)]),
    (Schedule(period=Period.AFTER_YEAR), [("all", date(2027, 8, 1), LAST)]),
    (Schedule(period=Period.YEARLY), [("2026", FIRST, LAST)]),
    (Schedule(period=Period.ON_EVENT), [("all", None, None)]),
    (Schedule(period=Period.BY_PLAN), [("all", None, None)]),
    (months(10), [("2026-10", date(2026, 10, 1), date(2026, 10, 31))]),
])  # fmt: skip
def test_each_kind_of_period_has_its_occurrences(schedule, found):
    assert days(schedule) == found


def test_a_run_of_months_is_one_occurrence_over_the_turn_of_the_year():
    assert days(months(11, 12, 1, 2, 3, 4, 5)) == [("2027-05", date(2026, 11, 1), date(2027, 5, 31))]


def test_a_run_belongs_to_the_year_in_which_it_ends():
    assert days(months(8, 9)) == [("2026-09", date(2026, 8, 1), date(2026, 9, 30))]


def test_two_runs_of_a_set_are_two_occurrences():
    assert [key for key, _first, _last in days(months(4, 5, 9))] == ["2026-09", "2027-05"]


def test_every_month_may_be_an_occurrence_of_its_own():
    found = days(months(10, 11, 12, 1, 2, 3, 4, each=True))
    assert [key for key, _first, _last in found] == [
        "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04",
    ]  # fmt: skip
    assert found[4][1:] == (date(2027, 2, 1), date(2027, 2, 28))


def test_a_quarter_of_which_one_month_is_in_the_year_counts_not():
    assert [key for key, _first, _last in days(Schedule(period=Period.QUARTERLY))] == ["2026-q4", "2027-q1", "2027-q2"]


def test_a_map_of_two_years_has_yearly_steps_twice():
    last = date(2028, 8, 31)
    assert [key for key, _first, _last in days(Schedule(period=Period.YEARLY), last=last)] == ["2026", "2027"]
    assert [key for key, _first, _last in days(months(5), last=last)] == ["2027-05", "2028-05"]


def test_days_move_into_another_year_and_months_stay():
    moved = Schedule(period=Period.DEADLINE, last_on=date(2024, 2, 29)).moved(2)
    assert moved.last_on == date(2026, 2, 28)
    assert months(8, 9).moved(4) == months(8, 9)


@pytest.mark.parametrize(("numbers", "words"), [
    ((9,), "сентябрь"), ((8, 9), "август – сентябрь"), ((11, 12, 1, 2, 3, 4, 5), "ноябрь – май"),
    ((2, 10), "октябрь, февраль"), (tuple(range(1, 13)), "весь год"),
])  # fmt: skip
def test_months_are_said_as_people_say_them(numbers, words):
    assert months_label(numbers) == words


def test_a_deadline_keeps_its_day_in_words():
    assert period_label(Schedule(period=Period.DEADLINE, last_on=date(2027, 2, 28))).startswith("до 28\xa0февраля")


def test_the_five_ready_maps_have_the_steps_of_their_documents():
    found = {code: (len(each.stages), each.n_steps) for code, each in ready_maps().items()}
    assert found == {"amak": (4, 21), "bratsk": (10, 48), "chgtt": (3, 18), "vpk": (7, 44), "amt": (7, 25)}


def test_the_schedule_of_the_municipal_model_goes_by_the_five_modules():
    used = [stage.module for stage in ready_maps()["bratsk"].stages if stage.module]
    assert used == ["potential", "start", "progress", "opportunities", "community", "potential"]
    assert list(modules()) == ["potential", "start", "progress", "opportunities", "community"]
