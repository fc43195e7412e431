"""Waves: who is invited, once; dates, notices, terms and links."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.people.actions import add_membership
from portal.people.kinds import MembershipKind
from surveys.actions import (
    assign_questionnaire,
    close_assignment,
    extend_assignment,
    invite_more,
    submit_response,
    withdraw_invitation,
)
from surveys.chores import scatter_unnamed_waves
from surveys.models import Mode, Participation, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.surveys.waves import invitation_of, open_wave, short


def assign(world: Any, audience: dict[str, list[str]], **changes: Any) -> Any:
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    asked = {"opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=7), **changes}
    return assign_questionnaire(world.actor("kira"), questionnaire, world.school_1, audience=audience, **asked)


def invited(wave: Any) -> set[int]:
    return set(
        db.session.scalars(sa.select(SurveyInvitation.person_id).where(SurveyInvitation.assignment_id == wave.id))
    )


def ids(world: Any, *keys: str) -> set[int]:
    return {world.person(key).id for key in keys}


@pytest.mark.parametrize(
    ("audience", "keys"),
    [
        ({"kinds": ["learner"]}, ("misha", "pasha")),
        ({"groups": ["group_1"]}, ("misha", "pasha")),
        ({"roles": ["mentor", "curator"]}, ("nina", "kira")),
        ({"persons": ["nina"]}, ("nina",)),
        ({"kinds": ["learner"], "roles": ["mentee", "mentor"]}, ("misha", "pasha", "nina")),
        ({"persons": ["nina", "yana", "vera"]}, ("nina",)),
        ({"kinds": ["parent"], "roles": ["no such role"], "persons": []}, ("maria",)),
    ],
)
def test_a_rule_becomes_people_of_the_own_school(world: Any, audience: Any, keys: tuple[str, ...]) -> None:
    rule = dict(audience)
    if "groups" in rule:
        rule["groups"] = [world.group_1.public_id]
    if rule.get("persons"):
        rule["persons"] = [world.person(key).public_id for key in rule["persons"]]
    wave = assign(world, rule)
    assert invited(wave) == ids(world, *keys)
    assert wave.invited == len(keys)
    assert wave.audience == {name: values for name, values in rule.items() if values}


@pytest.mark.parametrize("audience", [{}, {"kinds": []}, {"kinds": ["alumnus"]}, {"groups": ["x"]}, {"planets": ["x"]}])
def test_a_rule_that_fits_nobody_is_refused(world: Any, audience: Any) -> None:
    with pytest.raises(Refusal):
        assign(world, audience)


def test_dates_that_contradict_each_other_are_refused(world: Any) -> None:
    for closes_at in (clock.now(), clock.now() - timedelta(days=1)):
        with pytest.raises(Refusal, match="Срок"):
            assign(world, {"kinds": ["learner"]}, closes_at=closes_at)
    assert assign(world, {"kinds": ["learner"]}, closes_at=None).closes_at is None


def test_everybody_invited_is_told_and_the_journal_knows(world: Any) -> None:
    wave = assign(world, {"kinds": ["learner"]})
    told = db.session.execute(sa.select(Notice.person_id, Notice.text, Notice.path)).all()
    assert {row.person_id for row in told} == ids(world, "misha", "pasha")
    assert {(row.text, row.path) for row in told} == {("Анкета ждёт вас: Короткая анкета", "/my/surveys")}
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.SURVEY_OPENED)).one()
    assert (entry.subject_id, entry.changes["invited"]) == (wave.public_id, 2)


def test_newcomers_are_invited_once(world: Any) -> None:
    wave = assign(world, {"kinds": ["learner"]})
    assert invite_more(world.actor("kira"), wave) == 0
    add_membership(
        world.actor("kira"), world.yana, world.school_1, kind=MembershipKind.LEARNER, starts_on=date(2026, 11, 1)
    )
    assert [invite_more(world.actor("kira"), wave) for _turn in range(3)] == [1, 0, 0]
    assert invited(wave) == ids(world, "misha", "pasha", "yana")
    assert wave.invited == 3
    close_assignment(world.actor("kira"), wave)
    with pytest.raises(Refusal, match="продлите"):
        invite_more(world.actor("kira"), wave)


def test_a_wave_keeps_its_version_and_names_its_readers(world: Any) -> None:
    wave = open_wave(world)
    assert (wave.mode, wave.readers) == (Mode.NAMED, ["curator"])
    assert open_wave(world, readers=["mentor"]).readers == ["mentor"]
    assert open_wave(world, mode=Mode.ANONYMOUS).readers == []


def test_a_questionnaire_with_a_file_is_never_anonymous(world: Any, every_type: Any) -> None:
    assert open_wave(world, every_type)
    with pytest.raises(Refusal, match="Файл выдаёт автора"):
        open_wave(world, every_type, mode=Mode.ANONYMOUS)


def test_closing_and_withdrawing_twice_change_nothing(world: Any) -> None:
    wave = open_wave(world)
    invitation = invitation_of(world, wave)
    for _turn in range(2):
        close_assignment(world.actor("kira"), wave)
        withdraw_invitation(world.actor("kira"), invitation)
    events = list(db.session.scalars(sa.select(AuditEntry.event)))
    assert events.count(AuditEvent.SURVEY_CLOSED) == events.count(AuditEvent.SURVEY_INVITATION_WITHDRAWN) == 1


def test_a_term_is_extended_into_the_future_only(world: Any) -> None:
    wave = open_wave(world)
    with pytest.raises(Refusal):
        extend_assignment(world.actor("kira"), wave, clock.now())
    extend_assignment(world.actor("kira"), wave, clock.now() + timedelta(days=30))
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.SURVEY_EXTENDED)).one()
    assert entry.changes["closes_at"][1].startswith("2026-12-20")


def test_participation_of_an_anonymous_wave_is_scattered_by_the_clock(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS, persons=("misha", "nina", "polina"))
    for key in ("misha", "nina", "polina"):
        submit_response(world.actor(key), invitation_of(world, wave, key), {"MET": ["yes"]}, f"key{key}")
    db.session.commit()
    before = {row.invitation_id for row in db.session.scalars(sa.select(Participation))}
    scatter_unnamed_waves()
    assert {row.invitation_id for row in db.session.scalars(sa.select(Participation))} == before
    assert len(before) == 3
