"""Requests that no page of ours makes: each was answered with a fault, a long wait or too much before."""

import io
import time
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import request

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import LoginSession, RoleGrant
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.jobs import Job
from portal.core.text import clean_text, login_key
from portal.core.web.pages import see_other
from surveys.actions import submit_response
from surveys.models import Mode, Participation
from surveys.storage import publish_questionnaire
from tests.surveys.waves import invitation_of, open_wave, short


@pytest.mark.parametrize(
    "pile", ["а" + "\u0301" * 40_000 + "\u0323" * 40_000, "\u0f73" * 40_000, "\uff9e\u0323" * 40_000]
)
def test_marks_piled_up_on_a_letter_cost_no_more_than_other_text(pile: str) -> None:
    begun = time.process_time()
    login_key(pile)
    assert time.process_time() - begun < 1  # it was half a minute: putting marks in order costs their square


def test_letters_with_their_marks_stay_whole() -> None:
    assert clean_text("Е\u0308лкин и\u0306 Nguye\u0302\u0303n") == "Ёлкин й Nguyễn"


@pytest.mark.parametrize(
    "query", ["endpoint=x", "_scheme=javascript&_external=1", "_anchor=x", "_method=PUT", "self=1"]
)
def test_a_list_by_pages_takes_nothing_of_the_address_for_its_own(world: Any, client_as: Any, query: str) -> None:
    admin = client_as("admin")
    for _turn in range(25):
        audit.record(world.actor("admin"), AuditEvent.SIGNED_OUT, None)
    db.session.commit()
    page = admin.get(f"/admin/audit?{query}")
    assert page.status_code == 200
    assert "javascript" not in "".join(part for part in page.text.split('"') if "page=" in part)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_journal_knows_the_ends_of_the_calendar(world: Any, client_as: Any, day: str) -> None:
    assert client_as("admin").get(f"/admin/audit?on={day}").status_code == 200


@pytest.mark.parametrize("role", ["curator:²", "curator:½", "curator:١٢٣٤٥", "curator:", "guest:1", ":²"])
def test_digits_of_other_scripts_are_no_organisation(world: Any, client_as: Any, post: Any, role: str) -> None:
    assert post(client_as("kira"), "/account/role", role=role).status_code in (303, 404)


@pytest.mark.parametrize("origin", ["http://[", "http://[evil", "null", "//", "http://%zz"])
def test_a_broken_origin_is_a_stranger(world: Any, client: Any, origin: str) -> None:
    answer = client.post("/account/role", data={"role": "fromelsewhere"}, headers={"Origin": origin})
    assert (answer.status_code, "fromelsewhere" in answer.text) == (400, False)


def test_what_another_site_sent_is_never_offered_again(world: Any, client: Any) -> None:
    for site, is_offered in (("cross-site", False), ("same-site", False), ("same-origin", True)):
        answer = client.post("/account/role", data={"role": "typed"}, headers={"Sec-Fetch-Site": site})
        assert (answer.status_code, 'value="typed"' in answer.text) == (400, is_offered)


def test_an_address_for_htmx_is_ascii(app: Any) -> None:
    with app.test_request_context(headers={"HX-Request": "true"}):
        assert see_other("/search?q=дети").headers["HX-Location"].isascii()


def test_nul_is_refused_wherever_it_stands_in_an_address(world: Any, client_as: Any) -> None:
    for query in ("q=a&q=%00", "%00=a"):
        assert client_as("kira").get(f"/surveys?{query}").status_code == 400


def test_nul_in_a_form_reaches_no_view_and_files_stay_whole(app: Any) -> None:
    with app.test_request_context(method="POST", data={"pair": ["k\x00", "m"], "na\x00me": "a\x00b"}):
        assert list(request.form.items(multi=True)) == [("pair", "k\x01"), ("pair", "m"), ("na\x01me", "a\x01b")]
    sent = {"pair": "k\x00", "scan": (io.BytesIO(b"a\x00b"), "a.bin")}
    with app.test_request_context(method="POST", data=sent, content_type="multipart/form-data"):
        assert request.values.getlist("pair") == ["k\x01"]
        assert request.files["scan"].read() == b"a\x00b"


@pytest.mark.parametrize("path", ["/mentorships/closing-order", "/mentorships/endings", "/mentorships/extensions"])
def test_nul_in_the_key_of_a_chosen_pair_is_answered(world: Any, client_as: Any, post: Any, path: str) -> None:
    for field in ("pair", "organization", "ending"):
        answer = post(client_as("kira"), path, _data={"pair": "k" * 22, field: "k" * 21 + "\x00", "reason": "x"})
        assert answer.status_code in (303, 404, 422)


@pytest.mark.parametrize("field", ["submission_key", "questionnaire", "organization", "groups", "persons", "title"])
@pytest.mark.parametrize("value", ["\x00", "k\x00"])
def test_nul_in_the_form_of_a_wave_breaks_nothing(
    world: Any, client_as: Any, post: Any, field: str, value: str
) -> None:
    key = publish_questionnaire(world.actor("kira"), short()).questionnaire.public_id
    db.session.commit()
    fields = {"questionnaire": key, "opens_on": "20.11.2026", "closes_on": "30.11.2026", "submission_key": "k" * 24}
    fields["audience"] = field if field in ("groups", "persons") else "mentees"
    for intent in ("count", "open"):
        answer = post(client_as("kira"), "/surveys", _data={**fields, field: value, "intent": intent})
        assert answer.status_code < 500


def test_a_role_that_is_over_cannot_be_taken_and_shuts_nobody_out(world: Any, client_as: Any, post: Any) -> None:
    kira, today = client_as("kira"), clock.today("Asia/Irkutsk")
    actor = world.actor("kira")
    school = actor.grants[0].organization_id
    db.session.add(RoleGrant(person_id=actor.person_id, organization_id=school, role=Role.DIRECTOR,
                             starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1)))  # fmt: skip
    db.session.commit()
    assert post(kira, "/account/role", role=f"director:{school}").status_code == 404
    db.session.execute(sa.update(LoginSession).values(role=Role.DIRECTOR, organization_id=school))
    db.session.commit()
    assert kira.get("/account").status_code == 200


def test_the_password_in_force_is_not_guessed_from_an_open_session(world: Any, client_as: Any, post: Any) -> None:
    misha, new = client_as("misha"), "одиннадцать синих китов"
    answers = [post(misha, "/account/password", old=f"x{n}", new=new, again=new).status_code for n in range(7)]
    assert answers == [422] * 5 + [429] * 2


def test_asking_twice_for_a_file_makes_one_piece_of_work(world: Any, client_as: Any, post: Any) -> None:
    wave = open_wave(world)
    submit_response(Actor.guest(), invitation_of(world, wave), {"MET": ["yes"]}, "key")
    db.session.commit()
    places = {post(client_as("kira"), f"/surveys/{wave.public_id}/exports").location for _turn in range(3)}
    assert len(places) == db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 1


def test_no_day_joins_a_person_to_the_code_of_linked_answers(world: Any) -> None:
    wave = open_wave(world, mode=Mode.LINKED)
    submit_response(Actor.guest(), invitation_of(world, wave), {"MET": ["yes"]}, "key")
    assert db.session.scalars(sa.select(Participation.submitted_on)).all() == [None]
