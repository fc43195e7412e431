"""Rules of persons, places, representatives and records, without HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.search import registry
from portal.people import actions as people
from portal.people.actions.careers import forget_removed
from portal.people.kinds import FactKind, MembershipKind, QualificationKind
from portal.people.models import Qualification
from portal.people.queries.cards import namesakes
from portal.people.sensitive_words import sensitive_words
from portal.people.signals import membership_ended, representation_ended
from tests.conftest import NOW

SYSTEM = Actor.system("tests")
DAY = date(2026, 9, 1)


def test_a_change_names_its_fields_in_the_trail_and_never_their_values(world: Any) -> None:
    people.change_person(
        SYSTEM, world.misha, family_name="Ковалёв", given_name="Михаил", patronymic="Игоревич",
        birth_on=world.misha.birth_on, career_began_on=None, email="misha@mail.example", phone=None,
    )  # fmt: skip
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.PERSON_CHANGED)).one()
    assert entry.changes == {"fields": ["given_name", "email"]}
    assert world.misha.version == 2


def test_saving_the_same_again_changes_nothing(world: Any) -> None:
    said = {name: getattr(world.misha, name) for name in (
        "family_name", "given_name", "patronymic", "birth_on", "career_began_on", "email", "phone")}  # fmt: skip
    people.change_person(SYSTEM, world.misha, **said)
    assert world.misha.version == 1


def test_the_same_place_is_not_recorded_twice(world: Any) -> None:
    with pytest.raises(Refusal, match="уже записано"):
        people.add_membership(SYSTEM, world.misha, world.school_1, kind=MembershipKind.LEARNER, starts_on=DAY,
                              group=world.group_1)  # fmt: skip
    people.add_membership(SYSTEM, world.misha, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=DAY)


def test_a_place_ends_once_and_tells_the_rooms_above(world: Any) -> None:
    place = people.add_membership(SYSTEM, world.misha, world.school_2, kind=MembershipKind.LEARNER, starts_on=DAY)
    heard: list[Any] = []

    def listen(sender: Any, **said: Any) -> None:
        heard.append(said["membership"])

    with membership_ended.connected_to(listen):
        with pytest.raises(Refusal, match="раньше первого"):
            people.end_membership(SYSTEM, place, ends_on=DAY - timedelta(days=1))
        people.end_membership(SYSTEM, place, ends_on=DAY)
        with pytest.raises(Refusal, match="уже завершено"):
            people.end_membership(SYSTEM, place, ends_on=DAY)
    assert heard == [place]


def test_a_representative_is_recorded_once_and_never_oneself(world: Any) -> None:
    with pytest.raises(Refusal, match="сам себя"):
        people.add_representation(SYSTEM, world.pasha, world.pasha, relation="сам", starts_on=DAY)
    with pytest.raises(Refusal, match="уже записан"):
        people.add_representation(SYSTEM, world.pasha, world.maria, relation="мать", starts_on=DAY)
    kin = people.add_representation(SYSTEM, world.pasha, world.denis, relation="опекун", starts_on=DAY,
                                    document="решение об опеке")  # fmt: skip
    heard: list[Any] = []

    def listen(sender: Any, **said: Any) -> None:
        heard.append(said["representation"])

    with representation_ended.connected_to(listen):
        people.end_representation(SYSTEM, kin, ends_on=DAY)
    assert heard == [kin]


def test_a_removed_record_comes_back_for_a_month_and_then_is_gone(world: Any) -> None:
    record = people.add_qualification(SYSTEM, world.nina, kind=QualificationKind.COURSE, title="Курс", hours=36)
    people.remove_record(SYSTEM, record)
    people.return_record(SYSTEM, record)
    assert record.removed_at is None
    people.remove_record(SYSTEM, record)
    assert forget_removed() == 0
    with clock.freeze(NOW + timedelta(days=31)):
        assert forget_removed() == 1
    assert db.session.scalars(sa.select(Qualification)).all() == []


def test_a_fact_is_dated_and_belongs_to_the_organisation_that_knows_it(world: Any) -> None:
    fact = people.add_career_fact(SYSTEM, world.nina, world.school_1, kind=FactKind.ATTESTED, happened_on=DAY)
    assert (fact.organization_id, fact.happened_on) == (world.school_1.id, DAY)


def test_namesakes_are_those_of_the_organisation_only(world: Any) -> None:
    twin = people.add_person(SYSTEM, family_name="Ковалев", given_name="Миша")
    people.add_membership(SYSTEM, twin, world.school_2, kind=MembershipKind.LEARNER, starts_on=DAY)
    asked = {"family_name": "Ковалёв", "given_name": "миша"}
    assert namesakes(world.school_1, **asked, birth_on=None) == [world.misha]
    assert namesakes(world.school_2, **asked, birth_on=None) == [twin], "ё and е are one letter"
    assert namesakes(world.school_1, **asked, birth_on=date(1990, 1, 1)) == [], "born on another day"


def test_search_finds_people_only_for_those_who_may_open_the_card(world: Any) -> None:
    kind = registry.KINDS["person"]
    found = {who: registry.find(kind, world.actor(who), "Ковалёв", limit=5).total for who in ("kira", "karim", "nina")}
    assert found == {"kira": 1, "karim": 0, "nina": 0}
    assert registry.find(kind, world.actor("misha"), "Ковалёв", limit=5).total == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Паспорт 25 04 № 123456", ["номер паспорта", "«паспорт»"]),
        ("снилс 112-233-445 95", ["номер СНИЛС", "«снилс»"]),
        ("Состоит на учёте в ПДН", ["«учёте в пдн»"]),
        ("есть диагноз", ["«диагноз»"]),
        ("Курсы наставников, 36 часов, приказ 14-к", []),
        ("Преподаватель физики", []),
        (None, []),
    ],
)
def test_words_that_do_not_belong_into_a_register_are_noticed(text: str | None, found: list[str]) -> None:
    assert sensitive_words(text) == found
