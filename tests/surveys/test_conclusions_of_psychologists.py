"""Whoever writes conclusions reads them by name; the same role reads nothing else, whatever a wave announces."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.links import token_of
from surveys.loading import load_questionnaires
from surveys.models import Mode, SurveyAssignment, SurveyInvitation
from surveys.trust import claims, progress_readers, readers_of, summary_readers
from surveys.views.tokens import invited_by
from tests.surveys.attacker import QUESTIONS
from tests.surveys.crowds import make_wave
from tests.surveys.test_conclusions import CONCLUSION, SECRET, conclusions

CARD = next(each for each in load_questionnaires() if each.code == "mentee_card")


def asked(wave: SurveyAssignment, person: Any) -> SurveyInvitation:
    """The first response of the wave becomes this person's."""
    invitation = db.session.scalars(
        sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).order_by(SurveyInvitation.id)
    ).first()
    assert invitation
    invitation.person_id = person.id
    db.session.commit()
    return invitation


@pytest.fixture
def wave(world: Any) -> SurveyAssignment:
    made = make_wave(world.school_1, CONCLUSION, conclusions(3), readers=["psychologist"], title="Заключения")
    asked(made, world.polina)
    return made


def test_the_psychologist_opens_the_conclusions_that_she_writes(
    world: Any, wave: SurveyAssignment, client_as: Any
) -> None:
    polina, base = client_as("polina"), f"/surveys/{wave.public_id}/results"
    html = polina.get(base).text
    assert "Заметки для себя" in html
    assert "Совместимость (0–12)" in html
    words = polina.get(f"{base}/PZ_NOTE").text
    assert SECRET in words
    assert world.polina.family_name in words
    assert polina.get(f"{base}/two-questions").status_code == 200
    assert polina.get(f"{base}/before-after").status_code == 200


def test_the_way_there_leads_from_my_questionnaires_and_nowhere_that_is_closed(
    wave: SurveyAssignment, client_as: Any
) -> None:
    polina = client_as("polina")
    address = f"/surveys/{wave.public_id}/results"
    assert f'href="{address}"' in polina.get("/my/surveys").text
    for tail in ("", "/two-questions", "/before-after", "/PZ_NOTE"):
        html = polina.get(address + tail).text
        for link in set(re.findall(r'<a [^>]*href="(/(?!static)[^"#?]*)', html)):
            assert polina.get(link).status_code == 200, (tail, link)


def test_files_of_conclusions_and_the_page_of_the_wave_stay_closed(wave: SurveyAssignment, client_as: Any) -> None:
    polina = client_as("polina")
    assert polina.get(f"/surveys/{wave.public_id}").status_code in (403, 404)
    assert polina.get(f"/surveys/{wave.public_id}/results.xlsx").status_code in (403, 404)


@pytest.mark.parametrize("change", ["not asked", "withdrawn", "not announced", "not a conclusion", "another school"])
def test_nothing_else_is_open_to_the_role(world: Any, client_as: Any, change: str) -> None:
    definition = CARD if change == "not a conclusion" else CONCLUSION
    school = world.school_2 if change == "another school" else world.school_1
    readers = ["curator"] if change == "not announced" else ["psychologist"]
    answers = [{}] * 12 if definition is CARD else conclusions(12)
    wave = make_wave(school, definition, answers, readers=readers)
    if change != "not asked":
        invitation = asked(wave, world.polina)
        if change == "withdrawn":
            invitation.withdrawn_at = clock.now()
            db.session.commit()
    assert client_as("polina").get(f"/surveys/{wave.public_id}/results").status_code == 404
    assert wave.public_id not in client_as("polina").get("/my/surveys").text


def test_an_anonymous_wave_is_open_to_no_reader_of_names(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, CONCLUSION, conclusions(12), mode=Mode.ANONYMOUS, readers=["psychologist"])
    asked(wave, world.polina)
    assert client_as("polina").get(f"/surveys/{wave.public_id}/results").status_code == 404


def test_the_trust_page_names_the_psychologist_where_it_is_true_and_only_there(world: Any) -> None:
    wave = make_wave(world.school_1, CONCLUSION, waiting=1, readers=["psychologist"])
    card = make_wave(world.school_1, QUESTIONS, waiting=1, readers=["psychologist", "curator"], family="Другой")
    for each, expected in ((wave, ["psychologist"]), (card, ["curator"])):
        invited = invited_by(token_of(asked(each, world.polina)))
        assert [role.value for role in readers_of(invited)] == expected
        assert "psychologist" not in [role.value for role in (*summary_readers(), *progress_readers(invited))]
    assert "психолог" in claims(invited_by(token_of(asked(wave, world.polina))))[0].words.lower()
