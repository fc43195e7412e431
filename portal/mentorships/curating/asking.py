"""Reports are begun before their date with a notice to the curators, and those not sent are reminded of once."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.mentorships.closing.kinds import ASKED_BEFORE, REMINDED_BEFORE
from portal.mentorships.curating.actions import begin_once, home_of, tell
from portal.mentorships.curating.dates import due_dates
from portal.mentorships.curating.models import CuratorReport
from portal.mentorships.curating.queries import HEAD, NOT_SENT, WITH_PLACE, dates_written
from portal.mentorships.kinds import WORKING
from portal.mentorships.models import Mentorship
from portal.programs.models import Cycle

BATCH = 50
SYSTEM = Actor.system("reports")


def ask_and_remind(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Begin the reports whose date comes and remind of those not sent; returns how many times somebody was told."""
    told, after = 0, 0
    while not should_stop():
        years = _running(after)
        if not years:
            break
        told += sum(_ask(each) for each in years)
        after = years[-1].id
        db.session.commit()
    if not should_stop():
        for report in _taken():
            tell(report, Role.CURATOR, _("Отчёт куратора ещё не отправлен"))
            told += 1
        db.session.commit()
    return told


def _running(after: int) -> Sequence[Cycle]:
    """Open years in which some pair works."""
    works = sa.exists().where(Mentorship.cycle_id == Cycle.id, Mentorship.state.in_(WORKING))
    return db.session.scalars(
        sa.select(Cycle).where(Cycle.id > after, Cycle.closed_on.is_(None), works).options(*WITH_PLACE)
        .order_by(Cycle.id).limit(BATCH)
    ).all()  # fmt: skip


def _ask(cycle: Cycle) -> int:
    today = clock.today(home_of(cycle).time_zone)
    near = [day for day in due_dates(cycle) if today - ASKED_BEFORE <= day <= today + ASKED_BEFORE]
    there = set(dates_written(cycle)) if near else set()
    begun = [begin_once(SYSTEM, cycle, day) for day in near if day not in there]
    new = [report for report, is_new in begun if is_new]  # another worker asks for what it began
    for report in new:
        tell(report, Role.CURATOR, _("Нужен отчёт куратора"))
    return len(new)


def _taken() -> Sequence[CuratorReport]:
    """Reports that nobody was reminded of, whose date comes; taken by one UPDATE, so that two workers share them."""
    now = clock.now()
    is_near = CuratorReport.due_on.between(now.date(), now.date() + REMINDED_BEFORE)
    taking = (
        sa.update(CuratorReport).where(NOT_SENT, CuratorReport.reminded_at.is_(None), is_near)
        .values(reminded_at=now, updated_at=CuratorReport.updated_at)
        .returning(CuratorReport.id).execution_options(synchronize_session=False)
    )  # fmt: skip
    ids = list(db.session.scalars(taking))
    return db.session.scalars(
        sa.select(CuratorReport).where(CuratorReport.id.in_(ids)).options(*HEAD).order_by(CuratorReport.id)
    ).all()
