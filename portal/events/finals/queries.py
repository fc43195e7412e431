"""Reads about final events: the programme with the names that may be shown, candidates, numbers."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.consents.kinds import Item
from portal.consents.queries import may_publish_freely
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.events.finals.kinds import Presents
from portal.events.finals.models import FinalFigures, ProgrammeItem, ProgrammePresenter
from portal.events.finals.sources import parts_of
from portal.events.kinds import HOLDS_PLACE, Attendance
from portal.events.models import Event, EventRegistration
from portal.people.models import Person


def programme_of(event: Event) -> Sequence[ProgrammeItem]:
    """Items in their order, with presenters."""
    return db.session.scalars(
        sa.select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event.id)
        .options(selectinload(ProgrammeItem.presenters).joinedload(ProgrammePresenter.person))
        .order_by(ProgrammeItem.number)
    ).all()


def item_of(event: Event, public_id: str) -> ProgrammeItem | None:
    """The item of this event, and of no other."""
    return db.session.scalars(
        sa.select(ProgrammeItem)
        .where(ProgrammeItem.event_id == event.id, ProgrammeItem.public_id == public_id)
        .options(selectinload(ProgrammeItem.presenters))
    ).one_or_none()


def may_be_named(event: Event) -> set[int]:
    """Persons of the programme whose name may be read by everybody today: consent to publication, item «имя»."""
    on = clock.today(event.organization.time_zone)
    return set(
        db.session.scalars(
            sa.select(Person.id)
            .join(ProgrammePresenter, ProgrammePresenter.person_id == Person.id)
            .join(ProgrammeItem, ProgrammeItem.id == ProgrammePresenter.item_id)
            .where(
                ProgrammeItem.event_id == event.id, Person.erased_on.is_(None), Person.restricted_on.is_(None),
                may_publish_freely(Person.id, ProgrammePresenter.organization_id, Item.NAME, on),
            )
        )
    )  # fmt: skip


def candidates(event: Event) -> Sequence[EventRegistration]:
    """Who may be put into the programme: those with a place, by name."""
    return db.session.scalars(
        sa.select(EventRegistration)
        .join(Person, Person.id == EventRegistration.person_id)
        .where(EventRegistration.event_id == event.id, EventRegistration.state.in_(HOLDS_PLACE))
        .options(joinedload(EventRegistration.person))
        .order_by(Person.sort_name, EventRegistration.id)
    ).all()


def figures_of(event: Event) -> FinalFigures | None:
    """The frozen numbers."""
    return db.session.scalars(sa.select(FinalFigures).where(FinalFigures.event_id == event.id)).one_or_none()


def count_figures(event: Event) -> list[list[object]]:
    """[[words, number], …] as of now: people, organisations, what was presented, what rooms above count."""
    came = EventRegistration.state == Attendance.ATTENDED
    people, organizations = db.session.execute(
        sa.select(sa.func.count(), sa.func.count(sa.distinct(EventRegistration.organization_id))).where(
            EventRegistration.event_id == event.id, came
        )
    ).one()
    by_kind = dict(
        db.session.execute(
            sa.select(ProgrammeItem.presents, sa.func.count())
            .where(ProgrammeItem.event_id == event.id)
            .group_by(ProgrammeItem.presents)
        ).all()
    )
    found: list[list[object]] = [
        [_("Участников"), people], [_("Организаций"), organizations],
        [_("Выступлений"), by_kind.get(Presents.TALK, 0)], [_("Пар на сцене"), by_kind.get(Presents.PAIR, 0)],
        [_("Представлено практик"), by_kind.get(Presents.PRACTICE, 0)],
    ]  # fmt: skip
    return found + [[part.counted, part.n] for part in parts_of(event) if part.counted]
