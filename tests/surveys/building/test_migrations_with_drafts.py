"""Migrations go down and up again under drafts, steps of undo and uploads: what was asked of people stays."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.app import create_app
from portal.core.db import db
from portal.core.migrations import downgrade, upgrade
from portal.settings import Settings
from surveys.building.drafts import begin_blank, begin_revision, change_draft, definition_of, draft_of, take_back
from surveys.building.editing import removed
from surveys.exchange.instruments.own_yaml import read_yaml, write_yaml
from surveys.exchange.instruments.taking import keep_upload, take_upload
from surveys.mapping import from_mapping
from surveys.models import DraftStep, Questionnaire, QuestionnaireUpload
from surveys.storage import compiled, last_version, publish_questionnaire
from tests.conftest import postgres_server
from tests.surveys.waves import SHORT
from tests.world import build_world

BEFORE_DRAFTS, BEFORE_UPLOADS = "0009", "0013"


@pytest.fixture
def moving(settings: Settings, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """An application on a database of its own, whose tables come and go."""
    is_postgres = request.config.getoption("--db") == "postgres"
    url = postgres_server().create(f"drafts{token_hex(4)}") if is_postgres else f"sqlite:///{tmp_path}/portal.db"
    app = create_app(replace(settings, database_url=url, var_dir=str(tmp_path)))
    with app.app_context():
        upgrade()
        yield
        db.session.remove()
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()


@pytest.fixture
def editor(moving: None, tmp_path: Path) -> Actor:
    """Who edits: one draft of two steps over what is published, one that is only a draft; uploads taken and waiting."""
    world = build_world()
    actor = world.actor("kira")
    published = publish_questionnaire(actor, from_mapping({**SHORT, "code": "own_short"}), organization=world.school_1)
    draft = begin_revision(actor, published.questionnaire)
    for code in ("WHY", "NOTE"):
        change_draft(actor, draft, removed(definition_of(draft), code), f"удалено: {code}", code)
    begin_blank(actor, world.school_1, "Только черновик")
    for name, rest in (("taken", {}), ("waiting", {"title": "Ждёт"})):
        path = tmp_path / f"{name}.yaml"
        path.write_bytes(write_yaml(from_mapping({**SHORT, **rest, "code": name})))
        upload = keep_upload(world.school_1, path.name, read_yaml(path, path.name))
        if name == "taken":
            take_upload(actor, upload)
    db.session.commit()
    return actor


def codes_of_questionnaires() -> set[str]:
    """Read without models: the tables may stand at an older revision."""
    found = set(db.session.scalars(sa.text("SELECT code FROM questionnaire WHERE organization_id IS NOT NULL")))
    db.session.remove()
    return found


def tables() -> set[str]:
    db.session.remove()
    return set(sa.inspect(db.engine).get_table_names())


def test_without_the_tables_of_drafts_published_versions_stay_and_what_was_only_a_draft_goes(editor: Actor) -> None:
    assert codes_of_questionnaires() == {"own_short", "own_1", "taken"}
    downgrade(revision=BEFORE_DRAFTS)
    assert not tables() & {"questionnaire_draft", "draft_step", "questionnaire_upload"}
    assert codes_of_questionnaires() == {"own_short", "taken"}
    upgrade()
    questionnaire = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == "own_short")).one()
    version = last_version(questionnaire.id)
    assert version
    assert compiled(version.id) == from_mapping({**SHORT, "code": "own_short"})
    assert draft_of(questionnaire.id) is None
    assert definition_of(begin_revision(editor, questionnaire)) == compiled(version.id)


def test_without_the_table_of_uploads_drafts_and_their_steps_stay(editor: Actor) -> None:
    downgrade(revision=BEFORE_UPLOADS)
    assert "questionnaire_upload" not in tables()
    assert codes_of_questionnaires() == {"own_short", "own_1", "taken"}
    upgrade()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireUpload)) == 0
    questionnaire = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == "own_short")).one()
    draft = draft_of(questionnaire.id)
    assert draft
    steps = db.session.scalars(sa.select(DraftStep).where(DraftStep.draft_id == draft.id).order_by(DraftStep.number))
    assert [(step.number, step.code) for step in steps] == [(1, "WHY"), (2, "NOTE")]
    take_back(editor, draft, 2)
    take_back(editor, draft, 1)
    assert definition_of(draft) == from_mapping({**SHORT, "code": "own_short"})


def test_the_whole_way_down_with_data_and_up_again(editor: Actor) -> None:
    above = tables()
    db.session.remove()
    downgrade(revision="base")
    assert tables() <= {"alembic_version", "rate_limit"}
    upgrade()
    assert tables() == above
    assert codes_of_questionnaires() == set()
