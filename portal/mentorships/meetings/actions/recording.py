"""Meetings that took place: written down by one side or the staff, joined with what the other side wrote."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.actions.asking import ask_for_feedback
from portal.mentorships.meetings.actions.rules import (
    evidence_of,
    members_on,
    path_of,
    refuse_closed,
    refuse_former,
    say,
    tell,
    without_account,
)
from portal.mentorships.meetings.kinds import BACKDATED, Evidence, MeetingKind, MeetingState, Result
from portal.mentorships.meetings.labels import when
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.meetings.queries import held_on, planned_on
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.programs.actions.changes import change


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody tells about a meeting that took place. `attended` are ids of members; none means everybody."""

    kind: MeetingKind
    starts_at: datetime
    minutes: int
    place: str = ""
    agreed: str = ""
    next_steps: str = ""
    result: Result | None = None
    reason: str = ""
    attended: Collection[int] | None = None


def record(actor: Actor, pair: Mentorship, told: Told) -> Meeting:
    """Write down a meeting that took place; for the side that writes it is confirmed at once.

    A planned meeting of the same day becomes the held one. Where the other side wrote the day down already, the two
    records are one: this one confirms it and adds its words. The staff speaks for members without an account.
    Raises Refusal for a time to come, for a day more than BACKDATED days ago without a reason, for a day before the
    pair, without anybody of a side, and for a day that the same side wrote down before.
    """
    refuse_closed(pair)
    refuse_former(actor, pair)
    day = _day_of(pair, told)
    there = _there(pair, told)
    twin = held_on(pair, day)
    if twin is None:
        try:
            with db.session.begin_nested():
                return _write(actor, pair, told, there)
        except IntegrityError:  # the other side was quicker
            db.session.expire_all()
            twin = held_on(pair, day)
            if twin is None:
                raise
    return _join(actor, twin, told)


def correct(actor: Actor, meeting: Meeting, told: Told) -> None:
    """Put a held meeting right. Whoever confirmed another day, length or company is asked anew; words ask nobody.

    Raises Refusal as `record` does, and where another meeting of that day is written down.
    """
    pair = meeting.mentorship
    if not meeting.is_held:
        raise Refusal(_("Исправить можно встречу, которая прошла."))
    refuse_former(actor, pair)
    day = _day_of(pair, told)
    there = {each.id for each in _there(pair, told)}
    before = (meeting.starts_at, meeting.minutes, {each.member_id for each in meeting.sides if each.attended})
    twin = held_on(pair, day)
    if twin is not None and twin.id != meeting.id:
        raise Refusal(_("За этот день уже записана другая встреча пары."))
    changed = change(meeting, {**_facts(told), "day": day})
    if before != (told.starts_at, told.minutes, there):
        _set_sides(meeting, pair, there)
        for side in meeting.sides:
            side.confirmed_at, side.confirmed_by_id, side.disputed_at, side.words = None, None, None, ""
        _speak(actor, meeting)
        _tell_claim(actor, meeting, _("Запись о встрече исправлена, подтвердите её: %(when)s"))
    meeting.evidence = evidence_of(meeting.sides)
    audit.record(actor, AuditEvent.MEETING_CORRECTED, meeting, organization_id=pair.organization_id,
                 changes={"fields": changed})  # fmt: skip


def _day_of(pair: Mentorship, told: Told) -> Any:
    zone = pair.organization.time_zone
    now, day = clock.now(), clock.day_of(told.starts_at, zone)
    if told.starts_at > now:
        raise Refusal(_("Эта встреча ещё впереди: её можно назначить, а записать – когда она пройдёт."))
    if day < (pair.proposed_on if pair.starts_on is None else min(pair.proposed_on, pair.starts_on)):
        raise Refusal(_("В этот день пары ещё не было. Проверьте дату."))
    if day < clock.day_of(now, zone) - timedelta(days=BACKDATED) and not told.reason.strip():
        raise Refusal(_("С этого дня прошло больше двух недель. Напишите, почему встреча записывается только сейчас."))
    return day


