"""Corrections of both bases: everybody stands in one, is answered, and a frozen snapshot stays."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.core import clock
from portal.core.clock import freeze
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.row_erasure import erase
from portal.core.subjects import Erasing
from portal.matching.actions import match
from portal.matching.corrections import actions
from portal.matching.corrections.kinds import RowAnswer, Season, season_of
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.queries import unanswered_count
from portal.matching.corrections.snapshots import Snapshot, snapshot_of
from portal.matching.corrections.words import compared
from portal.matching.kinds import RequestState
from portal.matching.mentors.kinds import MentorState
from portal.matching.models import MentoringRequest
from portal.mentorships.kinds import MentorshipState
from portal.privacy.queries.holdings import find_subject
from portal.programs.models import ProgramFact
from tests.matching.conftest import TODAY
from tests.matching.mentoring import bring as bring_mentor
from tests.matching.mentoring import take
from tests.mentorships.forming import agree_all, in_base, mentor, pass_to_order, propose

DUE = TODAY + timedelta(days=10)


@pytest.fixture
def bases(world, cycle):
    """Two mentees and a mentor of the college."""
    return (
        in_base(world, "misha", "student_student"), in_base(world, "pasha", "student_student"),
        take(world, bring_mentor(world, agreed_on=TODAY)),
    )  # fmt: skip


@pytest.fixture
def correction(world, bases):
    made = actions.open_correction(world.actor("kira"), world.school_1, Season.AUTUMN, due_on=DUE)
    db.session.commit()
    return made


def rows(correction):
    """Person id → row."""
    found = db.session.scalars(sa.select(CorrectionRow).where(CorrectionRow.correction_id == correction.id)).all()
    return {(each.request or each.profile).person_id: each for each in found if each.grant is None}


def curators(correction):
    """Person id → row of an appointment."""
    found = db.session.scalars(sa.select(CorrectionRow).where(CorrectionRow.correction_id == correction.id)).all()
    return {each.grant.person_id: each for each in found if each.grant is not None}


def test_a_season_is_opened_once_and_takes_everybody_who_stands(world, bases, correction):
    kira = world.actor("kira")
    assert set(rows(correction)) == {world.misha.id, world.pasha.id, world.nina.id}
    for season, due in ((Season.AUTUMN, DUE), (Season.SPRING, DUE), (Season.SPRING, TODAY - timedelta(days=1))):
        with pytest.raises(Refusal):
            actions.open_correction(kira, world.school_1, season, due_on=due)
    assert season_of(TODAY.replace(month=7)) == Season.SPRING
    assert season_of(TODAY.replace(month=8)) == Season.AUTUMN


def test_each_row_gets_its_answer_and_the_snapshot_is_frozen(world, bases, correction):
    kira, (asked, other, profile) = world.actor("kira"), bases
    found = rows(correction)
    actions.confirm(kira, found[world.misha.id], RowAnswer.CLARIFIED)
    with pytest.raises(Refusal, match="Осталось подтвердить: 4"):
        actions.close_correction(kira, correction)
    with pytest.raises(Refusal, match="почему"):
        actions.let_leave(kira, found[world.nina.id], reason=" ")
    actions.let_leave(kira, found[world.nina.id], reason="Уходит в отпуск")
    assert profile.state == MentorState.LEFT
    with pytest.raises(Refusal, match="уже нет"):
        actions.confirm(kira, found[world.nina.id], RowAnswer.STAYS)
    match(kira, other)
    with pytest.raises(Refusal, match="работает пара"):
        actions.let_leave(kira, found[world.pasha.id], reason="Выбывает")
    assert actions.confirm_rest(kira, correction) == 3
    actions.close_correction(kira, correction)
    db.session.commit()
    kept = Snapshot.from_data(correction.snapshot)
    assert (kept.mentees.total, kept.mentees.by_state) == (2, {"in_base": 1, "matched": 1})
    assert kept.mentees.by_format == {"student_student": 2}
    assert (kept.mentors.total, kept.answers) == (0, {"clarified": 1, "leaves": 1, "stays": 3})
    facts = db.session.scalars(sa.select(ProgramFact.kind)).all()
    assert "bases_corrected" in facts
    actions_refused = (
        lambda: actions.confirm(kira, rows(correction)[world.misha.id], RowAnswer.STAYS),
        lambda: actions.confirm_rest(kira, correction),
        lambda: actions.close_correction(kira, correction),
    )
    for deed in actions_refused:
        with pytest.raises(Refusal, match="закрыто"):
            deed()
    assert asked.state == RequestState.IN_BASE
    assert Snapshot.from_data(correction.snapshot) == kept


def test_curators_stand_beside_both_bases_and_leave_by_whoever_appoints(world, bases, correction):
    kira, denis = world.actor("kira"), world.actor("denis")
    found = curators(correction)
    assert world.kira.id in found
    other = next(row for person_id, row in found.items() if person_id != world.kira.id)
    with pytest.raises(Refusal, match="тот, кто назначает"):
        actions.let_leave(kira, found[world.kira.id])
    actions.let_leave(denis, other)
    assert (other.grant.ends_on, other.answer) == (TODAY, RowAnswer.LEAVES)
    before = unanswered_count(correction.id)
    actions.confirm(kira, found[world.kira.id], RowAnswer.STAYS)
    assert unanswered_count(correction.id) == before - 1
    actions.confirm_rest(kira, correction)
    actions.close_correction(kira, correction)
    kept = Snapshot.from_data(correction.snapshot)
    assert kept.curators.total == len(found) - 1
    assert kept.curators.by_category["curator"] == 1
    lines = {line.label: line for line in compared([correction])}
    assert lines["Кураторы: всего"].numbers == (len(found) - 1,)
    earlier = {key: value for key, value in correction.snapshot.items() if key != "curators"}
    assert Snapshot.from_data(earlier).curators.total == 0


def test_a_mentee_with_a_pair_leaves_with_it_when_it_is_said(world, cycle, client_as, post):
    asked = in_base(world, "misha", "teacher_student")
    pair = agree_all(world, propose(world, asked, mentor(world, "nina", "teacher_student")))
    pass_to_order(world, pair)
    correction = actions.open_correction(world.actor("kira"), world.school_1, Season.AUTUMN, due_on=DUE)
    db.session.commit()
    db.session.refresh(asked)
    assert (pair.state, asked.state) == (MentorshipState.ACTIVE, RequestState.MATCHED)
    kira, row = client_as("kira"), rows(correction)[world.misha.id]
    path = f"/corrections/{correction.public_id}/rows/{row.public_id}/leaving"
    assert f"Пара завершится сегодня. Наставник: {world.nina.full_name}" in kira.get(path).text
    unsaid = post(kira, path, reason="Выпуск")
    assert (unsaid.status_code, "Отметьте, что она завершается" in unsaid.text) == (422, True)
    db.session.expire_all()
    assert (pair.state, row.answer) == (MentorshipState.ACTIVE, None)
    assert post(kira, path, reason="Выпуск", ends_pair="1").status_code == 303
    db.session.expire_all()
    assert (pair.state, pair.reason, row.answer) == (MentorshipState.CLOSED, "Выпуск", RowAnswer.LEAVES)
    assert not asked.is_open


def test_ending_an_appointment_asks_for_the_password(world, bases, correction, client_as, post):
    row = next(row for person_id, row in curators(correction).items() if person_id != world.kira.id)
    path = f"/corrections/{correction.public_id}/rows/{row.public_id}/leaving"
    kira = client_as("kira")
    assert "Назначение прекратится сегодня" in kira.get(path).text
    assert row.grant.title in kira.get(f"/corrections/{correction.public_id}?base=curators").text
    with freeze(clock.now() + timedelta(minutes=30)):
        assert post(kira, path).status_code == 401
    assert row.grant.ends_on is None
    assert post(kira, path).status_code == 303
    db.session.expire_all()
    assert (row.grant.ends_on, row.answer) == (TODAY, RowAnswer.LEAVES)


def test_a_pair_that_began_meanwhile_is_not_written_over(world, bases, correction):
    row = rows(correction)[world.misha.id]
    assert row.request.state == RequestState.IN_BASE, "as it was read before"
    elsewhere = sa.update(MentoringRequest).where(MentoringRequest.id == row.request_id)
    db.session.execute(
        elsewhere.values(state=RequestState.MATCHED, ends_on=TODAY).execution_options(synchronize_session=False)
    )
    with pytest.raises(Refusal, match="работает пара"):
        actions.let_leave(world.actor("kira"), row, reason="Выбывает")
    assert (row.request.state, row.answer) == (RequestState.MATCHED, None)


def test_whoever_left_meanwhile_needs_no_answer_and_the_erased_leave_no_row(world, bases, correction):
    kira, (asked, *_rest) = world.actor("kira"), bases
    asked.state, asked.ends_on = RequestState.WITHDRAWN, TODAY
    db.session.flush()
    assert unanswered_count(correction.id) == 4
    actions.confirm_rest(kira, correction)
    assert rows(correction)[world.misha.id].answer is None
    erase(Erasing(subject=find_subject(world.misha)))
    assert world.misha.id not in rows(correction)
    assert snapshot_of(correction).mentees.total == 1


def test_years_are_compared_side_by_side(world, bases, correction):
    kira = world.actor("kira")
    actions.confirm_rest(kira, correction)
    actions.close_correction(kira, correction)
    correction.year -= 1
    later = actions.open_correction(kira, world.school_1, Season.AUTUMN, due_on=DUE)
    actions.let_leave(kira, rows(later)[world.misha.id], reason="Выпуск")
    actions.confirm_rest(kira, later)
    actions.close_correction(kira, later)
    lines = {line.label: line for line in compared([correction, later])}
    assert (lines["Наставляемые: всего"].numbers, lines["Наставляемые: всего"].change) == ((2, 1), -1)
    assert (lines["Наставники: всего"].numbers, lines["Наставники: всего"].change) == ((1, 1), 0)
    assert lines["Что сказано о людях: выбывает"].numbers == (0, 1)


def test_the_curator_walks_from_the_beginning_to_the_comparison(world, bases, client_as, post):
    kira = client_as("kira")
    assert "Уточнений ещё не было" in kira.get("/corrections").text
    assert "Осень: август" in kira.get("/corrections/new").text
    fields = {"organization": world.school_1.public_id, "season": "autumn", "due_on": f"{DUE:%d.%m.%Y}"}
    assert post(kira, "/corrections/new", **{**fields, "due_on": "01.01.2020"}).status_code == 422
    begun = post(kira, "/corrections/new", **fields)
    assert begun.status_code == 303
    assert post(kira, "/corrections/new", **fields).status_code == 422
    correction = db.session.scalars(sa.select(Correction)).one()
    base, found = f"/corrections/{correction.public_id}", rows(correction)
    names = [found[each].public_id for each in (world.misha.id, world.pasha.id, world.nina.id)]
    shown = kira.get(begun.location).text
    assert "осталось подтвердить: 5" in shown
    assert "Ковалёв" in shown
    assert "Ковалёв" not in kira.get(f"{base}?base=mentors").text
    assert "Уточнение баз: подтвердите, кто остаётся" in kira.get("/").text
    assert "Осталось подтвердить: 5" in kira.get(f"{base}/closing").text
    clarified = post(kira, f"{base}/rows/{names[0]}?answer=none", answer="clarified")
    assert clarified.location.endswith(f"/edit?correction={correction.public_id}")
    request = found[world.misha.id].request
    assert f'href="{base}"' in kira.get(clarified.location).text, "the way back without a change"
    saved = post(kira, clarified.location, version=str(request.version), goal="Увереннее говорить", variant="",
                 origin=request.origin, agreed_on=f"{TODAY:%d.%m.%Y}")  # fmt: skip
    assert saved.status_code == 303
    assert "Вернуться к уточнению баз" in kira.get(saved.location).text
    assert "Вернуться к уточнению баз" not in kira.get(f"{saved.location}%2F..").text, "only to a correction"
    profile = post(kira, f"{base}/rows/{names[2]}", answer="clarified").location
    assert f"correction={correction.public_id}" in kira.get(profile).text
    assert post(kira, f"{base}/rows/{names[0]}", answer="nonsense").status_code in (409, 422)
    assert post(kira, f"{base}/rows/no-such", answer="stays").status_code == 404
    assert "Профиль наставника закроется" in kira.get(f"{base}/rows/{names[2]}/leaving").text
    assert post(kira, f"{base}/rows/{names[2]}/leaving", reason="").status_code == 422
    left = post(kira, f"{base}/rows/{names[2]}/leaving", reason="Переезд")
    assert "Человек выбыл из базы" in kira.get(left.location).text
    assert "остаются в базе" in kira.get(post(kira, f"{base}/rest").location).text
    assert "Имён в нём нет" in kira.get(f"{base}/closing").text
    closed = post(kira, f"{base}/closing")
    told = kira.get(closed.location).text
    assert "снимок сохранён" in told
    assert "Осень 2026" in told
    assert "Наставляемые" in told
    book = load_workbook(io.BytesIO(kira.get("/corrections/analysis.xlsx").data))
    assert [cell.value for cell in book.worksheets[0][2]][:2] == ["Наставляемые: всего", 2]
    assert "Снимков ещё нет" in client_as("karim").get("/corrections/analysis").text
    assert client_as("karim").get(base).status_code == 404
    assert client_as("polina").get("/corrections").status_code == 403
