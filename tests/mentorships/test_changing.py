"""Changes of a pair that works: rules and pages, one by one and many at once."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.matching.actions import accept_into_base, nominate
from portal.matching.kinds import Origin, RequestState
from portal.mentorships.changing import actions
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.changing.queries import free_mentors, open_requests
from portal.mentorships.kinds import Ending, MemberSide, MentorshipState
from portal.mentorships.models import MentorshipMember
from tests.conftest import NOW
from tests.matching.conftest import openings
from tests.matching.mentoring import bring, take
from tests.mentorships.pairing import make_pair

DAY, TODAY = timedelta(days=1), NOW.date()
TODAYS = f"{TODAY:%d.%m.%Y}"


@pytest.fixture
def pair(world, cycle):
    made = make_pair(world.kira, world.misha, cycle, code="teacher_student")
    db.session.commit()
    return made


def mentor(world):
    """Нина stands in the base of mentors and is free."""
    return take(world, bring(world, "nina", agreed_on=TODAY))


def request_of(world, key="pasha", code="teacher_student"):
    """The request of a person in the base."""
    made = nominate(world.actor("kira"), world.person(key), openings(world, key)[code], origin=Origin.TEACHER,
                    goal="Помочь с учёбой", agreed_on=TODAY)  # fmt: skip
    accept_into_base(world.actor("kira"), made, decision="Протокол", decided_on=TODAY)
    db.session.commit()
    return made


def changes(pair):
    query = sa.select(MentorshipChange).where(MentorshipChange.mentorship_id == pair.id).order_by(MentorshipChange.id)
    return db.session.scalars(query).all()


def at(pair, tail=""):
    return f"/mentorships/{pair.public_id}{tail}"


def test_a_pair_rests_goes_on_gets_another_term_and_ends_with_its_reasons_kept(world, pair):
    kira = world.actor("kira")
    actions.pause(kira, pair, reason="Практика на заводе")
    with pytest.raises(Refusal, match="которая работает"):
        actions.pause(kira, pair, reason="Ещё раз")
    actions.resume(kira, pair)
    actions.resume(kira, pair)
    until = TODAY + 60 * DAY
    for day, words in ((TODAY - DAY, "уже прошёл"), (pair.planned_until, "уже записан")):
        with pytest.raises(Refusal, match=words):
            actions.extend(kira, pair, until=day, reason="x")
    before = pair.planned_until
    actions.extend(kira, pair, until=until, reason="Диплом")
    actions.end_early(kira, pair, ending=Ending.MENTEE_ASKED, reason="Переезд")
    told = [(each.kind, each.reason) for each in changes(pair)]
    assert told == [
        (ChangeKind.PAUSED, "Практика на заводе"), (ChangeKind.RESUMED, ""), (ChangeKind.EXTENDED, "Диплом"),
        (ChangeKind.ENDED, "Переезд"),
    ]  # fmt: skip
    extended = changes(pair)[2]
    assert (extended.until_before, extended.until_after, pair.planned_until) == (before, until, until)
    assert (pair.state, pair.ends_on, pair.ending) == (MentorshipState.CLOSED, TODAY, Ending.MENTEE_ASKED)
    with pytest.raises(Refusal):
        actions.extend(kira, pair, until=until + DAY, reason="x")
    events = set(db.session.scalars(sa.select(AuditEntry.event).where(AuditEntry.subject_kind == "mentorship")))
    assert {"mentorship_paused", "mentorship_resumed", "mentorship_extended", "mentorship_ended"} <= events
    heard = db.session.scalars(sa.select(Notice).where(Notice.person_id == world.misha.id)).all()
    assert len(heard) == 4
    letters = db.session.scalars(sa.select(OutboxMessage)).all()
    assert not [each for each in letters if "Ковалёв" in each.subject + each.text]


def test_another_mentor_enters_with_a_place_and_a_consent_and_the_former_is_free(world, pair):
    kira, profile = world.actor("kira"), mentor(world)
    assert [each.profile for each in free_mentors(pair, TODAY)] == [profile]
    former = pair.standing(MemberSide.MENTOR)[0]
    with pytest.raises(Refusal, match="ещё не настал"):
        actions.change_mentor(kira, pair, former, profile, agreed_on=TODAY + DAY, reason="x")
    db.session.rollback()
    entered = actions.change_mentor(kira, pair, former, profile, agreed_on=TODAY, reason="Много нагрузки")
    db.session.commit()
    assert (former.ends_on, former.place, former.reason) == (TODAY, None, "Много нагрузки")
    assert (entered.place, entered.agreed_on, entered.starts_on, entered.profile) == (1, TODAY, TODAY, profile)
    assert [each.person for each in pair.standing(MemberSide.MENTOR)] == [world.nina]
    assert pair.state == MentorshipState.ACTIVE
    assert changes(pair)[-1].kind == ChangeKind.MENTOR_CHANGED
    assert free_mentors(pair, TODAY) == [], "who is in the pair is not offered"
    assert db.session.scalars(sa.select(Notice).where(Notice.person_id == world.nina.id)).all()


def test_nobody_enters_without_a_consent(world, pair):
    asked, pasha = request_of(world), world.pasha
    consents.withdraw_consent(world.actor("maria"), pasha, world.school_1, Purpose.PARTICIPATION, by=world.maria,
                              reason="")  # fmt: skip
    asked.state, asked.ends_on = RequestState.IN_BASE, None
    with pytest.raises(Refusal, match="согласия"):
        actions.add_mentee(world.actor("kira"), pair, asked, agreed_on=TODAY)


def test_a_mentee_joins_by_a_request_and_leaves_while_the_others_go_on(world, pair):
    kira, asked = world.actor("kira"), request_of(world)
    assert list(open_requests(pair)) == [asked]
    entered = actions.add_mentee(kira, pair, asked, agreed_on=TODAY)
    db.session.commit()
    assert (entered.request, asked.state) == (asked, RequestState.MATCHED)
    assert not open_requests(pair)
    with pytest.raises(Refusal):
        actions.add_mentee(kira, pair, asked, agreed_on=TODAY)
    actions.let_go(kira, pair, entered, ending=Ending.MENTEE_ASKED, reason="Хватит времени")
    assert (entered.ends_on, pair.state) == (TODAY, MentorshipState.ACTIVE)
    last = pair.standing(MemberSide.MENTEE)[0]
    with pytest.raises(Refusal, match="завершите пару"):
        actions.let_go(kira, pair, last, ending=Ending.OTHER, reason="")
    assert [each.kind for each in changes(pair)] == [ChangeKind.MENTEE_ADDED, ChangeKind.MENTEE_LEFT]


def test_the_curator_walks_through_every_page_of_a_pair(world, pair, client_as, post):
    profile, asked = mentor(world), request_of(world)
    kira = client_as("kira")
    assert "Изменить пару" in kira.get(at(pair)).text
    assert post(kira, at(pair, "/pause"), reason="").status_code == 422
    paused = post(kira, at(pair, "/pause"), reason="Практика")
    assert paused.status_code == 303
    card = kira.get(paused.location).text
    assert "Продолжить работу" in card
    assert "Практика" in card
    assert post(kira, at(pair, "/pause"), reason="Ещё").status_code == 409
    assert post(kira, at(pair, "/return")).status_code == 303

    for day, words in (("завтра", "Укажите"), ("01.01.2020", "уже прошёл"), ("01.01.3020", "Проверьте год")):
        wrong = post(kira, at(pair, "/extension"), planned_until=day, reason="Так решили")
        assert (wrong.status_code, words in wrong.text, "Так решили" in wrong.text) == (422, True, True), day
    assert post(kira, at(pair, "/extension"), planned_until="01.06.2027", reason="Так решили").status_code == 303
    assert "Срок изменён: до 1" in kira.get(at(pair)).text.replace("\u00a0", " ")

    assert "Орлова" in kira.get(at(pair, "/mentor")).text
    former = pair.standing(MemberSide.MENTOR)[0]
    said = {"former": former.public_id, "profile": profile.public_id, "agreed_on": TODAYS, "reason": "Нагрузка",
            "submission_key": "key-1"}  # fmt: skip
    assert post(kira, at(pair, "/mentor"), **{**said, "profile": "x" * 22}).status_code == 422
    first, again = (post(kira, at(pair, "/mentor"), **said) for _ in range(2))
    assert first.status_code == again.status_code == 303
    mentors = db.session.scalars(
        sa.select(MentorshipMember).where(MentorshipMember.mentorship_id == pair.id, MentorshipMember.side == "mentor")
    ).all()
    assert len(mentors) == 2

    said = {"asked": asked.public_id, "agreed_on": TODAYS, "reason": "", "submission_key": "key-2"}
    assert "Седов" in kira.get(at(pair, "/mentees")).text
    assert post(kira, at(pair, "/mentees"), **said).status_code == 303
    db.session.refresh(pair, ["members"])
    entered = next(each for each in pair.members if each.request_id == asked.id)
    leaving = at(pair, f"/members/{entered.public_id}/leaving")
    assert "Выход из группы" in kira.get(leaving).text
    assert post(kira, leaving, ending="mentee_asked", reason="").status_code == 303
    assert post(kira, leaving, ending="mentee_asked", reason="").status_code == 404

    assert post(kira, at(pair, "/ending"), ending="nope", reason="x").status_code == 422
    assert "Завершить пару" in kira.get(at(pair, "/ending")).text
    done = post(kira, at(pair, "/ending"), ending="incompatible", reason="Не сошлись")
    card = kira.get(done.location).text
    assert "Изменить пару" not in card
    assert "Не сошлись" in card
    assert post(kira, at(pair, "/ending"), ending="other", reason="x").status_code == 409


def test_many_pairs_get_one_term_or_one_end_or_none_does(world, cycle, pair, client_as, post):
    other = make_pair(world.nina, world.pasha, cycle, code="teacher_student")
    db.session.commit()
    kira = client_as("kira")
    both = [pair.public_id, other.public_id]
    asked = kira.get(f"/mentorships/extensions?pair={both[0]}&pair={both[1]}").text
    assert "2 пар" in asked.replace("\u00a0", " ")
    assert "Отметьте в реестре" in kira.get("/mentorships/extensions").text
    wrong = post(kira, "/mentorships/extensions", pair=both, planned_until="01.01.2020", reason="Так решили")
    assert (wrong.status_code, "уже прошёл" in wrong.text) == (422, True)
    assert post(kira, "/mentorships/extensions", pair=both, planned_until="01.06.2027", reason="Так").status_code == 303
    assert {f"{each.planned_until}" for each in (pair, other)} == {"2027-06-01"}
    assert "Завершить выбранные" in kira.get("/mentorships/endings?everybody=1").text
    assert post(kira, "/mentorships/endings", pair=[*both, "x" * 22], ending="other", reason="x").status_code == 404
    assert post(client_as("karim"), "/mentorships/endings", pair=both, ending="other", reason="x").status_code == 404
    ended = post(client_as("kira"), "/mentorships/endings", everybody="1", ending="completed", reason="Год прошёл")
    assert ended.status_code == 303
    db.session.refresh(pair)
    db.session.refresh(other)
    assert {pair.state, other.state} == {MentorshipState.CLOSED}


def test_nobody_else_changes_a_pair(world, pair, client_as, post):
    assert "Изменить пару" not in client_as("misha").get(at(pair)).text
    assert post(client_as("misha"), at(pair, "/pause"), reason="x").status_code == 403
    assert post(client_as("karim"), at(pair, "/ending"), ending="other", reason="x").status_code == 404
