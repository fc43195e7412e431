"""Reminders a week before a deadline, to whoever holds the role that answers; each of them once (ROAD-4)."""

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.roles import Role
from portal.accounts.queries import holders_of
from portal.core import clock
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.i18n import _, ru_date
from portal.core.mail import For
from portal.core.notices import notify
from portal.people.models import Organization, Person
from portal.programs.models import Cycle
from portal.programs.roadmaps.kinds import REMINDED_BEFORE
from portal.programs.roadmaps.letters import step_due
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapStep
from portal.programs.roadmaps.queries.waiting import NOT_DONE

BATCH = 100
KIND = "roadmap_due"


def remind(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Remind of steps whose deadline comes, in small transactions; returns the letters written.

    A deadline that passed while nothing ran is told by the desk, not by a letter.
    """
    written = 0
    while not should_stop():
        taken = _taken()
        if not taken:
            break
        written += sum(_write(each) for each in taken)
        db.session.commit()
    return written


def _taken() -> Sequence[RoadmapOccurrence]:
    """Occurrences of which nobody was told; taken by one UPDATE, so that two workers share them."""
    now = clock.now()
    today: date = now.date()
    due = (
        sa.select(RoadmapOccurrence.id)
        .join(RoadmapStep, RoadmapStep.id == RoadmapOccurrence.step_id)
        .join(Roadmap, Roadmap.id == RoadmapStep.roadmap_id)
        .join(Cycle, Cycle.id == Roadmap.cycle_id)
        .where(*NOT_DONE, RoadmapOccurrence.reminded_at.is_(None), Cycle.closed_on.is_(None),
               RoadmapOccurrence.due_on.between(today, today + REMINDED_BEFORE))
        .order_by(RoadmapOccurrence.id).limit(BATCH)
    )  # fmt: skip
    taking = (
        sa.update(RoadmapOccurrence)
        .where(RoadmapOccurrence.id.in_(due), RoadmapOccurrence.reminded_at.is_(None))
        .values(reminded_at=now, updated_at=RoadmapOccurrence.updated_at)
        .returning(RoadmapOccurrence.id).execution_options(synchronize_session=False)
    )  # fmt: skip
    ids = list(db.session.scalars(taking))
    above = joinedload(RoadmapOccurrence.step).joinedload(RoadmapStep.roadmap).joinedload(Roadmap.organization)
    return db.session.scalars(
        sa.select(RoadmapOccurrence).where(RoadmapOccurrence.id.in_(ids)).options(above).order_by(RoadmapOccurrence.id)
    ).all()


def _write(occurrence: RoadmapOccurrence) -> int:
    step, home = occurrence.step, occurrence.step.roadmap.organization
    day = occurrence.due_on or clock.today(home.time_zone)
    people, path = _who_answers(step, home), f"/roadmap-steps/{step.public_id}"
    what = _("Дорожная карта: до %(day)s: %(title)s", day=ru_date(day, "full"), title=step.title)
    notify([each.id for each in people], KIND, what, path)
    return sum(
        step_due(
            each.email, title=step.title, due_on=day, organization=home.short_name, path=path,
            event_key=f"roadmap-due-{each.id}:{occurrence.public_id}",
            reader=For(person_id=each.id, zone=home.time_zone),
        )
        for each in people if each.email
    )  # fmt: skip


def _who_answers(step: RoadmapStep, home: Organization) -> Sequence[Person]:
    """Holders of the principal role today, else the curators."""
    today = clock.today(home.time_zone)
    roles = [step.principal] if step.principal else []
    return _people(roles, home, today) or _people([Role.CURATOR], home, today)


def _people(roles: Sequence[str], home: Organization, today: date) -> Sequence[Person]:
    return db.session.scalars(
        sa.select(Person)
        .where(Person.id.in_(holders_of(roles, home.id, today)), Person.restricted_on.is_(None),
               Person.erased_on.is_(None))
        .order_by(Person.id)
    ).all()  # fmt: skip


@over_when("roadmap_due")
def is_done_meanwhile(event_keys: Sequence[str]) -> list[str]:
    """Which letters speak of a step that was closed, or set aside, before the morning letter."""
    waiting = set(
        db.session.scalars(
            sa.select(RoadmapOccurrence.public_id)
            .join(RoadmapStep, RoadmapStep.id == RoadmapOccurrence.step_id)
            .where(RoadmapOccurrence.public_id.in_([subject_of(key) for key in event_keys]), *NOT_DONE)
        )
    )
    return [key for key in event_keys if subject_of(key) not in waiting]
