"""Golden values of the mission that need a whole wave: 5 (linked and unnamed), 6 (who dropped out), 8 (impact).

The others stand with their subjects: intervals and tests of 6 in test_statistics and test_inference, k of 4 in
test_release, test_results, test_attacker and test_terms, 7 in test_chaos and test_crowds_of_threads, 8 in
building/test_versions, 13 in test_trust and test_withdrawals, 15 in test_exports, test_export_worker and test_sav.
"""

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from surveys.actions import submit_response
from surveys.building.impact import Impact
from surveys.changes import ItemChange
from surveys.codes import new_code, read_code
from surveys.item_changes import Change
from surveys.mapping import from_mapping
from surveys.models import Mode, Response, SurveyAssignment, SurveyInvitation
from surveys.storage import publish_questionnaire
from tests.surveying import SYSTEM, open_wave, respondents
from tests.surveys.crowds import make_wave
from tests.surveys.waves import short

GUEST = Actor.guest()
ONE = from_mapping({
    "code": "one", "title": "Одна шкала",
    "items": [{"code": "MARK", "type": "scale", "min": 1, "max": 5, "text": "Насколько уверенно?"}],
})  # fmt: skip


def retyped(code: str) -> str:
    """The same code as somebody types it into another device: capitals, spaces and commas."""
    return f" {code.upper().replace('-', ' , ')} "


def test_5_a_hundred_people_are_linked_across_two_waves_and_nobody_is_named(world: Any) -> None:
    version = publish_questionnaire(SYSTEM, short())
    people = respondents(world, 100)
    codes = {person: new_code() for person in people}
    for turn in (1, 2):
        wave = open_wave(world.school_1, version, f"Волна {turn}", Mode.LINKED)
        db.session.add_all([SurveyInvitation(assignment_id=wave.id, person_id=person) for person in people])
        db.session.commit()
        asked = db.session.scalars(sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)).all()
        for invitation in asked:
            code = codes[invitation.person_id or 0]
            typed = read_code(retyped(code)) if turn == 2 else code
            submit_response(GUEST, invitation, {"MET": ["yes"]}, f"key-{turn}-{invitation.person_id}", code=typed)
    found = Counter(db.session.scalars(sa.select(Response.link_code)))
    assert len(found) == 100, "another device and another spelling are the same person"
    assert set(found.values()) == {2}
    assert not set(found) & {*codes.values(), *map(str, people)}
    assert set(db.session.scalars(sa.select(Response.invitation_id))) == {None}


def test_5_whoever_lost_the_code_answers_anew_and_is_linked_to_nobody(world: Any) -> None:
    version = publish_questionnaire(SYSTEM, short())
    person = respondents(world, 1)[0]
    for turn in (1, 2):
        wave = open_wave(world.school_1, version, f"Волна {turn}", Mode.LINKED)
        invitation = SurveyInvitation(assignment_id=wave.id, person_id=person)
        db.session.add(invitation)
        db.session.commit()
        submit_response(GUEST, invitation, {"MET": ["yes"]}, f"key-{turn}", code=new_code())
    assert len(set(db.session.scalars(sa.select(Response.link_code)))) == 2


def test_6_who_dropped_out_makes_no_change_and_the_page_says_so(world: Any, client_as: Any) -> None:
    """Before 50 × 2 and 50 × 4, after 10 × 2 and 50 × 4: the paired change is 0, the plain means rise by 0.67."""
    before = make_wave(world.school_1, ONE, [{"MARK": 2}] * 50 + [{"MARK": 4}] * 50, family="Первых", title="Вход")
    after = make_wave(world.school_1, ONE, [{"MARK": 2}] * 10 + [{"MARK": 4}] * 50, family="Вторых", title="Выход")
    ids = [list(db.session.scalars(sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)
                                   .order_by(SurveyInvitation.id))) for wave in (before, after)]  # fmt: skip
    stayed = [*ids[0][:10], *ids[0][50:]]
    for first, second in zip(stayed, ids[1], strict=True):
        second.person_id = first.person_id
    before.opens_at, before.closes_at = clock.now() - timedelta(days=90), clock.now() - timedelta(days=80)
    after.closes_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    said = said_of(client_as("kira").get(f"/surveys/{after.public_id}/results/before-after?with={before.public_id}"))
    assert "В обеих волнах, их и сравниваем 60" in said
    assert "Только на входе 40" in said
    assert "Изменение 0 " in said
    assert "На выходе нет 40 % ответивших на входе (40): вывод только о тех, кто остался." in said
    assert "Общие средние разошлись на +0,67: это состав людей, а не их изменение." in said


def said_of(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).replace("\u00a0", " ").split())


def test_8_publishing_says_in_words_what_becomes_of_143_answers() -> None:
    changes = (ItemChange("A", Change.BREAKING, "вопрос убран", gone=True), ItemChange("B", Change.BREAKING, "другое"))
    impact = Impact(number=2, changes=changes, answers={1: 143}, waves=[])
    assert impact.words == "Новая версия 2: разрыв сравнения – 2; 143 ответа остаются в версии 1."


def test_8_a_wave_keeps_its_version(world: Any) -> None:
    wave = make_wave(world.school_1, ONE, [{"MARK": 2}] * 3)
    number = wave.version_id
    publish_questionnaire(SYSTEM, from_mapping({
        "code": "one", "title": "Одна шкала", "items": [{"code": "NEW", "type": "text", "text": "Иначе?"}],
    }))  # fmt: skip
    db.session.commit()
    assert db.session.get_one(SurveyAssignment, wave.id).version_id == number
