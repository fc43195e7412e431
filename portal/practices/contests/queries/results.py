"""How a contest stands: results of each nomination, the protocol as data, and whose names may be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.consents.kinds import Item
from portal.consents.queries.publishing import may_publish_freely
from portal.core.db import db
from portal.people.models import Person
from portal.practices.contests.kinds import EntryState
from portal.practices.contests.models import (
    Contest,
    ContestConflict,
    ContestEntry,
    ContestJuror,
    ContestNomination,
    ContestReview,
)
from portal.practices.contests.queries.judging import jury_of
from portal.practices.contests.scoring import Criterion, Result, count
from portal.practices.models import PracticeAuthor


@dataclass(frozen=True)
class Standing:
    """One entry with its result."""

    entry: ContestEntry
    result: Result


def entries_of(contest: Contest, *, with_withdrawn: bool = False) -> Sequence[ContestEntry]:
    """Entries of the contest by nomination."""
    query = (
        sa.select(ContestEntry)
        .where(ContestEntry.contest_id == contest.id)
        .options(joinedload(ContestEntry.organization), joinedload(ContestEntry.person),
                 joinedload(ContestEntry.nomination))
        .order_by(ContestEntry.nomination_id, ContestEntry.id)
    )  # fmt: skip
    if not with_withdrawn:
        query = query.where(ContestEntry.state == EntryState.ACCEPTED)
    return db.session.scalars(query).all()


def standings(contest: Contest) -> dict[ContestNomination, list[Standing]]:
    """Nomination → its entries, the best first. Reviews of jurors with a conflict do not count."""
    entries = {each.public_id: each for each in entries_of(contest)}
    given: dict[int, list[dict[str, int]]] = {each.id: [] for each in entries.values()}
    conflict = sa.exists().where(
        ContestConflict.juror_id == ContestReview.juror_id, ContestConflict.entry_id == ContestReview.entry_id
    )
    for entry_id, points in db.session.execute(
        sa.select(ContestReview.entry_id, ContestReview.points)
        .join(ContestJuror, ContestJuror.id == ContestReview.juror_id)
        .where(ContestJuror.contest_id == contest.id, ~conflict)
        .order_by(ContestReview.id)
    ):
        if entry_id in given:
            given[entry_id].append(points)
    criteria = [Criterion(key=each.public_id, weight=each.weight, most=each.most) for each in contest.criteria]
    found = {}
    for nomination in contest.nominations:
        own = {key: given[each.id] for key, each in entries.items() if each.nomination_id == nomination.id}
        found[nomination] = [
            Standing(entries[result.key], result) for result in count(criteria, own, least=contest.least_jurors)
        ]
    return found


def signed_standings(contest: Contest) -> dict[ContestNomination, list[Standing]]:
    """The same as the chair has signed it, without the means: what became of reviews since changes no place.

    Empty before the signature; an entry that is gone is left out, and the places of the others stay.
    """
    entries = {each.public_id: each for each in entries_of(contest)}
    signed = {one["nomination"]: one["entries"] for one in (contest.protocol or {}).get("results", ())}
    return {
        nomination: [
            Standing(entries[line["entry"]], Result(key=line["entry"], hundredths=line["hundredths"],
                                                    place=line["place"], is_shared=line["shared"]))
            for line in signed[nomination.public_id] if line["entry"] in entries
        ]
        for nomination in contest.nominations if nomination.public_id in signed
    }  # fmt: skip


def protocol_of(contest: Contest) -> dict[str, Any]:
    """The protocol as data: figures and public ids only, so an erasure leaves its digest true."""
    entry_keys = sa.select(ContestEntry.id, ContestEntry.public_id).where(ContestEntry.contest_id == contest.id)
    keys = {row[0]: row[1] for row in db.session.execute(entry_keys)}
    conflicts = db.session.execute(
        sa.select(Person.public_id, ContestConflict.entry_id, ContestConflict.bond)
        .join(ContestJuror, ContestJuror.id == ContestConflict.juror_id)
        .join(Person, Person.id == ContestJuror.person_id)
        .where(ContestJuror.contest_id == contest.id)
        .order_by(ContestConflict.id)
    )
    return {
        "contest": contest.public_id, "least": contest.least_jurors,
        "criteria": [[each.public_id, each.weight, each.most] for each in contest.criteria],
        "jury": [
            {"person": seat.juror.person.public_id, "chair": seat.juror.is_chair, "reviews": seat.reviews}
            for seat in jury_of(contest)
        ],
        "conflicts": [{"juror": row[0], "entry": keys[row[1]], "bond": str(row[2])} for row in conflicts],
        "results": [
            {"nomination": nomination.public_id, "entries": [_line(each) for each in found]}
            for nomination, found in standings(contest).items()
        ],
    }  # fmt: skip


def names_in(protocol: Mapping[str, Any]) -> dict[str, str]:
    """Public id → name as it is today, of the jurors and entries of a protocol."""
    people = [each["person"] for each in protocol["jury"]]
    entries = [each["entry"] for one in protocol["results"] for each in one["entries"]]
    entries += [each["entry"] for each in protocol["conflicts"]]
    named = db.session.scalars(sa.select(Person).where(Person.public_id.in_(people)))
    found = {person.public_id: person.full_name for person in named}
    shown = db.session.scalars(
        sa.select(ContestEntry)
        .where(ContestEntry.public_id.in_(entries))
        .options(joinedload(ContestEntry.person), joinedload(ContestEntry.organization))
    )
    found |= {each.public_id: f"{each.name}, {each.organization.short_name}" for each in shown}
    return found


def published_names(contest: Contest, entries: Sequence[ContestEntry], on: date) -> dict[int, str]:
    """Entry → names that everybody may read: a person's, or the authors' of a practice, who agreed to publication."""
    people = {each.person_id: each for each in entries if each.person_id}
    found: dict[int, str] = {}
    for person_id, entry in people.items():
        home = sa.literal(entry.organization_id)
        person = db.session.scalars(_published(home, Item.ACHIEVEMENTS, on).where(Person.id == person_id)).one_or_none()
        if person is not None:
            found[entry.id] = person.full_name
    by_practice = {each.practice_id: each for each in entries if each.practice_id}
    rows = db.session.execute(
        sa.select(PracticeAuthor.practice_id, Person)
        .join(Person, Person.id == PracticeAuthor.person_id)
        .join(ContestEntry, ContestEntry.practice_id == PracticeAuthor.practice_id)
        .where(
            ContestEntry.contest_id == contest.id, PracticeAuthor.practice_id.in_(by_practice),
            Person.erased_on.is_(None), Person.restricted_on.is_(None),
            may_publish_freely(Person.id, ContestEntry.organization_id, Item.NAME, on),
            may_publish_freely(Person.id, ContestEntry.organization_id, Item.PRACTICE, on),
        )
        .distinct()
        .order_by(PracticeAuthor.practice_id, Person.sort_name)
    )  # fmt: skip
    for practice_id, person in rows:
        entry = by_practice[practice_id]
        found[entry.id] = ", ".join(filter(None, (found.get(entry.id), person.full_name)))
    return found


def comments_for(entry: ContestEntry) -> list[str]:
    """What jurors say to the authors, without saying who; those of jurors with a conflict are left out."""
    conflict = sa.exists().where(
        ContestConflict.juror_id == ContestReview.juror_id, ContestConflict.entry_id == ContestReview.entry_id
    )
    rows = db.session.scalars(
        sa.select(ContestReview.comment).where(
            ContestReview.entry_id == entry.id, ContestReview.comment != "", ~conflict
        )
    )  # fmt: skip
    return sorted(rows)


def _line(each: Standing) -> dict[str, Any]:
    return {
        "entry": each.entry.public_id, "hundredths": each.result.hundredths, "place": each.result.place,
        "shared": each.result.is_shared,
        "means": {
            key: [str(mean.value) if mean.value is not None else None, mean.n]
            for key, mean in each.result.means.items()
        },
    }  # fmt: skip


def _published(home: Any, item: Item, on: date) -> Any:
    return sa.select(Person).where(
        Person.erased_on.is_(None), Person.restricted_on.is_(None),
        may_publish_freely(Person.id, home, Item.NAME, on), may_publish_freely(Person.id, home, item, on),
    )  # fmt: skip
