"""What holds for every deed: who may do it now, on which days, who is told."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts.models import User
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.kinds import Evidence
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.meetings.queries.meetings import TAKES_MEETINGS
from portal.mentorships.models import Mentorship, MentorshipMember

NOTICE = "meeting"


def refuse_closed(pair: Mentorship) -> None:
    """Raise Refusal for a pair that takes no meetings: not agreed to yet, or over."""
    if pair.state not in TAKES_MEETINGS:
        raise Refusal(_("Эта пара сейчас не встречается: она ещё не согласована или уже завершена."))


def refuse_former(actor: Actor, pair: Mentorship) -> None:
    """Raise Refusal for somebody who stood in the pair and left."""
    own = [each for each in pair.members if each.person_id == actor.person_id]
    if own and all(each.ends_on is not None for each in own):
        raise Refusal(_("Вы уже не участвуете в этой паре."))


def members_on(pair: Mentorship, day: date) -> list[MentorshipMember]:
    """Who stood in the pair on the day."""
    return [
        each for each in pair.members
        if each.starts_on <= day and (each.ends_on is None or each.ends_on >= day) and each.declined_on is None
    ]  # fmt: skip


def evidence_of(sides: Iterable[MeetingSide]) -> Evidence:
    """How a meeting is proven: one voice of each side is enough, one objection outweighs them all (n × m too)."""
    voices = list(sides)
    if any(each.disputed_at for each in voices):
        return Evidence.DISPUTED
    said = {each.member.side for each in voices if each.confirmed_at and each.attended}
    return Evidence.CONFIRMED if said == set(MemberSide) else Evidence.ONE_SIDED


def without_account(person_ids: Iterable[int]) -> set[int]:
    """Those of these people who cannot sign in: the staff speaks for them."""
    ids = set(person_ids)
    return ids - set(db.session.scalars(sa.select(User.person_id).where(User.person_id.in_(ids))))


def say(side: MeetingSide, actor: Actor, at: datetime) -> None:
    """The side says yes; an objection made before is taken back."""
    side.confirmed_at, side.confirmed_by_id, side.disputed_at, side.words = at, actor.person_id, None, ""
    side.attended = True


def tell(actor: Actor, people: Sequence[int], text: str, path: str) -> None:
    """Leave a line to these people but the one who did it. `text` names nobody."""
    notify([each for each in people if each != actor.person_id], NOTICE, text, path)


def path_of(meeting: Meeting) -> str:
    """The address of the meeting's page."""
    return f"/meetings/{meeting.public_id}"
