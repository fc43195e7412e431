"""Two cards of one human become one, whole or not at all."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.models import Consent
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.search.index import SearchDocument
from portal.people import actions as people
from portal.people.actions.merging import keys_to_person, merge_persons
from portal.people.kinds import MembershipKind, QualificationKind
from portal.people.models import Membership, Person, Qualification, Representation

SYSTEM = Actor.system("tests")
DAY = date(2026, 9, 1)


def double(world: Any, school: Any, **more: Any) -> Person:
    person = people.add_person(SYSTEM, family_name="Седов", given_name="Паша", **more)
    people.add_membership(SYSTEM, person, school, kind=MembershipKind.LEARNER, starts_on=DAY)
    people.add_qualification(SYSTEM, person, kind=QualificationKind.COURSE, title="Курс")
    return person


def test_everything_moves_to_the_card_that_stays(world: Any) -> None:
    gone = double(world, world.school_2, phone="+7 900 000-00-00")
    people.add_representation(SYSTEM, gone, world.denis, relation="опекун", starts_on=DAY)
    gone_id, public_id = gone.id, gone.public_id
    merge_persons(SYSTEM, world.pasha, gone)
    assert db.session.scalar(sa.select(sa.func.count()).where(Membership.person_id == world.pasha.id)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(Qualification.person_id == world.pasha.id)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(Representation.person_id == world.pasha.id)) == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(Consent.person_id == world.pasha.id)) == 2
    assert world.pasha.phone == "+7 900 000-00-00"
    assert db.session.scalar(sa.select(sa.func.count()).where(Person.id == gone_id)) == 0
    found = sa.select(SearchDocument).where(SearchDocument.kind == "person", SearchDocument.ref_id == gone_id)
    assert db.session.scalars(found).all() == []
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.PERSONS_MERGED)).one()
    assert entry.changes["gone"] == public_id
    assert entry.changes["moved"]["membership.person_id"] == 1


def test_no_key_to_a_person_is_left_out() -> None:
    named = {f"{column.table.name}.{column.name}" for column in keys_to_person()}
    assert {"membership.person_id", "consent.given_by_id", "user.person_id", "notice.person_id",
            "representation.representative_id", "career_fact.person_id"} <= named  # fmt: skip


@pytest.mark.parametrize(
    ("kept", "gone", "reason"),
    [
        ("misha", "pasha", "Даты рождения разные"),
        ("pasha", "pasha", "одна и та же"),
    ],
)
def test_different_humans_are_refused(world: Any, kept: str, gone: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        merge_persons(SYSTEM, world.person(kept), world.person(gone))


def test_two_accounts_are_refused_and_nothing_has_moved(world: Any) -> None:
    world.misha.birth_on = None
    db.session.flush()
    before = db.session.scalar(sa.select(sa.func.count()).where(Membership.person_id == world.pasha.id))
    with pytest.raises(Refusal) as refused:
        merge_persons(SYSTEM, world.pasha, world.misha)
    assert "карточ" in refused.value.message
    assert db.session.scalar(sa.select(sa.func.count()).where(Membership.person_id == world.pasha.id)) == before
    assert db.session.scalar(sa.select(Person.given_name).where(Person.id == world.misha.id)) == "Миша"


def test_a_child_and_the_mother_are_not_one_human(world: Any) -> None:
    gone = people.add_person(SYSTEM, family_name="Седова", given_name="Мария")
    people.add_representation(SYSTEM, world.pasha, gone, relation="мать", starts_on=DAY)
    with pytest.raises(Refusal, match="представитель"):
        merge_persons(SYSTEM, world.pasha, gone)


def test_the_page_compares_and_merges(world: Any, client_as: Any, post: Any) -> None:
    gone = double(world, world.school_2)
    db.session.commit()
    admin, address = client_as("admin"), f"/people/{world.pasha.public_id}/merging"
    assert gone.public_id in admin.get(address).text
    assert "Останется" in admin.get(f"{address}?other={gone.public_id}").text
    assert client_as("kira").get(address).status_code == 403
    assert post(admin, address, other="no-such").status_code == 404
    answer = post(admin, address, other=gone.public_id)
    assert answer.status_code == 303
    assert "Карточки объединены" in admin.get(answer.location).text
