"""Clock, texts, cleaning of input, the audit chain, submission keys and limits."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, i18n, submissions, text
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.errors import Refusal
from portal.core.limits import Limits

SYSTEM = Actor.system("test")


def test_a_day_ends_in_the_zone_of_the_organisation() -> None:
    assert clock.end_of_day(date(2026, 11, 30), "Asia/Irkutsk") == datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC)
    with clock.freeze(datetime(2026, 11, 30, 17, 0, tzinfo=UTC)):
        assert clock.today("Asia/Irkutsk") == date(2026, 12, 1)
        assert clock.today("Europe/Moscow") == date(2026, 11, 30)


def test_the_offset_of_irkutsk_in_2012_comes_from_the_tables_of_zones() -> None:
    assert clock.start_of_day(date(2012, 6, 1), "Asia/Irkutsk") == datetime(2012, 5, 31, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "words"),
    [(-5, "просрочено на 5 дней"), (-1, "просрочено на 1 день"), (-2, "просрочено на 2 дня"),
     (0, "сегодня последний день"), (1, "до завтра"), (10, "до 30 ноября")],
)  # fmt: skip
def test_a_deadline_is_said_as_people_say_it(days: int, words: str) -> None:
    today = date(2026, 11, 20)
    assert i18n.due_words(today + timedelta(days=days), today).replace(i18n.NBSP, " ") == words


def test_numbers_names_and_dates_are_russian() -> None:
    assert i18n.ru_number(1234.5, 1) == "1\u00a0234,5"
    assert i18n.short_name("Ковалёв Артём Игоревич") == "Артём Ковалёв"
    assert i18n.initials("Ковалёв Артём") == "АК"
    assert i18n.ru_date(date(2025, 5, 1)) == "1\u00a0мая 2025"
    assert i18n.nbsp("Это в школе № 12") == "Это в\u00a0школе №\u00a012"


def test_typed_text_is_made_storable() -> None:
    assert text.clean_text("a\x00b\u202ec\r\nd\ud800") == "abc\nd"
    assert text.clean_line("  и\u0306  два \n слова ") == "й два слова"
    assert text.login_key(" Ａdmin@Demo.Example ") == "admin@demo.example"
    assert text.sort_key("Ёлкин") == "елкин"


def test_an_edit_of_the_trail_is_found(database: Any) -> None:
    for _turn in range(3):
        audit.record(SYSTEM, AuditEvent.REFERENCE_SYNCED, None, changes={"name": "roles"})
    assert audit.seal() == 3
    assert audit.seal() == 0
    assert audit.broken_link() is None
    middle = database.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)).all()[1]
    middle.changes = {"name": "other"}
    database.session.flush()
    assert audit.broken_link() == middle.id


def test_every_event_of_the_trail_has_its_sentence() -> None:
    assert [event for event in AuditEvent if not event.sentence] == []


def test_a_key_is_used_once_and_gives_its_outcome_again(database: Any) -> None:
    key = submissions.new_key()
    assert submissions.claim(key, "survey:1", "body") is None
    submissions.set_outcome(key, "receipt")
    again = submissions.claim(key, "survey:1", "body")
    assert again is not None
    assert again.outcome == "receipt"
    for purpose, body in (("survey:2", "body"), ("survey:1", "other")):
        with pytest.raises(Refusal):
            submissions.claim(key, purpose, body)
    for malformed in ("", "x" * 65, "ключ"):
        with pytest.raises(Refusal):
            submissions.claim(malformed, "survey:1")


def test_old_keys_are_forgotten(database: Any) -> None:
    submissions.claim(submissions.new_key(), "survey:1")
    assert submissions.forget_old() == 0
    with clock.freeze(clock.now() + timedelta(days=15)):
        assert submissions.forget_old() == 1


def test_a_limit_counts_for_all_who_share_the_file(tmp_path: Path) -> None:
    url = f"sqlite+fair:///{tmp_path / 'limits.db'}"
    one, two = Limits(url), Limits(url)
    try:
        assert [limits.hit("3 per hour", "name") for limits in (one, two, one, two)] == [True, True, True, False]
        assert not one.is_free("3 per hour", "name")
        assert one.is_free("3 per hour", "other")
        assert 3500 < one.seconds_left("3 per hour", "name") <= 3600
        two.clear("3 per hour", "name")
        assert one.is_free("3 per hour", "name")
    finally:
        one.storage.engine.dispose()
        two.storage.engine.dispose()
