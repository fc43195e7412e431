"""What the portal knows about people in a year of the programme: each fact with the record behind it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.community.kinds import QuestionState
from portal.community.models import Post, Question, Thread
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext, ru_date
from portal.events.models import TrainingRecord
from portal.mentorships.closing.kinds import ReportState
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.meetings.kinds import Evidence
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.practices.models import Practice, PracticeAuthor, PracticeVersion
from portal.programs.models import Cycle
from portal.recognition.kinds import Fact

NO_DAY, UNTITLED, ONE, NOTHING = sa.cast(sa.null(), sa.Date), sa.literal("", sa.Text), sa.literal(1), sa.literal(0)


@dataclass(frozen=True, kw_only=True)
class Known:
    """One fact in words; `path` is the page of the record, which has a gate of its own."""

    kind: Fact
    words: str
    path: str
    minutes: int = 0

    @property
    def key(self) -> str:
        """By which a form names it."""
        return f"{self.kind.value}:{self.path}"

    @property
    def as_json(self) -> dict[str, str]:
        """As a nomination keeps it."""
        return {"kind": self.kind.value, "words": self.words, "path": self.path}


def facts_of(person_ids: Collection[int], cycle: Cycle, zone: str) -> dict[int, list[Known]]:
    """Facts of each of these people in the year, in the order of the kinds; one statement for all of them."""
    found: dict[int, list[Known]] = {each: [] for each in person_ids}
    if not found:
        return found
    ids = sorted(found)
    parts = (_meetings(ids, cycle), _reports(ids, cycle), _pairs(ids, cycle), _practices(ids, cycle),
             _answers(ids, cycle, zone), _training(ids, cycle))  # fmt: skip
    rows = db.session.execute(sa.union_all(*parts)).all()
    order = list(Fact)
    for row in sorted(rows, key=lambda each: (order.index(Fact(each.kind)), str(each.on or ""), each.ref)):
        found[row.person_id].append(_told(row))
    return found


def _row(
    person: Any, kind: Fact, ref: Any, *, on: Any = NO_DAY, title: Any = UNTITLED, n: Any = ONE, minutes: Any = NOTHING
) -> sa.Select[Any]:
    said = sa.literal(kind.value, sa.String)
    return sa.select(person.label("person_id"), said.label("kind"), ref.label("ref"), title.label("title"),
                     n.label("n"), minutes.label("minutes"), on.label("on"))  # fmt: skip


def _meetings(ids: list[int], cycle: Cycle) -> sa.Select[Any]:
    """Confirmed ones at which the person was, pair by pair."""
    person = MentorshipMember.person_id
    return (
        _row(person, Fact.MEETINGS, Mentorship.public_id, n=sa.func.count(Meeting.id),
             minutes=sa.func.sum(Meeting.minutes), on=sa.func.max(Meeting.day))
        .select_from(MeetingSide)
        .join(MentorshipMember, MentorshipMember.id == MeetingSide.member_id)
        .join(Meeting, Meeting.id == MeetingSide.meeting_id)
        .join(Mentorship, Mentorship.id == Meeting.mentorship_id)
        .where(person.in_(ids), MeetingSide.attended, Meeting.evidence == Evidence.CONFIRMED,
               Mentorship.cycle_id == cycle.id)
        .group_by(person, Mentorship.public_id)
    )  # fmt: skip


def _reports(ids: list[int], cycle: Cycle) -> sa.Select[Any]:
    return (
        _row(MentorReport.person_id, Fact.REPORT, MentorReport.public_id, on=MentorReport.accepted_on)
        .join(Mentorship, Mentorship.id == MentorReport.mentorship_id)
        .where(MentorReport.person_id.in_(ids), MentorReport.state == ReportState.ACCEPTED,
               Mentorship.cycle_id == cycle.id)
    )  # fmt: skip


def _pairs(ids: list[int], cycle: Cycle) -> sa.Select[Any]:
    person, last = MentorshipMember.person_id, Mentorship.ends_on
    return (
        _row(person, Fact.PAIR, Mentorship.public_id, on=last)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(person.in_(ids), Mentorship.cycle_id == cycle.id, Mentorship.state == MentorshipState.CLOSED,
               Mentorship.ending == Ending.COMPLETED,
               sa.or_(MentorshipMember.ends_on.is_(None), MentorshipMember.ends_on == last))
    )  # fmt: skip


def _practices(ids: list[int], cycle: Cycle) -> sa.Select[Any]:
    shown = PracticeVersion.number == Practice.current_number
    return (
        _row(PracticeAuthor.person_id, Fact.PRACTICE, Practice.public_id, title=PracticeVersion.title,
             on=Practice.published_on)
        .join(Practice, Practice.id == PracticeAuthor.practice_id)
        .join(PracticeVersion, sa.and_(PracticeVersion.practice_id == Practice.id, shown))
        .where(PracticeAuthor.person_id.in_(ids), Practice.archived_on.is_(None),
               Practice.published_on.between(cycle.starts_on, cycle.ends_on))
    )  # fmt: skip


def _answers(ids: list[int], cycle: Cycle, zone: str) -> sa.Select[Any]:
    """Answers that solved a question: acts of situational mentoring. What was asked is told on its page only."""
    first, last = clock.start_of_day(cycle.starts_on, zone), clock.end_of_day(cycle.ends_on, zone)
    return (
        _row(Post.author_id, Fact.ANSWERS, Thread.public_id)
        .join(Question, Question.answer_id == Post.id).join(Thread, Thread.id == Question.thread_id)
        .where(Post.author_id.in_(ids), Question.state == QuestionState.SOLVED, Post.hidden_at.is_(None),
               Post.removed_at.is_(None), Question.solved_at.between(first, last))
    )  # fmt: skip


def _training(ids: list[int], cycle: Cycle) -> sa.Select[Any]:
    record = TrainingRecord
    return _row(
        record.person_id, Fact.TRAINING, record.public_id, title=record.title, minutes=record.hours * 60,
        on=record.finished_on,
    ).where(
        record.person_id.in_(ids), record.finished_on.between(cycle.starts_on, cycle.ends_on)
    )  # fmt: skip


def _told(row: Any) -> Known:
    kind, minutes = Fact(row.kind), int(row.minutes or 0)
    day: date | None = row.on
    on = ru_date(day, "full") if day else ""
    said = {
        Fact.MEETINGS: lambda: _meetings_words(row.n, minutes),
        Fact.REPORT: lambda: _("Отчёт принят %(day)s", day=on),
        Fact.PAIR: lambda: _("Пара завершена %(day)s", day=on),
        Fact.PRACTICE: lambda: _("Практика «%(title)s», опубликована %(day)s", title=row.title, day=on),
        Fact.ANSWERS: lambda: _("Ответ на вопрос в сообществе решил его"),
        Fact.TRAINING: lambda: _("%(title)s, %(hours)s ч, %(day)s", title=row.title, hours=minutes // 60, day=on),
    }
    return Known(kind=kind, words=said[kind](), path=PATHS[kind].format(row.ref),
                 minutes=minutes if kind is Fact.MEETINGS else 0)  # fmt: skip


def _meetings_words(n: int, minutes: int) -> str:
    met = ngettext("%(num)s подтверждённая встреча", "%(num)s подтверждённых встреч", n)
    return _("%(met)s, %(hours)s ч", met=met, hours=hours_words(minutes))


def hours_words(minutes: int) -> str:
    """«4», «4,5»: hours of minutes, as a number with a comma."""
    return f"{minutes / 60:.1f}".rstrip("0").rstrip(".").replace(".", ",")


PATHS = {
    Fact.MEETINGS: "/mentorships/{}",
    Fact.REPORT: "/mentor-reports/{}",
    Fact.PAIR: "/mentorships/{}/closing",
    Fact.PRACTICE: "/practices/{}",
    Fact.ANSWERS: "/community/threads/{}",
    Fact.TRAINING: "/training/{}",
}
