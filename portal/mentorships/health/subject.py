"""What health holds where no key leads to a person: words of curators about a pair, what somebody told them.

What the erased person told goes whole, and its warning says no more than a number. A package never holds what another
person told, nor what another answered: reporting somebody stays safe. Words of curators about the pair are for curators
only, as their form says.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.personal_data import Basis
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.mentorships.health.kinds import NO_MARKS, WarningRule
from portal.mentorships.health.models import CuratorCall, PairWarning
from portal.mentorships.models import Mentorship, MentorshipMember

SECRET = (WarningRule.CALL, WarningRule.LOW_MARKS)


def _count(erasing: Erasing) -> Iterable[Line]:
    warnings = sa.select(sa.func.count()).select_from(PairWarning).where(_of_pairs(erasing, PairWarning))
    calls = sa.select(sa.func.count()).select_from(CuratorCall).where(_calls(erasing))
    yield from _lines(db.session.scalar(warnings) or 0, db.session.scalar(calls) or 0)


@erases("pair_warning", "curator_call", counted_by=_count)
def forget_health(erasing: Erasing) -> Iterable[Line]:
    """Words about a pair in which the person stood go, what the person told, and marks; other figures stay."""
    warnings = run(sa.update(PairWarning).where(_of_pairs(erasing, PairWarning)).values(words=""))
    marked = sa.update(PairWarning).where(_of_pairs(erasing, PairWarning), PairWarning.rule == WarningRule.LOW_MARKS)
    run(marked.values(data=NO_MARKS))
    calls = run(sa.update(CuratorCall).where(_calls(erasing)).values(text=""))
    own = CuratorCall.sent_by_id == erasing.subject.person_id
    run(sa.update(CuratorCall).where(_calls(erasing), own).values(sent_by_id=None))
    yield from _lines(warnings, calls)


@collects("pair_warning", "curator_call")
def own_health(subject: Subject) -> Iterable[Held]:
    """Why the person's pairs were looked at and what came of it, and what the person told the curator."""
    whole = Erasing(subject=subject)
    warned = sa.select(
        PairWarning.rule, PairWarning.since, PairWarning.opened_on, PairWarning.snoozed_until, PairWarning.closed_on,
        PairWarning.outcome,
    ).where(_of_pairs(whole, PairWarning), PairWarning.rule.not_in(SECRET)).order_by(PairWarning.id)  # fmt: skip
    yield Held(table="pair_warning", rows=[dict(row) for row in db.session.execute(warned).mappings()])
    told = sa.select(
        CuratorCall.urgency, CuratorCall.to_psychologist, CuratorCall.text, CuratorCall.sent_at
    ).where(CuratorCall.sent_by_id == subject.person_id).order_by(CuratorCall.id)  # fmt: skip
    yield Held(table="curator_call", rows=[dict(row) for row in db.session.execute(told).mappings()])


def _calls(erasing: Erasing) -> sa.ColumnElement[bool]:
    """What the person told and what was told about a pair in which the person stood."""
    return _of_pairs(erasing, CuratorCall)


def _of_pairs(erasing: Erasing, model: type[PairWarning] | type[CuratorCall]) -> sa.ColumnElement[bool]:
    if erasing.basis not in (None, Basis.CONSENT):
        return sa.false()
    stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == erasing.subject.person_id)
    if erasing.organization_id is not None and not erasing.is_whole:
        stood = stood.join(Mentorship).where(Mentorship.organization_id == erasing.organization_id)
    clause: sa.ColumnElement[bool] = model.mentorship_id.in_(stood)
    if model is CuratorCall and erasing.is_whole:
        clause = sa.or_(clause, CuratorCall.sent_by_id == erasing.subject.person_id)
    return clause


def _lines(warnings: int, calls: int) -> Iterable[Line]:
    yield Line(table="pair_warning", columns=("words", "data"), rows=warnings, how="blanked")
    yield Line(table="curator_call", columns=("text", "sent_by_id"), rows=calls, how="blanked")
