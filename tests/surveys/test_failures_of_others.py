"""What happened to others and must not happen here: lines 1–16 on answers lost or doubled, one test a line.

The numbers are those of «Failures of others»; who suffered it stands in each docstring.
"""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock, submissions
from portal.core.db import db
from portal.privacy import retention
from surveys.actions import submit_response
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import Answer, Participation, Response
from tests.conftest import csrf_of
from tests.surveys.sealing import sealed_file
from tests.surveys.twin import Device, Page, World
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)

GUEST = Actor.guest()
JSON = {"Accept": "application/json"}
FULL = {"MET": "yes", "MARK": "7", "WAYS": ["talk", "task"], "NOTE": "Спокойно"}
STORED = {"MET": "yes", "MARK": 7, "WAYS": ["talk", "task"], "NOTE": "Спокойно"}
QUESTIONS = [{"code": f"T{number:02}", "type": "text", "text": "Что ещё?"} for number in range(1, 6)]


@pytest.fixture
def wave(world: Any) -> Any:
    return open_wave(world)


@pytest.fixture
def invitation(world: Any, wave: Any) -> Any:
    return invitation_of(world, wave)


@pytest.fixture
def url(invitation: Any) -> str:
    return f"/s/{token_of(invitation)}"


def responses() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Response)) or 0


def five(world: Any) -> Any:
    """A wave of five texts and its invitation."""
    wave = open_wave(world, from_mapping({"code": "five", "title": "Пять", "items": QUESTIONS}))
    return invitation_of(world, wave)


def place_of(app: Any, invitation: Any) -> World:
    """The respondent's end of the line, for the twin of the page's script."""
    return World(app.test_client(), f"/s/{token_of(invitation)}", "", clock.now().timestamp())


def test_01_a_retry_after_a_lost_reply_makes_no_second_response(client: Any, post: Any, url: str, wave: Any) -> None:
    """Formbricks #7430: the server commits, the client times out, the retry is a second response."""
    post(client, url, submission_key="k1", **FULL)  # this answer is lost on the way
    again = [post(client, url, submission_key=key, **FULL) for key in ("k1", "k1", "another")]
    assert {each.location for each in again} == {f"{url}/receipt"}
    assert responses() == 1
    assert counts_of(wave)["MET", "yes"] == 1


def test_02_a_reload_between_any_two_steps_stays_one_response(
    app: Any, client: Any, post: Any, url: str, invitation: Any
) -> None:
    """Formbricks #7767: a restored session had no id, so one person became two responses."""
    for name, value in FULL.items():
        fresh = app.test_client()  # a reload, another browser: nothing is remembered but the address
        assert fresh.get(f"{url}?item={name}").status_code == 200
        assert post(fresh, url, intent="save", item=name, **{name: value}).status_code == 303
        assert responses() == 1
    post(app.test_client(), url, submission_key="k", **{})
    assert responses() == 1
    assert answers_of(invitation) == STORED


def test_03_a_replay_after_being_offline_brings_everything_in_the_order_of_typing(app: Any, world: Any) -> None:
    """Formbricks #7743: offline replay dropped blocks."""
    invitation = five(world)
    place, device = place_of(app, invitation), Device(skew=3_600)
    page = Page(place, device, latency=0.5)
    for turn in range(3):
        for number in range(1, 6):
            page.type(f"T{number:02}", [f"слова {turn}.{number}"])
            place.time += 20
            page.send(lambda page, body: None)  # no line
    page.send(lambda page, body: _delivered(place, page, body))
    assert answers_of(invitation) == {f"T{number:02}": f"слова 2.{number}" for number in range(1, 6)}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503])
def test_04_nothing_unsent_is_dropped_by_any_status_nor_by_time_and_a_file_remains(
    app: Any, world: Any, status: int
) -> None:
    """Formbricks survey.tsx:506, response-queue.ts:536: discarded after 24 hours, dropped on 4xx."""
    invitation = five(world)
    place, device = place_of(app, invitation), Device(skew=0)
    page = Page(place, device, latency=0.5)
    page.type("T01", ["Не потеряйте"])
    for _turn in range(5):
        page.send(lambda page, body: app.response_class(status=status))
        place.time += 86_400
        assert "T01" in device.shelf[page.client]
    kept = sealed_file(invitation.public_id, dict(page.waiting))
    assert "Не потеряйте" not in kept.decode()
    later = Page(place, device, latency=0.5)
    later.send(lambda page, body: _delivered(place, page, body))
    assert answers_of(invitation) == {"T01": "Не потеряйте"}
    assert page.client not in device.shelf


