"""States of a pair: it begins, rests, goes on, ends. One state a day, that in which the day ended."""

from collections.abc import Iterable
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.mentorships.kinds import BEFORE, WORKING, Ending, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.mentorships.signals import member_left, mentorship_began, mentorship_ended

DAY = timedelta(days=1)


def turn(pair: Mentorship, state: MentorshipState, on: date | None = None) -> None:
    """Give an open pair another open state from the day on, else from today; what stood for later days goes.

    The first turn to ACTIVE is the beginning of the pair. Writes no trail: whoever calls says what was done. Raises
    Refusal for a day that lies ahead or before the pair began, and for a pair that is over. Call with the pair locked.
    """
    refuse_over(pair)
    since = on or clock.today(pair.organization.time_zone)
    refuse_day(pair, since)
    _write_period(pair, state, since)
    pair.state = state
    if state in WORKING and pair.starts_on is None:
        pair.starts_on = since
        for each in pair.members:
            each.starts_on = min(each.starts_on, since)
    pair.version += 1
    db.session.flush()


def begin(actor: Actor, pair: Mentorship, on: date) -> None:
    """The pair works from the day on: an order says so, or the entry of the registry. Call with the pair locked."""
    if pair.state in WORKING:
        return
    turn(pair, MentorshipState.ACTIVE, on)
    audit.record(actor, AuditEvent.MENTORSHIP_BEGAN, pair, changes={"on": on.isoformat()})
    mentorship_began.send(actor, mentorship=pair)


def end(actor: Actor, pair: Mentorship, ending: Ending, reason: str = "", on: date | None = None) -> None:
    """The pair is over; `on` is its last day, else today. What never began is DECLINED, what worked is CLOSED.

    Whoever stood in it to the end keeps this day as their last, and their places are free. Raises Refusal for a pair
    that is over already, a day that lies ahead or before the pair began. Call with the pair locked.
    """
    refuse_over(pair)
    last = on or clock.today(pair.organization.time_zone)
    refuse_day(pair, last)
    over = MentorshipState.DECLINED if pair.state in BEFORE else MentorshipState.CLOSED
    _write_period(pair, over, last)
    release((each for each in pair.members if each.ends_on is None), last)
    pair.state, pair.ending, pair.ends_on = over, ending, last
    if reason:
        pair.reason = clean_line(reason)
    pair.version += 1
    db.session.flush()
    event = AuditEvent.MENTORSHIP_DECLINED if over == MentorshipState.DECLINED else AuditEvent.MENTORSHIP_ENDED
    audit.record(actor, event, pair, changes={"ending": ending, "on": last.isoformat()})
    mentorship_ended.send(actor, mentorship=pair)


def leave(actor: Actor, member: MentorshipMember, ending: Ending, reason: str = "", on: date | None = None) -> None:
    """One member's last day; the pair goes on while somebody stands on both sides, else it ends with them."""
    pair = member.mentorship
    refuse_over(pair)
    if member.ends_on is not None:
        raise Refusal(_("Этот человек уже не в паре."))
    last = on or clock.today(pair.organization.time_zone)
    refuse_day(pair, last)
    if [each for each in pair.standing(member.side) if each is not member] == [] and pair.group_id is None:
        member.reason = clean_line(reason) or member.reason
        end(actor, pair, ending, reason, last)
        return
    release([member], last)
    member.reason = clean_line(reason) or member.reason
    pair.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MENTORSHIP_MEMBER_LEFT, pair, changes={"member": member.public_id, "ending": ending})
    member_left.send(actor, member=member)


def release(members: Iterable[MentorshipMember], last: date) -> None:
    """These members stand to the day and take no place any more; nobody leaves before the day they came."""
    for each in members:
        each.place, each.ends_on = None, max(last, each.starts_on)
    db.session.flush()


def refuse_over(pair: Mentorship) -> None:
    """What is over stays as it was."""
    if not pair.is_open:
        raise Refusal(_("Эта пара уже завершена."))


def refuse_day(pair: Mentorship, day: date) -> None:
    """Nothing happens to a pair tomorrow, nor before it began."""
    if day > clock.today(pair.organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
    if pair.starts_on is not None and day < pair.starts_on:
        raise Refusal(_("Этот день раньше, чем пара начала работать."))


def _write_period(pair: Mentorship, state: MentorshipState, since: date) -> None:
    """The state holds from the day on: later periods go, the one that covers the day before ends then."""
    period = MentorshipPeriod
    run(sa.delete(period).where(period.mentorship_id == pair.id, period.starts_on >= since))
    run(
        sa.update(period)
        .where(period.mentorship_id == pair.id, sa.or_(period.ends_on.is_(None), period.ends_on >= since))
        .values(ends_on=since - DAY)
    )
    db.session.add(MentorshipPeriod(mentorship_id=pair.id, state=state, starts_on=since))
    db.session.flush()
