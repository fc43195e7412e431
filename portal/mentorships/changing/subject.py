"""What changes hold where no key leads to a person: the reasons, in words."""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.personal_data import Basis
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.models import Mentorship, MentorshipMember

may_mention("mentorship_change", "reason")


def _count(erasing: Erasing) -> Iterable[Line]:
    yield _line(db.session.scalar(sa.select(sa.func.count()).select_from(MentorshipChange).where(_own(erasing))) or 0)


@erases("mentorship_change", counted_by=_count)
def forget_reasons(erasing: Erasing) -> Iterable[Line]:
    """Reasons of the changes of a pair in which the person stood go; days stay in the registry."""
    yield _line(run(sa.update(MentorshipChange).where(_own(erasing)).values(reason="")))


@collects("mentorship_change")
def own_changes(subject: Subject) -> Iterable[Held]:
    """What was changed in the pairs in which the person stands or stood."""
    told = (
        sa.select(MentorshipChange.kind, MentorshipChange.happened_on, MentorshipChange.reason,
                  MentorshipChange.until_before, MentorshipChange.until_after)
        .where(_own(Erasing(subject=subject)))
        .order_by(MentorshipChange.id)
    )  # fmt: skip
    yield Held(table="mentorship_change", rows=[dict(row) for row in db.session.execute(told).mappings()])


def _own(erasing: Erasing) -> sa.ColumnElement[bool]:
    if erasing.basis not in (None, Basis.CONSENT):
        return sa.false()
    stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == erasing.subject.person_id)
    if erasing.organization_id is not None and not erasing.is_whole:
        stood = stood.join(Mentorship).where(Mentorship.organization_id == erasing.organization_id)
    return MentorshipChange.mentorship_id.in_(stood)


def _line(rows: int) -> Line:
    return Line(table="mentorship_change", columns=("reason",), rows=rows, how="blanked")
