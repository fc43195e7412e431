"""What a wave promises is chosen before the first answer and becomes only stricter afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from surveys.actions import Loosening, change_settings, save_answers, submit_response
from surveys.links import token_of
from surveys.mapping import from_mapping
from surveys.models import Mode
from surveys.terms import Terms
from tests.surveys.waves import SHORT, answers_of, invitation_of, open_wave

GUEST = Actor.guest()
FULL = {"MET": ["yes"], "MARK": ["7"]}


def terms(mode: Mode = Mode.NAMED, k: int = 5, readers: tuple[str, ...] = ("curator",)) -> Terms:
    return Terms(mode=mode, k=k, readers=frozenset(readers) if mode is Mode.NAMED else frozenset())


def events(event: AuditEvent) -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == event)))


def test_before_the_first_answer_everything_at_least_as_strict_as_the_questionnaire_may_be_chosen(world: Any) -> None:
    wave = open_wave(world)
    for wanted in (terms(Mode.LINKED, 9), terms(Mode.ANONYMOUS, 6), terms(Mode.NAMED, 5), terms(readers=())):
        assert change_settings(world.actor("kira"), wave, wanted)
        assert Terms.of(wave) == wanted
    assert not change_settings(world.actor("kira"), wave, terms(readers=()))
    assert len(events(AuditEvent.SURVEY_SETTINGS_CHANGED)) == 4


def test_an_anonymous_questionnaire_is_never_assigned_with_names(world: Any) -> None:
    wave = open_wave(world, from_mapping({**SHORT, "anonymous": True}), mode=Mode.ANONYMOUS)
    for mode in (Mode.NAMED, Mode.LINKED):
        with pytest.raises(Refusal, match="раскрывать больше нельзя"):
            change_settings(world.actor("kira"), wave, terms(mode))


@pytest.mark.parametrize("k", [0, 4, 101, 10**9])
def test_k_is_never_below_five(world: Any, k: int) -> None:
    with pytest.raises(Refusal, match="от 5 до 100"):
        change_settings(world.actor("kira"), open_wave(world), terms(k=k))


def test_readers_are_those_whom_the_questionnaire_names(world: Any) -> None:
    with pytest.raises(Refusal, match="кого назвала анкета"):
        change_settings(world.actor("kira"), open_wave(world), terms(readers=("curator", "director")))


@pytest.mark.parametrize("begin", [save_answers, lambda *args: submit_response(*args, "k1")])
def test_the_first_answer_fixes_the_mode_and_a_draft_is_an_answer(world: Any, begin: Callable[..., Any]) -> None:
    wave = open_wave(world, mode=Mode.LINKED)
    begin(GUEST, invitation_of(world, wave), FULL)
    with pytest.raises(Loosening, match="раскрывает больше"):
        change_settings(world.actor("kira"), wave, terms(Mode.NAMED))
    with pytest.raises(Refusal, match="закреплён первым ответом"):
        change_settings(world.actor("kira"), wave, terms(Mode.ANONYMOUS))


def test_afterwards_k_only_rises_readers_only_leave_and_the_invited_are_told(world: Any) -> None:
    wave = open_wave(world, persons=("misha", "nina"))
    submit_response(GUEST, invitation_of(world, wave), FULL, "k1")
    for looser in (terms(k=5, readers=("curator", "director")),):
        with pytest.raises(Refusal):
            change_settings(world.actor("kira"), wave, looser)
    change_settings(world.actor("kira"), wave, terms(k=8))
    with pytest.raises(Loosening, match="меньшего числа ответов"):
        change_settings(world.actor("kira"), wave, terms(k=7))
    change_settings(world.actor("kira"), wave, terms(k=8, readers=()))
    with pytest.raises(Loosening, match="больше людей"):
        change_settings(world.actor("kira"), wave, terms(k=8))
    news = db.session.execute(
        sa.select(Notice.person_id, Notice.text).where(Notice.text.contains("стали строже")).order_by(Notice.id)
    ).all()
    assert {row.person_id for row in news} == {world.misha.id, world.nina.id}
    assert "от 8 ответов" in news[0].text
    assert "меньше людей" in news[-1].text


def test_an_answer_given_under_stricter_words_than_hold_now_is_not_taken(world: Any) -> None:
    wave = open_wave(world, mode=Mode.ANONYMOUS)
    invitation, promised = invitation_of(world, wave), Terms.of(wave).text
    change_settings(world.actor("kira"), wave, terms(Mode.NAMED, 5))
    for attempt in (
        lambda: save_answers(GUEST, invitation, FULL, terms=promised),
        lambda: submit_response(GUEST, invitation, FULL, "k1", terms=promised),
    ):
        with pytest.raises(Refusal, match="Условия анкеты изменились"):
            attempt()
    save_answers(GUEST, invitation, FULL, terms="x:y:z")
    submit_response(GUEST, invitation, FULL, "k1", terms=Terms.of(wave).text)
    assert answers_of(invitation)["MARK"] == 7


def test_the_page_of_settings_saves_refuses_and_shows_both_texts(world: Any, client_as: Any, post: Any) -> None:
    wave = open_wave(world)
    url, kira = f"/surveys/{wave.public_id}/settings", client_as("kira")
    page = kira.get(url).text
    assert 'value="anonymous"' in page
    saved = post(kira, url, mode="named", min_group="8", readers="curator", version="1")
    assert (saved.status_code, saved.location) == (303, f"{url}?done=1")
    stale = post(kira, url, mode="named", min_group="12", readers="curator", version="1")
    assert stale.status_code == 409
    assert "12" in stale.text
    assert ">8<" in stale.text.replace(" ", "").replace("\n", "")
    for fields in ({"mode": "x", "min_group": "5"}, {"min_group": "много", "mode": "named"}, {}):
        assert post(kira, url, **{"version": "2", **fields}).status_code == 422
    invitation = invitation_of(world, wave)
    submit_response(GUEST, invitation, FULL, "k1")
    db.session.commit()
    looser = post(kira, url, mode="named", min_group="5", readers="curator", version="2")
    assert looser.status_code == 403
    assert "только строже" in looser.text
    assert [entry.changes["min_group"] for entry in events(AuditEvent.SURVEY_LOOSENING_REFUSED)] == [5]
    assert Terms.of(wave).k == 8
    assert "Сводка открывается от 8 ответов" in client_as("nina").get(f"/s/{token_of(invitation)}/receipt").text
    impossible = post(kira, url, mode="anonymous", min_group="9", version="2")
    assert impossible.status_code == 409
    assert client_as("karim").get(url).status_code == 404
    assert client_as("denis").get(url).status_code == 403
