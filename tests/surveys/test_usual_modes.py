"""In which mode a questionnaire is assigned where nobody says otherwise."""

from datetime import timedelta
from typing import Any

import pytest

from portal.core import clock
from surveys.actions import assign_questionnaire
from surveys.definitions import QuestionnaireDefinition
from surveys.loading import load_questionnaires
from surveys.models import Mode
from surveys.storage import publish_questionnaire, usual_mode
from surveys.terms import modes_allowed

TEMPLATES = load_questionnaires()
BEFORE_AND_AFTER = [each for each in TEMPLATES if each.pair_with and each.anonymous]


def test_before_and_after_without_names_exist_and_are_pairs() -> None:
    codes = {each.code for each in BEFORE_AND_AFTER}
    assert len(codes) >= 4
    assert {each.pair_with for each in BEFORE_AND_AFTER} == codes


@pytest.mark.parametrize("definition", TEMPLATES, ids=lambda each: each.code)
def test_only_before_and_after_without_names_join_by_a_private_code(definition: QuestionnaireDefinition) -> None:
    mode = usual_mode(definition)
    assert (mode is Mode.LINKED) == bool(definition.pair_with and definition.anonymous)
    assert (mode is Mode.NAMED) == (not definition.anonymous)


def test_a_wave_takes_the_private_code_by_itself_and_may_still_be_stricter(world: Any) -> None:
    version = publish_questionnaire(world.actor("kira"), BEFORE_AND_AFTER[0])
    wave = assign_questionnaire(
        world.actor("kira"), version.questionnaire, world.school_1, audience={"kinds": ["learner"]},
        opens_at=clock.now(), closes_at=clock.now() + timedelta(days=7),
    )  # fmt: skip
    assert (version.mode, wave.mode) == (Mode.LINKED, Mode.LINKED)
    assert list(modes_allowed(version.mode, Mode(wave.mode), is_fixed=False)) == [Mode.LINKED, Mode.ANONYMOUS]
