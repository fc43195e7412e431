"""Meetings of the demo town: pairs that meet on time, one that objects, one that is silent, and what is planned."""

from collections.abc import Sequence
from datetime import date, time, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.demo.town import ZONE
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.meetings.actions import Told, confirm, dispute, plan, record
from portal.mentorships.meetings.kinds import MeetingKind, Result
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.moments import moment_of
from portal.mentorships.models import Mentorship, MentorshipPeriod
from portal.mentorships.queries import WITH_MEMBERS

TOLD = (
    (MeetingKind.ACQUAINTANCE, "Рассказали о себе, выбрали день недели для встреч.", "В среду разбираем первую тему."),
    (MeetingKind.TRIAL, "Вместе разобрали одну задачу, договорились писать вопросы заранее.", "Принести черновик."),
    (MeetingKind.PLANNING, "Выбрали две цели на полгода и записали шаги.", "Первый шаг – к следующей встрече."),
    (MeetingKind.REGULAR, "Разобрали черновик, нашли, что поправить.", "Доделать и показать группе."),
)
OLDER = timedelta(days=40)  # a silent pair began so much earlier, met twice and has been quiet since
FATES = ("claimed", "disputed", "silent", "confirmed", "confirmed")
ROOM = "Кабинет 12"


def demo_meetings() -> None:
    """What became of the working pairs of the database so far, by their number: the same for the same pairs."""
    pairs = db.session.scalars(
        sa.select(Mentorship).where(Mentorship.state == MentorshipState.ACTIVE).order_by(Mentorship.id)
        .options(*WITH_MEMBERS)
    ).all()  # fmt: skip
    for number, pair in enumerate(pairs):
        mentor, mentee = (_acting(pair, side) for side in (MemberSide.MENTOR, MemberSide.MENTEE))
        if mentor is None or mentee is None or pair.starts_on is None:
            continue
        _live(pair, mentor, mentee, FATES[number % len(FATES)])
    db.session.flush()


def _acting(pair: Mentorship, side: MemberSide) -> Actor | None:
    standing = pair.standing(side)
    return Actor(person_id=standing[0].person_id, time_zone=ZONE) if standing else None


def _live(pair: Mentorship, mentor: Actor, mentee: Actor, fate: str) -> None:
    held: list[Meeting] = []
    if fate == "silent":
        _make_older(pair)
    days = _days(pair)[:2] if fate == "silent" else _days(pair)
    for day, (kind, agreed, then) in zip(days, TOLD, strict=False):
        with clock.freeze(moment_of(day, time(18), ZONE)):
            try:
                held.append(
                    record(mentor, pair, Told(kind=kind, starts_at=moment_of(day, time(15, 30), ZONE), minutes=45,
                                              place=ROOM, agreed=agreed, next_steps=then, result=Result.YES))
                )  # fmt: skip
            except Refusal:  # a member was not there yet
                continue
    answered = held if fate == "confirmed" else held[:-1]
    for meeting in answered:
        confirm(mentee, meeting)
    if fate == "disputed" and held:
        dispute(mentee, held[-1], words="Встреча была на день раньше и без записи о задании.")
    if fate != "silent":
        ahead = clock.today(ZONE) + timedelta(days=1)
        plan(mentor, pair, kind=MeetingKind.REGULAR, starts_at=moment_of(ahead, time(15, 30), ZONE), minutes=45,
             place=ROOM)  # fmt: skip


def _make_older(pair: Mentorship) -> None:
    """The pair began earlier than the bases of the demo: rules of health look at weeks."""
    pair.proposed_on -= OLDER
    pair.starts_on = pair.starts_on - OLDER if pair.starts_on else None
    for each in pair.members:
        each.starts_on -= OLDER
    first = sa.select(MentorshipPeriod).where(MentorshipPeriod.mentorship_id == pair.id)
    for period in db.session.scalars(first.order_by(MentorshipPeriod.starts_on)).all():
        period.starts_on -= OLDER
        period.ends_on = period.ends_on - OLDER if period.ends_on else None
    db.session.flush()


def _days(pair: Mentorship) -> Sequence[date]:
    """Days of meetings since the pair began, at most four and none today."""
    first, today = pair.starts_on or pair.proposed_on, clock.today(ZONE)
    length = (today - first).days
    count = min(len(TOLD), length)
    return [first + timedelta(days=n * length // max(count, 1)) for n in range(count)]
