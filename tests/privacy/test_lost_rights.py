"""A package of data that is ready is closed to a parent who no longer represents the child."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.jobs import Job, run_job
from portal.people.models import Representation
from tests.world import World

TOWN = ZoneInfo("Asia/Irkutsk")


def package_of_the_child(world: World, maria: Any, post: Any) -> str:
    post(maria, "/account/data/package", person=world.pasha.public_id)
    job = db.session.scalars(sa.select(Job)).one()
    assert run_job(job.id)
    return f"{job.path}/file"


def test_until_the_representation_ends(world: World, client_as: Any, post: Any) -> None:
    maria = client_as("maria")
    file = package_of_the_child(world, maria, post)
    assert maria.get(file).status_code == 200
    db.session.execute(
        sa.update(Representation)
        .where(Representation.representative_id == world.maria.id)
        .values(ends_on=clock.today("Asia/Irkutsk") - timedelta(days=1))
    )
    db.session.commit()
    assert maria.get(file).status_code == 404
    assert "больше не открыт" in maria.get(file.removesuffix("/file")).text


def test_until_the_child_is_of_age(world: World, client_as: Any, post: Any) -> None:
    birthday = datetime(2029, 5, 5, tzinfo=TOWN)
    assert world.pasha.birth_on == date(2011, 5, 5)
    with clock.freeze(birthday - timedelta(minutes=10)):
        maria = client_as("maria")
        file = package_of_the_child(world, maria, post)
        assert maria.get(file).status_code == 200
    with clock.freeze(birthday):
        assert maria.get(file).status_code == 404
