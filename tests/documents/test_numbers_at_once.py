"""Twenty people register orders in the same second: numbers 1 to 20, none twice, none left out."""

import threading

import sqlalchemy as sa
from flask import Flask

from portal.core import clock
from portal.core.db import db
from portal.documents import actions as documents
from portal.documents.content import Content
from portal.documents.models import Document
from portal.documents.numbering import last_number
from tests.conftest import NOW
from tests.world import build_world

CROWD = 20


def test_twenty_registrations_at_once_leave_no_gap_and_no_pair(own_portal: Flask) -> None:
    with own_portal.app_context():
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
        with clock.freeze(NOW), own_portal.app_context():
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
    with own_portal.app_context():
        assert [str(wrong) for wrong in failed] == ["the server dies before its commit"]
        given = db.session.scalars(sa.select(Document.serial).where(Document.serial.is_not(None))).all()
        assert sorted(given) == list(range(1, CROWD))
        assert last_number(school_id, "orders", 2026) == CROWD - 1
        db.session.remove()
