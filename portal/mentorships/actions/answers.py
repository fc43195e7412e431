"""Yes or no of the members: of the person, a parent, or on paper."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.mentorships.actions.places import take_place
from portal.mentorships.actions.states import end, refuse_day, refuse_over, release, turn
from portal.mentorships.kinds import BEFORE, Ending, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries.steps import awaited
from portal.people.models import Person


def say_yes(actor: Actor, member: MentorshipMember, *, by: Person | None = None, on: date | None = None) -> None:
    """The member stands in the pair; the place is taken now, and whoever comes first has it. Twice changes nothing.

    `by` is who said it: the person, a parent, or the curator who has it on paper; `on` the day on the paper. With the
    last yes the pair goes its route. Raises Refusal where no place is left or the answer was no. Lock the pair first.
    """
    pair = member.mentorship
    _refuse_answered(pair, member, on)
    if member.agreed_on is not None:
        return
    take_place(member)
    member.agreed_on = on or clock.today(pair.organization.time_zone)
    member.agreed_by_id = by.id if by else actor.person_id
    pair.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MENTORSHIP_ANSWERED, pair, changes={"member": member.public_id, "yes": True})
    settle(pair)


def say_no(actor: Actor, member: MentorshipMember, *, reason: str = "", on: date | None = None) -> None:
    """The member does not stand in the pair; it goes on while both sides have somebody, else it is declined.

    A directive assignment stands all the same: the no is recorded and shown. Lock the pair first.
    """
    pair = member.mentorship
    _refuse_answered(pair, member, on)
    if member.agreed_on is not None and not pair.is_directive and pair.state not in BEFORE:
        raise Refusal(_("Пара уже работает: попросите куратора её завершить."))
    day = on or clock.today(pair.organization.time_zone)
    member.declined_on, member.agreed_on, member.agreed_by_id = day, None, None
    member.reason = clean_line(reason)
    pair.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MENTORSHIP_ANSWERED, pair, changes={"member": member.public_id, "yes": False})
    if pair.is_directive:
        return
    if [each for each in pair.standing(member.side) if each is not member] or pair.group_id is not None:
        release([member], day)
        settle(pair)
    else:
        end(actor, pair, Ending.REFUSED, reason)


def settle(pair: Mentorship) -> None:
    """The pair goes its route once nobody is waited for."""
    if pair.state == MentorshipState.PROPOSED and (pair.is_directive or not awaited(pair)):
        turn(pair, MentorshipState.FORMING)


def _refuse_answered(pair: Mentorship, member: MentorshipMember, on: date | None) -> None:
    refuse_over(pair)
    if member.ends_on is not None or member.declined_on is not None:
        raise Refusal(_("Ответ уже записан: предложение отклонено."))
    if on is not None:
        refuse_day(pair, on)
