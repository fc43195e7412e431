"""Administration: the administrator sees state, journal and letters; nobody else does."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.admin import queries
from portal.core import clock, mail
from portal.core.db import db
from portal.core.mail import LetterState, OutboxMessage
from tests.conftest import NOW

PAGES = ("/admin", "/admin/audit", "/admin/outbox")


@pytest.fixture
def letter(world: Any) -> OutboxMessage:
    mail.enqueue("password_changed", "nina@demo.example", changed_at="20 ноября", account_url="http://127.0.0.1:8000/account",
                 help_url="http://127.0.0.1:8000/help")  # fmt: skip
    db.session.commit()
    return db.session.scalars(sa.select(OutboxMessage)).one()


def test_the_state_is_said_in_words(world: Any, letter: OutboxMessage, client_as: Callable[[str], Any]) -> None:
    page = client_as("admin").get("/admin").text
    for words in ("Версия портала", "Миграции", "Все применены", "Работы в очереди", "Письма ждут отправки",
                  "почта не подключена", "Место на диске", "Резервная копия", "portal backup"):  # fmt: skip
        assert words in page, words


def test_the_journal_names_deeds_in_russian_and_filters_them(world: Any, client_as: Callable[[str], Any]) -> None:
    admin = client_as("admin")
    page = admin.get("/admin/audit").text
    assert "Согласие записано" in page
    assert "consent_recorded" not in page.split('id="audit_list"')[1]
    filtered = admin.get("/admin/audit?event=role_granted&on=2026-11-20", headers={"HX-Request": "true"}).text
    assert "Роль назначена" in filtered
    assert "Согласие записано" not in filtered
    assert "Таких записей нет" in admin.get("/admin/audit?on=2020-01-01").text
    assert admin.get("/admin/audit?event=nonsense&on=yesterday&page=-1").status_code == 200


def test_a_letter_is_read_where_no_mail_server_is(letter: OutboxMessage, client_as: Callable[[str], Any]) -> None:
    admin = client_as("admin")
    assert letter.subject in admin.get("/admin/outbox").text
    page = admin.get(f"/admin/outbox/{letter.public_id}").text
    assert "nina@demo.example" in page
    assert 'href="http://127.0.0.1:8000/account"' in page
    assert "Писем нет" in admin.get("/admin/outbox?state=parked").text
    assert admin.get("/admin/outbox?state=nonsense").status_code == 200
    assert admin.get("/admin/outbox/unknown").status_code == 404


def test_a_parked_letter_is_sent_again_and_a_waiting_one_is_not(
    letter: OutboxMessage, client_as: Callable[[str], Any], post: Callable[..., Any]
) -> None:
    admin, address = client_as("admin"), f"/admin/outbox/{letter.public_id}"
    assert post(admin, f"{address}/retry").status_code == 409
    letter.state, letter.tries = LetterState.PARKED, 8
    db.session.commit()
    assert "Отправить снова" in admin.get(address).text
    assert post(admin, f"{address}/retry").status_code == 303
    assert (letter.state, letter.tries) == (LetterState.PENDING, 0)


@pytest.mark.parametrize("stranger", ["kira", "denis", "olga", "misha", "pavel"])
def test_nobody_else_is_let_in(
    letter: OutboxMessage, client_as: Callable[[str], Any], post: Callable[..., Any], stranger: str
) -> None:
    browser = client_as(stranger)
    address = f"/admin/outbox/{letter.public_id}"
    assert {browser.get(path).status_code for path in (*PAGES, address)} == {403}
    assert post(browser, f"{address}/retry").status_code == 403


def test_a_guest_signs_in_first(letter: OutboxMessage, client: Any) -> None:
    assert {client.get(path).status_code for path in PAGES} == {303}


@pytest.mark.parametrize("path", PAGES)
def test_only_reading_is_known(
    world: Any, client_as: Callable[[str], Any], post: Callable[..., Any], path: str
) -> None:
    assert post(client_as("admin"), path).status_code == 405


def test_lists_cost_the_same_with_many_rows(
    world: Any, letter: OutboxMessage, client_as: Callable[[str], Any], count_queries: Any
) -> None:
    admin = client_as("admin")
    for path in ("/admin/audit", "/admin/outbox"):
        with count_queries() as seen:
            admin.get(path)
        assert len(seen) <= 4, seen


def test_an_old_copy_is_a_worry(tmp_path: Path) -> None:
    note = tmp_path / queries.BACKUP_NOTE
    assert queries.backup_line(note, "UTC").tone == "wait"
    note.write_text(json.dumps({"at": NOW.isoformat()}), encoding="utf-8")
    assert queries.backup_line(note, "UTC").tone == "good"
    with clock.freeze(NOW + timedelta(days=3)):
        assert queries.backup_line(note, "UTC").status == "давно"


def test_the_key_of_a_personal_link_is_not_for_the_post_office() -> None:
    text = "Откройте: https://portal.example/s/AbCdEfGhIjKlMnOpQrStUv.AbCdEfGhIjKlMnOpQrStUv до пятницы"
    assert queries.without_keys(text) == "Откройте: https://portal.example/s/… до пятницы"


def test_in_production_a_letter_is_shown_without_its_key(
    app: Flask, world: Any, letter: OutboxMessage, client_as: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter.text = "Откройте: https://portal.example/s/AbCdEfGhIjKlMnOpQrStUv.AbCdEfGhIjKlMnOpQrStUv"
    browser = client_as("admin")
    address = f"/admin/outbox/{letter.public_id}"
    assert ".AbCdEf" in browser.get(address).text
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], env="production"))
    assert ".AbCdEf" not in browser.get(address).text
