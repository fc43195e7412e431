"""The end of the journal: entries cut off at the tail are noticed, work and trims are not taken for that."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from portal.access.actor import Actor
from portal.admin.checks import examine
from portal.core import audit, audit_tail, clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.schedule import seal_audit
from tests.conftest import NOW
from tests.world import World

SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def no_note(world: World) -> None:
    audit_tail.tail_path().unlink(missing_ok=True)


def cut(number: int) -> None:
    """Remove the entries sealed from this number on, as somebody with a hand in the database would."""
    db.session.execute(sa.delete(AuditEntry).where(AuditEntry.sealed_no >= number))
    db.session.commit()
    db.session.expire_all()


def last() -> int:
    return db.session.scalar(sa.select(sa.func.max(AuditEntry.sealed_no))) or 0


@pytest.mark.parametrize("how_many", [1, 3, 10_000])
def test_a_tail_that_was_cut_is_noticed(world: World, how_many: int) -> None:
    seal_audit()
    assert audit_tail.tail_problem() == ""
    cut(max(1, last() - how_many + 1))
    assert audit.broken_link() is None, "the chain alone does not see it"
    assert "Конец журнала удалён" in audit_tail.tail_problem()
    assert any("Конец журнала удалён" in finding.problem for finding in examine())


def test_a_tail_that_was_replaced_is_noticed(world: World) -> None:
    seal_audit()
    number = last()
    cut(number)
    for _again in range(3):
        audit.record(SYSTEM, AuditEvent.SIGNED_IN, None)
    audit.seal()
    assert last() > number
    assert audit.broken_link() is None
    assert "переписан" in audit_tail.tail_problem()


def test_work_and_trims_are_no_problem(world: World) -> None:
    seal_audit()
    with clock.freeze(NOW + timedelta(days=1)):
        audit.record(SYSTEM, AuditEvent.SIGNED_IN, None)
        audit.trim(SYSTEM, NOW + timedelta(hours=1))
        seal_audit()
        assert audit_tail.tail_problem() == ""


def test_a_restored_copy_moves_the_note_and_keeps_the_earlier(world: World) -> None:
    seal_audit()
    number = last()
    cut(number)
    audit_tail.note_tail(is_restored=True)
    assert audit_tail.tail_problem() == ""
    said = audit_tail.tail_path().read_text(encoding="utf-8")
    assert f'"earlier": [{{"sealed_no": {number}' in said
    assert audit_tail.tail_path().stat().st_mode & 0o077 == 0
    assert audit_tail.tail_path().parent == current_app.extensions["settings"].var