def test_05_a_refresh_at_each_question_shows_what_was_answered(
    client: Any, post: Any, url: str, invitation: Any
) -> None:
    """Formbricks #2956, #5347, SurveyJS #351: progress gone on refresh, back, crash."""
    shown = {"MET": 'value="yes" checked', "MARK": 'value="7" checked', "NOTE": "Спокойно"}
    for name, words in shown.items():
        post(client, url, intent="save", item=name, **{name: FULL[name]})
        for address in (f"{url}?item={name}", f"{url}?view=all"):
            assert words in re.sub(r"\s+", " ", client.get(address).text), (name, address)


def test_06_answers_are_saved_on_change_in_every_way_of_walking(
    client: Any, post: Any, url: str, invitation: Any
) -> None:
    """SurveyJS #9841, #9737: no save with the table of contents or in one-question mode."""
    for place, (address, kind) in enumerate(((f"{url}?item=MARK", "one"), (f"{url}?view=all", "all")), 1):
        page = client.get(address).text
        assert f'data-fill="{kind}"' in page
        assert "js/fill.js" in page
        post(client, url, JSON, intent="save", client=f"page{place}", seq="1", MARK=str(place))
        assert answers_of(invitation) == {"MARK": place}
    assert "js/fill.js" in client.get(f"{url}?view=check").text  # what waits goes from here too
    assert "js/fill.js" in client.get(url).text


def test_07_a_double_click_gets_the_receipt_twice(client: Any, post: Any, url: str) -> None:
    """LimeSurvey PR #2353: the second click says «session expired»."""
    both = [post(client, url, submission_key="k1", **FULL) for _click in range(2)]
    assert {(each.status_code, each.location) for each in both} == {(303, f"{url}/receipt")}
    assert client.get(f"{url}/receipt").status_code == 200


def test_08_the_link_opened_again_leads_to_the_receipt_and_submits_nothing(
    app: Any, client: Any, post: Any, url: str
) -> None:
    """LimeSurvey PR #3193, #3024: the link clicked again submits again."""
    post(client, url, submission_key="k1", **FULL)
    for _click in range(3):
        assert app.test_client().get(url).location == f"{url}/receipt"
    assert responses() == 1


def test_09_two_tabs_of_one_draft_make_one_submission(app: Any, post: Any, url: str, invitation: Any) -> None:
    """Enketo #942: two submissions with one UUID."""
    first, second = app.test_client(), app.test_client()
    keys = []
    for tab in (first, second):
        page = tab.get(f"{url}?view=all").text
        keys.append(re.search(r'name="submission_key" value="([^"]+)"', page).group(1))  # type: ignore[union-attr]
    assert keys[0] != keys[1]
    for tab, key in ((first, keys[0]), (second, keys[1])):
        assert post(tab, url, submission_key=key, **FULL).status_code == 303
    assert responses() == 1
    assert answers_of(invitation) == STORED


def test_10_an_emptied_browser_loses_nothing_that_was_on_the_line(
    app: Any, client: Any, post: Any, url: str, invitation: Any
) -> None:
    """kobotoolbox/docs PR #45: clearing the cache loses all."""
    post(client, url, JSON, intent="save", client="c", seq="1", NOTE="Уже на портале")
    assert "Уже на портале" in app.test_client().get(f"{url}?view=all").text


def test_11_equal_titles_hinder_no_submission(world: Any, client: Any, post: Any) -> None:
    """Enketo #1010: a record could not be sent because of a clash of names."""
    items = [{"code": code, "type": "text", "text": "Одно и то же"} for code in ("A1", "A2")]
    waves = [open_wave(world, from_mapping({"code": code, "title": "Тёзка", "items": items}), title="Тёзка")
             for code in ("namesake", "namesake2", "namesake")]  # fmt: skip
    for place, wave in enumerate(waves):
        invitation = invitation_of(world, wave)
        sent = post(client, f"/s/{token_of(invitation)}", submission_key=f"k{place}", A1="раз", A2="два")
        assert sent.status_code == 303
        assert answers_of(invitation) == {"A1": "раз", "A2": "два"}


