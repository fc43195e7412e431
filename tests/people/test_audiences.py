"""Audience rules: the pure question and the SQL clause say the same, on every boundary."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.access.actor import Actor
from portal.core.db import db
from portal.people import actions as people
from portal.people.actions.audiences import drop_variant, set_variant
from portal.people.audiences import Conditions, PersonFacts, PlaceFacts, clause_of, fits, years_before
from portal.people.definitions import definition
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import AudienceRule, Group, Membership, Organization, Person
from portal.people.periods import age_on
from portal.people.queries import facts_of, flags_of, people_named, rules_of
from portal.people.reference import read_audiences, sync_audiences
from surveys import audience

SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 20)
MOMENTS = (TODAY, date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 1, 1), date(2026, 12, 31))
YEARS, COURSES = st.integers(0, 36), st.integers(1, 5)
VALUES: dict[str, Any] = {
    "kinds": st.lists(st.sampled_from(["employee", "learner"]), min_size=1, max_size=2, unique=True).map(tuple),
    "organization_kinds": st.sampled_from([("college",), ("school", "college"), ("ngo",)]),
    "min_age": YEARS, "max_age": YEARS, "total_years_from": YEARS, "total_years_under": YEARS,
    "local_years_from": YEARS, "local_years_under": YEARS, "first_year_in_post": st.just(True),
    "min_course": COURSES, "max_course": COURSES, "last_course": st.just(True),
}  # fmt: skip


def near(on: date) -> st.SearchStrategy[date]:
    """Days around the anniversaries of `on`, 29 February and its neighbours among them."""
    years, days = st.integers(-1, 40), st.integers(-2, 2)
    around = st.builds(lambda year, day: years_before(on, year) + timedelta(days=day), years, days)
    return st.one_of(around, st.sampled_from([date(2000, 2, 29), date(1996, 2, 29), date(2020, 2, 29)]))


@st.composite
def cases(draw: Any) -> tuple[date, Conditions, date | None, date | None, list[dict[str, Any]]]:
    on = draw(st.sampled_from(MOMENTS))
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=3, unique=True))
    asked = Conditions(**{name: draw(VALUES[name]) for name in names})
    place = st.fixed_dictionaries(
        {"kind": st.sampled_from(["employee", "learner"]), "starts_on": near(on),
         "lasts": st.none() | st.integers(0, 4_000), "course": st.none() | st.integers(1, 5)}
    )  # fmt: skip
    born, began = draw(st.none() | near(on)), draw(st.none() | near(on))
    return on, asked, born, began, draw(st.lists(place, max_size=3))


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is gone afterwards: hypothesis asks many times in one test."""
    curtain = db.session.begin_nested()
    try:
        yield
    finally:
        curtain.rollback()
        db.session.expunge_all()


def settle(school_id: int, born: date | None, began: date | None, places: list[dict[str, Any]]) -> Person:
    """A person with these places, groups of the needed courses with them."""
    person = Person(family_name="Проба", given_name="Пробная", sort_name="проба", birth_on=born, career_began_on=began)
    db.session.add(person)
    db.session.flush()
    for number, each in enumerate(places):
        group = None
        if each["course"]:
            group = Group(organization_id=school_id, kind="study", name="Г", sort_name="г", course=each["course"],
                          starts_on=date(2000, 9, 1))  # fmt: skip
            db.session.add(group)
            db.session.flush()
        ends_on = None if each["lasts"] is None else each["starts_on"] + timedelta(days=each["lasts"])
        db.session.add(
            Membership(
                person_id=person.id, organization_id=school_id, group_id=group.id if group else None,
                kind=each["kind"], post=str(number), starts_on=each["starts_on"], ends_on=ends_on,
            )
        )  # fmt: skip
    db.session.flush()
    return person


