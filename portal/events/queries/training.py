"""Training: one's own records, the register of an organisation, hours of each person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line, sort_key
from portal.events.kinds import Learning
from portal.events.models import TrainingRecord
from portal.people.models import Person
from portal.people.queries import RegisterFilter, find_people
from portal.programs.actions import school_span

LONGEST_TEXT = 100
MOST_PEOPLE = 20


@dataclass(frozen=True, kw_only=True)
class TrainingFilter:
    """What the reader chose above the register; nonsense means nothing was chosen. `year` is that of its September."""

    text: str = ""
    learning: str = ""
    year: int | None = None

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the register."""
        learning, year = args.get("learning", ""), args.get("year", "")
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            learning=learning if learning in set(Learning) else "",
            year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() and year[:2] == "20" else None,
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address."""
        said = {"q": self.text, "learning": self.learning, "year": str(self.year or "")}
        return {name: value for name, value in said.items() if value}

    @property
    def is_set(self) -> bool:
        """Whether the register is narrowed."""
        return bool(self.as_args)


def find_training(
    actor: Actor, wanted: TrainingFilter, *, permission: Permission = Permission.TRAINING_READ
) -> sa.Select[TrainingRecord]:
    """Records on which the actor has `permission`, by name, the latest first."""
    query = (
        sa.select(TrainingRecord)
        .join(Person, Person.id == TrainingRecord.person_id)
        .where(allowed(actor, permission, TrainingRecord), Person.erased_on.is_(None))
        .options(joinedload(TrainingRecord.person), joinedload(TrainingRecord.organization))
        .order_by(Person.sort_name, Person.id, TrainingRecord.finished_on.desc(), TrainingRecord.id)
    )
    for word in sort_key(wanted.text).split():
        query = query.where((sa.literal(" ") + Person.sort_name).contains(f" {word}", autoescape=True))
    if wanted.learning:
        query = query.where(TrainingRecord.learning == wanted.learning)
    if wanted.year:
        span = school_span(wanted.year)
        query = query.where(TrainingRecord.finished_on.between(span.starts_on, span.ends_on))
    return query


def hours_by_person(actor: Actor, wanted: TrainingFilter, person_ids: Sequence[int]) -> dict[int, int]:
    """Person → hours of all records that the choice shows."""
    found = find_training(actor, wanted).where(TrainingRecord.person_id.in_(person_ids)).order_by(None).subquery()
    rows = db.session.execute(sa.select(found.c.person_id, sa.func.sum(found.c.hours)).group_by(found.c.person_id))
    return {person_id: int(hours) for person_id, hours in rows}


def own_training(person_id: int | None) -> Sequence[TrainingRecord]:
    """One's own records, the latest first."""
    return db.session.scalars(
        sa.select(TrainingRecord)
        .where(TrainingRecord.person_id == person_id)
        .order_by(TrainingRecord.finished_on.desc(), TrainingRecord.id.desc())
    ).all()


def people_in_training_reach(actor: Actor, text: str) -> Sequence[Person]:
    """People of the reader's register whose name begins with what was typed."""
    if not text:
        return []
    wanted = RegisterFilter(text=clean_line(text)[:LONGEST_TEXT])
    return db.session.scalars(find_people(actor, wanted).limit(MOST_PEOPLE)).all()