def test_13_an_empty_post_blanks_nothing(client: Any, post: Any, url: str, invitation: Any) -> None:
    """TEAMMATES #8120: empty POST parameters overwrote saved answers."""
    post(client, url, intent="save", **FULL)
    for fields in ({}, dict.fromkeys(FULL, ""), {"intent": "check"}, {"view": "all"}):
        post(client, url, **{"intent": "save", **fields})
        assert answers_of(invitation) == STORED
    post(client, url, submission_key="k1")
    assert answers_of(invitation) == STORED


def test_14_answers_are_typed_into_plain_fields(client: Any, url: str) -> None:
    """nus-cs2103 forum #902: a rich editor lost text in an old browser."""
    page = client.get(f"{url}?view=all").text
    assert re.search(r"<textarea[^>]*name=\"NOTE\"", page)
    assert "contenteditable" not in page


def test_15_nothing_deletes_answers_of_a_running_study(world: Any, wave: Any, invitation: Any) -> None:
    """formr #656: 577 rows became 10 in a running study. A term of keeping says first what it would take."""
    submit_response(GUEST, invitation, {"MET": ["yes"], "MARK": ["7"]}, "k1")
    school, kind = wave.organization, retention.KINDS["answers"]
    months = retention.months_of(school, kind)
    with clock.freeze(clock.now() + timedelta(days=30 * months - 40)):
        assert retention.due(school, kind) == []
        retention.erase_what_ran_out()
    with clock.freeze(clock.now() + timedelta(days=31 * months + 40)):
        assert [person.id for person in retention.due(school, kind)] == [world.misha.id]
        assert [person.id for person in retention.due(school, kind)] == [world.misha.id]
    assert answers_of(invitation) == {"MET": "yes", "MARK": 7}


def test_16_of_thousands_of_touches_on_a_phone_the_last_of_each_question_stands(app: Any, world: Any) -> None:
    """formr #622: 10,000 interactions, 400 answers."""
    invitation = five(world)
    place = place_of(app, invitation)
    page = Page(place, Device(skew=-90), latency=1.5)
    for turn in range(200):
        page.type(f"T{1 + turn % 5:02}", [f"слово {turn}"])
        place.time += 0.3
        if turn % 9 == 0:
            page.send(lambda page, body: _delivered(place, page, body))
    page.send(lambda page, body: _delivered(place, page, body))
    assert answers_of(invitation) == {f"T{1 + turn % 5:02}": f"слово {turn}" for turn in range(195, 200)}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 5


def test_a_used_key_never_brings_back_what_another_form_sent(client: Any, post: Any, url: str) -> None:
    """The two halves of line 1: the key belongs to one form of one invitation."""
    post(client, url, submission_key="k1", **FULL)
    kept = db.session.scalars(sa.select(submissions.SubmissionKey)).all()
    assert len(kept) == 1
    assert post(client, url, submission_key="k1", **{**FULL, "MARK": "1"}).status_code == 409
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Participation)) == 1


def _delivered(place: World, page: Page, body: dict[str, Any]) -> Any:
    with place.at():
        return place.browser.post(place.url, data=body, headers={**JSON, "X-CSRFToken": page.crumb})


def test_12_a_whole_class_that_sends_at_once_is_stored_whole(tmp_path: Any) -> None:
    """TEAMMATES #8120, #10658: of 358 submissions of one class 16 rows were left."""
    from tests.bench.places import opened
    from tests.faults.filing import build

    filed = build(tmp_path, each=1)
    with opened(filed.settings) as app:
        start, statuses = threading.Barrier(len(filed.tokens)), []

        def pupil(token: str) -> None:
            browser, mine = app.test_client(), f"/s/{token}"
            crumb = csrf_of(browser.get(f"{mine}?view=all").text)
            marks = {f"Q{number:02}": "3" for number in range(1, 21)}
            start.wait(60)
            statuses.append(
                browser.post(mine, data={**marks, "submission_key": token[:40], "csrf_token": crumb}).status_code
            )

        with ThreadPoolExecutor(len(filed.tokens)) as classroom:
            list(classroom.map(pupil, filed.tokens))
        assert statuses == [303] * len(filed.tokens)
        assert responses() == len(filed.tokens)
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Answer)) == 20 * len(filed.tokens)
