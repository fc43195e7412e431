"""Rules of forming: the five customers' routes, answers, places, directive assignment, groups, orders that change."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.consents.signals import withdrawal_considered
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.documents import actions as documents
from portal.matching.kinds import RequestState
from portal.matching.signals import Proposal, draft_published
from portal.mentorships.actions import (
    PairFacts,
    Said,
    draft_order,
    follow_groups,
    propose_mentorship,
    record_sitting,
    record_step,
    say_no,
    say_yes,
)
from portal.mentorships.kinds import Outcome
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import decisions_of
from portal.mentorships.queries.steps import steps_of, waiting_pairs, waiting_step
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from tests.matching.mentoring import rule
from tests.mentorships.forming import TODAY, acting, agree_all, in_base, mentor, pass_to_order, propose, sign

DAY = timedelta(days=1)
# pattern → format, mentor, mentee, role of whoever proposes, (step, who) in order; the last is the order's.
ROUTES = {
    "amak": ("teacher_student", "nina", "misha", Role.CURATOR, [("decision", "curator"), ("order", "director")]),
    "bratsk": ("student_student", "misha", "pasha", Role.CURATOR, [("decision", "curator"), ("order", "director")]),
    "chgtt": ("student_student", "misha", "pasha", Role.CURATOR, [
        ("proposal", "group_curator"), ("opinion", "student_council"), ("decision", "pedagogical_council"),
        ("registration", "curator"), ("order", "director")]),
    "vpk": ("teacher_student", "nina", "misha", Role.CURATOR, [
        ("proposal", "curator"), ("proposal", "curator"), ("agreement", "curator"), ("order", "director")]),
    "amt": ("teacher_teacher", "nina", "polina", Role.METHODOLOGIST, [
        ("proposal", "methodologist"), ("proposal", "curator"), ("opinion", "psychologist"),
        ("draft_order", "methodologist"), ("order", "director")]),
}  # fmt: skip


def yes(body, words="Протокол № 7", on=TODAY):
    return Said(outcome=Outcome.YES, acted_on=on, body=body, words=words)


@pytest.mark.parametrize("pattern", ROUTES)
def test_each_route_leads_from_application_to_a_numbered_order(world, begin, pattern):
    code, mentor_key, mentee_key, role, expected = ROUTES[pattern]
    year = begin(pattern)
    if pattern == "chgtt":
        rule(year, ground="order")
    asked = in_base(world, mentee_key, code)
    pair = propose(world, asked, mentor(world, mentor_key, code), role=role)
    assert (pair.state, asked.state) == ("proposed", "in_base")
    agree_all(world, pair)
    assert pair.state == "forming"
    assert [each.place for each in pair.members] == [1, 1]
    pass_to_order(world, pair)
    order = sign(world, [pair])
    assert order.number == "1"
    assert [(each.action, each.body) for each in decisions_of(pair)] == expected
    assert [each.document_id for each in decisions_of(pair)][-1] == order.id
    assert (pair.state, pair.starts_on, asked.state) == ("active", TODAY, RequestState.MATCHED)
    text = str(order.content)
    assert all(world.person(key).full_name in text for key in (mentor_key, mentee_key))
    told = db.session.scalars(sa.select(Notice.text).where(Notice.person_id == world.person(mentee_key).id)).all()
    assert any("начала работать" in each for each in told)
    letters = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.letter.startswith("mentorship"))).all()
    names = {part for key in (mentor_key, mentee_key) for part in world.person(key).full_name.split()}
    assert letters
    assert not [each for each in letters if any(name in each.subject + each.text for name in names)]


def test_where_the_registry_is_the_ground_its_entry_begins_the_pair(world, begin):
    begin("chgtt")
    asked = in_base(world, "pasha", "student_student")
    pair = agree_all(world, propose(world, asked, mentor(world, "misha", "student_student")))
    curator, secretary = acting(world, Role.CURATOR), acting(world, Role.SECRETARY)
    code = waiting_step(pair).code
    with pytest.raises(NotAllowed):
        record_step(acting(world, Role.PSYCHOLOGIST), pair, code, yes("group_curator"))
    record_step(acting(world, Role.GROUP_CURATOR), pair, code, yes("group_curator", ""))
    assert decisions_of(pair)[0].decided_by_id == world.kira.id, "an own decision"
    with pytest.raises(Refusal, match="другого шага"):
        record_step(curator, pair, code, yes("group_curator"))
    against = Said(outcome=Outcome.NO, acted_on=TODAY, body="student_council", words="Лучше другой")
    record_step(secretary, pair, waiting_step(pair).code, against)
    assert pair.state == "forming", "an opinion blocks nothing"
    for wrong, words in ((yes("student_council"), "кто это"), (yes("working_group", " "), "протокол"),
                         (yes("working_group", on=TODAY + DAY), "не настал")):  # fmt: skip
        with pytest.raises(Refusal, match=words):
            record_step(secretary, pair, waiting_step(pair).code, wrong)
    record_sitting(secretary, [pair], "working_group", yes("working_group"))
    assert decisions_of(pair)[-1].decided_by_id is None, "the body decided, not who wrote it down"
    record_step(curator, pair, waiting_step(pair).code, yes("curator", "", TODAY))
    assert (pair.state, pair.starts_on, waiting_step(pair)) == ("active", TODAY, None)


def test_a_no_of_a_body_ends_what_never_began_and_the_request_stays(world, begin):
    begin("amak")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    pair = agree_all(world, propose(world, asked, profile))
    with pytest.raises(Refusal, match="почему нет"):
        record_step(acting(world, Role.CURATOR), pair, waiting_step(pair).code,
                    Said(outcome=Outcome.NO, acted_on=TODAY, body="curator"))  # fmt: skip
    record_step(acting(world, Role.CURATOR), pair, waiting_step(pair).code,
                Said(outcome=Outcome.NO, acted_on=TODAY, body="curator", words="Не сходится расписание"))  # fmt: skip
    assert (pair.state, pair.ending, asked.state) == ("declined", "refused", "in_base")
    again = propose(world, asked, profile)
    assert again.state == "proposed", "the same two may be proposed again"


def test_an_answer_takes_the_place_and_a_no_frees_the_request(world, begin):
    begin("amak")
    profile = mentor(world, "nina", "teacher_student")
    first = propose(world, in_base(world, "misha", "teacher_student"), profile)
    second = propose(world, in_base(world, "pasha", "teacher_student"), profile)
    with pytest.raises(Refusal, match="уже предложена"):
        propose(world, first.standing("mentee")[0].request, profile)
    say_yes(Actor(person_id=world.nina.id), first.standing("mentor")[0])
    with pytest.raises(Refusal, match="не осталось свободных мест"):
        say_yes(Actor(person_id=world.nina.id), second.standing("mentor")[0])
    say_yes(world.actor("maria"), second.standing("mentee")[0], by=world.maria)
    assert second.standing("mentee")[0].agreed_by_id == world.maria.id
    say_no(Actor(person_id=world.misha.id), first.standing("mentee")[0], reason="Нашёл сам")
    assert (first.state, first.ending, first.reason) == ("declined", "refused", "Нашёл сам")
    say_yes(Actor(person_id=world.nina.id), second.standing("mentor")[0])
    assert second.state == "forming", "the place is free again"
    with pytest.raises(Refusal, match="уже завершена"):
        say_yes(Actor(person_id=world.misha.id), first.members[1])


def test_what_forbids_a_pair_is_said_in_words(world, begin):
    year = begin("amak")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    kira = world.actor("kira")

    def attempt(words, **more):
        said = {"profiles": [profile], "requests": [asked], **more}
        with pytest.raises(Refusal, match=words):
            propose_mentorship(kira, year, asked.format, **said)
        db.session.rollback()

    attempt("нужны наставник и наставляемый", requests=[])
    attempt("дважды", people=[world.misha])
    attempt("другим|других участников", people=[world.polina], requests=[])
    attempt("нет согласия", people=[world.yana], requests=[])
    attempt("выключено", directive="Никто не согласился")
    profile.capacity, other = 1, in_base(world, "pasha", "teacher_student")
    agree_all(world, propose(world, asked, profile))
    attempt("не осталось свободных мест", requests=[other])
    year.closed_on = TODAY
    db.session.flush()
    attempt("год программы закрыт", requests=[other])


def test_a_mentor_is_assigned_without_asking_only_after_a_search_and_with_a_mark(world, begin):
    begin("vpk")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    with pytest.raises(Refusal, match="после поиска"):
        propose(world, asked, profile, directive="Никто не согласился")
    db.session.rollback()
    asked.decided_on = TODAY - timedelta(days=14)
    db.session.commit()
    pair = propose(world, asked, profile, directive="Никто не согласился")
    assert (pair.state, pair.is_directive, pair.reason) == ("forming", True, "Никто не согласился")
    assert [(each.place, each.agreed_on) for each in pair.members] == [(1, None), (1, None)]
    say_no(Actor(person_id=world.nina.id), pair.standing("mentor")[0], reason="Нет времени")
    assert (pair.state, pair.standing("mentor")[0].declined_on) == ("forming", TODAY), "recorded, and it stands"
    trial = [step.code for step in steps_of(pair)].index("trial")
    assert trial == 2, "after the proposal and the group meeting"


def test_a_withdrawn_consent_ends_the_pair_and_is_told_before(world, begin):
    begin("amak")
    pair = agree_all(world, propose(world, in_base(world, "misha", "teacher_student"),
                                    mentor(world, "nina", "teacher_student")))  # fmt: skip
    pass_to_order(world, pair)
    order = sign(world, [pair])
    said = {"person_id": world.misha.id, "organization_id": world.school_1.id, "purpose": Purpose.PARTICIPATION}
    told = [words for _listener, words in withdrawal_considered.send(world.actor("misha"), **said) if words]
    assert "Завершится участие в 1 паре." in told
    consents.withdraw_consent(world.actor("misha"), world.misha, world.school_1, Purpose.PARTICIPATION,
                              by=world.misha)  # fmt: skip
    assert (pair.state, pair.ending) == ("closed", "consent_withdrawn")
    assert order.flag, "the order names somebody who is in the pair no longer"


def test_a_whole_group_is_the_mentee_and_follows_its_list(world, begin):
    year = begin("amak")
    profile = mentor(world, "nina", "teacher_student")
    format_ = in_base(world, "misha", "teacher_student").format
    pair = propose_mentorship(world.actor("kira"), year, format_, profiles=[profile], group=world.group_1,
                              facts=PairFacts(ways=["short", "nonsense"]))  # fmt: skip
    assert {each.person_id for each in pair.standing("mentee")} == {world.misha.id, world.pasha.id}
    assert pair.ways == ["short"]
    say_yes(Actor(person_id=world.nina.id), pair.standing("mentor")[0])
    assert (pair.state, [each.place for each in pair.standing("mentee")]) == ("forming", [None, None])
    place = next(each for each in world.misha.memberships if each.kind == MembershipKind.LEARNER)
    people.end_membership(world.actor("kira"), place, ends_on=TODAY - DAY)
    assert [each.person_id for each in pair.standing("mentee")] == [world.pasha.id]
    assert follow_groups(Actor.system("groups")) == 0, "twice changes nothing"


def test_an_order_that_is_drafted_holds_its_pairs_and_a_repealed_one_ends_them(world, begin):
    begin("amak")
    pair = agree_all(world, propose(world, in_base(world, "misha", "teacher_student"),
                                    mentor(world, "nina", "teacher_student")))  # fmt: skip
    kira = world.actor("kira")
    with pytest.raises(Refusal, match="не ждёт приказа"):
        draft_order(kira, [pair])
    pass_to_order(world, pair)
    assert [each.pair for each in waiting_pairs(kira)] == [pair]
    with pytest.raises(Refusal, match="не записывают вручную"):
        record_step(kira, pair, waiting_step(pair).code, yes("director"))
    draft = draft_order(kira, [pair])
    with pytest.raises(Refusal, match="уже стоит в проекте"):
        draft_order(kira, [pair])
    documents.cancel(kira, draft, reason="Ошибка")
    order = sign(world, [pair])
    repeal = documents.issue_document(
        kira, "order_other", world.school_1, title="Об отмене", amends=order, repeals=True
    )
    repeal.signatory_id, repeal.signatory_name, repeal.signatory_post = world.denis.id, "Громов Д. А.", "Директор"
    repeal.content = {**repeal.content, "items": ["Отменить."]}
    documents.send_to_signature(kira, repeal)
    documents.register(kira, repeal, registered_on=TODAY)
    assert (pair.state, pair.ending, pair.ends_on) == ("closed", "other", TODAY)


def test_a_published_draft_proposes_each_pair_or_none(world, begin):
    begin("amak")
    asked, profile = in_base(world, "misha", "teacher_student"), mentor(world, "nina", "teacher_student")
    draft_published.send(world.actor("kira"), proposals=(Proposal(profile=profile, requests=(asked,), points=80),))
    made = db.session.scalars(sa.select(Mentorship)).one()
    assert (made.state, made.goal) == ("proposed", asked.goal)
    with pytest.raises(Refusal):
        draft_published.send(world.actor("kira"), proposals=(Proposal(profile=profile, requests=(asked,), points=80),))
