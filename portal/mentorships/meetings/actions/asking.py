"""The questionnaire after a meeting: every wave that waits for «После встречи» asks those who were there."""

import hashlib

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.kinds import SAMPLE
from portal.mentorships.meetings.models import Meeting, MeetingSide
from surveys.actions import invite_for_event
from surveys.models import SurveyInvitation

EVENT = "meeting_held"


def ask_for_feedback(actor: Actor, meeting: Meeting) -> int:
    """Invite everybody who was there, of a large group a sample of its mentees; returns how many are asked.

    Told twice, it asks once. The invitation is kept with the side that it asks.
    """
    subject, asked = f"meeting:{meeting.public_id}", 0
    for side in _sampled(meeting):
        if invite_for_event(actor, EVENT, subject, side.member.person, meeting.day):
            side.feedback_invitation_id = db.session.scalar(
                sa.select(sa.func.max(SurveyInvitation.id)).where(
                    SurveyInvitation.person_id == side.member.person_id, SurveyInvitation.subject == subject
                )
            )
            asked += 1
    db.session.flush()
    return asked


def _sampled(meeting: Meeting) -> list[MeetingSide]:
    """All mentors, and at most SAMPLE mentees: another handful each time, the same one if asked again."""
    there = [each for each in meeting.sides if each.attended]
    mentees = [each for each in there if each.member.side == MemberSide.MENTEE]

    def lot(side: MeetingSide) -> str:
        return hashlib.sha256(f"{meeting.public_id}:{side.member.public_id}".encode()).hexdigest()

    return [each for each in there if each.member.side == MemberSide.MENTOR] + sorted(mentees, key=lot)[:SAMPLE]
