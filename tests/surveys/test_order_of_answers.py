"""The last typed answer stands, whichever page sent it and in whatever order packets come."""

import json
import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from surveys.actions import save_answers, submit_response
from surveys.models import Mode, Response
from surveys.packets import read_packet, seen_mark
from surveys.stamps import now_stamp, read_stamps
from tests.conftest import csrf_of
from tests.surveys.waves import answers_of, invitation_of, open_wave, short

GUEST = Actor.guest()
JSON = {"Accept": "application/json"}


@pytest.fixture
def invitation(world: Any) -> Any:
    return invitation_of(world, open_wave(world))


def save(invitation: Any, at: int, client: str = "", seq: int = 0, **fields: str) -> Any:
    """A packet with fields typed `at` milliseconds before now."""
    stamps = {name: now_stamp() - at for name in fields}
    typed = {name: [value] for name, value in fields.items()} | {f"{name}.__present__": ["1"] for name in fields}
    return save_answers(GUEST, invitation, typed, client, seq, stamps=stamps)


def test_what_was_typed_earlier_on_another_device_never_overwrites_the_newer(invitation: Any) -> None:
    save(invitation, 1_000, "phone", 1, NOTE="с телефона", MARK="7")
    late = save(invitation, 60_000, "tab", 1, NOTE="с компьютера", MET="yes")
    assert late.newer == {"NOTE"}
    assert answers_of(invitation) == {"NOTE": "с телефона", "MARK": 7, "MET": "yes"}


def test_a_cleared_answer_stays_cleared_for_an_older_packet(invitation: Any) -> None:
    save(invitation, 9_000, NOTE="есть")
    save(invitation, 5_000, NOTE="")
    assert save(invitation, 7_000, NOTE="старое").newer == {"NOTE"}
    assert answers_of(invitation) == {}
    save(invitation, 3_000, NOTE="новое")
    assert answers_of(invitation) == {"NOTE": "новое"}


def test_packets_in_any_order_from_any_pages_leave_the_last_typed(invitation: Any) -> None:
    chance = random.Random(5)
    packets = [(at, f"page{chance.randrange(3)}", f"слова {at}") for at in range(1, 40)]
    last = min(packets)
    chance.shuffle(packets)
    for at, _client, words in packets:
        save(invitation, at * 100, "", 0, NOTE=words)
    assert answers_of(invitation) == {"NOTE": last[2]}


def test_a_wrong_clock_cannot_make_an_answer_newer_than_now(invitation: Any) -> None:
    save(invitation, -10_000_000, NOTE="из будущего")
    with clock.freeze(clock.now() + timedelta(seconds=1)):
        save(invitation, 0, NOTE="сейчас")
    assert answers_of(invitation) == {"NOTE": "сейчас"}


def test_a_submission_leaves_newer_answers_of_the_draft_where_they_are(invitation: Any) -> None:
    save(invitation, 1_000, NOTE="новее", MET="yes")
    stamps = {"NOTE": now_stamp() - 5_000}
    submit_response(GUEST, invitation, {"NOTE": ["старше"], "MARK": ["5"]}, "k1", stamps=stamps)
    assert answers_of(invitation) == {"NOTE": "новее", "MET": "yes", "MARK": 5}
    assert db.session.scalar(sa.select(Response.typed)) == {}


def test_a_form_that_was_not_touched_takes_nothing_back(invitation: Any) -> None:
    """Two tabs without scripts: what one saved, the other does not undo by sending what it had shown."""
    save(invitation, 0, NOTE="первое")
    shown = {"NOTE": ["первое"], "NOTE.__present__": [seen_mark("первое")]}
    save(invitation, 0, NOTE="второе")
    save_answers(GUEST, invitation, shown)
    assert answers_of(invitation) == {"NOTE": "второе"}
    save_answers(GUEST, invitation, {**shown, "NOTE": ["третье"]})
    assert answers_of(invitation) == {"NOTE": "третье"}


def test_the_mark_of_a_page_never_clears_and_never_invents() -> None:
    packet = read_packet(short(), {"MARK": ["7"], "MARK.__present__": [seen_mark(7)], "NOTE.__present__": ["1"]})
    assert (packet.answers, packet.cleared) == ({}, {"NOTE"})


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{", '{"a": "1"}', '{"a": 1.5}', '{"a": true}', "[" * 9_000, "9" * 300_000, "null"]
)
def test_times_that_are_none_are_not_believed(text: str) -> None:
    assert read_stamps(text) == {}


def test_times_of_a_draft_without_a_name_tell_no_moment(world: Any) -> None:
    invitation = invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS))
    save(invitation, 0, NOTE="да")
    kept = db.session.scalar(sa.select(Response.typed))
    assert abs(kept["NOTE"] - now_stamp()) > 86_400_000
    assert save(invitation, 5_000, NOTE="старше").newer == {"NOTE"}


def test_the_script_hears_where_a_newer_answer_stands(world: Any, client: Any, post: Any, invitation: Any) -> None:
    from surveys.links import token_of

    url = f"/s/{token_of(invitation)}"
    page = client.get(f"{url}?view=all").text
    assert csrf_of(page)
    now = now_stamp()
    newer = json.dumps({"WAYS": now - 10, "WAYS.other": now - 10})
    post(client, url, JSON, intent="save", typed=newer, WAYS=["talk", "other"], **{"WAYS.other": "Кружок"})
    older = json.dumps({"WAYS": now - 999, "WAYS.other": now - 999})
    said = post(client, url, JSON, intent="save", typed=older, WAYS=["task"], **{"WAYS.other.__present__": "1"}).json
    assert said["newer"] == {"WAYS": ["talk", "other"], "WAYS.other": ["Кружок"]}
    assert said["now"] == now_stamp()
