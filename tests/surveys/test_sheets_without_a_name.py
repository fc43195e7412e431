"""Who handed in a sheet without a name is reminded like everybody: the words say that once is enough."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from surveys.actions import submit_response
from surveys.entering.paper import enter_sheet
from surveys.links import token_of
from surveys.models import Mode, SurveyInvitation
from surveys.reminders import remind
from surveys.waves.mailing import write_letters
from tests.surveys.test_responses import GUEST
from tests.surveys.waves import invitation_of, open_wave

ELSEWHERE = "второй раз отвечать не нужно"
SHEET = {"MET": ["yes"], "MARK": ["7"]}


def remembered(world: Any, wave: Any) -> str:
    """What the reminder of the learner says."""
    write_letters()
    remind(world.actor("kira"), wave)
    db.session.commit()
    write_letters()
    letter = db.session.scalars(
        sa.select(OutboxMessage).where(
            OutboxMessage.letter == "survey_reminder", OutboxMessage.recipient == world.misha.email
        )
    ).one()
    assert (ELSEWHERE in letter.text) == (ELSEWHERE in letter.html)
    return letter.text


@pytest.mark.parametrize("mode", [Mode.ANONYMOUS, Mode.LINKED])
@pytest.mark.parametrize("typed", [False, True])
def test_a_reminder_says_so_once_a_sheet_was_typed_and_never_before(world: Any, mode: Mode, typed: bool) -> None:
    world.misha.email = "misha@example.org"
    wave = open_wave(world, persons=("misha", "pasha"), mode=mode)
    if typed:
        enter_sheet(world.actor("kira"), wave, None, SHEET, "key-1")
        db.session.commit()
        db.session.refresh(wave)
    assert (ELSEWHERE in remembered(world, wave)) == typed


def test_the_first_page_and_the_page_of_the_wave_say_so(world: Any, client: Any, client_as: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    address, staff = f"/s/{token_of(invitation_of(world, wave))}", f"/surveys/{wave.public_id}"
    assert ELSEWHERE not in client.get(address).text + client_as("kira").get(staff).text
    enter_sheet(world.actor("kira"), wave, None, SHEET, "key-1")
    db.session.commit()
    assert ELSEWHERE in client.get(address).text
    assert ELSEWHERE in client_as("kira").get(staff).text


def test_a_sheet_leaves_no_mark_on_anybody(world: Any) -> None:
    wave = open_wave(world, persons=("misha", "pasha"), mode=Mode.ANONYMOUS)
    whose = sa.select(SurveyInvitation.__table__).where(SurveyInvitation.person_id.is_not(None))
    before = db.session.execute(whose).all()
    with clock.freeze(clock.now() + timedelta(hours=1)):
        enter_sheet(world.actor("kira"), wave, None, SHEET, "key-1")
        db.session.commit()
    assert db.session.execute(whose).all() == before


def test_whose_named_sheet_was_typed_is_not_reminded(world: Any) -> None:
    wave = open_wave(world, persons=("misha", "pasha"))
    enter_sheet(world.actor("kira"), wave, invitation_of(world, wave), SHEET, "key-1")
    submit_response(GUEST, invitation_of(world, wave, "pasha"), {"MET": ["yes"]}, "key-2")
    db.session.commit()
    assert remind(world.actor("kira"), wave) == 0
