"""Whom a pair concerns reads nothing that was told in it; where nobody else is left it goes to the director."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.permissions import Permission
from portal.accounts.models import RoleGrant
from portal.core.db import db
from portal.core.notices import Notice
from portal.mentorships.health import actions
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import Urgency, WarningRule
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries.months import content_of
from portal.mentorships.meetings.actions import confirm
from portal.people.models import Representation
from surveys.actions import assign_questionnaire, save_answers, submit_response
from surveys.mapping import from_mapping
from surveys.models import Mode, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.conftest import NOW
from tests.mentorships.health.test_who_reads import MARKED, appoint, as_staff, sees, warn
from tests.mentorships.meetings.telling import tell
from tests.mentorships.pairing import make_pair
from tests.surveying import SYSTEM

D = date
MARK = {"code": "MF_USEFUL", "type": "scale10", "text": "Насколько полезной была встреча?", "required": True}


@pytest.fixture
def call(world, pair):
    """Нина tells about Миша, whose mother Мария is a curator of the college as well."""
    db.session.add(Representation(person_id=world.misha.id, representative_id=world.maria.id, relation="мать",
                                  starts_on=D(2026, 9, 1)))  # fmt: skip
    appoint(world.maria, world.school_1, "curator")
    made = actions.tell_curator(world.actor("nina"), pair, urgency=Urgency.WEEK, text="Дома у Миши трудно")
    db.session.commit()
    return made


@pytest.mark.parametrize("is_over", [False, True])
def test_a_curator_who_is_the_mother_reads_nothing_that_was_told(world, pair, call, client_as, is_over):
    if is_over:
        said = db.session.scalars(sa.select(Representation).where(Representation.person_id == world.misha.id))
        for each in said:
            each.ends_on = D(2026, 11, 1)
        db.session.commit()
    maria, kira = as_staff(world, "maria", "curator"), world.actor("kira")
    warning = db.session.scalars(sa.select(PairWarning)).one()
    low = warn(pair, WarningRule.LOW_MARKS, data=MARKED)
    silent = warn(pair, WarningRule.SILENT, data={"last": None, "days": 20, "gap": 14})
    db.session.commit()
    for row, wanted in ((warning, False), (low, False), (silent, True)):
        assert (sees(maria, Permission.HEALTH_KEEP, row), sees(kira, Permission.HEALTH_KEEP, row)) == (wanted, True)
    assert (sees(maria, Permission.CALL_READ, call), sees(kira, Permission.CALL_READ, call)) == (False, True)
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == actions.NOTICE)))
    assert (world.kira.id in told, world.maria.id in told) == (True, False)
    assert client_as("maria").get(f"/calls/{call.public_id}").status_code == 404
    assert call.public_id not in client_as("maria").get(f"/mentorships/{pair.public_id}").text


def test_a_mother_as_the_only_curator_leaves_it_to_the_director(world, pair, call):
    denis = world.actor("denis")
    assert not sees(denis, Permission.CALL_READ, call)
    _let_kira_go(world)
    assert sees(denis, Permission.CALL_READ, call)


def test_low_marks_of_a_pair_without_a_curator_outside_go_to_the_director(world, pair, client_as, post):
    appoint(world.nina, world.school_1, "curator")
    low = warn(pair, WarningRule.LOW_MARKS, data=MARKED)
    silent = warn(pair, WarningRule.SILENT, data={"last": None, "days": 20, "gap": 14})
    db.session.commit()
    denis, queue = world.actor("denis"), "/mentorships/health"
    assert not sees(denis, Permission.HEALTH_KEEP, low)
    assert "Сейчас такого нет" in client_as("denis").get(queue).text
    _let_kira_go(world)
    assert (sees(denis, Permission.HEALTH_KEEP, low), sees(denis, Permission.HEALTH_KEEP, silent)) == (True, False)
    assert not sees(as_staff(world, "nina", "curator", "director"), Permission.HEALTH_KEEP, low)
    client = client_as("denis")
    shown = client.get(queue).text
    assert "Низкие оценки встреч подряд" in shown
    assert "из 10" not in shown  # marks were announced to curators
    assert "Кому нужен куратор" in client.get("/").text
    assert post(client, f"{queue}/{low.public_id}/taking").status_code == 303
    assert post(client, f"{queue}/{silent.public_id}/taking").status_code == 404


def _let_kira_go(world):
    kira = sa.select(RoleGrant).where(RoleGrant.person_id == world.kira.id, RoleGrant.role == "curator")
    for grant in db.session.scalars(kira):
        grant.ends_on = D(2026, 11, 1)
    db.session.commit()


def _feedback(world, *, mode=Mode.NAMED, readers=("curator",)):
    asked = from_mapping({"code": "feedback_now", "title": "О встрече", "items": [MARK]})
    made = publish_questionnaire(SYSTEM, asked).questionnaire
    wave = assign_questionnaire(
        world.actor("kira"), made, world.school_1, audience={}, opens_at=NOW - timedelta(days=30),
        closes_at=NOW + timedelta(days=30), mode=mode, readers=readers,
        occasion={"kind": "event", "code": "meeting_held"},
    )  # fmt: skip
    db.session.commit()
    return wave


def _answer(world, meeting, key, mark, *, whole=True):
    """The member answers the questionnaire about the meeting, or only begins to."""
    invitation = db.session.scalars(
        sa.select(SurveyInvitation).where(
            SurveyInvitation.person_id == world.person(key).id,
            SurveyInvitation.subject == f"meeting:{meeting.public_id}",
        )
    ).one()
    said = {"MF_USEFUL": [str(mark)]}
    if whole:
        submit_response(world.actor(key), invitation, said, f"sent-{invitation.public_id}")
    else:
        save_answers(world.actor(key), invitation, said)
    db.session.commit()


def _marks(pair):
    """What the daily look knows of marks."""
    evaluate()
    found = db.session.scalars(sa.select(PairWarning).where(PairWarning.rule == WarningRule.LOW_MARKS)).all()
    return [each.data["marks"] for each in found]


@pytest.mark.parametrize(
    ("mode", "readers", "wanted"),
    [(Mode.NAMED, ("curator",), [[2, 3]]), (Mode.NAMED, ("psychologist",), []), (Mode.ANONYMOUS, ("curator",), [])],
)
def test_low_marks_are_those_of_named_answers_announced_to_curators(world, pair, mode, readers, wanted):
    """Real answers: Миша gives 2 and 3 to two meetings; Нина gives 1 once, and begins a second sheet."""
    _feedback(world, mode=mode, readers=readers)
    first, second = (tell(world, pair, day=D(2026, 11, day)) for day in (18, 19))
    _answer(world, second, "misha", 3)
    _answer(world, first, "misha", 2)
    _answer(world, first, "nina", 1)
    if mode is Mode.NAMED:
        _answer(world, second, "nina", 1, whole=False)
    assert _marks(pair) == wanted


def test_a_good_mark_ends_the_row_of_low_ones(world, pair):
    _feedback(world)
    for day, mark in ((16, 2), (17, 3), (19, 9)):
        _answer(world, tell(world, pair, day=D(2026, 11, day)), "misha", mark)
    assert _marks(pair) == []


def test_the_month_counts_minutes_of_this_organisation_only(world, pair):
    confirm(world.actor("misha"), tell(world, pair, day=D(2026, 11, 18), minutes=60))
    elsewhere = make_pair(world.nina, world.yana, pair.cycle)
    elsewhere.organization_id = world.school_2.id
    db.session.commit()
    confirm(world.actor("yana"), tell(world, elsewhere, day=D(2026, 11, 19), minutes=45))
    db.session.commit()
    month, today = D(2026, 11, 1), D(2026, 11, 20)
    assert [each["minutes"] for each in content_of(world.school_1, month, today)["hours"]] == [60]
    assert [each["minutes"] for each in content_of(world.school_2, month, today)["hours"]] == [45]
