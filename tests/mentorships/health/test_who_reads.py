"""What one person told about a pair is read by nobody who stands in it; marks and names are kept no longer than due."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Grant
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.core.subjects import Erasing
from portal.mentorships.health import actions
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import NO_MARKS, Urgency, WarningOutcome, WarningRule
from portal.mentorships.health.labels import data_in_words
from portal.mentorships.health.models import MonthlyCheck, PairWarning
from portal.mentorships.health.queries.months import content_of, digest_of, names_in
from portal.mentorships.health.subject import forget_health, own_health
from portal.mentorships.kinds import MentorshipState
from portal.privacy.queries.holdings import find_subject
from tests.conftest import NOW
from tests.mentorships.meetings.telling import tell
from tests.mentorships.pairing import make_pair

D = date
TODAY = D(2026, 11, 20)
MARKED = {"meetings": ["2026-11-02", "2026-11-09"], "marks": [2, 3], "low": 4}


def warn(pair, rule, cause="one", **more):
    warning = PairWarning(mentorship_id=pair.id, rule=rule, cause=cause, since=TODAY, opened_on=TODAY,
                          urgency=Urgency.WEEK, **{"data": {}, **more})  # fmt: skip
    db.session.add(warning)
    db.session.flush()
    return warning


def appoint(person, organization, role):
    db.session.add(RoleGrant(person_id=person.id, organization_id=organization.id, role=role, starts_on=D(2026, 9, 1)))
    db.session.commit()


def as_staff(world, key, *roles):
    """The person as whoever also holds these roles in the college."""
    grants = tuple(Grant(role=Role(role), organization_id=world.school_1.id) for role in roles)
    return replace(world.actor(key), grants=(*world.actor(key).grants, *grants))


def dismiss(role, organization):
    grants = sa.select(RoleGrant).where(RoleGrant.role == role, RoleGrant.organization_id == organization.id)
    for grant in db.session.scalars(grants):
        grant.ends_on = D(2026, 11, 1)
    db.session.commit()


def sees(actor, permission, row):
    model = type(row)
    return bool(db.session.scalars(select_allowed(actor, permission, model).where(model.id == row.id)).all())


@pytest.fixture
def call(world, pair):
    """Миша tells about the mentor Нина, who is a curator and a psychologist as well."""
    for role in ("curator", "psychologist"):
        appoint(world.nina, world.school_1, role)
    made = actions.tell_curator(
        world.actor("misha"), pair, urgency=Urgency.TODAY, text="Наставник кричит", to_psychologist=True
    )
    db.session.commit()
    return made


def test_a_mentor_who_is_a_curator_neither_reads_nor_closes_what_was_told_about_the_pair(
    world, pair, call, client_as, post
):
    nina, kira = as_staff(world, "nina", "curator", "psychologist"), world.actor("kira")
    warning = db.session.scalars(sa.select(PairWarning)).one()
    low = warn(pair, WarningRule.LOW_MARKS, data=MARKED)
    silent = warn(pair, WarningRule.SILENT, data={"last": None, "days": 20, "gap": 14})
    other = make_pair(world.denis, world.pasha, pair.cycle)
    elsewhere = warn(other, WarningRule.LOW_MARKS, data=MARKED)
    db.session.commit()
    for row, wanted in ((warning, False), (low, False), (silent, True), (elsewhere, True)):
        assert (sees(nina, Permission.HEALTH_KEEP, row), sees(kira, Permission.HEALTH_KEEP, row)) == (wanted, True)
    assert not sees(nina, Permission.CALL_READ, call)
    assert sees(kira, Permission.CALL_READ, call)
    assert sees(world.actor("polina"), Permission.CALL_READ, call)
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "pair_health")))
    assert (world.kira.id in told, world.polina.id in told, world.nina.id in told) == (True, True, False)
    wrote = db.session.scalars(sa.select(OutboxMessage.recipient).where(OutboxMessage.letter == "curator_call"))
    assert world.nina.email not in set(wrote)

    client = client_as("nina")
    assert client.get(f"/calls/{call.public_id}").status_code == 404
    assert call.public_id not in client.get(f"/mentorships/{pair.public_id}").text
    assert post(client, f"/mentorships/health/{warning.public_id}/closing",
                outcome="false_alarm").status_code == 404  # fmt: skip


def test_a_curator_who_tells_about_the_own_pair_reads_it_and_keeps_nothing(world, pair, client_as):
    appoint(world.nina, world.school_1, "curator")
    made = actions.tell_curator(world.actor("nina"), pair, urgency=Urgency.WEEK, text="Трудно с планом")
    db.session.commit()
    shown = client_as("nina").get(f"/calls/{made.public_id}").text
    assert "Трудно с планом" in shown
    assert "/taking" not in shown


def test_the_director_reads_where_no_curator_outside_the_pair_is_left(world, pair, call, client_as):
    denis, path = world.actor("denis"), f"/mentorships/{pair.public_id}/call"
    assert not sees(denis, Permission.CALL_READ, call)
    assert "кураторы организации, кроме участников этой пары" in client_as("misha").get(path).text
    kira = sa.select(RoleGrant).where(RoleGrant.person_id == world.kira.id, RoleGrant.role == "curator")
    for grant in db.session.scalars(kira):
        grant.ends_on = D(2026, 11, 1)
    db.session.commit()
    assert sees(denis, Permission.CALL_READ, call)
    assert not sees(as_staff(world, "nina", "curator", "director"), Permission.CALL_READ, call)
    assert "руководитель организации" in client_as("misha").get(path).text
    again = actions.tell_curator(world.actor("misha"), pair, urgency=Urgency.WEEK, text="Ещё раз")
    db.session.commit()
    assert world.denis.id in set(db.session.scalars(
        sa.select(Notice.person_id).where(Notice.path == f"/calls/{again.public_id}")))  # fmt: skip
    assert "Ещё раз" in client_as("denis").get(f"/calls/{again.public_id}").text
    dismiss("director", world.school_1)
    assert "куратора и руководителя вне этой пары сейчас нет" in client_as("misha").get(path).text


def test_words_of_the_curator_are_in_no_package(world, pair):
    warn(pair, WarningRule.SILENT, words="Мать просила не звонить")
    held = [row for each in own_health(find_subject(world.misha)) for row in each.rows]
    assert len(held) == 1
    assert "Мать" not in str(held)


def test_marks_go_with_the_closing_with_their_cause_and_with_the_person(world, pair):
    closed, gone, taken, forgotten = (
        warn(pair, WarningRule.LOW_MARKS, cause=str(n), data=MARKED, owner_id=owner)
        for n, owner in enumerate((None, None, world.kira.id, None))
    )
    actions.close(world.actor("kira"), closed, outcome=WarningOutcome.HELPED)
    forgotten.closed_on, forgotten.outcome = TODAY, WarningOutcome.HELPED
    db.session.commit()
    evaluate()
    db.session.expire_all()
    assert [each.data for each in (closed, gone, taken, forgotten)] == [NO_MARKS, NO_MARKS, NO_MARKS, MARKED]
    assert (gone.outcome, taken.gone_on, taken.outcome) == (WarningOutcome.GONE, TODAY, None)
    assert data_in_words(gone) == []
    silent = warn(pair, WarningRule.SILENT, cause="x", data={"last": None, "days": 9, "gap": 14})
    list(forget_health(Erasing(subject=find_subject(world.misha))))
    db.session.expire_all()
    assert (forgotten.data, silent.data["days"]) == (NO_MARKS, 9)


def test_a_silence_that_a_pause_ended_is_told_again_when_the_pair_goes_on(world, pair):
    evaluate()
    pair.state = MentorshipState.PAUSED
    db.session.commit()
    evaluate()
    wanted = sa.select(PairWarning).where(PairWarning.rule == WarningRule.SILENT)
    gone = db.session.scalars(wanted).one()
    assert gone.outcome == WarningOutcome.GONE
    pair.state = MentorshipState.ACTIVE
    db.session.commit()
    with clock.freeze(NOW + timedelta(days=3)):
        assert evaluate() >= 1
        assert evaluate() == 0
    db.session.expire_all()
    again = db.session.scalars(wanted).one()
    assert (again.id, again.is_open, again.outcome, again.gone_on, again.owner_id) == (gone.id, True, None, None, None)
    assert (again.opened_on, again.data["days"]) == (D(2026, 11, 23), 38)
    actions.close(world.actor("kira"), again, outcome=WarningOutcome.FALSE_ALARM)
    db.session.commit()
    with clock.freeze(NOW + timedelta(days=4)):
        evaluate()
    db.session.expire_all()
    assert not db.session.scalars(wanted).one().is_open


def test_the_check_of_a_month_names_nobody_whose_data_is_restricted(world, pair, client_as):
    tell(world, pair, day=D(2026, 11, 2), reason="Не было связи")
    month, path = D(2026, 11, 1), f"/mentorships/health/months/{world.school_1.public_id}/2026-11"
    content = content_of(world.school_1, month, TODAY)
    assert [each["pair"] for each in content["silent"]] == [pair.public_id]
    db.session.add(MonthlyCheck(organization_id=world.school_1.id, month=month, content=content,
                                digest=digest_of(content), signed_at=NOW))  # fmt: skip
    world.nina.restricted_on = TODAY
    db.session.commit()
    assert content_of(world.school_1, month, TODAY) == {**content, "pairs": 0, "silent": [], "plans": [], "hours": []}
    named = names_in(content)
    assert (dict(named.pairs), dict(named.people)) == ({}, {})
    for shown in (client_as("denis").get(path).text, client_as("denis").get(f"{path}?view=print").text):
        assert "Имя не показывается" in shown
        for name in (world.nina.family_name, world.misha.family_name):
            assert name not in shown
