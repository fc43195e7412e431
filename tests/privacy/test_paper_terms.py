"""Papers of consents go three years after the end, with sheets, pages and scans; those in force stay."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from portal.consents.models import Consent, ConsentSheet, ScanPage
from portal.core import clock
from portal.core.db import db
from portal.core.files import StoredFile
from portal.privacy import retention
from portal.privacy.desk import terms_that_run_out
from portal.privacy.kinds import ErasureState
from tests.conftest import NOW
from tests.privacy import canaries, everywhere
from tests.world import World

READERS = ("kira", "denis", "yana", "misha", "admin")
PAPERS = retention.KINDS["papers"]


def withdrawn(world: World) -> Consent:
    """The consent of a parent with its sheet, page and scan, withdrawn today."""
    person = canaries.settle(world, "Альфа")
    everywhere.seed(world, person, "Альфа")
    signed = sa.select(Consent).where(Consent.given_by_id == person.id, Consent.by_representative)
    given = db.session.scalars(signed).one()
    given.withdrawn_on = NOW.date()
    db.session.commit()
    return given


def test_papers_go_three_years_after_withdrawal(world: World) -> None:
    given = withdrawn(world)
    file_id = given.file_id
    in_force = db.session.scalar(sa.select(sa.func.count(Consent.id)).where(Consent.withdrawn_on.is_(None)))
    assert retention.due(world.school_1, PAPERS) == []
    with clock.freeze(NOW + timedelta(days=365 * 3 - 20)):
        assert retention.due(world.school_1, PAPERS) == []
        assert retention.due_soon(world.school_1, {})["papers"] == 2  # the refusal ended one more
    with clock.freeze(NOW + timedelta(days=365 * 3 + 20)):
        assert {given.person_id, given.given_by_id} == {one.id for one in retention.due(world.school_1, PAPERS)}
        [act] = retention.erase_due(world.actor("denis"), world.school_1, PAPERS)
        assert act.state == ErasureState.DONE
        assert {line["table"]: line["rows"] for line in act.lines} == {"scan_page": 1, "consent_sheet": 1, "consent": 2}
        assert retention.due(world.school_1, PAPERS) == []
    for model in (ConsentSheet, ScanPage):
        assert db.session.scalar(sa.select(sa.func.count(model.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Consent.id))) == in_force
    assert db.session.scalar(sa.select(StoredFile.id).where(StoredFile.id == file_id)) is None


def test_a_scan_that_proves_another_consent_stays(world: World) -> None:
    given = withdrawn(world)
    other = db.session.scalars(sa.select(Consent).where(Consent.id != given.id)).first()
    assert other is not None
    other.file_id = given.file_id
    db.session.commit()
    file_id = given.file_id
    with clock.freeze(NOW + timedelta(days=365 * 3 + 20)):
        retention.erase_due(world.actor("denis"), world.school_1, PAPERS)
    assert db.session.scalar(sa.select(StoredFile.id).where(StoredFile.id == file_id)) == file_id


def test_the_desk_tells_thirty_days_ahead(app: Flask, world: World) -> None:
    withdrawn(world)
    with app.test_request_context():
        assert terms_that_run_out(world.actor("kira"), None) == []
        with clock.freeze(NOW + timedelta(days=365 * 3 - 20)):
            told = {key for key in READERS if terms_that_run_out(world.actor(key), None)}
            [step] = terms_that_run_out(world.actor("denis"), None)
    assert told == {"kira", "denis"}
    assert step.url == f"/privacy/retention?organization={world.school_1.public_id}"


def test_an_open_request_is_on_the_desk_with_its_term(world: World, client_as) -> None:
    canaries.settle(world, "Альфа")
    page = client_as("kira").get("/").text
    assert "Ответьте на 1 обращение о данных" in page
    assert "Ответьте на" not in client_as("misha").get("/").text
