"""What the conflict list holds about a person: it is about two, so it goes with either and tells neither why."""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.matching.conflicts.models import MatchingConflict

TABLE = "matching_conflict"
COLUMNS = ("reason", "starts_on", "ends_on")


def _count(erasing: Erasing) -> Iterable[Line]:
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(MatchingConflict).where(_about(erasing))) or 0
    yield Line(table=TABLE, columns=COLUMNS, rows=rows, how="erased")


@erases(TABLE, counted_by=_count)
def forget_conflicts(erasing: Erasing) -> Iterable[Line]:
    """Every entry in which the person stands goes: its reason is about both."""
    yield Line(table=TABLE, columns=COLUMNS, rows=run(sa.delete(MatchingConflict).where(_about(erasing))), how="erased")


@collects(TABLE)
def own_conflicts(subject: Subject) -> Iterable[Held]:
    """From when to when the person stands in a list; with whom and why would tell of the other one."""
    query = (
        sa.select(MatchingConflict.starts_on, MatchingConflict.ends_on, MatchingConflict.created_at)
        .where(_about(Erasing(subject=subject)))
        .order_by(MatchingConflict.id)
    )
    yield Held(table=TABLE, rows=[dict(row) for row in db.session.execute(query).mappings()])


def _about(erasing: Erasing) -> sa.ColumnElement[bool]:
    person_id = erasing.subject.person_id
    either = sa.or_(MatchingConflict.first_id == person_id, MatchingConflict.second_id == person_id)
    if erasing.organization_id is None or erasing.is_whole:
        return either
    return sa.and_(either, MatchingConflict.organization_id == erasing.organization_id)
