"""Whoever answered may take the answers back; totals follow, and nothing tells whose they were."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile, store
from portal.core.subjects import Erasing
from portal.privacy.queries.holdings import find_subject
from surveys.actions import close_assignment, submit_response, withdraw_response
from surveys.erasing import erase_responses
from surveys.links import token_of
from surveys.models import (
    Answer,
    Channel,
    Mode,
    Participation,
    PublicLink,
    Response,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.secrets import link_code
from tests.surveys.waves import counts_of, invitation_of, open_wave

GUEST = Actor.guest()
FULL = {"MET": ["yes"], "MARK": ["7"], "WAYS": ["talk"], "NOTE": ["Спокойно"]}
CODE, OTHER = "аист-аист-аист-00", "аист-аист-акула-01"
THREE = ("misha", "nina", "kira")
UNNAMED = [Mode.ANONYMOUS, Mode.LINKED]


def answered(world: Any, mode: Mode, **more: Any) -> Any:
    """A wave that three people have answered, the first under `CODE`."""
    wave = open_wave(world, mode=mode, persons=THREE, **more)
    for key, code in zip(THREE, (CODE, OTHER, ""), strict=True):
        mine = FULL if key == "misha" else {"MET": ["no"], "MARK": ["3"]}
        submit_response(GUEST, invitation_of(world, wave, key), mine, f"{wave.public_id}-{key}", code=code)
    db.session.commit()
    return wave


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.mark.parametrize("mode", list(Mode))
def test_the_counters_go_back_to_what_the_others_said(world: Any, mode: Mode) -> None:
    wave = answered(world, mode)
    withdraw_response(GUEST, invitation_of(world, wave), CODE)
    left = counts_of(wave)
    db.session.refresh(wave)
    assert (wave.submitted, count(Response)) == (2, 2)
    assert left["MARK", "3"] == 2
    assert not {("MARK", "7"), ("WAYS", "talk"), ("NOTE", "__answered__")} & set(left)
    assert all(n > 0 for n in left.values())


@pytest.mark.parametrize("mode", UNNAMED)
def test_whoever_came_by_the_public_link_may_take_back_too(world: Any, mode: Mode) -> None:
    wave = open_wave(world, mode=mode)
    met = SurveyInvitation(assignment_id=wave.id, channel=Channel.PUBLIC)
    db.session.add(met)
    db.session.add(PublicLink(assignment_id=wave.id, code="ABCDEFGH"))
    db.session.flush()
    submit_response(GUEST, met, FULL, "by-the-link", code=CODE)
    db.session.commit()
    db.session.refresh(wave)
    assert (wave.submitted, wave.uninvited) == (1, 1)
    withdraw_response(GUEST, met, CODE)
    db.session.commit()
    db.session.refresh(wave)
    assert (wave.submitted, wave.uninvited) == (0, 0)


def test_a_named_one_may_be_answered_anew_and_the_journal_knows(world: Any) -> None:
    wave = answered(world, Mode.NAMED)
    invitation = invitation_of(world, wave)
    withdraw_response(GUEST, invitation, "")
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.RESPONSE_WITHDRAWN)).all()
    assert [(entry.subject_id, entry.changes) for entry in entries] == [(invitation.public_id, {})]
    submit_response(GUEST, invitation, {"MET": ["yes"]}, "anew")
    assert counts_of(wave)["MET", "yes"] == 1


def test_a_form_that_comes_late_does_not_send_again_what_was_taken_back(world: Any) -> None:
    wave = answered(world, Mode.NAMED)
    invitation = invitation_of(world, wave)
    withdraw_response(GUEST, invitation)
    submit_response(GUEST, invitation, FULL, f"{wave.public_id}-misha")
    assert count(Response) == 2


@pytest.mark.parametrize("mode", UNNAMED)
def test_without_a_name_only_the_code_finds_the_answers_and_participation_stays(world: Any, mode: Mode) -> None:
    wave = answered(world, mode)
    before = set(db.session.scalars(sa.select(Participation.invitation_id)))
    for wrong in ("", OTHER.replace("акула", "альбом"), "сова"):
        with pytest.raises(Refusal, match="По этому коду"):
            withdraw_response(GUEST, invitation_of(world, wave), wrong)
    withdraw_response(GUEST, invitation_of(world, wave, "nina"), CODE)  # whoever holds the code, from any link
    with pytest.raises(Refusal, match="уже отозваны"):
        withdraw_response(GUEST, invitation_of(world, wave), CODE)
    assert set(db.session.scalars(sa.select(Participation.invitation_id))) == before
    assert not db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.RESPONSE_WITHDRAWN)).all()


def test_a_code_takes_back_one_wave_and_leaves_the_others(world: Any) -> None:
    first, second = answered(world, Mode.LINKED), answered(world, Mode.LINKED)
    withdraw_response(GUEST, invitation_of(world, first), CODE)
    left = db.session.scalars(sa.select(Response.link_code)).all()
    assert left.count(link_code(second.organization_id, CODE)) == 1


@pytest.mark.parametrize("mode", list(Mode))
def test_a_month_after_the_end_the_time_is_over(world: Any, mode: Mode) -> None:
    wave = answered(world, mode)
    close_assignment(world.actor("kira"), wave)
    invitation = invitation_of(world, wave)
    with clock.freeze(clock.now() + timedelta(days=30, seconds=1)), pytest.raises(Refusal, match="Срок"):
        withdraw_response(GUEST, invitation, CODE)
    with clock.freeze(clock.now() + timedelta(days=30)):
        withdraw_response(GUEST, invitation, CODE)


def test_files_go_with_the_answers(world: Any, every_type: Any) -> None:
    invitation = invitation_of(world, open_wave(world, every_type))
    file = store(io.BytesIO("Привет".encode()), "привет.txt")
    submit_response(GUEST, invitation, {"ONE": ["a"], "PAPER": [file.public_id]}, "k1")
    withdraw_response(GUEST, invitation)
    assert count(Answer) == 0
    assert db.session.scalar(sa.select(StoredFile).where(StoredFile.public_id == file.public_id)) is None


@pytest.mark.parametrize("mode", UNNAMED)
def test_erasing_a_person_leaves_totals_without_names_as_they_were(world: Any, mode: Mode) -> None:
    wave = answered(world, mode)
    before = counts_of(wave), wave.submitted, count(Response)
    list(erase_responses(Erasing(subject=find_subject(world.misha))))
    db.session.refresh(wave)
    assert (counts_of(wave), wave.submitted, count(Response)) == before


def receipt_code_of(html: str) -> str:
    return re.search(r'class="private-code"[^>]*>([^<]+)<', html).group(1)  # type: ignore[union-attr]


def test_the_anonymous_walk_the_code_is_shown_once_and_takes_the_answers_back(
    world: Any, client: Any, post: Any
) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    url = f"/s/{token_of(invitation_of(world, wave))}"
    done = post(client, url, submission_key="k1", **FULL)
    page = client.get(done.location).text
    code = receipt_code_of(page)
    assert code == receipt_code_of(client.get(done.location).text)
    assert "Отозвать мои ответы" in page
    form = client.get(f"{url}/withdrawal").text
    assert "найдёт только код" in form
    wrong = post(client, f"{url}/withdrawal", code="сова сова сова 99")
    assert (wrong.status_code, "описка" in wrong.text, "сова сова сова 99" in wrong.text) == (422, True, True)
    gone = post(client, f"{url}/withdrawal", code=code.upper().replace("-", " "))
    assert (gone.status_code, gone.location) == (303, f"{url}/withdrawal?done=1")
    assert "Ответы отозваны" in client.get(gone.location).text
    assert counts_of(wave) == {}
    assert "private-code" not in client.get(done.location).text
    assert code not in str(dict(client.get(url).headers))


def test_the_code_is_gone_from_the_receipt_after_half_an_hour_and_in_another_browser(
    world: Any, app: Any, client: Any, post: Any, monkeypatch: Any
) -> None:
    url = f"/s/{token_of(invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS)))}"
    post(client, url, submission_key="k1", **FULL)
    assert "private-code" in client.get(f"{url}/receipt").text
    assert "private-code" not in app.test_client().get(f"{url}/receipt").text
    import time

    later = time.time() + 1801
    monkeypatch.setattr(time, "time", lambda: later)
    assert "private-code" not in client.get(f"{url}/receipt").text


def test_the_cookie_does_not_tell_the_code(world: Any, client: Any, post: Any) -> None:
    import base64

    url = f"/s/{token_of(invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS)))}"
    post(client, url, submission_key="k1", **FULL)
    code = receipt_code_of(client.get(f"{url}/receipt").text)
    with client.session_transaction() as cookie:
        said = repr(dict(cookie))
    assert code not in said
    assert base64.b64encode(code.encode()).decode()[:12] not in said


def test_codes_are_not_found_by_trying(world: Any, client: Any, post: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    url = f"/s/{token_of(invitation_of(world, wave))}"
    post(client, url, submission_key="k1", **FULL)
    answers = [post(client, f"{url}/withdrawal", code=OTHER).status_code for _turn in range(22)]
    assert answers == [422] * 20 + [429] * 2
    assert db.session.scalar(sa.select(SurveyAssignment.submitted).where(SurveyAssignment.id == wave.id)) == 1


def test_the_named_walk_needs_no_code_and_leads_back_to_the_questions(world: Any, client_as: Any, post: Any) -> None:
    wave = open_wave(world)
    url, misha = f"/s/{invitation_of(world, wave).public_id}", client_as("misha")
    assert misha.get(f"{url}/withdrawal").location == url
    post(misha, url, submission_key="k1", **FULL)
    assert "private-code" not in misha.get(f"{url}/receipt").text
    gone = post(misha, f"{url}/withdrawal")
    assert gone.status_code == 303
    assert "Ответить заново" in misha.get(gone.location).text
    assert "Начать" in misha.get(url).text
    again = post(misha, f"{url}/withdrawal")
    assert again.status_code == 409
    for stranger in ("nina", "kira", "yana"):
        assert post(client_as(stranger), f"{url}/withdrawal").status_code == 404
