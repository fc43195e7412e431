"""Who has not met for longer than the rhythm of the programme: days in which holidays and pauses do not count."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.meetings.kinds import Evidence
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.rhythm import ONE_DAY, days_between, due_on, with_bridges
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.people.models import Organization
from portal.programs.kinds import DayKind
from portal.programs.models import Cycle
from portal.programs.queries import settings_of
from portal.programs.queries.days import own_days
from portal.programs.workdays import calendar

SUMMER = (7, 8)  # months in which no rhythm counts: nobody is at school
BEYOND = timedelta(days=200)  # a due day is looked for so far ahead among the holidays that are known


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """When a pair met last, how many counted days ago, and by when it should meet next; `gap` is the longest pause."""

    last: date | None
    days: int
    due: date
    gap: int

    @property
    def is_late(self) -> bool:
        """Whether the pause is longer than the programme allows."""
        return self.days > self.gap


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A pair that has not met for too long."""

    pair: Mentorship
    rhythm: Rhythm


def quiet_days(organization: Organization, first: date, last: date) -> set[date]:
    """Days of the span that no rhythm counts: summer, holidays of the country and of learners, own days off."""
    known = calendar()
    span = [first + ONE_DAY * n for n in range((last - first).days + 1)]
    free = {day for day in span if not known.is_working(day)}
    quiet = with_bridges({day for day in free if day in known.days_off}, free)
    quiet |= {day for day in span if day.month in SUMMER}
    worked: set[date] = set()
    for own in own_days(organization, first, last):
        days = {day for day in span if own.starts_on <= day <= own.ends_on}
        if own.kind == DayKind.WORKING:
            worked |= days
        else:
            quiet |= days
    return quiet - worked


def rests(pairs: Sequence[Mentorship], today: date) -> dict[int, set[date]]:
    """Pair id → days since the pair began that no counting takes: quiet days of its organisation and its own pauses."""
    first = min([today, *(pair.starts_on for pair in pairs if pair.starts_on)])
    homes = {pair.organization_id: pair.organization for pair in pairs}
    quiet = {key: quiet_days(home, first, today) for key, home in homes.items()}
    paused = _pauses([pair.id for pair in pairs], today)
    return {pair.id: quiet[pair.organization_id] | paused.get(pair.id, set()) for pair in pairs}


def rhythm_of(pair: Mentorship, today: date) -> Rhythm | None:
    """The rhythm of one pair; None where it does not work today."""
    return rhythms([pair], today).get(pair.id)


def rhythms(pairs: Sequence[Mentorship], today: date) -> dict[int, Rhythm]:
    """The rhythm of each of the pairs that works, by id. They bear their organisation and their year."""
    working = [pair for pair in pairs if pair.state == MentorshipState.ACTIVE]
    rows = [_Row(pair.id, pair.organization_id, pair.starts_on or today, pair.cycle_id) for pair in working]
    gaps = {pair.cycle_id: settings_of(pair.cycle).meeting_gap_days for pair in working}
    return _rhythms(rows, {pair.organization_id: pair.organization for pair in working}, gaps, today)


def silent_pairs(actor: Actor) -> list[Silent]:
    """Pairs that the actor watches over and that have not met for too long, the longest silence first."""
    late = _late(actor)
    order = sorted(late, key=lambda key: (-late[key].days, key))
    pairs = db.session.scalars(
        sa.select(Mentorship).where(Mentorship.id.in_(order))
        .options(
            joinedload(Mentorship.organization), joinedload(Mentorship.format), joinedload(Mentorship.group),
            selectinload(Mentorship.members).joinedload(MentorshipMember.person),
        )
    )  # fmt: skip
    loaded = {pair.id: pair for pair in pairs}
    return [Silent(pair=loaded[key], rhythm=late[key]) for key in order if key in loaded]


def silent_count(actor: Actor) -> int:
    """How many pairs `silent_pairs` would name."""
    return len(_late(actor))


def _late(actor: Actor) -> dict[int, Rhythm]:
    today = clock.today(actor.time_zone)
    found: Any = db.session.execute(
        sa.select(Mentorship.id, Mentorship.organization_id, Mentorship.starts_on, Mentorship.cycle_id).where(
            Mentorship.state == MentorshipState.ACTIVE, allowed(actor, Permission.MEETING_WATCH, Mentorship)
        )
    )
    rows = [_Row(*row) for row in found]
    if not rows:
        return {}
    homes = db.session.scalars(
        sa.select(Organization).where(Organization.id.in_({row.organization_id for row in rows}))
    )
    cycles = db.session.scalars(sa.select(Cycle).where(Cycle.id.in_({row.cycle_id for row in rows})))
    gaps = {cycle.id: settings_of(cycle).meeting_gap_days for cycle in cycles}
    counted = _rhythms(rows, {home.id: home for home in homes}, gaps, today)
    return {key: each for key, each in counted.items() if each.is_late}


def disputed(actor: Actor) -> Sequence[Meeting]:
    """Meetings to which somebody objects, of the pairs that the actor watches over; the latest first."""
    watched = sa.select(Mentorship.id).where(allowed(actor, Permission.MEETING_WATCH, Mentorship))
    return db.session.scalars(
        sa.select(Meeting).where(Meeting.evidence == Evidence.DISPUTED, Meeting.mentorship_id.in_(watched))
        .options(joinedload(Meeting.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
                 joinedload(Meeting.mentorship).joinedload(Mentorship.organization),
                 joinedload(Meeting.mentorship).joinedload(Mentorship.group))
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(100)
    ).all()  # fmt: skip


@dataclass(frozen=True)
class _Row:
    id: int
    organization_id: int
    starts_on: date
    cycle_id: int


def _rhythms(
    rows: Sequence[_Row], homes: Mapping[int, Organization], gaps: Mapping[int, int], today: date
) -> dict[int, Rhythm]:
    if not rows:
        return {}
    ids = [row.id for row in rows]
    last, paused = _last_days(ids), _pauses(ids, today)
    first = min(*(row.starts_on for row in rows), today)
    rest = {key: quiet_days(home, first, today + BEYOND) for key, home in homes.items()}
    found = {}
    for row in rows:
        gap = gaps[row.cycle_id]
        since = last.get(row.id) or row.starts_on
        quiet = rest[row.organization_id]
        if row.id in paused:
            quiet = quiet | paused[row.id]
        found[row.id] = Rhythm(
            last=last.get(row.id), days=days_between(since, today, quiet), due=due_on(since, gap, quiet), gap=gap
        )
    return found


def _last_days(ids: Collection[int]) -> dict[int, date]:
    """The last day on which each of the pairs met, as far as nobody objects. Held meetings alone bear evidence."""
    rows = db.session.execute(
        sa.select(Meeting.mentorship_id, sa.func.max(Meeting.day))
        .where(Meeting.mentorship_id.in_(ids), Meeting.evidence != Evidence.DISPUTED)
        .group_by(Meeting.mentorship_id)
    )
    return dict(rows.all())


def _pauses(ids: Collection[int], today: date) -> dict[int, set[date]]:
    rows: Any = db.session.execute(
        sa.select(MentorshipPeriod.mentorship_id, MentorshipPeriod.starts_on, MentorshipPeriod.ends_on).where(
            MentorshipPeriod.mentorship_id.in_(ids), MentorshipPeriod.state == MentorshipState.PAUSED
        )
    )
    found: dict[int, set[date]] = defaultdict(set)
    for pair, starts_on, ends_on in rows:
        until = ends_on or today
        found[pair].update(starts_on + ONE_DAY * n for n in range((until - starts_on).days + 1))
    return found
