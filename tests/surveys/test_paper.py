"""What the staff brings in: sheets typed by numbers, talks beside own answers, results of tests held elsewhere."""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.subjects import Erasing
from portal.people.erasing import subject_of
from surveys.actions import save_answers, submit_response
from surveys.entering.clarifications import add_clarification, clarifications_of, withdraw_clarification
from surveys.entering.erasing import erase_entered, own_entered
from surveys.entering.external import Score, add_results, find_results, remove_result
from surveys.entering.paper import enter_sheet
from surveys.entering.typed import lines_of, read_sheet
from surveys.models import (
    Clarification,
    ClarificationKind,
    ExternalResult,
    Mode,
    Participation,
    Response,
    ResponseChannel,
)
from surveys.packets import read_packet
from tests.surveys.test_responses import GUEST
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave, short

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("code", "typed", "stored"), [
    ("ONE", "2", {"ONE": "b"}),
    ("MANY", "1, 3", {"MANY": ["a", "c"]}),
    ("YN", "1", {"YN": "yes"}),
    ("TEN", "10", {"TEN": 10}),
    ("TEN", "0", {"TEN": "__na__"}),
    ("FIVE", "4", {"FIVE": 4}),
    ("RANGE", "0", {"RANGE": 0}),
    ("REC", "0", {"REC": 0}),
    ("LINE", "17 штук", {"LINE": "17 штук"}),
    ("NUM", "2,5", {"NUM": 2.5}),
    ("DAY", "17.11.2026", {"DAY": "2026-11-17"}),
    ("ROW2", "3", {"ROW2": "3"}),
    ("TUE", "1 2", {"TUE": ["a", "b"]}),
    ("RANK", "2 1 3", {"RANK": ["b", "a", "c"]}),
])  # fmt: skip
def test_a_number_is_read_as_the_answer_it_stands_for(every_type: Any, code: str, typed: str, stored: Any) -> None:
    sheet = read_sheet(every_type, {code: typed})
    assert sheet.errors == {}
    assert read_packet(every_type, sheet.fields).answers == stored


@pytest.mark.parametrize(("code", "typed"), [
    ("ONE", "4"), ("ONE", "1 2"), ("ONE", "ноль"), ("MANY", "9"), ("RANK", "1 1"), ("YN", "3"), ("ROW1", "0,"),
])  # fmt: skip
def test_a_number_that_nothing_has_is_refused_at_its_line(every_type: Any, code: str, typed: str) -> None:
    assert list(read_sheet(every_type, {code: typed}).errors) == [code]


def test_every_question_has_its_line_but_a_file(every_type: Any) -> None:
    names = [line.name for line in lines_of(every_type)]
    assert "PAPER" not in names
    assert {"ONE", "MANY.other", "ROW1", "ROW2", "MON", "RANK"} <= set(names)
    assert len(names) == len(set(names))


def test_a_sheet_counts_as_the_response_of_its_person_and_says_who_typed_it(world: Any) -> None:
    wave = open_wave(world)
    invitation = invitation_of(world, wave)
    assert enter_sheet(world.actor("kira"), wave, invitation, {"MARK": ["7"]}, "key")
    assert not enter_sheet(world.actor("kira"), wave, invitation, {"MARK": ["7"]}, "key")
    row = db.session.scalars(sa.select(Response).where(Response.invitation_id == invitation.id)).one()
    assert (row.channel, row.entered_by_id) == (ResponseChannel.PAPER, world.kira.id)
    assert answers_of(invitation) == {"MARK": 7}  # a required question that was left out stays left out
    assert counts_of(wave)[("MARK", "7")] == 1
    db.session.refresh(wave)
    assert (wave.submitted, wave.answered, wave.uninvited) == (1, 1, 0)


