"""The computer class: codes of cards, sittings that end, a screen with names only where the wave has them."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import db
from surveys.actions import begin_by_public_link, renew_link, save_answers, submit_response
from surveys.links import in_threes, personal_code, token_of
from surveys.models import Mode, PublicLink
from surveys.waves.classroom import Seat, numbers_of, pupils_of, tally
from tests.conftest import csrf_of
from tests.surveys.test_responses import GUEST
from tests.surveys.waves import invitation_of, open_wave

FULL = {"MET": ["yes"]}


@pytest.fixture
def wave(world: Any) -> Any:
    return open_wave(world, persons=("misha", "pasha"))


def enter(client: Any, code: str) -> Any:
    return client.post("/s", data={"csrf_token": csrf_of(client.get("/s").text), "code": code})


def test_a_code_opens_one_sitting_and_the_next_person_ends_it(world: Any, wave: Any, client: Any) -> None:
    invitation = invitation_of(world, wave)
    opened = enter(client, in_threes(personal_code(invitation)).lower())
    assert opened.status_code == 303
    address = opened.headers["Location"]
    assert client.get(address).status_code == 200
    assert "Следующий" in client.get(address).text
    client.post(
        address,
        data={"csrf_token": csrf_of(client.get(f"{address}?view=all").text), "MET": "yes", "submission_key": "k"},
    )
    assert "Следующий" in client.get(f"{address}/receipt").text
    left = client.post("/s/next", data={"csrf_token": csrf_of(client.get("/s").text)})
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert left.headers["Location"].endswith("/s")
    for trace in (address, f"{address}/receipt"):
        assert client.get(trace).status_code == 404
    assert client.get(f"/s/{token_of(invitation)}/receipt").status_code == 200  # the link of the letter goes on
    assert "Следующий" not in client.get("/s").text


def test_a_wrong_code_is_kept_and_explained(client: Any, world: Any) -> None:
    answer = enter(client, "abc-def-ghj")
    assert answer.status_code == 422
    assert "abc-def-ghj" in answer.text
    assert "Такого кода нет" in answer.text


def test_a_renewed_link_ends_the_code_of_the_card(world: Any, wave: Any, client: Any) -> None:
    invitation = invitation_of(world, wave)
    old = personal_code(invitation)
    renew_link(world.actor("kira"), invitation)
    db.session.commit()
    assert enter(client, old).status_code == 422
    assert enter(client, personal_code(invitation)).status_code == 303


def test_the_screen_says_by_name_who_has_not_begun_begun_and_finished(world: Any, wave: Any, client_as: Any) -> None:
    def seats() -> list[str]:
        return [each.seat.value for each in pupils_of(wave.id, world.group_1.id, world.town_day)]

    world.__dict__["town_day"] = wave.opens_at.date()
    path = f"/surveys/{wave.public_id}/class?group={world.group_1.public_id}"
    assert set(seats()) == {"waiting"}
    save_answers(GUEST, invitation_of(world, wave), FULL)
    assert sorted(seats()) == ["begun", "waiting"]
    submit_response(GUEST, invitation_of(world, wave), FULL, "key")
    db.session.commit()
    assert tally(pupils_of(wave.id, world.group_1.id, world.town_day)) == {
        Seat.WAITING: 1, Seat.BEGUN: 0, Seat.FINISHED: 1,
    }  # fmt: skip
    page = client_as("kira").get(path).text
    assert world.misha.family_name in page
    part = client_as("kira").get(path, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "Отправлено" in part


def test_a_wave_without_names_shows_numbers_from_k_on_and_no_name(world: Any, client_as: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS, with_public_link=True)
    link = db.session.scalars(sa.select(PublicLink).where(PublicLink.assignment_id == wave.id)).one()
    for n in range(4):
        submit_response(GUEST, begin_by_public_link(link, f"k{n}"), FULL, f"sent{n}")
    db.session.commit()
    db.session.refresh(link)
    assert (numbers_of(wave, link, 5).begun, numbers_of(wave, link, 5).finished) == (None, None)
    page = client_as("kira").get(f"/surveys/{wave.public_id}/class?group={world.group_1.public_id}").text
    assert "меньше 5" in page
    assert world.misha.family_name not in page
    assert f"{link.code[:4]}-{link.code[4:]}" in page
    submit_response(GUEST, begin_by_public_link(link, "k5"), FULL, "sent5")
    db.session.commit()
    db.session.refresh(link)
    assert numbers_of(wave, link, 5).finished == 5
