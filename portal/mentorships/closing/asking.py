"""Reports are begun and asked for before their date, and those that are not sent are reminded of; each letter once."""

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.i18n import _, ru_date
from portal.core.mail import For
from portal.core.notices import notify
from portal.mentorships.closing.actions.reporting import KIND, begin_once, path_of
from portal.mentorships.closing.dates import due_dates
from portal.mentorships.closing.kinds import ASKED_BEFORE, REMINDED_BEFORE
from portal.mentorships.closing.letters import report_due
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.queries.reports import HEAD, NOT_SENT
from portal.mentorships.kinds import WORKING, MemberSide
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import WITH_MEMBERS
from portal.programs.models import Cycle

BATCH = 100
SYSTEM = Actor.system("reports")


def ask_and_remind(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Begin reports whose date comes, remind of those not sent, in small transactions; returns the letters written.

    A date that passed while nothing ran is asked for as long as it is not longer gone than the asking lasts.
    """
    written, after = 0, 0
    while not should_stop():
        pairs = _working(after)
        if not pairs:
            break
        written += sum(_ask(pair) for pair in pairs)
        after = pairs[-1].id
        db.session.commit()
    while not should_stop():
        taken = _taken()
        if not taken:
            break
        written += sum(_write(each, "remind") for each in taken)
        db.session.commit()
    return written


def _working(after: int) -> Sequence[Mentorship]:
    return db.session.scalars(
        sa.select(Mentorship).join(Cycle, Cycle.id == Mentorship.cycle_id)
        .where(Mentorship.state.in_(WORKING), Mentorship.id > after, Cycle.closed_on.is_(None))
        .options(*WITH_MEMBERS).order_by(Mentorship.id).limit(BATCH)
    ).all()  # fmt: skip


def _ask(pair: Mentorship) -> int:
    today = clock.today(pair.organization.time_zone)
    due = [day for day in due_dates(pair) if today - ASKED_BEFORE <= day <= today + ASKED_BEFORE]
    if not due:
        return 0
    rows = db.session.execute(
        sa.select(MentorReport.person_id, MentorReport.due_on).where(MentorReport.mentorship_id == pair.id)
    )
    there = {(person_id, day) for person_id, day in rows}
    mentors = pair.standing(MemberSide.MENTOR)
    wanted = [(each.person_id, day) for each in mentors for day in due if (each.person_id, day) not in there]
    begun = [begin_once(SYSTEM, pair, person_id, day) for person_id, day in wanted]
    return sum(_write(report, "ask") for report, is_new in begun if is_new)  # another worker asks for what it began


def _taken() -> Sequence[MentorReport]:
    """Reports that nobody was reminded of, whose date comes; taken by one UPDATE, so that two workers share them."""
    now = clock.now()
    today: date = now.date()
    is_near = MentorReport.due_on.between(today, today + REMINDED_BEFORE)
    due = (
        sa.select(MentorReport.id)
        .where(NOT_SENT, MentorReport.reminded_at.is_(None), is_near)
        .order_by(MentorReport.id).limit(BATCH)
    )  # fmt: skip
    taking = (
        sa.update(MentorReport)
        .where(MentorReport.id.in_(due), MentorReport.reminded_at.is_(None), NOT_SENT)
        .values(reminded_at=now, updated_at=MentorReport.updated_at)
        .returning(MentorReport.id).execution_options(synchronize_session=False)
    )  # fmt: skip
    ids = list(db.session.scalars(taking))
    return db.session.scalars(
        sa.select(MentorReport).where(MentorReport.id.in_(ids)).options(*HEAD).order_by(MentorReport.id)
    ).all()


def _write(report: MentorReport, occasion: str) -> int:
    person, pair = report.person, report.mentorship
    if person.restricted_on is not None or person.erased_on is not None:
        return 0
    what = _("Нужен отчёт наставника: %(day)s", day=ru_date(report.due_on, "full"))
    notify([person.id], KIND, what, path_of(report))
    if not person.email:
        return 0
    return report_due(
        person.email, due_on=report.due_on, organization=pair.organization.short_name, path=path_of(report),
        event_key=f"mentor-report-{occasion}:{report.public_id}",
        reader=For(person_id=person.id, zone=pair.organization.time_zone),
    )  # fmt: skip


@over_when("mentor_report")
def asks_for_nothing(event_keys: Sequence[str]) -> list[str]:
    """Which letters ask for a report that was sent meanwhile."""
    written = set(
        db.session.scalars(
            sa.select(MentorReport.public_id).where(
                MentorReport.public_id.in_([subject_of(key) for key in event_keys]), NOT_SENT
            )
        )
    )
    return [key for key in event_keys if subject_of(key) not in written]
