"""A file goes all the way: read, matched, shown with its errors, confirmed, undone."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.imports.models import BatchState
from portal.people.models import Group, Membership, Person, Representation
from tests.importing import BAD, GOOD, people_book
from tests.imports.walking import Walk, work_off
from tests.world import World


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_340_people_go_in_but_the_17_bad_rows_and_all_of_it_is_undone(
    world: World, client_as: Callable[[str], Any]
) -> None:
    before = [count(model) for model in (Person, Membership, Representation, Group)]
    walk = Walk(client_as("kira"))
    assert walk.upload(people_book()).status_code == 303
    assert walk.match("create_groups").status_code == 303
    batch = walk.batch
    assert batch.state == BatchState.PREVIEWED
    assert walk.browser.get(walk.path).text.count(">Ошибка<") == BAD
    assert (batch.count("error"), batch.count("new"), batch.count("skip")) == (BAD, GOOD, 0)
    assert f"Загрузить {GOOD} без ошибочных {BAD}" in walk.browser.get(walk.path).text
    assert walk.confirm().status_code == 303
    work_off()
    assert walk.batch.state == BatchState.DONE
    assert walk.batch.count("applied") == GOOD
    assert count(Group) == before[3] + 12
    assert walk.undo().status_code == 303
    work_off()
    assert walk.batch.state == BatchState.UNDONE
    assert [count(model) for model in (Person, Membership, Representation, Group)] == before