def test_the_clause_and_the_question_agree_on_every_boundary(world: Any) -> None:
    school_id, seen = world.school_1.id, {True: 0, False: 0}
    own_groups = sa.update(Group).values(course=1)

    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases())
    @example(case=(date(2025, 2, 28), Conditions(max_age=35), date(1989, 2, 28), None, [_place(2020)]))
    @example(case=(date(2025, 2, 28), Conditions(min_age=25), date(2000, 2, 29), None, [_place(2020)]))
    @example(case=(date(2025, 3, 1), Conditions(min_age=25), date(2000, 2, 29), None, [_place(2020)]))
    @example(case=(TODAY, Conditions(total_years_under=3), None, date(2023, 11, 20), [_place(2024)]))
    @example(case=(TODAY, Conditions(total_years_under=3), None, date(2023, 11, 21), [_place(2024)]))
    @example(case=(TODAY, Conditions(last_course=True, kinds=("learner",)), None, None, [_place(2024, "learner", 5)]))
    def agree(case: Any) -> None:
        on, asked, born, began, places = case
        with undone():
            db.session.execute(own_groups)
            person = settle(school_id, born, began, places)
            pure = fits(asked, facts_of([person], on)[person.id], on)
            wanted = sa.select(Person.id).where(Person.id == person.id, clause_of(asked, [school_id], on))
            assert (db.session.scalar(wanted) is not None) == pure
            seen[pure] += 1

    agree()
    assert min(seen.values()) > 10, f"both answers must occur: {seen}"


def _place(year: int, kind: str = "employee", course: int | None = None) -> dict[str, Any]:
    return {"kind": kind, "starts_on": date(year, 9, 1), "lasts": None, "course": course}


def facts(born: date | None = None, began: date | None = None, **place: Any) -> PersonFacts:
    where = {"organization_id": 1, "kind": "employee", "organization_kind": "college", "starts_on": date(2020, 9, 1)}
    said = {**where, **place}
    here = PlaceFacts(**{"first_here_on": said["starts_on"], **said})
    return PersonFacts(birth_on=born, career_began_on=began, places=(here,))


@pytest.mark.parametrize(
    ("born", "on", "is_young"),
    [
        (date(1990, 11, 20), date(2026, 11, 19), True),
        (date(1990, 11, 20), date(2026, 11, 20), False),
        (date(1988, 2, 29), date(2024, 2, 28), True),
        (date(1988, 2, 29), date(2024, 2, 29), False),
        (date(1992, 2, 29), date(2028, 2, 28), True),
        (date(1992, 2, 29), date(2028, 2, 29), False),
        (None, TODAY, False),
    ],
)
def test_a_young_teacher_is_one_until_the_day_before_the_36th_birthday(born: Any, on: date, is_young: bool) -> None:
    assert fits(Conditions(kinds=("employee",), max_age=35), facts(born), on) is is_young


@pytest.mark.parametrize(
    ("began", "fits_first_year", "fits_three"),
    [
        (TODAY, True, True),
        (date(2025, 11, 21), True, True),
        (date(2025, 11, 20), False, True),
        (date(2023, 11, 21), False, True),
        (date(2023, 11, 20), False, False),
        (date(2026, 11, 21), False, False),
        (None, False, False),
    ],
)
def test_the_first_years_end_on_the_anniversary(began: Any, fits_first_year: bool, fits_three: bool) -> None:
    assert fits(Conditions(total_years_under=1), facts(None, began), TODAY) is fits_first_year
    assert fits(Conditions(total_years_under=3), facts(None, began), TODAY) is fits_three


def test_the_year_in_a_post_counts_from_the_place_and_local_experience_from_the_first_one() -> None:
    moved = facts(starts_on=date(2026, 9, 1), first_here_on=date(2015, 9, 1))
    assert fits(Conditions(first_year_in_post=True), moved, TODAY)
    assert fits(Conditions(local_years_from=10), moved, TODAY)
    assert not fits(Conditions(local_years_under=5), moved, TODAY)


def test_a_place_that_is_over_fits_nothing() -> None:
    gone = facts(starts_on=date(2020, 9, 1), ends_on=TODAY - timedelta(days=1))
    assert not fits(Conditions(), gone, TODAY)
    assert fits(Conditions(), facts(starts_on=date(2020, 9, 1), ends_on=TODAY), TODAY)


