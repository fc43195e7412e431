"""Search in this room: staff find questionnaires by their questions, everybody only the waves they may see."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.search import registry
from surveys.mapping import from_mapping
from surveys.models import Questionnaire, SurveyAssignment, SurveyInvitation
from surveys.search import QUESTIONNAIRE, WAVE
from tests.surveys.crowds import make_wave
from tests.surveys.waves import SHORT


@pytest.fixture
def waves(world: Any) -> dict[int, SurveyAssignment]:
    return {number: make_wave(getattr(world, f"school_{number}"), from_mapping(SHORT), waiting=1) for number in (1, 2)}


def found(world: Any, key: str, kind: str, text: str) -> list[str]:
    return [find.path for find in registry.find(registry.KINDS[kind], world.actor(key), text, limit=20).finds]


def test_a_wave_is_found_by_whoever_may_see_it(world: Any, waves: dict[int, SurveyAssignment]) -> None:
    registry.rebuild()
    word = waves[1].title.split()[0]
    own, other = (f"/surveys/{waves[number].public_id}" for number in (1, 2))
    assert found(world, "kira", WAVE, word) == [own]
    assert found(world, "karim", WAVE, word) == [other]
    assert sorted(found(world, "olga", WAVE, word)) == sorted([own, other])
    assert found(world, "misha", WAVE, word) == []


def test_a_questionnaire_is_found_by_its_questions_until_it_is_retired(
    world: Any, waves: dict[int, SurveyAssignment], client_as: Callable[[str], Any]
) -> None:
    registry.rebuild()
    questionnaire = db.session.scalars(sa.select(Questionnaire).order_by(Questionnaire.id)).first()
    assert questionnaire
    word = questionnaire.title.split()[0]
    path = f"/surveys/templates/{questionnaire.code}"
    assert path in found(world, "kira", QUESTIONNAIRE, word)
    assert found(world, "misha", QUESTIONNAIRE, word) == []
    assert "Библиотека анкет" in client_as("kira").get(f"/search?q={word}").text
    questionnaire.retired_on = clock.today("UTC")
    db.session.flush()
    assert path not in found(world, "kira", QUESTIONNAIRE, word)


def test_an_invited_person_finds_the_own_questionnaire_where_it_is_filled_in(
    world: Any, waves: dict[int, SurveyAssignment]
) -> None:
    registry.rebuild()
    word = waves[1].title.split()[0]
    invitation = SurveyInvitation(assignment_id=waves[1].id, person_id=world.misha.id)
    db.session.add(invitation)
    db.session.flush()
    assert found(world, "misha", WAVE, word) == [f"/s/{invitation.public_id}"]
    invitation.withdrawn_at = clock.now()
    db.session.flush()
    assert found(world, "misha", WAVE, word) == []
