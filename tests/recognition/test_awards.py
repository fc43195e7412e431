"""Rules of awards, without pages: the catalogue, nominations from facts, decisions, orders, titles."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.documents import actions as documents
from portal.documents.kinds import DocumentState
from portal.mentorships.closing import actions as closing
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import MentorshipMember
from portal.recognition import actions
from portal.recognition.definitions import known_awards
from portal.recognition.kinds import Audience, AwardNature, Fact, NominationState
from portal.recognition.models import AwardKind, Nomination
from portal.recognition.queries import candidates, facts_of
from tests.conftest import NOW
from tests.mentorships.pairing import cycle_of, make_pair
from tests.recognition.awarding import TODAY, approved, given, kind_of, nominated, sign


def test_the_catalogue_comes_from_the_reference_once_and_is_ones_own(world):
    kira = world.actor("kira")
    assert actions.fill_kinds(kira, world.school_1) == len(known_awards())
    assert actions.fill_kinds(kira, world.school_1) == 0
    kind = kind_of(world, "certificate")
    facts = actions.KindFacts(name=" Грамота  колледжа ", nature=AwardNature.MORAL, audience=Audience.MENTORS,
                              package="Лишнее", is_on=False)  # fmt: skip
    actions.change_kind(kira, kind, facts)
    assert (kind.name, kind.package, kind.is_on, kind.version) == ("Грамота колледжа", "", False, 2)
    assert actions.fill_kinds(kira, world.school_1) == 0, "an own name does not bring the award of the reference back"
    assert db.session.scalar(sa.select(sa.func.count()).where(AwardKind.organization_id == world.school_2.id)) == 0


def test_facts_are_those_of_the_year_with_the_record_behind_each(world, cycle):
    pair = make_pair(world.nina, world.misha, cycle_of(world.school_1.id))
    for minutes, proof in ((60, Evidence.CONFIRMED), (90, Evidence.CONFIRMED), (45, Evidence.ONE_SIDED)):
        meeting = Meeting(mentorship_id=pair.id, day=TODAY - timedelta(days=minutes), starts_at=NOW,
                          time_zone="Asia/Irkutsk", recorded_at=NOW, minutes=minutes,
                          kind=MeetingKind.REGULAR, state=MeetingState.HELD, evidence=proof)  # fmt: skip
        db.session.add(meeting)
        db.session.flush()
        for member in db.session.scalars(sa.select(MentorshipMember).where(MentorshipMember.mentorship_id == pair.id)):
            db.session.add(MeetingSide(meeting_id=meeting.id, member_id=member.id, attended=True))
    db.session.flush()
    report = MentorReport(mentorship_id=pair.id, person_id=world.nina.id, due_on=TODAY, done="Сделано",
                          conclusion="Вывод", facts={})  # fmt: skip
    db.session.add(report)
    db.session.flush()
    closing.send(world.actor("nina"), report)
    closing.accept(world.actor("kira"), report)
    known = facts_of([world.nina.id, world.misha.id], pair.cycle, "Asia/Irkutsk")
    assert [each.kind for each in known[world.nina.id]] == [Fact.MEETINGS, Fact.REPORT]
    met = known[world.nina.id][0]
    assert (met.words, met.path, met.minutes) == (
        "2 подтверждённые встречи, 2,5 ч", f"/mentorships/{pair.public_id}", 150,
    )  # fmt: skip
    assert [each.kind for each in known[world.misha.id]] == [Fact.MEETINGS]
    kira = world.actor("kira")
    actions.fill_kinds(kira, world.school_1)
    kind = kind_of(world, "certificate")
    assert [each.id for each in candidates(kind, pair.cycle, TODAY)] == [world.nina.id]
    made = actions.nominate(kira, kind, pair.cycle, world.nina, facts=known[world.nina.id][:1])
    assert made.grounds == [{"kind": "meetings", "words": met.words, "path": met.path}]
    assert list(candidates(kind, pair.cycle, TODAY)) == []


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_nomination_needs_a_word_and_stands_once_a_year(world):
    with pytest.raises(Refusal, match="за что"):
        nominated(world, reason=" ")
    nominated(world)
    with pytest.raises(Refusal, match="уже есть выдвижение"):
        nominated(world)
    kind_of(world, "gratitude").is_on = False
    with pytest.raises(Refusal, match="не вручают"):
        nominated(world, "gratitude")


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_no_needs_its_reason_and_is_final(world):
    denis, made = world.actor("denis"), nominated(world)
    with pytest.raises(Refusal, match="почему"):
        actions.decide(denis, made, is_yes=False, answer=" ")
    actions.decide(denis, made, is_yes=False, answer="Работает первый месяц")
    assert (made.state, made.decided_on, made.decided_by_id) == (NominationState.DECLINED, TODAY, world.denis.id)
    with pytest.raises(Refusal, match="решено иначе"):
        actions.decide(denis, made, is_yes=True)
    with pytest.raises(Refusal, match="решено иначе"):
        actions.withdraw(world.actor("kira"), made)


@pytest.mark.usefixtures("cycle", "catalogue")
def test_an_order_gives_many_awards_on_its_day_without_any_consent_to_publication(world):
    kira = world.actor("kira")
    first, second = approved(world), approved(world, "gratitude", world.misha)
    with pytest.raises(Refusal, match="приказом"):
        actions.give_by_hand(kira, first, TODAY)
    order = actions.draft_order(kira, [first, second])
    assert world.nina.full_name in str(order.content)
    assert "Много помог" not in str(order.content)
    with pytest.raises(Refusal, match="проекте приказа"):
        actions.draft_order(kira, [first])
    sign(world, order)
    assert {each.state for each in (first, second)} == {NominationState.AWARDED}
    assert [(each.awarded_on, each.serial, each.year) for each in (first, second)] == [
        (TODAY, 1, TODAY.year), (TODAY, 2, TODAY.year),
    ]  # fmt: skip
    assert first.document_id == order.id
    assert first.check_code != second.check_code
    assert len(first.check_code) == 12


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_cancelled_draft_frees_its_awards_and_a_repeal_takes_them_back(world):
    kira, made = world.actor("kira"), approved(world)
    draft = actions.draft_order(kira, [made])
    documents.cancel(kira, draft, reason="Ошибка")
    order = actions.draft_order(kira, [made])
    sign(world, order)
    actions.put_up(kira, made, achievement="Помог")
    repeal = documents.issue_document(kira, "order_amendment", world.school_1, title="Об отмене", amends=order,
                                      repeals=True)  # fmt: skip
    repeal.signatory_id, repeal.signatory_name = world.denis.id, world.denis.full_name
    repeal.content = {**repeal.content, "items": ["Отменить приказ."]}
    documents.send_to_signature(kira, repeal)
    documents.register(kira, repeal, registered_on=TODAY)
    assert order.state == DocumentState.CANCELLED
    assert (made.state, made.awarded_on, made.check_code) == (NominationState.APPROVED, None, None)
    assert given(world, "extra_leave").number == f"2/{TODAY.year}", (
        "the number that stands on a paper is not given again"
    )


@pytest.mark.usefixtures("cycle", "catalogue")
def test_a_title_goes_its_way_package_application_outcome(world):
    kira = world.actor("kira")
    won, lost = approved(world, "honorary_mentor"), approved(world, "honorary_mentor", world.misha)
    with pytest.raises(Refusal, match="пока нет"):
        actions.send_application(kira, won, TODAY)
    for each in (won, lost):
        actions.tick_package(kira, each, [*each.kind.parts, "Чужая строка"])
        assert each.package == each.kind.parts
        with pytest.raises(Refusal, match="ещё не настал"):
            actions.send_application(kira, each, TODAY + timedelta(days=1))
        actions.send_application(kira, each, TODAY)
    with pytest.raises(Refusal, match="что ответили"):
        actions.record_outcome(kira, lost, is_won=False, answer="", on=TODAY)
    actions.record_outcome(kira, lost, is_won=False, answer="Не прошли отбор", on=TODAY)
    actions.record_outcome(kira, won, is_won=True, answer="", on=TODAY)
    assert (won.state, lost.state) == (NominationState.AWARDED, NominationState.REFUSED)
    with pytest.raises(Refusal, match="заявка отправлена"):
        actions.give_by_hand(kira, approved(world, "regional_contest"), TODAY)


@pytest.mark.usefixtures("cycle", "catalogue")
def test_numbers_run_by_year_and_organisation(world):
    earlier = given(world, "extra_leave", on=date(TODAY.year - 1, 12, 30))
    now, then = given(world), given(world, "letter_parents")
    assert [each.number for each in (earlier, now, then)] == [
        f"1/{TODAY.year - 1}", f"1/{TODAY.year}", f"2/{TODAY.year}",
    ]  # fmt: skip
    withdrawn = nominated(world, "bonus")
    actions.withdraw(world.actor("kira"), withdrawn)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Nomination)) == 3