def test_a_sheet_never_comes_over_what_the_person_has_sent(world: Any) -> None:
    wave = open_wave(world)
    invitation = invitation_of(world, wave)
    submit_response(world.actor("misha"), invitation, {"MET": ["yes"], "MARK": ["9"]}, "own")
    with pytest.raises(Refusal, match="уже приняты"):
        enter_sheet(world.actor("kira"), wave, invitation, {"MARK": ["1"]}, "key")
    row = db.session.scalars(sa.select(Response).where(Response.invitation_id == invitation.id)).one()
    assert (row.channel, row.entered_by_id, answers_of(invitation)["MARK"]) == (ResponseChannel.OWN, None, 9)


def test_an_empty_sheet_and_one_of_the_wrong_kind_are_refused(world: Any) -> None:
    named, unnamed = open_wave(world), open_wave(world, mode=Mode.ANONYMOUS)
    with pytest.raises(Refusal, match="ни одного ответа"):
        enter_sheet(world.actor("kira"), named, invitation_of(world, named), {}, "key")
    for wave, invitation in ((named, None), (unnamed, invitation_of(world, unnamed))):
        with pytest.raises(Refusal, match="лист остаётся без имени"):
            enter_sheet(world.actor("kira"), wave, invitation, {"MARK": ["7"]}, "key")


