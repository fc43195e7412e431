"""What pairs hold where no key leads to a person: goals, reasons and words of decisions.

Membership goes with the person by the rule of its columns. The words of a pair in which an erased person stood are
blanked whole; elsewhere only a mention of the name goes. A pair that is left without a side is over.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.actor import Actor
from portal.core.db import db, run
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.core.personal_data import Basis
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention
from portal.mentorships.actions import end
from portal.mentorships.kinds import OPEN, Ending
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember

TEXTS = ("goal", "reason")
may_mention("mentorship", *TEXTS)
may_mention("mentorship_member", "reason")
may_mention("mentorship_decision", "words")


def _count(erasing: Erasing) -> Iterable[Line]:
    pairs = sa.select(sa.func.count()).select_from(Mentorship).where(_own(erasing))
    said = sa.select(sa.func.count()).select_from(MentorshipDecision).where(_own_decisions(erasing))
    yield from _lines(db.session.scalar(pairs) or 0, db.session.scalar(said) or 0)


@erases("mentorship", "mentorship_decision", counted_by=_count)
def forget_words(erasing: Erasing) -> Iterable[Line]:
    """Words about a pair in which the person stood go; the pair stays as a number of the registry, and is over."""
    said = run(sa.update(MentorshipDecision).where(_own_decisions(erasing)).values(words=""))
    _end_open(erasing)
    pairs = run(sa.update(Mentorship).where(_own(erasing)).values(goal="", reason=""))
    yield from _lines(pairs, said)


@collects("mentorship", "mentorship_decision")
def own_words(subject: Subject) -> Iterable[Held]:
    """Goal and course of the pairs in which the person stands or stood, with what was decided about them."""
    whole = Erasing(subject=subject)
    told = sa.select(
        Mentorship.pattern, Mentorship.ways, Mentorship.goal, Mentorship.state, Mentorship.is_directive,
        Mentorship.reason, Mentorship.ending, Mentorship.proposed_on, Mentorship.starts_on, Mentorship.planned_until,
        Mentorship.ends_on,
    ).where(_own(whole)).order_by(Mentorship.id)  # fmt: skip
    yield Held(table="mentorship", rows=[dict(row) for row in db.session.execute(told).mappings()])
    decided = sa.select(
        MentorshipDecision.action, MentorshipDecision.outcome, MentorshipDecision.body, MentorshipDecision.words,
        MentorshipDecision.acted_on,
    ).where(_own_decisions(whole)).order_by(MentorshipDecision.id)  # fmt: skip
    yield Held(table="mentorship_decision", rows=[dict(row) for row in db.session.execute(decided).mappings()])


def _own(erasing: Erasing) -> sa.ColumnElement[bool]:
    if erasing.basis not in (None, Basis.CONSENT):
        return sa.false()
    stood = sa.select(MentorshipMember.mentorship_id).where(MentorshipMember.person_id == erasing.subject.person_id)
    clause: sa.ColumnElement[bool] = Mentorship.id.in_(stood)
    if erasing.organization_id is not None and not erasing.is_whole:
        clause = sa.and_(clause, Mentorship.organization_id == erasing.organization_id)
    return clause


def _own_decisions(erasing: Erasing) -> sa.ColumnElement[bool]:
    return MentorshipDecision.mentorship_id.in_(sa.select(Mentorship.id).where(_own(erasing)))


def _end_open(erasing: Erasing) -> None:
    """A pair that stands on this person is over before the row of the person goes; only the others are told."""
    person_id = erasing.subject.person_id
    lone = _own(erasing) & Mentorship.state.in_(OPEN) & sa.exists().where(
        MentorshipMember.mentorship_id == Mentorship.id, MentorshipMember.person_id == person_id,
        MentorshipMember.ends_on.is_(None), ~_somebody_else(person_id),
    ).correlate(Mentorship)  # fmt: skip
    for pair in db.session.scalars(sa.select(Mentorship).where(lone)).all():
        end(Actor.system("erasure"), pair, Ending.CONSENT_WITHDRAWN)
    if erasing.is_whole:
        run(sa.delete(Notice).where(Notice.person_id == person_id))
        run(sa.delete(OutboxMessage).where(OutboxMessage.recipient.in_(erasing.subject.addresses)))


def _somebody_else(person_id: int) -> sa.ColumnElement[bool]:
    """Whether somebody else stands on the same side."""
    other = aliased(MentorshipMember)
    return sa.exists().where(
        other.mentorship_id == MentorshipMember.mentorship_id, other.side == MentorshipMember.side,
        other.person_id != person_id, other.ends_on.is_(None),
    ).correlate(MentorshipMember)  # fmt: skip


def _lines(pairs: int, said: int) -> Iterable[Line]:
    yield Line(table="mentorship", columns=TEXTS, rows=pairs, how="blanked")
    yield Line(table="mentorship_decision", columns=("words",), rows=said, how="blanked")
