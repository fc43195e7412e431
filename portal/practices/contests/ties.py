"""Conflicts of interest that the portal finds itself: author, own organisation, relative, and what rooms above know.

A room above says `learn(Bond.MENTOR, finder)`: the finder gets ids of jurors and of people behind the entries and
returns the pairs (juror, other) that are bound.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.people.models import Membership, Representation
from portal.people.periods import in_force
from portal.practices.contests.kinds import Bond
from portal.practices.contests.models import Contest, ContestEntry, ContestJuror
from portal.practices.models import PracticeAuthor

Pairs = set[tuple[int, int]]
Finder = Callable[[Collection[int], Collection[int]], Pairs]
LEARNED: dict[Bond, Finder] = {}


def learn(bond: Bond, finder: Finder) -> None:
    """A room above teaches a further bond."""
    LEARNED[bond] = finder


def people_behind(entries: Sequence[ContestEntry]) -> dict[int, set[int]]:
    """Entry → persons: who is put forward, who wrote the practice, who applied."""
    behind = {each.id: {one for one in (each.person_id, each.applied_by_id) if one} for each in entries}
    by_practice: dict[int, list[int]] = {}
    for each in entries:
        if each.practice_id:
            by_practice.setdefault(each.practice_id, []).append(each.id)
    rows = db.session.execute(
        sa.select(PracticeAuthor.practice_id, PracticeAuthor.person_id).where(
            PracticeAuthor.practice_id.in_(by_practice)
        )
    )
    for practice_id, person_id in rows:
        for entry_id in by_practice[practice_id]:
            behind[entry_id].add(person_id)
    return behind


def find_ties(
    contest: Contest, jurors: Sequence[ContestJuror], entries: Sequence[ContestEntry], on: date
) -> dict[tuple[int, int], Bond]:
    """(juror, entry) → why: the nearest bond first. A constant number of statements, however many there are.

    In a contest that an organisation holds for itself everybody is of the same one: that is no conflict there.
    """
    if not jurors or not entries:
        return {}
    behind = people_behind(entries)
    judges, others = {each.person_id for each in jurors}, set().union(*behind.values())
    homes = _homes(judges, {each.organization_id for each in entries}, on) if contest.is_for_town else set()
    bound = {Bond.RELATIVE: _relatives(judges, others, on)}
    bound |= {bond: find(judges, others) for bond, find in LEARNED.items()}
    found: dict[tuple[int, int], Bond] = {}
    for juror in jurors:
        for entry in entries:
            bond = _bond(juror, entry, behind[entry.id], homes, bound)
            if bond is not None:
                found[juror.id, entry.id] = bond
    return found


def _bond(
    juror: ContestJuror, entry: ContestEntry, people: set[int], homes: Pairs, bound: Mapping[Bond, Pairs]
) -> Bond | None:
    if juror.person_id in people:
        return Bond.AUTHOR
    near = next(
        (bond for bond, pairs in bound.items() if any((juror.person_id, each) in pairs for each in people)), None
    )
    return near or (Bond.ORGANIZATION if (juror.person_id, entry.organization_id) in homes else None)


def _homes(judges: Collection[int], organization_ids: Collection[int], on: date) -> Pairs:
    rows = db.session.execute(
        sa.select(Membership.person_id, Membership.organization_id).where(
            Membership.person_id.in_(judges), Membership.organization_id.in_(organization_ids), in_force(Membership, on)
        )
    )
    return {(row[0], row[1]) for row in rows}


def _relatives(judges: Collection[int], others: Collection[int], on: date) -> Pairs:
    one, other = Representation.person_id, Representation.representative_id
    rows = db.session.execute(
        sa.select(one, other).where(
            sa.or_(sa.and_(one.in_(judges), other.in_(others)), sa.and_(other.in_(judges), one.in_(others))),
            in_force(Representation, on),
        )
    )
    return {pair for row in rows for pair in ((row[0], row[1]), (row[1], row[0]))}
