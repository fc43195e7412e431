"""Meetings to come: planned, moved, and those that came to nothing."""

from datetime import datetime, timedelta

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.mentorships.meetings.actions.rules import members_on, path_of, refuse_closed, refuse_former, tell
from portal.mentorships.meetings.kinds import MeetingKind, MeetingState
from portal.mentorships.meetings.labels import when
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship
from portal.programs.actions.changes import change

FURTHEST = timedelta(days=400)


def plan(
    actor: Actor, pair: Mentorship, *, kind: MeetingKind, starts_at: datetime, minutes: int, place: str = "",
    link: str = "",
) -> Meeting:  # fmt: skip
    """Plan a meeting of the pair at a moment to come, `minutes` long; the other members get a line on the portal.

    Raises Refusal for a moment that is over or further than a year away, and for a pair that takes no meetings.
    """
    refuse_closed(pair)
    refuse_former(actor, pair)
    _refuse_untimely(starts_at)
    zone = pair.organization.time_zone
    made = Meeting(
        mentorship_id=pair.id, kind=kind, state=MeetingState.PLANNED, starts_at=starts_at,
        day=clock.day_of(starts_at, zone), time_zone=zone, minutes=minutes, place=clean_line(place), link=link.strip(),
    )  # fmt: skip
    made.mentorship = pair
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.MEETING_PLANNED, made, organization_id=pair.organization_id, changes={"kind": kind})
    tell(actor, _people(made), _("Назначена встреча: %(when)s", when=when(made)), path_of(made))
    return made


def move(actor: Actor, meeting: Meeting, *, starts_at: datetime, place: str, link: str, reason: str = "") -> Meeting:
    """Plan another meeting in place of this one; returns the new one, of which everybody is reminded anew.

    Raises Refusal for a meeting that is no plan any more and for a moment that is over.
    """
    pair = meeting.mentorship
    _refuse_settled(meeting)
    refuse_former(actor, pair)
    _refuse_untimely(starts_at)
    change(meeting, {"state": MeetingState.MOVED, "moved_to": starts_at, "reason": clean_text(reason)})
    made = plan(actor, pair, kind=meeting.kind, starts_at=starts_at, minutes=meeting.minutes, place=place, link=link)
    audit.record(actor, AuditEvent.MEETING_MOVED, meeting, organization_id=pair.organization_id)
    return made


def drop(actor: Actor, meeting: Meeting, *, reason: str = "") -> None:
    """The planned meeting does not take place: cancelled before its time, missed after it.

    Raises Refusal for a meeting that is no plan any more.
    """
    _refuse_settled(meeting)
    refuse_former(actor, meeting.mentorship)
    is_over = meeting.starts_at <= clock.now()
    state = MeetingState.MISSED if is_over else MeetingState.CANCELLED
    change(meeting, {"state": state, "reason": clean_text(reason)})
    audit.record(actor, AuditEvent.MEETING_DROPPED, meeting, organization_id=meeting.mentorship.organization_id,
                 changes={"state": state})  # fmt: skip
    said = _("Встреча не состоялась: %(when)s") if is_over else _("Встреча отменена: %(when)s")
    tell(actor, _people(meeting), said % {"when": when(meeting)}, path_of(meeting))


def _people(meeting: Meeting) -> list[int]:
    return [each.person_id for each in members_on(meeting.mentorship, clock.today(meeting.time_zone))]


def _refuse_settled(meeting: Meeting) -> None:
    if meeting.state != MeetingState.PLANNED:
        raise Refusal(_("Эта встреча уже прошла, отменена или перенесена."))


def _refuse_untimely(starts_at: datetime) -> None:
    now = clock.now()
    if starts_at <= now:
        raise Refusal(_("Это время уже прошло. Назначьте встречу на будущее или запишите прошедшую."))
    if starts_at > now + FURTHEST:
        raise Refusal(_("Назначьте встречу не дальше чем на год вперёд."))
