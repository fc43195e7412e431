"""The history of one pair: what happened on which day, told from rows that are never rewritten.

`replay` folds the events up to a day into the state and the members of that day: the registry of a past day says the
same, and a test holds it to that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import sqlalchemy as sa

from portal.core.db import db
from portal.documents.models import Document
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod

DAY = timedelta(days=1)
OF_STATES = {
    ChangeKind.PAUSED: MentorshipState.PAUSED, ChangeKind.RESUMED: MentorshipState.ACTIVE,
    ChangeKind.ENDED: MentorshipState.CLOSED,
}  # fmt: skip


class EventKind(StrEnum):
    """What an event tells, in the order in which events of one day are told."""

    LEFT = "left"
    ENTERED = "entered"
    DECIDED = "decided"
    STATE = "state"
    CHANGED = "changed"


RANKS = list(EventKind)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened: of its fields those that go with its kind are set. A leaver's last day is `day`."""

    day: date
    kind: EventKind
    state: str = ""
    member: MentorshipMember | None = None
    decision: MentorshipDecision | None = None
    document: Document | None = None
    change: MentorshipChange | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """State and members of a pair at the end of a day; no state before its first."""

    state: str = ""
    member_ids: frozenset[int] = field(default_factory=frozenset)


def history_of(pair: Mentorship) -> list[Event]:
    """Everything that happened to the pair, the oldest first."""
    changes = db.session.scalars(
        sa.select(MentorshipChange).where(MentorshipChange.mentorship_id == pair.id).order_by(MentorshipChange.id)
    ).all()
    periods = db.session.scalars(
        sa.select(MentorshipPeriod).where(MentorshipPeriod.mentorship_id == pair.id)
    ).all()  # fmt: skip
    decided = db.session.execute(
        sa.select(MentorshipDecision, Document)
        .outerjoin(Document, Document.id == MentorshipDecision.document_id)
        .where(MentorshipDecision.mentorship_id == pair.id)
        .order_by(MentorshipDecision.id)
    )
    return events_of(pair.members, periods, changes, [(decision, document) for decision, document in decided])


def events_of(
    members: Iterable[MentorshipMember], periods: Iterable[MentorshipPeriod],
    changes: Sequence[MentorshipChange] = (), decided: Iterable[tuple[MentorshipDecision, Document | None]] = (),
) -> list[Event]:  # fmt: skip
    """The same rows as events. A change that is told by a state of its day gives that event its reason."""
    reasons = {(each.happened_on, OF_STATES[each.kind]): each for each in changes if each.kind in OF_STATES}
    found = [
        Event(day=each.starts_on, kind=EventKind.STATE, state=each.state,
              change=reasons.pop((each.starts_on, MentorshipState(each.state)), None))
        for each in periods
    ]  # fmt: skip
    for member in members:
        found.append(Event(day=member.starts_on, kind=EventKind.ENTERED, member=member))
        if member.ends_on is not None:
            found.append(Event(day=member.ends_on, kind=EventKind.LEFT, member=member))
    for decision, document in decided:
        found.append(Event(day=decision.acted_on, kind=EventKind.DECIDED, decision=decision, document=document))
    told = {id(each.change) for each in found if each.change is not None}
    found += [
        Event(day=each.happened_on, kind=EventKind.CHANGED, change=each) for each in changes if id(each) not in told
    ]
    return sorted(found, key=lambda each: (each.day, RANKS.index(each.kind)))


def replay(events: Iterable[Event], on: date) -> Standing:
    """What the events up to the end of the day come to. Who was there when a pair ended stays listed with it."""
    state, present = "", set[int]()
    for day, of_day in _by_day(events):
        if day > on:
            break
        states = [each.state for each in of_day if each.kind is EventKind.STATE]
        present |= {each.member.id for each in of_day if each.kind is EventKind.ENTERED and each.member}
        state = states[-1] if states else state
        if day < on and state not in (MentorshipState.CLOSED, MentorshipState.DECLINED):
            present -= {each.member.id for each in of_day if each.kind is EventKind.LEFT and each.member}
    return Standing(state=state, member_ids=frozenset(present))


def _by_day(events: Iterable[Event]) -> Iterable[tuple[date, list[Event]]]:
    days: dict[date, list[Event]] = {}
    for each in events:
        days.setdefault(each.day, []).append(each)
    return sorted(days.items())
