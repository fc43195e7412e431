"""The small world of every test: the cast of `portal.demo.cast` in two schools of one municipality.

school_1 (college), school_2 (school no. 12); Ольга – operator; Кира – curator of 1; Карим – curator of 2;
Нина – mentor in 1; Миша – her mentee; Паша – a minor of 1, Мария – his mother; Вера and Яна – of school 2.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.consents.models import ConsentText
from portal.core.db import db
from portal.demo.cast import CAST
from portal.demo.town import Town, begin_town
from portal.people.models import Group, Organization, Person


@dataclass
class World:
    """Who is there, by name: `world.kira`, `world.school_1`; `world.actor("kira")` acts."""

    town: Town

    def __getattr__(self, name: str) -> Any:
        if name.startswith("school_"):
            return self.town.schools[int(name.removeprefix("school_"))]
        if name.startswith("group_"):
            return self.town.groups[int(name.removeprefix("group_"))]
        if name in self.town.people:
            return self.town.people[name]
        raise AttributeError(name)

    @property
    def municipality(self) -> Organization:
        return self.town.municipality

    def person(self, key: str) -> Person:
        return self.town.people[key]

    def actor(self, key: str) -> Actor:
        """The actor of a member of the cast, made by hand as tests of rules want it."""
        part = next(part for part in CAST if part.key == key)
        grants = (Grant(role=part.role, organization_id=self.town.schools[part.school].id),) if part.role else ()
        return Actor(person_id=self.town.people[key].id, grants=grants, time_zone="Asia/Irkutsk", name=key)


def build_world() -> World:
    """Build the cast in the current transaction."""
    town = begin_town()
    db.session.commit()
    return World(town)


PARTS = {"schools": Organization, "groups": Group, "people": Person, "consent_texts": ConsentText}
Settled = dict[str, dict[Any, int]]  # part of the town → key in it → id


def settle(world: World) -> Settled:
    """Commit the world; returns where to find it again."""
    db.session.commit()
    return {part: {key: row.id for key, row in getattr(world.town, part).items()} for part in PARTS}


def find_world(settled: Settled) -> World:
    """The world that was settled in the current database."""
    found = {}
    for part, model in PARTS.items():
        ids = settled[part]
        rows = {row.id: row for row in db.session.scalars(sa.select(model).where(model.id.in_(ids.values())))}
        found[part] = {key: rows[number] for key, number in ids.items()}
    return World(Town(found["schools"][0], **found))
