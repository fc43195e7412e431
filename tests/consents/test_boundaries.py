"""Boundaries of the age rule, and that the clause for lists says what the question about one person says."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.access.actor import Actor
from portal.consents.kinds import Evidence, Minors, Purpose
from portal.consents.models import Consent, ConsentPolicy
from portal.consents.queries import basis_for, has_basis
from portal.core.db import db, new_public_id
from portal.people.ages import day_number, is_of_age
from portal.people.models import Membership, Person, Representation
from portal.people.periods import age_on

SYSTEM = Actor.system("test")
TODAY = date(2026, 11, 20)
DAYS = st.one_of(
    st.dates(date(2000, 1, 1), date(2030, 12, 31)),
    st.sampled_from([date(y, m, d) for y in (2008, 2012, 2026) for m, d in ((2, 28), (3, 1))] + [date(2012, 2, 29)]),
)


@given(birth=DAYS, on=DAYS, years=st.sampled_from([14, 18]))
def test_the_age_in_numbers_is_the_age_in_years(birth: date, on: date, years: int) -> None:
    assert (day_number(on) - day_number(birth) >= years * 10_000) == (age_on(birth, on) >= years)


@pytest.mark.parametrize("birth", [date(2008, 2, 29), date(2008, 3, 1), date(2012, 11, 20)])
@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 1), date(2026, 11, 19), date(2026, 11, 20)])
def test_both_databases_count_years_alike(world: Any, birth: date, on: date) -> None:
    db.session.execute(sa.update(Person).where(Person.id == world.pasha.id).values(birth_on=birth))
    for years in (14, 18):
        grown = db.session.scalar(sa.select(is_of_age(Person.birth_on, years, on)).where(Person.id == world.pasha.id))
        assert bool(grown) == (age_on(birth, on) >= years)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_clause_for_lists_equals_the_question_about_one(world: Any, data: Any) -> None:
    on = data.draw(st.sampled_from([TODAY, date(2027, 2, 28), date(2027, 3, 1)]), "on")
    near = st.integers(-2, 2).map(timedelta)
    birth = data.draw(st.one_of(st.none(), st.sampled_from([date(2013, 3, 1), date(2009, 3, 1), date(2008, 2, 29),
                      date(2012, 11, 20), date(2008, 11, 20), date(1990, 1, 1)])), "birth")  # fmt: skip
    with db.session.begin_nested() as curtain:
        person, parent = world.pasha.id, world.maria.id
        values: dict[str, Any] = {"birth_on": birth, "restricted_on": None, "erased_on": None}
        if data.draw(st.integers(0, 9), "closed") == 0:
            values[data.draw(st.sampled_from(["restricted_on", "erased_on"]))] = on + data.draw(near)
        db.session.execute(sa.update(Person).where(Person.id == person).values(values))
        if data.draw(st.booleans(), "no learner"):
            db.session.execute(sa.delete(Membership).where(Membership.person_id == person))
        _policy(world, data.draw(st.sampled_from([None, *Minors]), "minors"))
        db.session.execute(
            sa.update(Representation)
            .where(Representation.person_id == person)
            .values(ends_on=data.draw(st.one_of(st.none(), near.map(lambda d: on + d)), "end of representation"))
        )
        db.session.execute(sa.delete(Consent).where(Consent.person_id == person))
        for signer in data.draw(st.lists(st.sampled_from([person, parent]), max_size=3), "signers"):
            _sign(world, signer, data, on)
        one = basis_for(person, world.school_1.id, Purpose.PARTICIPATION, on) is not None
        listed = sa.select(Person.id).where(
            Person.id == person, has_basis(Person.id, sa.literal(world.school_1.id), Purpose.PARTICIPATION, on)
        )
        assert (db.session.scalar(listed) is not None) == one
        curtain.rollback()


def _policy(world: Any, minors: Minors | None) -> None:
    of_school = ConsentPolicy.organization_id == world.school_1.id
    if minors is None:
        db.session.execute(sa.delete(ConsentPolicy).where(of_school))
    else:
        db.session.execute(sa.update(ConsentPolicy).where(of_school).values(minors=minors))


def _sign(world: Any, signer: int, data: Any, on: date) -> None:
    text = world.town.consent_texts[1]
    starts_on = on - timedelta(days=data.draw(st.sampled_from([0, 1, 2, 365, 366, 367, 1461]), "age of the paper"))
    ends_on = data.draw(st.one_of(st.none(), st.integers(0, 400).map(lambda d: starts_on + timedelta(days=d))), "end")
    withdrawn = data.draw(st.one_of(st.none(), st.integers(-2, 2).map(lambda d: on + timedelta(days=d))), "withdrawn")
    db.session.add(
        Consent(
            person_id=world.pasha.id,
            organization_id=world.school_1.id,
            text_id=text.id,
            text_hash=new_public_id(),
            purpose=Purpose.PARTICIPATION,
            given_by_id=signer,
            by_representative=signer != world.pasha.id,
            evidence=Evidence.SCAN,
            is_accepted=data.draw(st.integers(0, 4), "accepted") > 0,
            starts_on=starts_on,
            ends_on=ends_on,
            withdrawn_on=withdrawn,
        )
    )
    db.session.flush()
