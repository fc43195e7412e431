"""Who must sign, at which age, and what stands without a signature."""

from datetime import date
from typing import Any

import pytest

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.consents.queries import basis_for, missing_signatures
from portal.core.errors import Refusal
from portal.core.personal_data import Basis
from portal.people import actions as people
from portal.people.periods import age_on

SYSTEM = Actor.system("test")


@pytest.mark.parametrize(
    ("birth_on", "on", "years"),
    [
        (date(2012, 11, 20), date(2026, 11, 19), 13),
        (date(2012, 11, 20), date(2026, 11, 20), 14),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
    ],
)
def test_years_are_full_years(birth_on: date, on: date, years: int) -> None:
    assert age_on(birth_on, on) == years


@pytest.mark.parametrize(
    ("birth_on", "needed"),
    [
        (date(2013, 1, 1), ["representative"]),
        (date(2010, 1, 1), ["own", "representative"]),
        (date(2000, 1, 1), ["own"]),
    ],
)
def test_who_signs_follows_from_the_age(birth_on: date, needed: list[str]) -> None:
    on = date(2026, 11, 20)
    assert missing_signatures(birth_on, True, False, False, on) == needed
    assert missing_signatures(birth_on, True, True, True, on) == []


def test_a_learner_without_a_birth_date_counts_as_a_minor() -> None:
    on = date(2026, 11, 20)
    assert missing_signatures(None, True, True, False, on) == ["representative"]
    assert missing_signatures(None, False, True, False, on) == []


def test_a_basis_stands_while_every_needed_signature_does(world: Any) -> None:
    on, school = date(2026, 11, 20), world.school_1.id
    assert basis_for(world.pasha.id, school, Purpose.PARTICIPATION, on) is Basis.CONSENT
    assert basis_for(world.pasha.id, school, Purpose.PUBLICATION, on) is None
    assert basis_for(world.pasha.id, world.school_2.id, Purpose.PARTICIPATION, on) is None
    assert basis_for(world.pasha.id, school, Purpose.PARTICIPATION, date(2026, 11, 19)) is None


def test_a_child_does_not_sign_alone_and_a_stranger_does_not_sign(world: Any) -> None:
    text = world.town.consent_texts[1]
    child = people.add_person(SYSTEM, family_name="Малых", given_name="Аня", birth_on=date(2014, 1, 1))
    for signer in (child, world.maria):
        with pytest.raises(Refusal):
            consents.record_consent(
                SYSTEM, child, text, given_by=signer, evidence=Evidence.SCAN, starts_on=date(2026, 11, 20)
            )
