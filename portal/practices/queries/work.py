"""What is under way: one's own practices, what waits for reviewers, what nobody has confirmed for long."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.practices.kinds import Stage, VersionState
from portal.practices.models import Practice, PracticeAuthor, PracticeRemark, PracticeVersion

LOADED = (
    joinedload(Practice.organization), selectinload(Practice.versions),
    selectinload(Practice.authors).joinedload(PracticeAuthor.person),
)  # fmt: skip
_LIGHT = (
    joinedload(Practice.organization),
    selectinload(Practice.versions).lazyload(PracticeVersion.steps),
    selectinload(Practice.versions).lazyload(PracticeVersion.results),
    selectinload(Practice.versions).lazyload(PracticeVersion.files),
)


def own_practices(person_id: int | None) -> Sequence[Practice]:
    """Practices of an author, what was touched last first."""
    return db.session.scalars(
        sa.select(Practice)
        .where(_written_by(person_id))
        .options(*_LIGHT)
        .order_by(Practice.updated_at.desc(), Practice.id)
    ).all()


def review_queue(actor: Actor) -> Any:
    """(practice, version) that wait for the actor's decision, the earliest term first; never one's own.

    What an organisation has not read in time comes before the methodologist of the municipality as well.
    """
    publishes = allowed(actor, Permission.PRACTICE_PUBLISH, Practice)
    is_late = PracticeVersion.due_on < clock.today(actor.time_zone)
    stages = [
        sa.and_(
            PracticeVersion.stage == Stage.ORGANIZATION, allowed(actor, Permission.PRACTICE_REVIEW, Practice),
            sa.or_(~publishes, is_late),
        ),
        sa.and_(PracticeVersion.stage == Stage.MUNICIPALITY, publishes),
    ]  # fmt: skip
    return (
        sa.select(Practice, PracticeVersion)
        .join(PracticeVersion, PracticeVersion.practice_id == Practice.id)
        .where(
            PracticeVersion.state == VersionState.IN_REVIEW, Practice.archived_on.is_(None), sa.or_(*stages),
            ~_written_by(actor.person_id),
        )
        .options(
            joinedload(Practice.organization), sa.orm.lazyload(PracticeVersion.steps),
            sa.orm.lazyload(PracticeVersion.results), sa.orm.lazyload(PracticeVersion.files),
        )
        .order_by(PracticeVersion.due_on, PracticeVersion.id)
    )  # fmt: skip


def waiting_for(actor: Actor) -> sa.Select[Any]:
    """How many wait for the actor and the earliest term: one row, or none where nothing waits."""
    waiting = review_queue(actor).order_by(None).with_only_columns(PracticeVersion.due_on).subquery()
    counted = sa.func.count()
    return sa.select(counted, sa.func.min(waiting.c.due_on)).select_from(waiting).having(counted > 0)


def returned_to(person_id: int) -> sa.Select[str, str]:
    """(public id, title) of practices that came back to their author."""
    return (
        sa.select(Practice.public_id, PracticeVersion.title)
        .join(PracticeVersion, PracticeVersion.practice_id == Practice.id)
        .where(
            PracticeVersion.state == VersionState.RETURNED, Practice.archived_on.is_(None), _written_by(person_id)
        )
        .order_by(PracticeVersion.id)
    )  # fmt: skip


def unconfirmed_of(person_id: int, today: date) -> sa.Select[str, str]:
    """(public id, title) of published practices of an author whose review date has come."""
    return (
        sa.select(Practice.public_id, PracticeVersion.title)
        .join(
            PracticeVersion,
            sa.and_(PracticeVersion.practice_id == Practice.id, PracticeVersion.number == Practice.current_number),
        )
        .where(Practice.review_on <= today, Practice.archived_on.is_(None), _written_by(person_id))
        .order_by(Practice.review_on, Practice.id)
    )


def remarks_on(version: PracticeVersion) -> dict[str, list[PracticeRemark]]:
    """Section → what reviewers said of it, the latest round first."""
    rows = db.session.scalars(
        sa.select(PracticeRemark)
        .where(PracticeRemark.version_id == version.id)
        .order_by(PracticeRemark.round.desc(), PracticeRemark.id)
    )
    found: dict[str, list[PracticeRemark]] = {}
    for remark in rows:
        found.setdefault(remark.section, []).append(remark)
    return found


def _written_by(person_id: int | None) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(PracticeAuthor.practice_id == Practice.id, PracticeAuthor.person_id == person_id)
        .correlate(Practice)
    )
