"""What contests hold about a person and what the person may read of it: reviews only once results are published."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.subjects import Held, Subject, collects
from portal.practices.contests.kinds import ContestState
from portal.practices.contests.models import Contest, ContestConflict, ContestEntry, ContestJuror, ContestReview


@collects("contest_conflict", "contest_review")
def own_judging(subject: Subject) -> Iterable[Held]:
    """A juror's own reviews and conflicts whole; to who was put forward, points and words without who gave them.

    Before the results are published neither points nor words about an entry are told: the jury is still free then.
    """
    mine = ContestJuror.person_id == subject.person_id
    given = (ContestReview.entry_id, ContestReview.points, ContestReview.comment, ContestReview.weighed_on)
    own = sa.select(*given).join(ContestJuror, ContestJuror.id == ContestReview.juror_id).where(mine)
    about = (
        sa.select(ContestReview.points, ContestReview.comment, ContestReview.weighed_on)
        .join(ContestEntry, ContestEntry.id == ContestReview.entry_id)
        .join(Contest, Contest.id == ContestEntry.contest_id)
        .where(ContestEntry.person_id == subject.person_id, Contest.state == ContestState.PUBLISHED)
    )
    yield Held(table="contest_review", rows=[*_rows(own, ContestReview), *_rows(about, ContestReview)])
    conflicts = (
        sa.select(ContestConflict.entry_id, ContestConflict.bond, ContestConflict.noted_on)
        .join(ContestJuror, ContestJuror.id == ContestConflict.juror_id).where(mine)
    )  # fmt: skip
    yield Held(table="contest_conflict", rows=_rows(conflicts, ContestConflict))


def _rows(query: Any, model: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.session.execute(query.order_by(model.id)).mappings()]
