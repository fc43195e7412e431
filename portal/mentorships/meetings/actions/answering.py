"""What the other side says about a meeting that was written down: it was so, or it was not."""

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.mentorships.meetings.actions.rules import evidence_of, path_of, say, tell, without_account
from portal.mentorships.meetings.labels import when
from portal.mentorships.meetings.models import Meeting, MeetingSide


def confirm(actor: Actor, meeting: Meeting) -> None:
    """It was so. A member speaks for themselves, the staff for members who cannot sign in; twice changes nothing.

    Raises Refusal for a meeting that did not take place, and where there is nobody for whom the actor may speak.
    """
    voices = voices_of(actor, meeting)
    if not meeting.is_held or not voices:
        raise Refusal(_("Эту встречу подтверждают сами участники."))
    if all(each.confirmed_at for each in voices):
        return
    at = clock.now()
    for side in voices:
        say(side, actor, at)
    meeting.evidence = evidence_of(meeting.sides)
    db.session.flush()
    audit.record(actor, AuditEvent.MEETING_CONFIRMED, meeting, organization_id=meeting.mentorship.organization_id)


def dispute(actor: Actor, meeting: Meeting, *, words: str) -> None:
    """It was not so, and how it was in `words`: the meeting counts nowhere until somebody puts it right.

    Raises Refusal for whoever is no member of the meeting, and without words.
    """
    own = meeting.side_of(actor.person_id)
    if not meeting.is_held or own is None:
        raise Refusal(_("Возразить могут только участники встречи."))
    if not clean_text(words):
        raise Refusal(_("Напишите, что было не так."))
    own.confirmed_at, own.confirmed_by_id = None, None
    own.disputed_at, own.words = clock.now(), clean_text(words)
    meeting.evidence = evidence_of(meeting.sides)
    db.session.flush()
    audit.record(actor, AuditEvent.MEETING_DISPUTED, meeting, organization_id=meeting.mentorship.organization_id)
    others = [each.member.person_id for each in meeting.sides if each.attended]
    tell(actor, others, _("О встрече есть возражение: %(when)s", when=when(meeting)), path_of(meeting))


def voices_of(actor: Actor, meeting: Meeting) -> list[MeetingSide]:
    """The sides for which the actor may speak: one's own, or those of members without an account."""
    own = meeting.side_of(actor.person_id)
    if own is not None:
        return [own]
    silent = without_account(each.member.person_id for each in meeting.sides)
    return [each for each in meeting.sides if each.attended and each.member.person_id in silent]
