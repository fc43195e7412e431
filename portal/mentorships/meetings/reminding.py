"""Letters a day before a meeting: each meeting is taken by one UPDATE in the transaction that writes its letters."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.core import clock
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.i18n import _
from portal.core.mail import For
from portal.core.notices import notify
from portal.mentorships.meetings.actions.rules import NOTICE, members_on, path_of
from portal.mentorships.meetings.kinds import MeetingState
from portal.mentorships.meetings.labels import kind_label, when
from portal.mentorships.meetings.letters import meeting_reminder
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.queries.meetings import TAKES_MEETINGS
from portal.mentorships.models import Mentorship, MentorshipMember

BEFORE, LATEST = timedelta(hours=24), timedelta(hours=4)
BATCH = 100


def remind(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Write the reminders that are due, in small transactions; returns how many letters went into the outbox."""
    written = 0
    while not should_stop():
        due = _due()
        if not due:
            break
        written += sum(_write(meeting) for meeting in _taken(due))
        db.session.commit()
    return written


def _due() -> list[int]:
    now = clock.now()
    works = sa.select(Mentorship.id).where(Mentorship.state.in_(TAKES_MEETINGS))
    return list(
        db.session.scalars(
            sa.select(Meeting.id)
            .where(
                Meeting.state == MeetingState.PLANNED, Meeting.reminded_at.is_(None), Meeting.starts_at > now,
                Meeting.starts_at <= now + BEFORE, Meeting.mentorship_id.in_(works),
            )
            .order_by(Meeting.id).limit(BATCH)
        )
    )  # fmt: skip


def _taken(ids: list[int]) -> list[Meeting]:
    """Those of the meetings that nobody else has taken, or changed, meanwhile."""
    taking = (
        sa.update(Meeting)
        .where(Meeting.id.in_(ids), Meeting.reminded_at.is_(None), Meeting.state == MeetingState.PLANNED)
        .values(reminded_at=clock.now(), updated_at=Meeting.updated_at)
        .returning(Meeting.id)
        .execution_options(synchronize_session=False)
    )
    taken = list(db.session.scalars(taking))
    return list(
        db.session.scalars(
            sa.select(Meeting).where(Meeting.id.in_(taken)).order_by(Meeting.id)
            .options(joinedload(Meeting.mentorship).joinedload(Mentorship.organization),
                     joinedload(Meeting.mentorship).selectinload(Mentorship.members)
                     .joinedload(MentorshipMember.person), selectinload(Meeting.sides))
        )
    )  # fmt: skip


def _write(meeting: Meeting) -> int:
    pair, written = meeting.mentorship, 0
    for member in members_on(pair, clock.today(meeting.time_zone)):
        person = member.person
        if person.restricted_on is not None or person.erased_on is not None:
            continue
        notify([person.id], NOTICE, _("Скоро встреча: %(when)s", when=when(meeting)), path_of(meeting))
        if not person.email:
            continue
        written += meeting_reminder(
            person.email, when=when(meeting), kind=kind_label(meeting.kind), place=meeting.place, link=meeting.link,
            organization=pair.organization.short_name, path=path_of(meeting),
            event_key=f"meeting-reminder:{meeting.public_id}:{person.public_id}",
            reader=For(person_id=person.id, zone=meeting.time_zone, by=meeting.starts_at - LATEST),
        )  # fmt: skip
    return written


@over_when("meeting_reminder")
def reminds_of_nothing(event_keys: Sequence[str]) -> list[str]:
    """Which reminders speak of a meeting that was moved, dropped or held meanwhile."""
    planned = set(
        db.session.scalars(
            sa.select(Meeting.public_id).where(
                Meeting.public_id.in_([subject_of(key) for key in event_keys]), Meeting.state == MeetingState.PLANNED,
                Meeting.starts_at > clock.now(),
            )
        )
    )  # fmt: skip
    return [key for key in event_keys if subject_of(key) not in planned]
