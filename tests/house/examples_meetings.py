"""Examples of meetings: of the pair Нина – Паша in the college and of Вера – Яна in school 2."""

from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.meetings.moments import moment_of
from portal.mentorships.models import Mentorship
from tests.house.asked import Case, Example, Script, foreign, open_to, own
from tests.house.examples_mentorships import READ_PASHA as PAIR_PASHA
from tests.house.examples_mentorships import READ_YANA as PAIR_YANA
from tests.house.stage import SIGNED_IN, Call, Stage
from tests.world import World

READ_1 = frozenset({"nina", "pasha", "maria", "kira", "lida", "denis", "mark"})
READ_2 = frozenset({"vera", "yana", "karim"})
RECORD_1 = frozenset({"nina", "pasha", "kira", "lida", "mark"})
RECORD_2 = READ_2
MEMBERS_1, MEMBERS_2 = frozenset({"nina", "pasha"}), frozenset({"vera", "yana"})
WATCH_1, WATCH_2 = frozenset({"kira", "lida", "denis", "mark"}), frozenset({"karim"})
SAID = {"pasha": "Договорённость-здесь", "yana": "Договорённость-там"}
ZONE = "Asia/Irkutsk"
TOLD = {"kind": "regular", "day": "17.11.2026", "at": "10:00", "minutes": "45", "place": "", "agreed": "", "reason": "",
        "next_steps": ""}  # fmt: skip
COMING = {"day": "25.11.2026", "at": "10:00", "place": "Кабинет", "link": ""}
KEYED = {"submission_key": "key-1"}


def dress_meetings(world: World) -> dict[str, Any]:
    """Of each of the two pairs a meeting that waits for an answer and one that is planned; nobody confirmed."""
    props: dict[str, Any] = {}
    pairs = sa.select(Mentorship).where(
        Mentorship.organization_id.in_((world.school_1.id, world.school_2.id)),
        Mentorship.state == MentorshipState.ACTIVE,
    )
    for pair in db.session.scalars(pairs.order_by(Mentorship.id)).all():
        people = {each.person_id for each in pair.members}
        key = next((name for name in SAID if world.person(name).id in people), "")
        if not key or f"held of {key}" in props:
            continue
        held = Meeting(
            mentorship_id=pair.id, kind=MeetingKind.REGULAR, state=MeetingState.HELD, day=date(2026, 11, 18),
            starts_at=moment_of(date(2026, 11, 18), time(15), ZONE), time_zone=ZONE, minutes=60, agreed=SAID[key],
            evidence=Evidence.ONE_SIDED, recorded_at=clock.now(), sides=[MeetingSide(member=m) for m in pair.members],
        )  # fmt: skip
        planned = Meeting(
            mentorship_id=pair.id, kind=MeetingKind.REGULAR, state=MeetingState.PLANNED, day=date(2026, 11, 24),
            starts_at=datetime(2026, 11, 24, 3, tzinfo=UTC), time_zone=ZONE, minutes=60,
        )  # fmt: skip
        denied = Meeting(
            mentorship_id=pair.id, kind=MeetingKind.REGULAR, state=MeetingState.HELD, day=date(2026, 11, 16),
            starts_at=moment_of(date(2026, 11, 16), time(15), ZONE), time_zone=ZONE, minutes=30,
            evidence=Evidence.DISPUTED, recorded_at=clock.now(), sides=[MeetingSide(member=m) for m in pair.members],
        )  # fmt: skip
        db.session.add_all((held, planned, denied))
        db.session.flush()
        props |= {f"held of {key}": held.public_id, f"planned of {key}": planned.public_id,
                  f"pair of {key}": pair.public_id, f"denied of {key}": denied.public_id}  # fmt: skip
    return props


def _at(prop: str, **body: str) -> Script:
    return lambda stage, who: Call(url={"public_id": stage.props[prop]}, body=body)


def _of_pair(who_1: frozenset[str], who_2: frozenset[str], **body: str) -> Example:
    """A page or a deed of a pair; who sees the pair and not its meetings is refused."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(who_1, _at("pair of pasha", **body), sees=PAIR_PASHA),
            foreign("path", who_2, _at("pair of yana", **body), sees=PAIR_YANA),
        ),
    )


def _of_meeting(which: str, who_1: frozenset[str] = RECORD_1, who_2: frozenset[str] = RECORD_2, **body: str) -> Example:
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(who_1, _at(f"{which} of pasha", **body), sees=READ_1),
            foreign("path", who_2, _at(f"{which} of yana", **body), sees=READ_2),
        ),
    )


def _of_members(kind: str, **body: str) -> Example:
    """A deed of a member: the staff, who may write meetings down, has nobody to speak for here (409)."""
    return Example(
        opens=SIGNED_IN,
        cases=(
            own(MEMBERS_1, _at(f"{kind} of pasha", **body), sees=READ_1, asked=SIGNED_IN - (RECORD_1 - MEMBERS_1)),
            foreign("path", MEMBERS_2, _at(f"{kind} of yana", **body), sees=READ_2,
                    asked=SIGNED_IN - (RECORD_2 - MEMBERS_2)),
        ),
    )  # fmt: skip


def _shown(stage: Stage) -> dict[str, frozenset[str]]:
    return {SAID["pasha"]: READ_1}


MEETINGS: dict[str, Example] = {
    "GET meetings.index": _of_pair(READ_1, READ_2),
    "GET meetings.confirm_record": _of_pair(RECORD_1, RECORD_2),
    "POST meetings.record": _of_pair(RECORD_1, RECORD_2, **TOLD, **KEYED),
    "GET meetings.confirm_plan": _of_pair(RECORD_1, RECORD_2),
    "POST meetings.plan": _of_pair(RECORD_1, RECORD_2, **COMING, kind="regular", minutes="45", **KEYED),
    "GET meetings.show": _of_meeting("held", READ_1, READ_2).showing(_shown),
    "GET meetings.calendar_file": _of_meeting("planned", READ_1, READ_2),
    "GET meetings.edit": _of_meeting("held"),
    "POST meetings.update": _of_meeting("held", **TOLD, version="1"),
    "GET meetings.confirm_moving": _of_meeting("planned"),
    "POST meetings.move": _of_meeting("planned", **COMING, reason="", **KEYED),
    "GET meetings.confirm_dropping": _of_meeting("planned"),
    "POST meetings.drop": _of_meeting("planned", reason=""),
    "POST meetings.confirm": _of_members("held"),
    "GET meetings.confirm_objection": _of_meeting("held"),
    "POST meetings.object_to": _of_members("held", words="Не встречались"),
    "GET meetings.silent": open_to(WATCH_1 | WATCH_2, shows=lambda stage: {
        stage.props["denied of pasha"]: WATCH_1, stage.props["denied of yana"]: WATCH_2,
        stage.props["led group here"]: WATCH_1, stage.props["led group there"]: WATCH_2}),
}  # fmt: skip

_ON_PAIR = PAIR_PASHA
MEETING_LISTS: dict[str, tuple[Case, ...]] = {
    "GET home.index": (
        Case(
            name="meetings to answer", who=SIGNED_IN, asked=SIGNED_IN,
            shows=lambda stage: {
                stage.props["held of pasha"]: MEMBERS_1, stage.props["held of yana"]: MEMBERS_2},
        ),
    ),
    "GET mentorships.show": (
        Case(
            name="meetings on the card", who=_ON_PAIR, asked=_ON_PAIR, call=_at("pair of pasha"),
            shows=lambda stage: {stage.props["held of pasha"]: READ_1},
        ),
    ),
}  # fmt: skip