@given(on=st.dates(date(1900, 1, 1), date(2100, 12, 31)), years=st.integers(0, 80))
def test_the_bound_is_the_last_day_from_which_the_years_have_passed(on: date, years: int) -> None:
    bound = years_before(on, years)
    assert age_on(bound, on) >= years
    assert age_on(bound + timedelta(days=1), on) < years or bound + timedelta(days=1) > on


def test_conditions_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown conditions: height"):
        Conditions.from_data({"height": 180})
    with pytest.raises(ValueError, match="unknown kinds"):
        Conditions.from_data({"kinds": ["pirate"]})


def test_every_rule_of_the_library_names_its_source_and_reads_as_words() -> None:
    for code, values in read_audiences().items():
        assert values["source"], code
        assert len(definition(Conditions.from_data(values["conditions"]))) >= 2, code


def test_the_library_is_renewed_and_retired_but_variants_stay(world: Any) -> None:
    assert sync_audiences() == len(read_audiences())
    assert sync_audiences() == 0
    rule = next(each for each in rules_of(world.school_1.id) if each.code == "s1_35")
    set_variant(world.actor("kira"), world.school_1, rule, Conditions(kinds=("employee",), max_age=32))
    db.session.add(AudienceRule(code="gone", title="Прежнее", conditions={}))
    db.session.flush()
    assert sync_audiences() == 1
    assert "gone" not in {each.code for each in rules_of(None)}
    own = next(each for each in rules_of(world.school_1.id) if each.code == "s1_35")
    assert own.conditions.max_age == 32
    there = next(each for each in rules_of(world.school_2.id) if each.code == "s1_35")
    assert there.conditions.max_age == 35
    drop_variant(world.actor("kira"), world.school_1, own)
    assert next(each for each in rules_of(world.school_1.id) if each.code == "s1_35").conditions.max_age == 35


def test_flags_come_from_the_rules_of_the_organisation(world: Any) -> None:
    sync_audiences()
    world.kira.career_began_on = date(2026, 9, 1)
    db.session.flush()
    flags = flags_of([world.kira, world.pasha], TODAY, [world.school_1.id])
    assert [rule.flag for rule in flags[world.kira.id]] == ["молодой специалист", "первый год работы"]
    assert flags[world.pasha.id] == []
    assert flags_of([world.kira], TODAY, [world.school_2.id])[world.kira.id] == []


def test_a_wave_may_ask_the_people_of_a_named_rule(world: Any) -> None:
    sync_audiences()
    rule = {"audiences": ["s1_30"]}
    assert audience.people_of(rule, world.school_2.id, TODAY) == [world.yana.id]
    assert audience.people_of({"audiences": ["no-such-rule"]}, world.school_2.id, TODAY) == []
    named = db.session.scalars(people_named(["s1_30", "s1_35"], world.school_2.id, TODAY)).all()
    assert named == [world.yana.id]


def test_seniors_are_found_by_course_and_kind_of_organisation(world: Any) -> None:
    sync_audiences()
    assert world.school_1.kind == OrganizationKind.COLLEGE
    world.group_1.course = 3
    pupil = people.add_person(SYSTEM, family_name="Старший", given_name="Ученик")
    people.add_membership(SYSTEM, pupil, world.school_2, kind=MembershipKind.LEARNER, starts_on=date(2025, 9, 1),
                          group=world.group_2)  # fmt: skip
    db.session.flush()
    assert set(audience.people_of({"audiences": ["senior_students"]}, world.school_1.id, TODAY)) == {
        world.misha.id, world.pasha.id
    }  # fmt: skip
    assert audience.people_of({"audiences": ["pupil_senior"]}, world.school_2.id, TODAY) == [pupil.id]
    assert audience.people_of({"audiences": ["pupil_senior"]}, world.school_1.id, TODAY) == []


def test_organisations_are_compared_by_kind_in_the_facts(world: Any) -> None:
    here = facts_of([world.misha], TODAY)[world.misha.id].places
    assert [(place.organization_kind, place.course) for place in here] == [("college", 2)]
    assert (
        db.session.scalar(sa.select(Organization.kind).where(Organization.id == here[0].organization_id)) == "college"
    )
