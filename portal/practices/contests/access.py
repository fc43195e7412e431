"""What own, organisation, circle and public mean for contests and their entries."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.practices.contests.kinds import JUDGED, ContestState, EntryState
from portal.practices.contests.models import Contest, ContestConflict, ContestEntry, ContestJuror
from portal.practices.models import PracticeAuthor


@scopes(Contest, read=Permission.CONTEST_READ)
def contest_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is a juror's, ORGANIZATION the organiser's own in any state.

    Once announced a contest of the town is PUBLIC, another one is read by the CIRCLE of its organisation.
    """
    ids = actor.organization_ids(role)
    is_announced = Contest.state != ContestState.DRAFT
    sits = sa.exists().where(
        ContestJuror.contest_id == Contest.id, ContestJuror.person_id == actor.person_id
    ).correlate(Contest)  # fmt: skip
    return {
        Scope.OWN: sits,
        Scope.ORGANIZATION: Contest.organization_id.in_(ids),
        Scope.CIRCLE: sa.and_(is_announced, Contest.organization_id.in_(ids)),
        Scope.PUBLIC: sa.and_(is_announced, Contest.is_for_town),
    }


@scopes(ContestEntry, read=Permission.CONTEST_ENTRY_READ)
def entry_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is that of who applied, is put forward or wrote the practice; ORGANIZATION is the organiser's.

    CIRCLE is the jury, from the day on which judging begins. Whoever has a conflict is neither jury nor organiser here.
    """
    me = actor.person_id
    writes = sa.exists().where(
        PracticeAuthor.practice_id == ContestEntry.practice_id, PracticeAuthor.person_id == me
    ).correlate(ContestEntry)  # fmt: skip
    sits = sa.exists().where(
        ContestJuror.contest_id == ContestEntry.contest_id, ContestJuror.person_id == me
    ).correlate(ContestEntry)  # fmt: skip
    free = ~conflict_of(me)
    return {
        Scope.OWN: sa.or_(ContestEntry.applied_by_id == me, ContestEntry.person_id == me, writes),
        Scope.CIRCLE: sa.and_(
            sits, free, ContestEntry.state == EntryState.ACCEPTED,
            ContestEntry.contest_id.in_(sa.select(Contest.id).where(Contest.state.in_(JUDGED))),
        ),
        Scope.ORGANIZATION: sa.and_(
            free,
            ContestEntry.contest_id.in_(
                sa.select(Contest.id).where(Contest.organization_id.in_(actor.organization_ids(role)))
            ),
        ),
    }  # fmt: skip


def conflict_of(person_id: int | None) -> sa.ColumnElement[bool]:
    """The clause «this person, as a juror, has a conflict with the entry»."""
    return (
        sa.exists()
        .where(
            ContestConflict.entry_id == ContestEntry.id, ContestConflict.juror_id == ContestJuror.id,
            ContestJuror.person_id == person_id,
        )
        .correlate(ContestEntry)
    )  # fmt: skip
