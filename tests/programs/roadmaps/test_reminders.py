"""Reminders: to whoever answers, once, in the morning letter, and not about what is done meanwhile."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.mail import LetterState, OutboxMessage
from portal.core.notices import Notice
from portal.programs.models import ProgramFact
from portal.programs.roadmaps.actions import Evidence, add_stage, add_step, close_by_hand, skip_step
from portal.programs.roadmaps.kinds import Period
from portal.programs.roadmaps.reminding import is_done_meanwhile, remind
from portal.programs.roadmaps.schedule import Schedule
from portal.programs.roadmaps.waves import KINDS, tell_of_waves
from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment
from tests.conftest import NOW
from tests.programs.roadmaps.test_maps import own_facts

SOON = date(2026, 11, 25)


@pytest.fixture
def own_step(draw_map, world):
    """A step of a fresh map with a deadline of its own."""
    roadmap = draw_map("chgtt")
    stage = add_stage(world.actor("kira"), roadmap, title="Свой этап")

    def own_step(title="Свой шаг", principal="curator", last_on=SOON):
        schedule = Schedule(period=Period.DEADLINE, last_on=last_on)
        made = add_step(world.actor("kira"), stage, own_facts(title=title, principal=principal, schedule=schedule))
        db.session.commit()
        return made

    return own_step


def letters():
    return db.session.scalars(
        sa.select(OutboxMessage).where(OutboxMessage.letter == "roadmap_due").order_by(OutboxMessage.id)
    ).all()


def told():
    return db.session.scalars(sa.select(Notice).where(Notice.kind == "roadmap_due")).all()


def test_who_answers_is_reminded_a_week_before_and_once(own_step, world):
    own_step()
    own_step("Ещё не скоро", last_on=SOON + timedelta(days=20))
    for _ in range(3):
        remind()
    (letter,) = letters()
    assert letter.recipient == world.kira.email
    assert letter.state == LetterState.HELD, "it waits for the morning letter"
    assert "Свой шаг" in letter.text
    assert [each.person_id for each in told()] == [world.kira.id]


def test_where_nobody_holds_the_role_the_curator_is_reminded(own_step, world):
    own_step(principal="methodologist")
    own_step("Без роли", principal="")
    remind()
    assert {each.person_id for each in told()} == {world.kira.id}
    assert len(told()) == 2


def test_what_is_done_or_set_aside_is_not_reminded_of(own_step, world):
    kira = world.actor("kira")
    close_by_hand(kira, own_step("Готово").occurrences[0], on=NOW.date(), evidence=Evidence(comment="Готово"))
    skip_step(kira, own_step("Не нужно"), reason="Не в этом году")
    db.session.commit()
    assert remind() == 0
    assert told() == []


def test_a_letter_about_a_step_that_was_done_meanwhile_is_over(own_step, world):
    step, other = own_step(), own_step("Другой")
    remind()
    keys = [each.event_key for each in letters()]
    assert is_done_meanwhile(keys) == []
    close_by_hand(world.actor("kira"), step.occurrences[0], on=NOW.date(), evidence=Evidence(comment="Готово"))
    db.session.commit()
    assert is_done_meanwhile(keys) == [key for key in keys if step.occurrences[0].public_id in key]
    assert other.occurrences[0].public_id in keys[1]


def test_a_wave_that_ended_is_a_fact_once(draw_map, step_of, world):
    roadmap = draw_map("vpk")
    version = db.session.execute(
        sa.select(QuestionnaireVersion.id).join(Questionnaire).where(Questionnaire.purpose == "needs")
    ).first()
    if version is None:
        made = Questionnaire(code="NX", title="Запрос", sort_title="запрос", purpose="needs")
        db.session.add(made)
        db.session.flush()
        one = QuestionnaireVersion(questionnaire_id=made.id, number=1, title="Запрос", mode="named", checksum="x")
        db.session.add(one)
        db.session.flush()
        version = (one.id,)
    ended = datetime(2026, 11, 10, 12, tzinfo=UTC)
    for submitted in (0, 3):
        db.session.add(
            SurveyAssignment(
                version_id=version[0], organization_id=world.school_1.id, title="Запросы", mode="named", audience={},
                opens_at=ended - timedelta(days=10), closed_at=ended, invited=3, submitted=submitted, min_group=5,
            )
        )  # fmt: skip
    db.session.commit()
    with clock.freeze(NOW):
        assert tell_of_waves() == 1, "one without answers tells nothing"
        assert tell_of_waves() == 0
    fact = db.session.scalars(sa.select(ProgramFact).where(ProgramFact.kind == KINDS["needs"])).one()
    assert fact.happened_on == date(2026, 11, 10)
    assert step_of(roadmap, "2.3").occurrences[0].done_on == date(2026, 11, 10)