def test_a_sheet_without_a_name_keeps_neither_person_nor_typist_nor_hour(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    assert [enter_sheet(world.actor("kira"), wave, None, {"MARK": ["7"]}, key) for key in ("a", "a", "b")] == [
        True, False, True,
    ]  # fmt: skip
    rows = db.session.scalars(sa.select(Response)).all()
    assert len(rows) == 2
    assert {(row.invitation_id, row.entered_by_id, row.submitted_at and row.submitted_at.hour) for row in rows} == {
        (None, None, 0)
    }
    db.session.refresh(wave)
    assert (wave.submitted, wave.uninvited, wave.answered) == (2, 2, 0)


def test_16_begun_saved_and_sent_are_told_apart(world: Any) -> None:
    """formr #622: ten thousand interactions, four hundred answers; here each stage is a number of its own."""
    from surveys.waves.classroom import pupils_of, tally

    wave = open_wave(world, persons=("misha", "pasha"))
    save_answers(GUEST, invitation_of(world, wave), {"MARK": ["7"]})
    assert {seat.value: n for seat, n in tally(pupils_of(wave.id, world.group_1.id, TODAY)).items()} == {
        "waiting": 1, "begun": 1, "finished": 0,
    }  # fmt: skip
    db.session.refresh(wave)
    assert (wave.submitted, wave.answered) == (0, 0)


def test_a_talk_stands_beside_own_answers_and_changes_nothing_in_them(world: Any) -> None:
    wave, kira = open_wave(world), world.actor("kira")
    invitation = invitation_of(world, wave)
    submit_response(world.actor("misha"), invitation, {"MET": ["yes"], "MARK": ["9"]}, "own")
    before, counted = answers_of(invitation), counts_of(wave)
    talk = add_clarification(
        kira, wave, invitation, kind=ClarificationKind.INTERVIEW, happened_on=TODAY, note="Говорит иначе",
        answers={"MARK": 3},
    )  # fmt: skip
    assert (answers_of(invitation), counts_of(wave)) == (before, counted)
    assert [(each.note, each.entered_by.full_name) for each in clarifications_of(invitation.id)] == [
        ("Говорит иначе", world.kira.full_name)
    ]
    withdraw_clarification(kira, talk)
    assert clarifications_of(invitation.id) == []
    assert (talk.note, talk.answers) == ("", {})


def test_a_talk_of_tomorrow_of_nothing_or_without_a_name_is_refused(world: Any) -> None:
    wave, unnamed, kira = open_wave(world), open_wave(world, mode=Mode.ANONYMOUS), world.actor("kira")
    kind = ClarificationKind.OBSERVATION
    for asked, day, note, match in (
        (wave, TODAY + timedelta(days=1), "x", "будущем"),
        (wave, TODAY, " ", "Запишите"),
        (unnamed, TODAY, "x", "именной"),
    ):
        with pytest.raises(Refusal, match=match):
            add_clarification(
                kira, asked, invitation_of(world, asked), kind=kind, happened_on=day, note=note, answers={}
            )


def score(person: Any, value: float, **more: Any) -> Score:
    return Score(person=person, score=value, **more)


def test_results_of_a_test_held_elsewhere_stand_once_a_day_and_go_with_their_file(world: Any) -> None:
    kira, school = world.actor("kira"), world.school_1
    asked: dict[str, Any] = {"source": "Я учитель", "taken_on": TODAY, "most": 100.0}
    file = {"stream": io.BytesIO(b"a;b\n"), "file_name": "result.csv"}
    kept, problems = add_results(kira, school, scores=[score(world.misha, 71.5, **file)], **asked)
    assert problems == {}
    again = add_results(kira, school, scores=[score(world.misha, 80)], **asked)
    assert again == ([], {world.misha.public_id: "За этот день уже записано: 71.5"})
    assert (
        "не помещается"
        in add_results(kira, school, scores=[score(world.misha, 101)], **asked)[1][world.misha.public_id]
    )
    with pytest.raises(Refusal, match="будущем"):
        add_results(kira, school, scores=[], **{**asked, "taken_on": TODAY + timedelta(days=1)})
    assert [each.score for each in db.session.scalars(find_results(kira))] == [71.5]
    assert db.session.scalars(find_results(world.actor("karim"))).all() == []
    remove_result(kira, kept[0])
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == 0
    assert add_results(kira, school, scores=[score(world.misha, 80)], **asked)[1] == {}


def test_erasing_a_person_takes_talks_and_results_and_the_package_has_them(world: Any) -> None:
    wave, kira = open_wave(world), world.actor("kira")
    add_clarification(
        kira, wave, invitation_of(world, wave), kind=ClarificationKind.INTERVIEW, happened_on=TODAY, note="Слова",
        answers={},
    )  # fmt: skip
    add_results(kira, world.school_1, source="Я учитель", taken_on=TODAY, most=None, scores=[score(world.misha, 5)])
    subject = subject_of(world.misha)
    assert [len(held.rows) for held in own_entered(subject)] == [1, 1]
    lines = list(erase_entered(Erasing(subject=subject)))
    assert [line.rows for line in lines] == [1, 1]
    for model in (Clarification, ExternalResult):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 0


def test_the_page_takes_a_whole_sheet_and_keeps_what_was_typed(world: Any, client_as: Any, post: Any) -> None:
    wave, browser = open_wave(world), client_as("kira")
    path = f"/surveys/{wave.public_id}/paper"
    found = browser.get(f"{path}?q={world.misha.family_name[:4].lower()}")
    assert found.status_code == 303
    invitation = invitation_of(world, wave)
    wrong = post(browser, path, invitation=invitation.public_id, MET="7", NOTE="Слова", submission_key="k")
    assert wrong.status_code == 422
    assert "Есть номера от 1 до 2" in wrong.text
    assert "Слова" in wrong.text
    checked = post(browser, path, invitation=invitation.public_id, MET="1", intent="check", submission_key="k")
    assert checked.status_code == 200
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 0
    sent = post(browser, path, invitation=invitation.public_id, MET="1", NOTE="Слова", submission_key="k")
    assert sent.status_code == 303
    assert world.misha.full_name in browser.get(sent.headers["Location"]).text
    assert answers_of(invitation) == {"MET": "yes", "NOTE": "Слова"}


def test_blanks_carry_names_only_where_the_wave_has_them(world: Any, client_as: Any) -> None:
    named, unnamed, browser = open_wave(world), open_wave(world, mode=Mode.ANONYMOUS), client_as("kira")
    page = browser.get(f"/surveys/{named.public_id}/blanks").text
    assert world.misha.full_name in page
    assert 'class="sheet-qr"' in page
    head = re.search(r"<thead[^>]*>(.*?)</thead>", page, re.S)
    assert head
    assert world.misha.full_name in head[1]  # a printer repeats it on every leaf
    page = browser.get(f"/surveys/{unnamed.public_id}/blanks?n=3").text
    assert page.count('<article class="sheet"') == 3
    assert world.misha.family_name not in page
    assert 'class="sheet-qr"' not in page
    assert browser.get(f"/surveys/templates/{short().code}/blank").status_code == 200
