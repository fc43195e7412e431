"""Questionnaires in the tables: versions, checksums, and the definition put together again."""

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from surveys.definitions import QuestionnaireDefinition
from surveys.loading import load_questionnaires
from surveys.mapping import checksum
from surveys.models import Item, Questionnaire, QuestionnaireVersion
from surveys.reference import sync_questionnaires
from surveys.storage import COMPILED, FROM_FILE, compiled, publish_questionnaire

ACTOR = Actor.system("test")


@pytest.mark.parametrize("definition", load_questionnaires(), ids=lambda each: each.code)
def test_a_questionnaire_comes_back_from_the_tables_as_it_was(database: Any, definition: Any) -> None:
    version = publish_questionnaire(ACTOR, definition)
    assert compiled(version.id) == definition
    assert checksum(compiled(version.id)) == version.checksum


def test_every_item_type_comes_back(database: Any, every_type: QuestionnaireDefinition) -> None:
    version = publish_questionnaire(ACTOR, every_type)
    assert compiled(version.id) == every_type
    rows = db.session.scalars(sa.select(Item).where(Item.version_id == version.id, Item.kind == "row")).all()
    assert {row.code for row in rows} == {"ROW1", "ROW2", "MON", "TUE"}


def test_the_same_words_make_no_new_version_and_other_words_do(database: Any, every_type: Any) -> None:
    first = publish_questionnaire(ACTOR, every_type)
    assert publish_questionnaire(ACTOR, every_type).id == first.id
    changed = replace(every_type, items=(replace(every_type.items[0], text="Иначе"), *every_type.items[1:]))
    second = publish_questionnaire(ACTOR, changed)
    assert (first.number, second.number) == (1, 2)
    assert compiled(first.id) == every_type
    assert compiled(second.id) == changed


def test_a_version_is_compiled_once(database: Any, every_type: Any, count_queries: Any) -> None:
    version = publish_questionnaire(ACTOR, every_type)
    COMPILED.clear()
    with count_queries() as seen:
        compiled(version.id)
    assert len(seen) == 3
    with count_queries() as seen:
        compiled(version.id)
    assert seen == []


def test_reference_sync_publishes_once_and_retires_what_left(database: Any, every_type: Any) -> None:
    publish_questionnaire(ACTOR, every_type)
    left = publish_questionnaire(ACTOR, replace(every_type, code="left"))
    left.details = {**left.details, FROM_FILE: True}
    assert sync_questionnaires() == len(load_questionnaires())
    assert sync_questionnaires() == 0
    gone = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.retired_on.is_not(None))).all()
    assert [each.code for each in gone] == ["left"]
    assert compiled(left.id).code == "left"
    assert (
        db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireVersion))
        == len(load_questionnaires()) + 2
    )


def test_a_school_has_a_questionnaire_of_its_own_under_the_same_code(world: Any, every_type: Any) -> None:
    library = publish_questionnaire(ACTOR, every_type)
    own = publish_questionnaire(ACTOR, every_type, organization=world.school_1)
    assert library.questionnaire_id != own.questionnaire_id
