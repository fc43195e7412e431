"""A year of meetings of the city in bulk: what one side wrote, what the other confirmed, what is planned."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.demo.city_bases import insert
from portal.demo.town import ZONE
from portal.mentorships.kinds import WORKING, MemberSide, MentorshipState
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState, Result
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.meetings.moments import moment_of
from portal.mentorships.models import Mentorship, MentorshipMember

Progress = Callable[[str], None]
Row = dict[str, Any]
BATCH = 40  # pairs a transaction; with sides and the journal some 4,000 rows
WEEKEND, DAY = 5, timedelta(days=1)
AT, ENDED, ANSWERED = time(15, 30), time(18), timedelta(hours=5)
SILENT, SILENCE = 9, 30  # every ninth working pair has not met for so many days
FIRST = (MeetingKind.ACQUAINTANCE, MeetingKind.TRIAL, MeetingKind.PLANNING)
AGREED = (
    "Рассказали о себе, выбрали день недели для встреч.",
    "Разобрали черновик, нашли, что поправить.",
    "Прошли одну тему заново, договорились писать вопросы заранее.",
    "Посмотрели занятие и обсудили три минуты из него.",
    "Составили план на неделю, первый шаг – к следующей встрече.",
)
OBJECTION = "Встреча была короче, чем записано"


@dataclass(frozen=True)
class Met:
    """A pair that may have met: its members by side and the days on which it could."""

    id: int
    organization_id: int
    is_working: bool
    members: dict[str, tuple[int, int]]
    days: Sequence[date]


def hold_city_meetings(*, since: int, meetings: int, progress: Progress) -> None:
    """Exactly `meetings` meetings, planned ones too, of the pairs after the id `since`, if their days suffice."""
    pairs = _pairs(since)
    left, days_left = meetings, sum(len(each.days) for each in pairs)
    for start in range(0, len(pairs), BATCH):
        rows: list[Row] = []
        for number, pair in enumerate(pairs[start : start + BATCH], start):
            wanted = min(len(pair.days), round(left * len(pair.days) / days_left)) if days_left else 0
            rows += _of_pair(pair, number, wanted)
            left, days_left = left - wanted, days_left - len(pair.days)
        _write(rows)
        db.session.commit()
        if start % (BATCH * 20) == 0:
            progress(_("Встречи: %(done)s из %(total)s", done=meetings - left, total=meetings))


def _pairs(since: int) -> list[Met]:
    member = MentorshipMember
    rows = db.session.execute(
        sa.select(
            Mentorship.id, Mentorship.organization_id, Mentorship.state, Mentorship.starts_on, Mentorship.ends_on,
            member.id.label("member"), member.person_id, member.side,
        )
        .join(member, member.mentorship_id == Mentorship.id)
        .where(Mentorship.id > since, Mentorship.starts_on.is_not(None)).order_by(Mentorship.id, member.id)
    ).all()  # fmt: skip
    found: dict[int, Met] = {}
    today = clock.today(ZONE)
    for row in rows:
        if row.id not in found:
            is_working, number = row.state in WORKING, len(found)
            last = row.ends_on or today - DAY
            if row.state == MentorshipState.ACTIVE and number % SILENT == 0:
                last = today - timedelta(days=SILENCE)
            found[row.id] = Met(row.id, row.organization_id, is_working, {}, _weekdays(row.starts_on, last))
        found[row.id].members[row.side] = (row.member, row.person_id)
    return list(found.values())


def _weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < WEEKEND]


def _of_pair(pair: Met, number: int, wanted: int) -> Iterator[Row]:
    """Evenly over the days of the pair; one of the working pairs' meetings may lie ahead, a few came to nothing."""
    plans = pair.is_working and number % 3 == 0 and wanted > 1
    held = wanted - plans
    for order in range(held):
        day = pair.days[order * len(pair.days) // held]
        is_last = order == held - 1 and not pair.is_working
        kind = MeetingKind.FINAL if is_last else FIRST[order] if order < len(FIRST) else MeetingKind.REGULAR
        yield _meeting(pair, day, kind, 7 * number + order)
    if plans:
        ahead = clock.today(ZONE) + timedelta(days=1 + number % 9)
        yield {**_planned(pair, ahead, MeetingKind.REGULAR), "sides": []}


def _planned(pair: Met, day: date, kind: MeetingKind) -> Row:
    return {
        "public_id": new_public_id(), "mentorship_id": pair.id, "kind": kind, "state": MeetingState.PLANNED,
        "starts_at": moment_of(day, AT, ZONE), "day": day, "time_zone": ZONE, "minutes": 45, "place": "Кабинет 12",
        "agreed": "", "result": None, "evidence": None, "recorded_at": None, "recorded_by_id": None, "reason": "",
        "organization": pair.organization_id, "sides": [],
    }  # fmt: skip


def _meeting(pair: Met, day: date, kind: MeetingKind, mark: int) -> Row:
    """Written down by the mentor the same evening; of forty one did not take place, of nine one side alone said so."""
    row = _planned(pair, day, kind)
    if mark % 40 == 39:
        return {**row, "state": MeetingState.MISSED, "reason": "Заболел участник"}
    recorded = moment_of(day, ENDED, ZONE)
    evidence = Evidence.DISPUTED if mark % 60 == 1 else Evidence.ONE_SIDED if mark % 9 == 0 else Evidence.CONFIRMED
    result = Result.PARTLY if mark % 4 == 0 else Result.YES
    return row | {
        "state": MeetingState.HELD, "agreed": AGREED[mark % len(AGREED)], "result": result, "evidence": evidence,
        "recorded_at": recorded, "recorded_by_id": pair.members[MemberSide.MENTOR][1],
        "sides": [_side(pair, side, evidence, recorded) for side in MemberSide],
    }  # fmt: skip


def _side(pair: Met, side: MemberSide, evidence: Evidence, recorded: datetime) -> Row:
    member, person = pair.members[side]
    speaks = side is MemberSide.MENTOR or evidence is Evidence.CONFIRMED
    objects = side is MemberSide.MENTEE and evidence is Evidence.DISPUTED
    said_at = recorded if side is MemberSide.MENTOR else recorded + ANSWERED
    return {
        "member_id": member, "attended": True, "confirmed_at": said_at if speaks else None,
        "confirmed_by_id": person if speaks else None, "disputed_at": said_at if objects else None,
        "words": OBJECTION if objects else "",
    }  # fmt: skip


def _write(rows: Sequence[Row]) -> None:
    if not rows:
        return
    sides = [row.pop("sides") for row in rows]
    homes = [row.pop("organization") for row in rows]
    table: Any = Meeting.__table__
    ids = db.session.scalars(sa.insert(table).returning(table.c.id, sort_by_parameter_order=True), list(rows)).all()
    insert(MeetingSide, [side | {"meeting_id": key} for key, both in zip(ids, sides, strict=True) for side in both])
    insert(AuditEntry, [entry for row, both, home in zip(rows, sides, homes, strict=True)
                        for entry in _entries(row, both, home)])  # fmt: skip


def _entries(row: Row, sides: Sequence[Row], organization_id: int) -> Iterator[Row]:
    """The journal of a held meeting: who wrote it, and what the other side said."""
    if row["state"] != MeetingState.HELD:
        return
    mentee = sides[1]
    said = [(AuditEvent.MEETING_RECORDED, row["recorded_by_id"], row["recorded_at"], {"kind": row["kind"]})]
    for event, at in ((AuditEvent.MEETING_CONFIRMED, mentee["confirmed_at"]),
                      (AuditEvent.MEETING_DISPUTED, mentee["disputed_at"])):  # fmt: skip
        if at is not None:
            said.append((event, mentee["confirmed_by_id"], at, {}))
    for event, person, at, changes in said:
        yield {"happened_at": at, "person_id": person, "organization_id": organization_id, "event": event,
               "subject_kind": Meeting.__tablename__, "subject_id": row["public_id"], "changes": changes}  # fmt: skip