def _there(pair: Mentorship, told: Told) -> list[MentorshipMember]:
    """Members who came; at least one of each side."""
    possible = members_on(pair, clock.day_of(told.starts_at, pair.organization.time_zone))
    there = [each for each in possible if told.attended is None or each.id in told.attended]
    if {each.side for each in there} != set(MemberSide):
        raise Refusal(_("Отметьте, кто был: хотя бы один человек с каждой стороны, кто тогда состоял в паре."))
    return there


def _facts(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind, "starts_at": told.starts_at, "minutes": told.minutes, "place": clean_line(told.place),
        "agreed": clean_text(told.agreed), "next_steps": clean_text(told.next_steps), "result": told.result,
        "reason": clean_text(told.reason),
    }  # fmt: skip


def _write(actor: Actor, pair: Mentorship, told: Told, there: list[MentorshipMember]) -> Meeting:
    zone = pair.organization.time_zone
    day = clock.day_of(told.starts_at, zone)
    meeting = planned_on(pair, day) or Meeting(mentorship_id=pair.id, time_zone=zone, version=0)
    meeting.mentorship = pair
    for field, value in _facts(told).items():
        setattr(meeting, field, value)
    meeting.day, meeting.state, meeting.recorded_at = day, MeetingState.HELD, clock.now()
    meeting.recorded_by_id, meeting.evidence = actor.person_id, Evidence.ONE_SIDED
    meeting.version += 1
    db.session.add(meeting)
    _set_sides(meeting, pair, {each.id for each in there})
    db.session.flush()
    _speak(actor, meeting)
    audit.record(actor, AuditEvent.MEETING_RECORDED, meeting, organization_id=pair.organization_id,
                 changes={"kind": told.kind})  # fmt: skip
    _tell_claim(actor, meeting, _("Подтвердите встречу: %(when)s"))
    ask_for_feedback(actor, meeting)
    return meeting


def _join(actor: Actor, twin: Meeting, told: Told) -> Meeting:
    own = twin.side_of(actor.person_id)
    if own is None or own.confirmed_at is not None:
        raise Refusal(_("Встреча за этот день уже записана. Её можно исправить на её странице."))
    added = {}
    for field, said in (("agreed", told.agreed), ("next_steps", told.next_steps)):
        words, stands = clean_text(said), getattr(twin, field)
        if words and words not in stands:
            added[field] = f"{stands}\n\n{words}".strip()
    if twin.result is None and told.result is not None:
        added["result"] = told.result
    change(twin, added)
    say(own, actor, clock.now())
    twin.evidence = evidence_of(twin.sides)
    db.session.flush()
    audit.record(actor, AuditEvent.MEETING_CONFIRMED, twin, organization_id=twin.mentorship.organization_id)
    return twin


def _set_sides(meeting: Meeting, pair: Mentorship, there: set[int]) -> None:
    """A side for every member of that day, ticked or not; who did not stand in the pair then has none."""
    known = {each.member_id: each for each in meeting.sides}
    on_day = {each.id: each for each in members_on(pair, meeting.day)}
    for key, member in on_day.items():
        side = known.get(key)
        if side is None:
            side = MeetingSide(member=member)
            meeting.sides.append(side)
        side.attended = key in there
    for key, side in known.items():
        if key not in on_day:
            meeting.sides.remove(side)


def _speak(actor: Actor, meeting: Meeting) -> None:
    """The actor's own side says yes; the staff says it for those who cannot sign in."""
    at, own = clock.now(), meeting.side_of(actor.person_id)
    if own is not None:
        speaking = [own]
    else:
        silent = without_account(each.member.person_id for each in meeting.sides)
        speaking = [each for each in meeting.sides if each.attended and each.member.person_id in silent]
    for side in speaking:
        say(side, actor, at)
    meeting.evidence = evidence_of(meeting.sides)
    db.session.flush()


def _tell_claim(actor: Actor, meeting: Meeting, text: str) -> None:
    waiting = [each.member.person_id for each in meeting.sides if each.attended and each.confirmed_at is None]
    tell(actor, waiting, text % {"when": when(meeting)}, path_of(meeting))
