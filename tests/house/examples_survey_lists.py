"""Further cases of questionnaires: lists and choices that must leave out what belongs to another school.

A question bank, drafts, questionnaires put away, schools of one deed, and the names of those whom nobody may invite.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from surveys.building.drafts import begin_copy
from surveys.mapping import from_mapping
from surveys.models import Questionnaire, SurveyAssignment
from surveys.storage import last_version, publish_questionnaire
from tests.house.asked import NONE, Case, Script
from tests.house.examples_building import BUILD, BUILD_1, BUILD_2
from tests.house.examples_surveys import (
    ASSIGN,
    CITY,
    HERE,
    LINKS_1,
    READERS_1,
    READERS_2,
    THERE,
)
from tests.house.stage import BEGAN_ON, SYSTEM, Call, Stage
from tests.surveys.crowds import make_wave
from tests.surveys.waves import SHORT
from tests.world import World

AWAY_1, AWAY_2 = "Убранная анкета колледжа", "Убранная анкета школы"
BEGUN_1, BEGUN_2 = "Начатая анкета колледжа", "Начатая анкета школы"
ASKED_2 = "Анкета школы, которую уже спрашивают"
UNSIGNED = "Неподписальный"


def dress_survey_lists(world: World) -> dict[str, Any]:
    """For each school a questionnaire put away and a draft; a wave of school 2's own questionnaire; a deed for two."""
    for school, away, begun in ((world.school_1, AWAY_1, BEGUN_1), (world.school_2, AWAY_2, BEGUN_2)):
        kept = _own(school, f"away_{school.id}", away)
        kept.retired_on = clock.now().date()
        version = last_version(kept.id)
        assert version
        begin_copy(SYSTEM, school, version, begun)
    own = replace(from_mapping({**SHORT, "code": "asked_2"}), title=ASKED_2)
    asked = make_wave(world.school_2, own, [], title=ASKED_2, family="Спрошенный")
    made = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == "asked_2")).one()
    made.organization_id = world.school_2.id
    together = sa.update(SurveyAssignment).where(SurveyAssignment.title.in_((HERE, THERE))).values(batch="b" * 22)
    db.session.execute(together)
    unsigned = people.add_person(SYSTEM, family_name=UNSIGNED, given_name="Пётр")
    people.add_membership(SYSTEM, unsigned, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
    db.session.flush()
    return {"wave of own there": asked.public_id}


def _own(school: Any, code: str, title: str) -> Questionnaire:
    definition = replace(from_mapping({**SHORT, "code": code}), title=title)
    return publish_questionnaire(SYSTEM, definition, organization=school).questionnaire


def _shown(name: str, who: frozenset[str], call: Script, to: Callable[[Stage], dict[str, frozenset[str]]]) -> Case:
    return Case(name=name, who=who, call=call, shows=to)


def _at(prop: str, **query: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]} if prop else {}, query=query)


def _counts(stage: Stage, who: str) -> Call:
    """Whom the wave would reach, asked before it is opened."""
    organization = "organization 2" if who == "karim" else "organization 1"
    return Call(
        body={
            "questionnaire": stage.props["library"], "organization": stage.props[organization], "intent": "count",
            "audience": "employees", "opens_on": "20.11.2026", "closes_on": "27.11.2026", "submission_key": "key-1",
        }
    )  # fmt: skip


SURVEY_LISTS: dict[str, tuple[Case, ...]] = {
    "GET surveys.templates": (
        Case(name="of two schools", who=BUILD, asked=BUILD, call=_at(""), shows=lambda stage: {
            BEGUN_1: BUILD_1, BEGUN_2: BUILD_2, AWAY_1: BUILD_1, AWAY_2: BUILD_2}),
    ),
    "GET surveys.bank": (
        _shown("of another school", BUILD_1, _at("draft 1"), lambda stage: {ASKED_2: NONE}),
    ),
    "GET surveys.new_questionnaire": (
        _shown("of one school", BUILD, _at(""), lambda stage: {stage.props["organization 2"]: NONE}),
    ),
    "GET surveys.edit": (
        Case(name="wave of a school's own", place="path", who=BUILD_2, call=_at("wave of own there")),
    ),
    "GET surveys.show": (
        _shown("of one deed", READERS_1, _at("wave here"), lambda stage: {stage.props["wave there"]: CITY}),
        _shown("of one deed, there", READERS_2, _at("wave there"), lambda stage: {stage.props["wave here"]: CITY}),
    ),
    "POST surveys.create": (
        _shown("counted", ASSIGN, _counts, lambda stage: {UNSIGNED: LINKS_1}),
    ),
}  # fmt: skip
