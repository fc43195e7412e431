"""Notices: one's own, marked by nobody else; how one's letters come."""

import sqlalchemy as sa

from portal.core.db import db
from portal.core.notices import Notice, notify
from tests.house.asked import Example, Script, foreign, open_to, own
from tests.house.stage import SIGNED_IN, Call, Stage
from tests.world import World

HOLDERS = ("nina", "vera")


def dress_notices(world: World) -> dict[str, str]:
    """A notice for each of two people."""
    props = {}
    for key in HOLDERS:
        person = world.person(key)
        notify([person.id], "stage", "Для вас есть новость", "/")
        said = sa.select(Notice.public_id).where(Notice.person_id == person.id).order_by(Notice.id.desc()).limit(1)
        props[f"notice of {key}"] = str(db.session.scalar(said))
    return props


def _of(key: str) -> Script:
    def call(stage: Stage, who: str) -> Call:
        return Call(url={"public_id": stage.props[f"notice of {key}"]})

    return call


def _ways(stage: Stage, who: str) -> Call:
    return Call(body={"events": "portal"})


NOTICES: dict[str, Example] = {
    "GET notices.index": open_to(SIGNED_IN),
    "POST notices.read_all": open_to(SIGNED_IN),
    "POST notices.read": Example(
        opens=SIGNED_IN,
        cases=(own(frozenset({"nina"}), _of("nina")), foreign("path", frozenset({"vera"}), _of("vera"))),
    ),
    "GET notices.letters": open_to(SIGNED_IN),
    "POST notices.choose": open_to(SIGNED_IN, _ways),
}
