"""Questionnaires of a pair come by themselves; everybody reads who has answered, few read what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Grant
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.mentorships.actions import end
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.monitoring.occasions import subject_of
from portal.mentorships.monitoring.queries import asked_about, progress_of, told
from portal.mentorships.signals import mentorship_began
from surveys.actions import assign_questionnaire, submit_response
from surveys.chores import ask_newcomers
from surveys.mapping import from_mapping
from surveys.models import Mode, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.conftest import NOW
from tests.mentorships.health.test_who_reads import appoint
from tests.mentorships.pairing import make_pair

TODAY = date(2026, 11, 20)
BLOCKS = [{"code": "B1", "label": "Уверенность"}]


def asking(*items, code="state", blocks=BLOCKS):
    return from_mapping({"code": code, "title": "Как идёт работа", "blocks": blocks, "items": list(items)})


def scale(code, kind="scale10", **more):
    return {"code": code, "type": kind, "text": f"Вопрос {code}", "block": "B1", **more}


WHOLE = asking(scale("ONE"), scale("TWO", polarity=-1))


def wave_of(world, occasion, definition=WHOLE, *, mode=Mode.NAMED, readers=("curator",), title=""):
    made = publish_questionnaire(world.actor("kira"), definition).questionnaire
    wave = assign_questionnaire(
        world.actor("kira"), made, world.school_1, audience={}, opens_at=NOW - timedelta(days=1), title=title,
        closes_at=NOW + timedelta(days=200), mode=mode, readers=readers, occasion=occasion,
    )  # fmt: skip
    db.session.commit()
    return wave


def after(days, side="mentee"):
    return {"kind": "days", "code": f"pair_{side}", "days": days}


def on(event):
    return {"kind": "event", "code": event}


def asked(wave):
    rows = sa.select(SurveyInvitation.person_id, SurveyInvitation.subject).where(
        SurveyInvitation.assignment_id == wave.id
    )
    return {tuple(row) for row in db.session.execute(rows)}


def answer(world, wave, key, **marks):
    mine = SurveyInvitation.person_id == world.person(key).id
    invitation = db.session.scalars(
        sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id, mine)
    ).one()
    said = {code: [str(mark)] for code, mark in marks.items()}
    submit_response(world.actor(key), invitation, said, f"sent-{invitation.public_id}")
    db.session.commit()


def read_by(world, key, pair, actor=None):
    rows = told(db.session.execute(asked_about(pair)).all())
    return progress_of(actor or world.actor(key), pair, rows)


def test_entry_middle_and_end_ask_each_side_its_own_at_their_moments(world, pair, cycle):
    """Нина with Миша work since 15 October; the day is 20 November: 36 days."""
    entry, mentors, middle, late, final = (
        wave_of(world, occasion)
        for occasion in (
            on("pair_began_mentee"),
            on("pair_began_mentor"),
            after(36),
            after(37),
            on("pair_closed_mentee"),
        )
    )
    ask_newcomers()
    about = subject_of(pair)
    assert (asked(middle), asked(late), asked(entry)) == ({(world.misha.id, about)}, set(), set())
    mentorship_began.send(world.actor("kira"), mentorship=pair)
    assert (asked(entry), asked(mentors)) == ({(world.misha.id, about)}, {(world.nina.id, about)})
    with clock.freeze(NOW + timedelta(days=1)):
        ask_newcomers()
        ask_newcomers()
        assert asked(late) == {(world.misha.id, about)}
        end(world.actor("kira"), pair, Ending.COMPLETED)
        assert asked(final) == {(world.misha.id, about)}
    unborn = make_pair(world.denis, world.pasha, cycle)
    unborn.state, unborn.starts_on = MentorshipState.PROPOSED, None
    db.session.flush()
    end(world.actor("kira"), unborn, Ending.REFUSED)
    assert asked(final) == {(world.misha.id, about)}


def test_days_are_counted_for_working_pairs_and_those_who_stand_in_them(world, pair, cycle):
    wave = wave_of(world, after(36))
    paused, over = make_pair(world.denis, world.pasha, cycle), make_pair(world.denis, world.kira, cycle)
    paused.state = MentorshipState.PAUSED
    end(world.actor("kira"), over, Ending.COMPLETED)
    left = next(each for each in pair.members if each.person_id == world.misha.id)
    left.ends_on, left.place = date(2026, 11, 1), None
    db.session.commit()
    ask_newcomers()
    assert {person for person, _subject in asked(wave)} == {world.pasha.id}


@pytest.fixture
def answered(world, pair):
    """Миша answered at the entry and at the end; Нина only at the entry."""
    first, last = wave_of(world, on("pair_began_mentee")), wave_of(world, on("pair_closed_mentee"), title="На выходе")
    nina = wave_of(world, on("pair_began_mentor"))
    mentorship_began.send(world.actor("kira"), mentorship=pair)
    answer(world, first, "misha", ONE=4, TWO=8)
    answer(world, nina, "nina", ONE=1, TWO=1)
    with clock.freeze(NOW + timedelta(days=30)):
        end(world.actor("kira"), pair, Ending.COMPLETED)
        answer(world, last, "misha", ONE=7, TWO=3)
    return first, last


def test_each_reads_the_own_answers_and_announced_readers_read_both_sides(world, pair, answered, client_as):
    """4 and 8 turned to 3 give 3,5; 7 and 3 turned to 8 give 7,5."""
    path = f"/mentorships/{pair.public_id}/questionnaires"
    (own,) = read_by(world, "misha", pair)
    (line,) = own.lines
    assert (line.label, line.before, line.after, line.difference) == ("Уверенность", 3.5, 7.5, 4.0)
    assert [each.person.id for each in read_by(world, "kira", pair)] == [world.misha.id]
    for other in ("nina", "denis", "polina"):
        assert read_by(world, other, pair) == [], other
    for key, sees in (("misha", True), ("kira", True), ("nina", False), ("denis", False), ("polina", False)):
        shown = client_as(key).get(path).text
        assert ("+4" in shown) is sees, key
        assert "ответили" in shown, key
    assert client_as("karim").get(path).status_code == 404
    card = client_as("nina").get(f"/mentorships/{pair.public_id}").text
    assert "Анкеты пары" in card
    assert "ответили: Миша" in card


def test_a_partner_reads_nothing_even_as_a_curator_whom_the_questionnaire_names(world, pair, answered):
    appoint(world.nina, world.school_1, "curator")
    nina = replace(world.actor("nina"), grants=(*world.actor("nina").grants,
                   Grant(role=Role.CURATOR, organization_id=world.school_1.id)))  # fmt: skip
    assert read_by(world, "nina", pair, nina) == []


def test_whoever_the_questionnaire_does_not_name_reads_nothing(world, pair, answered):
    for wave in answered:
        wave.readers = ["psychologist"]
    db.session.commit()
    assert read_by(world, "kira", pair) == []
    assert len(read_by(world, "misha", pair)) == 1


def test_answers_without_names_say_not_even_who_answered(world, pair, client_as):
    wave_of(world, on("pair_began_mentee"), mode=Mode.ANONYMOUS)
    mentorship_began.send(world.actor("kira"), mentorship=pair)
    db.session.commit()
    shown = client_as("kira").get(f"/mentorships/{pair.public_id}/questionnaires").text
    assert "без имён" in shown
    assert "ждём" not in shown
    assert read_by(world, "misha", pair) == []


def test_a_scale_that_broke_between_versions_is_refused_with_the_reason(world, pair, client_as):
    first = wave_of(world, on("pair_began_mentee"))
    broken = asking(scale("ONE", "scale", min=1, max=5), scale("TWO", polarity=-1), scale("NEW"))
    last = wave_of(world, on("pair_closed_mentee"), broken)
    assert first.version_id != last.version_id
    mentorship_began.send(world.actor("kira"), mentorship=pair)
    answer(world, first, "misha", ONE=4, TWO=8)
    with clock.freeze(NOW + timedelta(days=30)):
        end(world.actor("kira"), pair, Ending.COMPLETED)
        answer(world, last, "misha", ONE=5, TWO=3, NEW=5)
    (found,) = read_by(world, "misha", pair)
    assert [line.difference for line in found.lines] == [None]
    assert found.lines[0].refused
    assert "сравнивать нельзя: " in client_as("misha").get(f"/mentorships/{pair.public_id}/questionnaires").text
