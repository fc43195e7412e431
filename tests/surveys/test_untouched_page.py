"""The page of all questions is drawn once for all who have answered nothing; nobody finds there what is another's."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from portal.core.db import db
from surveys.models import SurveyAssignment
from surveys.views import answering, untouched
from tests.surveying import CODES, invite, open_wave, publish_twenty, respondents

# What a page mints anew each time it is drawn.
MINTED = re.compile(r'(name="csrf_token" value|name="csrf-token" content|name="submission_key" value)="[^"]+"')


@pytest.fixture
def wave(world: Any) -> tuple[SurveyAssignment, list[str]]:
    wave = open_wave(world.school_1, publish_twenty(), "Встречи осени")
    tokens = invite(wave, respondents(world, 3), subject="О Мише Ковалёве")
    db.session.commit()
    return wave, tokens


@pytest.fixture
def look(app: Any) -> Callable[..., str]:
    """What a guest's browser gets, without what is minted."""

    def look(token: str, **cookies: str) -> str:
        browser = app.test_client()
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        answer = browser.get(f"/s/{token}?view=all")
        assert answer.status_code == 200
        return MINTED.sub(r'\1=""', answer.text)

    return look


def test_the_page_that_is_kept_is_the_page_that_would_be_drawn(wave, look, monkeypatch):
    _wave, tokens = wave
    untouched._kept.clear()
    kept = [look(token) for token in tokens]
    assert len(untouched._kept) == 1
    monkeypatch.setattr(answering, "draw_untouched", lambda *args: None)
    assert kept == [look(token) for token in tokens]


def test_nothing_of_the_first_reader_stands_on_the_page_of_the_second(wave, look, app):
    _wave, (first, second, _third) = wave
    untouched._kept.clear()
    seen, then = look(first), look(second)
    assert first.partition(".")[0] in seen
    for own in (first, first.partition(".")[0], re.search(r'data-key="([^"]+)"', seen)[1]):
        assert own not in then
    crumbs = [re.search(r'name="csrf_token" value="([^"]+)"', app.test_client().get(f"/s/{token}?view=all").text)[1]
              for token in (first, second)]  # fmt: skip
    assert crumbs[0] != crumbs[1]
    assert untouched._SIGN not in then


def test_a_form_of_the_kept_page_is_taken(wave, app):
    _wave, (first, second, _third) = wave
    for token in (first, second):
        browser = app.test_client()
        page = browser.get(f"/s/{token}?view=all").text
        fields = dict(re.findall(r'name="(csrf_token|submission_key|terms)" value="([^"]*)"', page))
        sent = browser.post(f"/s/{token}", data={**fields, **dict.fromkeys(CODES, "4"), "intent": "submit"})
        assert sent.headers["Location"].endswith("/receipt")


def test_a_new_title_a_new_promise_and_another_view_are_shown_at_once(wave, look):
    target, (token, *_others) = wave
    assert "Встречи осени" in look(token)
    target.title = "Встречи зимы"
    db.session.commit()
    assert "Встречи зимы" in look(token)
    promised = look(token)
    target.readers = ["curator"]
    db.session.commit()
    assert look(token) != promised
    assert 'data-view="lowvision"' in look(token, view='{"view": "lowvision"}')
    assert 'data-view="normal"' in look(token)


def test_whoever_is_signed_in_or_has_answered_sees_a_page_of_their_own(wave, look, app, client_as):
    _wave, (token, *_others) = wave
    look(token)
    assert "Кира" in client_as("kira").get(f"/s/{token}?view=all").text
    browser = app.test_client()
    page = browser.get(f"/s/{token}?view=all").text
    crumb = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    browser.post(f"/s/{token}", data={"csrf_token": crumb, "Q01": "5", "intent": "save"})
    assert "Отвечено 1 из 20" in look(token)
