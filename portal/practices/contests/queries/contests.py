"""Contests that a reader may open, what the reader may put forward, and what was."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core.db import db
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.practices.contests.models import Contest, ContestEntry
from portal.practices.models import Practice, PracticeAuthor, PracticeVersion

ADULT = 18


def contests_for(actor: Actor) -> Any:
    """Contests that the actor may open, those that go on first."""
    return (
        select_allowed(actor, Permission.CONTEST_READ, Contest)
        .options(joinedload(Contest.organization))
        .order_by(Contest.published_on.is_not(None), Contest.apply_until.desc(), Contest.id.desc())
    )


def own_entries(actor: Actor, contest: Contest) -> Sequence[ContestEntry]:
    """Entries of this contest that the actor made, or in which the actor or the actor's practice is put forward."""
    me = actor.person_id
    if me is None:
        return []
    writes = sa.exists().where(
        PracticeAuthor.practice_id == ContestEntry.practice_id, PracticeAuthor.person_id == me
    ).correlate(ContestEntry)  # fmt: skip
    return db.session.scalars(
        sa.select(ContestEntry)
        .where(
            ContestEntry.contest_id == contest.id,
            sa.or_(ContestEntry.applied_by_id == me, ContestEntry.person_id == me, writes),
        )
        .options(joinedload(ContestEntry.nomination), joinedload(ContestEntry.person))
        .order_by(ContestEntry.id)
    ).all()


def find_entries(actor: Actor, contest: Contest) -> Any:
    """Every entry of the contest that the actor may read: an organiser in the jury does not see those in conflict."""
    return (
        select_allowed(actor, Permission.CONTEST_ENTRY_READ, ContestEntry)
        .where(ContestEntry.contest_id == contest.id)
        .options(joinedload(ContestEntry.nomination), joinedload(ContestEntry.organization),
                 joinedload(ContestEntry.person))
        .order_by(ContestEntry.nomination_id, ContestEntry.id)
    )  # fmt: skip


def practices_for(actor: Actor, contest: Contest) -> Sequence[Practice]:
    """Practices that the actor may put forward here: published or still written, not archived."""
    query = (
        select_allowed(actor, Permission.PRACTICE_WRITE, Practice)
        .where(Practice.archived_on.is_(None))
        .options(
            joinedload(Practice.organization),
            selectinload(Practice.versions).lazyload(PracticeVersion.steps),
            selectinload(Practice.versions).lazyload(PracticeVersion.results),
            selectinload(Practice.versions).lazyload(PracticeVersion.files),
        )
        .order_by(Practice.updated_at.desc(), Practice.id)
        .limit(200)
    )
    if not contest.is_for_town:
        query = query.where(Practice.organization_id == contest.organization_id)
    return db.session.scalars(query).all()


def nominees_for(actor: Actor, organization_ids: Sequence[int], on: date) -> Sequence[tuple[Person, Organization]]:
    """(adult, organisation) whom the actor may put forward: oneself, or employees whose cards the actor opens."""
    eighteen = on.replace(year=on.year - ADULT, day=min(on.day, 28))
    place = aliased(Membership)
    rows = db.session.execute(
        sa.select(Person, Organization)
        .join(place, place.person_id == Person.id)
        .join(Organization, Organization.id == place.organization_id)
        .where(
            place.organization_id.in_(organization_ids), place.kind == MembershipKind.EMPLOYEE,
            in_force(place, on), Person.erased_on.is_(None), Person.restricted_on.is_(None),
            sa.or_(Person.birth_on.is_(None), Person.birth_on <= eighteen),
            sa.or_(Person.id == actor.person_id, allowed(actor, Permission.PERSON_READ, Person)),
        )
        .distinct()
        .order_by(Person.sort_name, Person.id, Organization.id)
        .limit(500)
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def organizations_applying(actor: Actor, contest: Contest) -> list[int]:
    """Ids of organisations for which the actor may apply here."""
    ids = {
        grant.organization_id for grant in actor.grants
        if grant.organization_id and scope_of(Permission.CONTEST_APPLY, grant.role) is not Scope.NONE
    }  # fmt: skip
    return sorted(ids if contest.is_for_town else ids & {contest.organization_id})
