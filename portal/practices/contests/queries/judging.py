"""Who judges a contest, what is left to weigh, and who may be called into the jury."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core.db import db
from portal.people.models import Organization, Person
from portal.people.periods import in_force
from portal.people.queries import organizations_under
from portal.practices.contests.kinds import EntryState
from portal.practices.contests.models import Contest, ContestConflict, ContestEntry, ContestJuror, ContestReview

CALLED = (Role.CURATOR, Role.METHODOLOGIST, Role.DIRECTOR, Role.OPERATOR, Role.DEPARTMENT, Role.PSYCHOLOGIST,
          Role.FORM_LEAD, Role.PARTNER_CURATOR)  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A juror with how many entries there are for them, and how many they have weighed."""

    juror: ContestJuror
    conflicts: int
    reviews: int


def seat_of(actor: Actor, contest: Contest) -> ContestJuror | None:
    """The actor's own place in the jury."""
    return db.session.scalars(
        sa.select(ContestJuror).where(
            ContestJuror.contest_id == contest.id, ContestJuror.person_id == actor.person_id
        )
    ).one_or_none()  # fmt: skip


def chair_of(contest: Contest) -> ContestJuror | None:
    """Who signs the protocol."""
    return db.session.scalars(
        sa.select(ContestJuror)
        .where(ContestJuror.contest_id == contest.id, ContestJuror.is_chair)
        .options(joinedload(ContestJuror.person))
    ).one_or_none()


def jury_of(contest: Contest) -> list[Seat]:
    """The jury, the chair first: figures only, nobody's points."""
    mine = ContestConflict.juror_id == ContestJuror.id
    conflicts = (
        sa.select(sa.func.count()).select_from(ContestConflict)
        .join(ContestEntry, ContestEntry.id == ContestConflict.entry_id)
        .where(mine, ContestEntry.state == EntryState.ACCEPTED).correlate(ContestJuror).scalar_subquery()
    )  # fmt: skip
    reviews = (
        sa.select(sa.func.count()).select_from(ContestReview)
        .join(ContestEntry, ContestEntry.id == ContestReview.entry_id)
        .where(
            ContestReview.juror_id == ContestJuror.id, ContestEntry.state == EntryState.ACCEPTED,
            ~sa.exists().where(mine, ContestConflict.entry_id == ContestReview.entry_id),
        )
        .correlate(ContestJuror).scalar_subquery()
    )  # fmt: skip
    rows = db.session.execute(
        sa.select(ContestJuror, conflicts, reviews)
        .join(Person, Person.id == ContestJuror.person_id)
        .where(ContestJuror.contest_id == contest.id)
        .options(joinedload(ContestJuror.person))
        .order_by(ContestJuror.is_chair.desc(), Person.sort_name, ContestJuror.id)
    )
    return [Seat(*row) for row in rows]


def candidates_for(contest: Contest, on: date) -> Sequence[tuple[Person, Organization]]:
    """(person, organisation) who may be called: who leads mentoring here, or in the town for a contest of the town."""
    reach = [contest.organization_id]
    home = RoleGrant.organization_id.in_(organizations_under(reach) if contest.is_for_town else reach)
    sits = sa.exists().where(ContestJuror.contest_id == contest.id, ContestJuror.person_id == Person.id)
    rows = db.session.execute(
        sa.select(Person, Organization)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(
            sa.or_(home, RoleGrant.organization_id == contest.organization_id), RoleGrant.role.in_(CALLED),
            in_force(RoleGrant, on), Person.erased_on.is_(None), Person.restricted_on.is_(None), ~sits,
        )
        .distinct()
        .order_by(Person.sort_name, Person.id, Organization.id)
        .limit(500)
    )  # fmt: skip
    seen: dict[int, tuple[Person, Organization]] = {}
    for person, organization in rows:
        seen.setdefault(person.id, (person, organization))
    return list(seen.values())


def entries_to_judge(juror: ContestJuror) -> list[tuple[ContestEntry, ContestReview | None]]:
    """(entry, the juror's own review) without those in which the juror has a conflict, unweighed first."""
    rows = db.session.execute(
        sa.select(ContestEntry, ContestReview)
        .outerjoin(
            ContestReview,
            sa.and_(ContestReview.entry_id == ContestEntry.id, ContestReview.juror_id == juror.id),
        )
        .where(
            ContestEntry.contest_id == juror.contest_id, ContestEntry.state == EntryState.ACCEPTED,
            ~_conflicted(juror.id),
        )
        .options(joinedload(ContestEntry.nomination), joinedload(ContestEntry.organization),
                 joinedload(ContestEntry.person))
        .order_by(ContestReview.id.is_not(None), ContestEntry.nomination_id, ContestEntry.id)
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


def review_of(juror: ContestJuror, entry: ContestEntry) -> ContestReview | None:
    """What this juror gave."""
    return db.session.scalars(
        sa.select(ContestReview).where(ContestReview.juror_id == juror.id, ContestReview.entry_id == entry.id)
    ).one_or_none()


def reviews_missing(contest: Contest) -> int:
    """How many reviews are still owed: a juror, an entry without conflict, no review."""
    given = sa.exists().where(ContestReview.juror_id == ContestJuror.id, ContestReview.entry_id == ContestEntry.id)
    return (
        db.session.scalar(
            sa.select(sa.func.count())
            .select_from(ContestJuror)
            .join(ContestEntry, ContestEntry.contest_id == ContestJuror.contest_id)
            .where(
                ContestJuror.contest_id == contest.id, ContestEntry.state == EntryState.ACCEPTED,
                ~_conflicted(ContestJuror.id), ~given,
            )
        )
        or 0
    )  # fmt: skip


def _conflicted(juror_id: int | sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    return sa.exists().where(ContestConflict.juror_id == juror_id, ContestConflict.entry_id == ContestEntry.id)
