"""The queue of those who wait: order, tries, support that few see, the hint to a directive assignment, the desk."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.roles import Role
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing
from portal.matching.actions import close, note_support
from portal.matching.kinds import SupportState
from portal.matching.models import Support
from portal.mentorships.actions import say_no
from portal.mentorships.unmatched.queries import QueueFilter, find_waiting, may_be_directive
from portal.privacy.queries.holdings import find_subject
from tests.matching.mentoring import rule
from tests.mentorships.forming import TODAY, acting, in_base, mentor, propose

CODE = "student_student"


def queue(actor, **chosen):
    """Rows of the queue as the actor sees it."""
    return db.session.execute(find_waiting(actor, QueueFilter(**chosen), TODAY)).all()


def supports():
    return db.session.scalars(sa.select(Support)).all()


def test_who_waits_longest_stands_first_with_what_was_tried(world, cycle):
    kira, long_ago = world.actor("kira"), in_base(world, "pasha", CODE)
    long_ago.decided_on = TODAY - timedelta(days=15)
    fresh = in_base(world, "misha", CODE)
    assert [row.MentoringRequest for row in queue(kira)] == [long_ago, fresh]
    assert [row.MentoringRequest for row in queue(kira, wait="long")] == [long_ago]
    assert not may_be_directive(queue(kira), TODAY)
    rule(cycle, directive=True)
    assert may_be_directive(queue(kira), TODAY) == {long_ago.id}
    assert not queue(world.actor("karim"))
    close(kira, long_ago, reason="Выбывает")
    assert [row.MentoringRequest for row in queue(kira)] == [fresh]


def test_a_pair_that_is_proposed_leaves_the_queue_and_a_refusal_brings_it_back(world, cycle):
    kira = world.actor("kira")
    asked = in_base(world, "misha", "teacher_student")
    pair = propose(world, asked, mentor(world, "nina", "teacher_student"))
    assert not queue(kira)
    say_no(kira, next(each for each in pair.members if each.request_id), reason="Неудобно")
    db.session.commit()
    (row,) = queue(kira)
    assert (row.refusals, row.runs) == (1, 0)
    rule(cycle, directive=True)
    assert may_be_directive(queue(kira), TODAY) == {asked.id}


def test_support_is_seen_by_few_and_goes_with_the_request(world, cycle):
    kira, asked = world.actor("kira"), in_base(world, "misha", CODE)
    note_support(kira, asked, SupportState.NEEDED)
    note_support(kira, asked, SupportState.NEEDED)
    assert [row.support for row in queue(world.actor("polina"))] == [SupportState.NEEDED]
    for role in (Role.FORM_LEAD, Role.METHODOLOGIST):
        assert [row.support for row in queue(acting(world, role))] == [None]
        assert not queue(acting(world, role), support="support_needed")
    note_support(kira, asked, SupportState.GIVEN)
    assert [each.given_on for each in supports()] == [TODAY]
    close(kira, asked, reason="Наставник не нужен")
    assert supports() == []
    with pytest.raises(Refusal, match="закончен"):
        note_support(kira, asked, SupportState.GIVEN)


def test_support_is_erased_with_the_person_and_switched_off_by_the_year(world, cycle):
    kira, asked = world.actor("kira"), in_base(world, "misha", CODE)
    note_support(kira, asked, SupportState.NEEDED)
    db.session.commit()
    erase(Erasing(subject=find_subject(world.misha)))
    assert supports() == []
    db.session.rollback()
    rule(cycle, support_unmatched=False)
    with pytest.raises(Refusal, match="выключена"):
        note_support(kira, asked, SupportState.GIVEN)


def test_the_page_notes_support_and_leads_to_a_pair(world, cycle, client_as, post):
    asked = in_base(world, "misha", CODE)
    asked.decided_on = TODAY - timedelta(days=20)
    rule(cycle, directive=True)
    polina, kira = client_as("polina"), client_as("kira")
    shown = polina.get("/requests/waiting").text
    assert "ждёт 20 дней" in shown
    assert "ещё не подбирали" in shown
    path = f"/requests/waiting/{asked.public_id}/support"
    answer = post(polina, path, state="support_needed")
    assert answer.status_code == 303
    assert "Отмечено: нужна поддержка" in polina.get(answer.location).text
    assert "Нужна поддержка, пока наставник не найден" in polina.get("/").text
    assert post(polina, path, state="nonsense").status_code in (409, 422)
    assert "Предложить пару" not in shown
    seen = kira.get("/requests/waiting").text
    assert "Нужна поддержка" in seen
    assert "можно назначить, не дожидаясь согласия" in seen
    assert f"request={asked.public_id}" in seen
    assert "ждут дольше двух недель" in kira.get("/").text
    assert "С такими условиями никто не ждёт" in kira.get("/requests/waiting?format=teacher_teacher").text
