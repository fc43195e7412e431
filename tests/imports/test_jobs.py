"""Large files: a worker that dies between two steps leaves whole steps, and the next one ends with the same people."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock, jobs
from portal.core.db import db
from portal.core.jobs import JobState
from portal.imports.actions import confirming, uploads
from portal.imports.models import BatchState, ImportChange, ImportRow, Outcome
from portal.people import columns as names
from portal.people.importing.register import PeopleRegister
from portal.people.models import Group, Membership, Person, Representation
from tests.conftest import NOW
from tests.importing import people_book
from tests.imports.walking import Walk, work_off
from tests.world import World

Client = Callable[[str], Any]


class Killed(BaseException):
    """Nobody catches it, as nobody catches kill -9."""


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows are a large file here."""
    monkeypatch.setattr("portal.imports.views.confirmations.IN_THE_REQUEST", 2)
    monkeypatch.setattr("portal.imports.views.undoings.IN_THE_REQUEST", 2)
    monkeypatch.setattr(confirming.Loading.step, "__defaults__", (3,))


def rows() -> list[dict[str, Any]]:
    """Ten learners of two new groups, each two with one mother; a second place for one of them."""
    made = [
        {names.FAMILY_NAME: f"Дятлов{'абвгдежзик'[number]}", names.GIVEN_NAME: "Ян",
         names.BIRTH_ON: date(2009, 1, 1 + number),
         names.GROUP: f"Н-{number % 2}", names.EMAIL: f"d{number}@primer.example",
         names.REPRESENTATIVE_FAMILY_NAME: "Дятлова", names.REPRESENTATIVE_GIVEN_NAME: f"Анна{'абвгд'[number // 2]}",
         names.REPRESENTATIVE_PHONE: f"+7 900 000-00-0{number // 2}"}
        for number in range(10)
    ]  # fmt: skip
    again = {key: made[1][key] for key in (names.FAMILY_NAME, names.GIVEN_NAME, names.BIRTH_ON)}
    return [*made, {**again, names.KIND: "Работает", names.POST: "Лаборант"}, dict(made[0])]


def ready(world: World, client_as: Client) -> Walk:
    walk = Walk(client_as("kira"))
    walk.upload(people_book(rows()))
    walk.match("create_groups")
    assert walk.confirm().status_code == 303
    assert walk.batch.state == BatchState.RUNNING
    return walk


def picture(walk: Walk) -> list[Any]:
    """Who is where and whose, and what became of the rows, in words without ids."""
    places = sa.select(
        Person.family_name, Person.given_name, Person.email, Membership.kind, Membership.post, Group.name
    )
    places = places.join(Membership, Membership.person_id == Person.id).outerjoin(
        Group, Group.id == Membership.group_id
    )
    parent = sa.orm.aliased(Person)
    families = (
        sa.select(Person.family_name, parent.given_name)
        .join(Representation, Representation.person_id == Person.id)
        .join(parent, parent.id == Representation.representative_id)
    )
    here, batch = Person.family_name.startswith("Дятлов"), walk.batch
    rows = sa.select(ImportRow.number, ImportRow.outcome, ImportRow.decision).where(ImportRow.batch_id == batch.id)
    changes = sa.select(sa.func.count()).where(ImportChange.batch_id == batch.id)
    return [
        *(sorted(map(str, db.session.execute(query))) for query in (places.where(here), families.where(here), rows)),
        db.session.scalar(changes), batch.counts,
    ]  # fmt: skip


def test_a_large_file_is_loaded_by_the_worker(world: World, client_as: Client) -> None:
    walk = ready(world, client_as)
    assert "Обновить" in walk.browser.get(walk.path).text
    fragment = walk.browser.get(walk.path + "?waiting=1", headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    work_off()
    assert walk.batch.state == BatchState.DONE
    assert (walk.batch.count("applied"), walk.batch.count("left_out")) == (11, 1)
    over = walk.browser.get(walk.path + "?waiting=1", headers={"HX-Request": "true"})
    assert (over.status_code, over.headers["HX-Location"]) == (204, walk.path)


@pytest.mark.parametrize("row", [0, 4, 8, 10])
def test_a_worker_killed_at_any_row_is_followed_by_one_with_the_same_result(
    world: World, client_as: Client, monkeypatch: pytest.MonkeyPatch, row: int
) -> None:
    walk = ready(world, client_as)
    real, seen = PeopleRegister.apply, [0]

    def dies(self: Any, *args: Any) -> None:
        real(self, *args)
        seen[0] += 1
        if seen[0] == row + 1:
            raise Killed  # what this step wrote is not committed

    monkeypatch.setattr(PeopleRegister, "apply", dies)
    with pytest.raises(Killed):
        work_off()
    db.session.rollback()
    assert walk.batch.state == BatchState.RUNNING
    assert db.session.scalar(sa.select(sa.func.count()).where(ImportRow.outcome == Outcome.APPLIED)) == row // 3 * 3
    with clock.freeze(NOW + timedelta(minutes=1)):
        work_off()
    assert walk.batch.state == BatchState.DONE
    got = picture(walk)
    walk.undo()
    work_off()
    assert picture(walk)[:2] == [[], []]
    whole = ready(world, client_as)
    work_off()
    assert got == picture(whole)


def test_a_large_undoing_is_one_transaction_of_the_worker(
    world: World, client_as: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Person))
    walk = ready(world, client_as)
    work_off()
    assert walk.undo().status_code == 303
    assert walk.batch.state == BatchState.UNDOING
    work_off()
    assert walk.batch.state == BatchState.UNDONE
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == before


def test_a_large_preview_is_the_workers_and_a_bad_file_ends_it(
    world: World, client_as: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "LARGE_BOOK", 100)
    walk = Walk(client_as("kira"))
    walk.upload(people_book(rows()))
    walk.match("create_groups")
    assert walk.batch.state == BatchState.MATCHED
    work_off()
    assert walk.batch.state == BatchState.PREVIEWED
    assert walk.batch.count("new") == 11


def test_work_that_gave_up_is_begun_again_by_hand(
    world: World, client_as: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = ready(world, client_as)
    assert walk.post("/resumption").status_code == 409
    db.session.execute(
        sa.update(jobs.Job).values(state=JobState.PARKED, finished_at=NOW, lease_until=None, message="Не вышло")
    )
    db.session.commit()
    page = walk.browser.get(walk.path).text
    assert "Не вышло" in page
    assert walk.post("/resumption").status_code == 303
    work_off()
    assert walk.batch.state == BatchState.DONE


def test_what_changed_in_between_keeps_a_row_out_and_says_so(world: World, client_as: Client) -> None:
    walk = ready(world, client_as)
    world.pasha.email = "d3@primer.example"
    db.session.commit()
    work_off()
    assert walk.batch.state == BatchState.DONE
    assert (walk.batch.count("applied"), walk.batch.count("left_out")) == (10, 2)
    row = db.session.scalars(sa.select(ImportRow).where(ImportRow.number == 5)).one()
    assert "После проверки" in row.problems[-1]["text"]
