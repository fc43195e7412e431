"""Reads of the conflict list: as a page shows it, as the solver and the proposals by hand ask it."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import sort_key
from portal.matching.conflicts.models import MatchingConflict
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle

MOST_NAMESAKES = 20


def conflicts_of(actor: Actor, cycle: Cycle) -> sa.Select[MatchingConflict]:
    """The list of the year as far as the actor runs it, those that stand first, by the first name."""
    return (
        select_allowed(actor, Permission.MATCHING_RUN, MatchingConflict)
        .join(Person, Person.id == MatchingConflict.first_id)
        .where(MatchingConflict.cycle_id == cycle.id)
        .options(
            joinedload(MatchingConflict.first), joinedload(MatchingConflict.second),
            joinedload(MatchingConflict.recorded_by),
        )
        .order_by(MatchingConflict.ends_on.is_not(None), Person.sort_name, MatchingConflict.id)
    )  # fmt: skip


def conflicting_pairs(cycle_id: int, on: date) -> Sequence[tuple[int, int]]:
    """Ids of two persons, the lower first, who may not be joined in the year on the day."""
    rows = db.session.execute(
        sa.select(MatchingConflict.first_id, MatchingConflict.second_id)
        .where(MatchingConflict.cycle_id == cycle_id, in_force(MatchingConflict, on))
        .order_by(MatchingConflict.id)
    )
    return [(first, second) for first, second in rows]


def conflicts_between(
    cycle_id: int, ours: Collection[int], theirs: Collection[int], on: date
) -> Sequence[tuple[int, int]]:
    """The same between two groups of persons, as (one of `ours`, one of `theirs`)."""
    found = [
        pair
        for one, other in conflicting_pairs(cycle_id, on)
        for pair in ((one, other), (other, one))
        if pair[0] in ours and pair[1] in theirs
    ]
    return sorted(found)


def people_called(actor: Actor, cycle: Cycle, name: str, on: date) -> Sequence[Person]:
    """Whom the actor sees in the organisation of the year under exactly this family and given name."""
    words = sort_key(name)
    if len(words.split()) < 2:
        return ()
    here = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == cycle.program.organization_id,
        in_force(Membership, on),
    )  # fmt: skip
    return db.session.scalars(
        sa.select(Person)
        .where(
            allowed(actor, Permission.PERSON_READ, Person), here, Person.erased_on.is_(None),
            sa.or_(Person.sort_name == words, Person.sort_name.startswith(f"{words} ", autoescape=True)),
        )
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_NAMESAKES)
    ).all()  # fmt: skip
