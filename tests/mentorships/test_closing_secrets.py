"""Who must not see or say what when a pair is summed up: former members, a mentor in another role."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.notices import Notice
from portal.mentorships.closing import actions, asking
from portal.mentorships.closing.access import reads_sheet
from portal.mentorships.closing.dates import due_dates
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.papers import end_content
from portal.mentorships.closing.subject import own_sums
from portal.mentorships.kinds import Ending, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.privacy.queries.holdings import find_subject
from tests.conftest import NOW
from tests.mentorships.planning import pair_of

TODAY = NOW.date()
TEXTS = actions.ReportTexts(done="Провели занятия", portrait="Тайный портрет", conclusion="Цель близко")


def begun(pair):
    pair.starts_on, pair.planned_until = TODAY - timedelta(days=30), TODAY + timedelta(days=20)
    db.session.commit()
    return pair


@pytest.fixture
def pair(world):
    return begun(pair_of(world))


def enter(pair, person, side, **more):
    made = MentorshipMember(
        mentorship_id=pair.id, person_id=person.id, organization_id=pair.organization_id, side=side,
        starts_on=pair.starts_on, **more,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    db.session.refresh(pair, ["members"])
    return made


def told(person):
    """Table → rows of the person's own data."""
    return {held.table: held.rows for held in own_sums(find_subject(person))}


def test_a_curator_who_is_the_mentor_does_not_read_the_review_of_themself(world, client_as):
    pair = begun(pair_of(world, mentor="kira"))
    actions.say_word(world.actor("misha"), pair, gained="Слово-Миши", ahead="", review="Слишком строго")
    db.session.commit()
    sheet = f"/mentorships/{pair.public_id}/closing"
    assert "Слово-Миши" in client_as("kira").get(sheet).text
    assert "Слишком строго" not in client_as("kira").get(sheet).text
    assert "Слишком строго" in client_as("denis").get(sheet).text
    pair.members[0].place, pair.members[0].ends_on = None, TODAY - timedelta(days=1)
    db.session.commit()
    assert "Слишком строго" not in client_as("kira").get(sheet).text, "who was replaced does not read it either"


def test_whoever_left_reads_and_says_nothing_about_the_pair_any_more(world, pair, client_as, post):
    actions.say_word(world.actor("misha"), pair, gained="Слово-Миши", ahead="", review="")
    enter(pair, world.pasha, MemberSide.MENTEE, declined_on=TODAY)
    former = next(each for each in pair.members if each.person_id == world.nina.id)
    former.place, former.ends_on = None, TODAY - timedelta(days=3)
    enter(pair, world.kira, MemberSide.MENTOR, place=1)
    db.session.commit()
    nina, home = client_as("nina"), f"/mentorships/{pair.public_id}"
    for who in (nina, client_as("pasha")):
        assert "Итоги пары" not in who.get(home).text
        for path in ("", "/print", "/word"):
            assert who.get(f"{home}/closing{path}").status_code == 403
        assert who.get(f"{home}/closing.docx").status_code == 403
        assert post(who, f"{home}/closing/word", version="0", gained="Чужое").status_code == 403
    assert post(nina, f"{home}/report").status_code == 403
    assert "Слово-Миши" in client_as("misha").get(f"{home}/closing").text
    for key in ("nina", "pasha"):
        with pytest.raises(NotAllowed):
            actions.say_word(world.actor(key), pair, gained="Чужое", ahead="", review="")
        assert not reads_sheet(Actor(person_id=world.person(key).id), pair)
    with pytest.raises(NotAllowed):
        actions.begin_own(world.actor("nina"), pair)
    assert reads_sheet(world.actor("denis"), pair), "the organisation reads it whoever stands in the pair"


def test_a_member_gets_own_reports_whole_and_of_others_only_that_they_were_sent(world, pair):
    nina = world.actor("nina")
    report = actions.begin_own(nina, pair)
    actions.write(nina, report, TEXTS)
    assert told(world.misha)["mentor_report"] == [], "what is being written is nobody's but the mentor's"
    actions.send(nina, report)
    actions.draw_up(world.actor("kira"), pair, actions.SheetFacts(conclusion="Справились"))
    db.session.flush()
    mine, theirs = told(world.nina), told(world.misha)
    assert mine["mentor_report"][0]["portrait"] == "Тайный портрет"
    assert mine["mentor_report_version"][0]["content"]["portrait"] == "Тайный портрет"
    assert theirs["mentor_report"] == [{"due_on": report.due_on, "state": "sent", "number": 1}]
    assert theirs["mentor_report_version"] == []
    assert theirs["closing_sheet"][0]["conclusion"] == "Справились"
    pair.members[1].place, pair.members[1].ends_on = None, TODAY - timedelta(days=3)
    db.session.flush()
    assert told(world.misha)["closing_sheet"] == [], "who left before the end does not read the sheet"


def test_who_loses_the_race_to_begin_a_report_writes_no_second_notice(world, pair, monkeypatch):
    (due,) = set(due_dates(pair))
    monkeypatch.setattr(asking, "due_dates", lambda pair: [due, due])  # as two workers see it: nothing is there yet
    with clock.freeze(NOW.replace(year=due.year, month=due.month, day=due.day) - timedelta(days=10)):
        assert asking.ask_and_remind() == 1
    notices = sa.select(sa.func.count()).where(Notice.person_id == world.nina.id)
    assert db.session.scalar(notices) == db.session.scalar(sa.select(sa.func.count(MentorReport.id))) == 1


def test_a_report_is_offered_only_while_one_can_be_written(world, pair, client_as):
    nina, card = world.actor("nina"), f"/mentorships/{pair.public_id}"
    assert "Написать отчёт" in client_as("nina").get(card).text
    report = actions.begin_own(nina, pair)
    actions.write(nina, report, TEXTS)
    actions.send(nina, report)
    db.session.commit()
    with pytest.raises(Refusal):
        actions.begin_own(nina, pair)
    assert "Написать отчёт" not in client_as("nina").get(card).text
    actions.give_back(world.actor("kira"), report, remark="Добавьте встречи")
    db.session.commit()
    assert "Написать отчёт" in client_as("nina").get(card).text


def test_a_pair_that_ended_meanwhile_is_not_ended_by_the_order_again(world, pair):
    kira = world.actor("kira")
    order = actions.draft_end(kira, [pair], ending=Ending.COMPLETED, reason="Срок вышел")
    yesterday = TODAY - timedelta(days=1)
    elsewhere = sa.update(Mentorship).where(Mentorship.id == pair.id).values(
        state=MentorshipState.CLOSED, ending=Ending.LEFT, ends_on=yesterday
    ).execution_options(synchronize_session=False)  # fmt: skip
    db.session.execute(elsewhere)
    assert pair.state == MentorshipState.ACTIVE, "as it was read before"
    actions.end_signed(kira, order)
    assert (pair.state, pair.ending, pair.ends_on) == (MentorshipState.CLOSED, Ending.LEFT, yesterday)


def test_an_order_whose_pairs_are_gone_is_still_a_paper(world):
    content = end_content([])
    assert (content.preamble, content.appendix.rows) == ("", ())
