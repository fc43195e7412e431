"""Twenty people register orders in the same second: numbers 1 to 20, none twice, none left out."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.app import create_app
from portal.core import clock
from portal.core.db import db
from portal.core.migrations import upgrade
from portal.documents import actions as documents
from portal.documents.content import Content
from portal.documents.models import Document
from portal.documents.numbering import last_number
from portal.settings import Settings
from tests.conftest import NOW, postgres_server
from tests.world import build_world

CROWD = 20


@pytest.fixture
def portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The portal on a database of its own, with commits that are commits."""
    url = f"sqlite:///{tmp_path}/portal.db"
    if request.config.getoption("--db") == "postgres":
        url = postgres_server().create(f"numbers{abs(hash(tmp_path)) % 10**9}")
    app = create_app(
        Settings(database_url=url, secret_key="k" * 40, var_dir=str(tmp_path), files_url=f"file:{tmp_path}/files",
                 queue_url=f"sqlite:{tmp_path}/queue.db", demo="1")
    )  # fmt: skip
    app.testing = True
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()


def test_twenty_registrations_at_once_leave_no_gap_and_no_pair(portal: Flask) -> None:
    with portal.app_context():
        world = build_world()
        kira, school_id = world.actor("kira"), world.school_1.id
        made = []
        for n in range(CROWD):
            order = documents.issue_document(kira, "order_other", world.school_1, title=f"О деле {n}",
                                             content=Content(items=("Поручить.",)))  # fmt: skip
            documents.edit_draft(kira, order, title=order.title, content=Content(items=("Поручить.",)),
                                 signatory=world.denis, signatory_post="Директор")  # fmt: skip
            documents.send_to_signature(kira, order)
            made.append(order.id)
        db.session.commit()
        db.session.remove()
    barrier, failed = threading.Barrier(CROWD), []

    def register(document_id: int) -> None:
        with clock.freeze(NOW), portal.app_context():
            barrier.wait()
            try:
                order = db.session.scalars(sa.select(Document).where(Document.id == document_id)).one()
                documents.register(kira, order, registered_on=NOW.date())
                if document_id == made[3]:
                    raise RuntimeError("the server dies before its commit")
                db.session.commit()
            except Exception as wrong:
                failed.append(wrong)
                db.session.rollback()
            finally:
                db.session.remove()

    crowd = [threading.Thread(target=register, args=(one,)) for one in made]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    with portal.app_context():
        assert [str(wrong) for wrong in failed] == ["the server dies before its commit"]
        given = db.session.scalars(sa.select(Document.serial).where(Document.serial.is_not(None))).all()
        assert sorted(given) == list(range(1, CROWD))
        assert last_number(school_id, "orders", 2026) == CROWD - 1
        db.session.remove()
