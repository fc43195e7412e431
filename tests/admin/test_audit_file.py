"""The workbook of the journal: the same filters as the page, nothing but what they ask for, and its own entry."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.core import audit, clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent, sentence_of
from portal.core.db import db
from tests.conftest import NOW


@pytest.fixture
def deeds(world: Any) -> Any:
    """Deeds of kira on three days, one of denis."""
    for days, key, event in ((-3, "kira", AuditEvent.SIGNED_IN), (-2, "kira", AuditEvent.PERSON_VIEWED),
                             (-1, "denis", AuditEvent.SIGNED_IN)):  # fmt: skip
        with clock.freeze(NOW + timedelta(days=days)):
            audit.record(world.actor(key), event, world.misha)
    db.session.commit()
    return world


def rows_of(browser: Any, **wanted: str) -> list[tuple[Any, ...]]:
    answer = browser.get("/admin/audit.xlsx", query_string=wanted)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    return list(sheet.iter_rows(min_row=2, values_only=True))


def test_filters_of_the_file_are_those_of_the_page(deeds: Any, client_as: Callable[[str], Any]) -> None:
    admin = client_as("admin")
    days = (("first", -3), ("second", -2), ("last", -1))
    day = {name: (NOW + timedelta(days=n)).date().isoformat() for name, n in days}
    assert len(rows_of(admin, on=day["first"])) == 1
    assert len(rows_of(admin, on=day["first"], until=day["second"])) == 2
    assert len(rows_of(admin, on=day["second"], until=day["first"])) == 1, "a turned period is its first day"
    viewed = sentence_of(AuditEvent.PERSON_VIEWED)
    assert {row[1] for row in rows_of(admin, event="person_viewed")} == {viewed}
    about = rows_of(admin, subject=deeds.misha.public_id, on=day["first"], until=day["last"])
    assert [row[5] for row in about] == [deeds.misha.public_id] * 3
    by_kira = rows_of(admin, subject=deeds.kira.public_id, on=day["first"], until=day["second"])
    assert {row[2] for row in by_kira} == {f"{deeds.kira.family_name} {deeds.kira.given_name}"}
    assert rows_of(admin, on="2020-01-01") == []


def test_nonsense_in_the_address_asks_for_nothing(deeds: Any, client_as: Callable[[str], Any]) -> None:
    admin = client_as("admin")
    everything = len(rows_of(admin))
    assert len(rows_of(admin, event="nonsense", on="yesterday", until="вчера")) >= everything
    assert rows_of(admin, subject="x" * 5_000) == []


def test_the_file_leaves_its_entry_and_is_for_administrators(deeds: Any, client_as: Callable[[str], Any]) -> None:
    rows = rows_of(client_as("admin"), event="signed_in", on=(NOW + timedelta(days=-1)).date().isoformat())
    made = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.AUDIT_EXPORTED)).all()
    assert [entry.changes for entry in made] == [{"n": len(rows)}]
    for key in ("kira", "denis", "misha"):
        assert client_as(key).get("/admin/audit.xlsx").status_code == 403, key
