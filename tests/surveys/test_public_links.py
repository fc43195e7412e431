"""The public link: begun once a form, counted when sent, closed, replaced, full; and a class behind one address."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from surveys.actions import (
    begin_by_public_link,
    limit_public_link,
    mint_public_link,
    save_answers,
    submit_response,
    switch_public_link,
)
from surveys.models import Mode, Participation, PublicLink, Response, ResponseState, SurveyInvitation
from tests.conftest import csrf_of
from tests.surveys.test_responses import GUEST
from tests.surveys.waves import invitation_of, open_wave

FULL = {"MET": ["yes"], "MARK": ["7"]}


@pytest.fixture
def link(world: Any) -> PublicLink:
    wave = open_wave(world, mode=Mode.ANONYMOUS, with_public_link=True)
    found = db.session.scalars(sa.select(PublicLink).where(PublicLink.assignment_id == wave.id)).one()
    return found


def answer(link: PublicLink, key: str) -> SurveyInvitation:
    invitation = begin_by_public_link(link, key)
    submit_response(GUEST, invitation, FULL, f"sent-{key}")
    db.session.commit()
    db.session.refresh(link)
    return invitation


def test_a_named_wave_has_no_public_link(world: Any) -> None:
    with pytest.raises(Refusal, match="без имён"):
        mint_public_link(world.actor("kira"), open_wave(world))


def test_08_the_same_form_begins_the_same_questionnaire(link: PublicLink) -> None:
    first, again = begin_by_public_link(link, "form-1"), begin_by_public_link(link, "form-1")
    other = begin_by_public_link(link, "form-2")
    assert first.id == again.id != other.id
    assert first.person_id is None
    assert (first.created_at.hour, first.created_at.minute) == (0, 0)


def test_what_came_by_the_link_is_counted_apart_from_the_invited(world: Any, link: PublicLink) -> None:
    answer(link, "one")
    answer(link, "two")
    wave = link.assignment
    submit_response(world.actor("misha"), invitation_of(world, wave), FULL, "key-of-misha")
    db.session.commit()
    db.session.refresh(wave)
    assert (wave.submitted, wave.uninvited, wave.answered, wave.invited, link.answered) == (3, 2, 1, 1, 2)
    found = db.session.scalars(sa.select(Response).where(Response.state == ResponseState.SUBMITTED)).all()
    assert {each.invitation_id for each in found} == {None}
    assert {each.submitted_at.hour for each in found if each.submitted_at} == {0}


def test_32_the_limit_counts_what_was_sent_and_no_drafts(world: Any, link: PublicLink) -> None:
    limit_public_link(world.actor("kira"), link, 2)
    begun = [begin_by_public_link(link, f"begun-{n}") for n in range(5)]
    for each in begun:
        save_answers(GUEST, each, FULL)
    assert link.answered == 0
    answer(link, "one")
    answer(link, "two")
    with pytest.raises(Refusal, match="столько ответов, сколько нужно"):
        begin_by_public_link(link, "three")
    with pytest.raises(Refusal, match="ответы сохранены"), db.session.begin_nested():
        submit_response(GUEST, begun[0], {}, "late")
    limit_public_link(world.actor("kira"), link, 3)
    submit_response(GUEST, begun[0], {}, "late-again")
    db.session.refresh(link)
    assert link.answered == 3
    with pytest.raises(Refusal, match="не может быть меньше"):
        limit_public_link(world.actor("kira"), link, 2)


def test_a_link_switched_off_lets_nobody_begin_and_those_who_began_finish(world: Any, link: PublicLink) -> None:
    begun = begin_by_public_link(link, "begun")
    switch_public_link(world.actor("kira"), link, is_on=False)
    with pytest.raises(Refusal, match="больше не работает"):
        begin_by_public_link(link, "late")
    assert submit_response(GUEST, begun, FULL, "key")
    old = link.code
    mint_public_link(world.actor("kira"), link.assignment)
    assert link.code != old
    assert link.closed_at is None


def test_33_a_closed_wave_takes_nothing_by_any_way(world: Any, link: PublicLink, client: Any) -> None:
    from surveys.actions import close_assignment

    begun, path = begin_by_public_link(link, "begun"), f"/s/{link.code}"
    token = csrf_of(client.get(path).text)
    close_assignment(world.actor("kira"), link.assignment)
    db.session.commit()
    for deed in (lambda: submit_response(GUEST, begun, FULL, "key"), lambda: save_answers(GUEST, begun, FULL)):
        with pytest.raises(Refusal, match="Ответы принимались до"):
            deed()
    assert client.get(path).status_code == 409
    body = {"csrf_token": token, "MET": "yes", "intent": "submit", "submission_key": "k"}
    assert client.post(path, data=body).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 0


def test_a_guest_answers_by_the_poster_from_the_first_page_to_the_receipt(client: Any, link: PublicLink) -> None:
    path = f"/s/{link.code}"
    page = client.get(path).text
    assert "Анкета анонимная" in page
    key = re.search(r'name="submission_key" value="([^"]+)"', page)
    assert key
    body = {"csrf_token": csrf_of(client.get(path).text), "submission_key": key[1], "intent": "begin", "view": "all"}
    places = {client.post(path, data=body).headers["Location"] for _press in range(2)}
    assert len(places) == 1
    token = places.pop().split("?")[0]
    assert client.get(f"{token}?view=all").status_code == 200
    assert "Продолжить начатую" in client.get(path).text
    sent = client.post(
        token, data={"csrf_token": csrf_of(client.get(f"{token}?view=all").text), "MET": "yes", "submission_key": "k1"}
    )
    assert sent.status_code == 303
    assert "Спасибо" in client.get(sent.headers["Location"]).text
    assert "уже отправлена" in client.get(path.lower()).text


def test_a_program_posts_its_answers_to_the_link_and_twice_makes_one(client: Any, link: PublicLink) -> None:
    path = f"/s/{link.code}"
    body = {"csrf_token": csrf_of(client.get(path).text), "MET": "yes", "MARK": "7", "submission_key": "key-of-program"}
    answers = [client.post(path, data=body) for _press in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert len({each.headers["Location"] for each in answers}) == 1
    db.session.refresh(link)
    assert link.answered == 1


def test_a_class_of_300_behind_one_address_begins_unhindered(client: Any, link: PublicLink) -> None:
    """S13: 300 pupils from one address begin within five minutes, none is stopped."""
    path = f"/s/{link.code}"
    token = csrf_of(client.get(path).text)
    codes = {
        client.post(path, data={"csrf_token": token, "submission_key": f"pupil-{n}", "intent": "begin"}).status_code
        for n in range(300)
    }
    assert codes == {303}


def test_whoever_guesses_codes_is_stopped(client: Any, link: PublicLink) -> None:
    with clock.freeze(clock.now()):
        codes = [client.get("/s/AAAABBBB").status_code for _try in range(302)]
    assert codes[0] == 404
    assert codes[-1] == 429
