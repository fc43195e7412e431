"""Events of an organisation: planned for a month of the school year, then announced with a time."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.events.kinds import EventState, Learning, Level
from portal.people.models import Organization, Person


@holds(
    school_year=CONTENT, month=CONTENT, plan_code=TECHNICAL, title=CONTENT, kind=CONTENT, module=CONTENT,
    format=CONTENT, technology=CONTENT, level=CONTENT, audience=CONTENT, audience_words=CONTENT, period=CONTENT,
    starts_at=CONTENT, ends_at=CONTENT, place=CONTENT, link=CONTENT, capacity=CONTENT, registration_until=CONTENT,
    about=CONTENT, programme=CONTENT, report=CONTENT, recording=CONTENT, hours=CONTENT, learning=CONTENT,
    state=CONTENT, cancel_reason=CONTENT, is_public=CONTENT, sequence=TECHNICAL, chat_link=CONTENT,
    is_restricted=CONTENT,
)  # fmt: skip
class Event(Timestamps, Versioned, Base):
    """Something that an organisation holds for those whom `audience` names (EVNT-1).

    `school_year` is the year of its September; `month` (1–12) and `period` in words place an event that has no time
    yet. Times are moments; the page and the calendar show them in the zone of the organisation. `capacity` is None
    where places are not counted. `hours` and `learning` make a record of training of each attendance. `sequence`
    counts changes of time or place, as calendars want it. `plan_code` names the row of the plan it was taken from.
    `led_by_id` is who leads it; where attendance `is_restricted` (EVNT-9) only that person keeps registrations and
    marks, and nothing of it becomes a record of training. `chat_link` leads to a group or chat outside (COMM-6).
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("month IS NULL OR month BETWEEN 1 AND 12", name="month"),
        CheckConstraint("ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at >= starts_at)", name="times"),
        CheckConstraint("state NOT IN ('announced', 'held') OR starts_at IS NOT NULL", name="timed"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        CheckConstraint("(hours IS NULL) = (learning IS NULL)", name="learning"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled"),
        CheckConstraint("NOT is_restricted OR (led_by_id IS NOT NULL AND hours IS NULL)", name="restricted"),
        Index(
            "uq_event_plan_code", "organization_id", "school_year", "plan_code", unique=True,
            sqlite_where=sa.text("plan_code <> ''"), postgresql_where=sa.text("plan_code <> ''"),
        ),
        Index("ix_event_organization_id_school_year", "organization_id", "school_year"),
        Index("ix_event_starts_at", "starts_at"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    cycle_id: Mapped[int | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    school_year: Mapped[int]
    month: Mapped[int | None]
    plan_code: Mapped[str] = mapped_column(sa.String(40), default="")
    title: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.String(40))
    module: Mapped[str] = mapped_column(sa.String(40), default="")
    format: Mapped[str] = mapped_column(sa.String(40), default="")
    technology: Mapped[str] = mapped_column(sa.String(40), default="")
    level: Mapped[Level | str] = mapped_column(sa.String(20), default="")
    audience: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    audience_words: Mapped[str] = mapped_column(sa.Text, default="")
    period: Mapped[str] = mapped_column(sa.Text, default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.Text, default="")
    capacity: Mapped[int | None]
    registration_until: Mapped[datetime | None]
    about: Mapped[str] = mapped_column(sa.Text, default="")
    programme: Mapped[str] = mapped_column(sa.Text, default="")
    report: Mapped[str] = mapped_column(sa.Text, default="")
    recording: Mapped[str] = mapped_column(sa.Text, default="")
    hours: Mapped[int | None]
    learning: Mapped[Learning | None] = mapped_column(sa.String(20))
    state: Mapped[EventState] = mapped_column(sa.String(20), default=EventState.PLANNED)
    cancel_reason: Mapped[str] = mapped_column(sa.Text, default="")
    is_public: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    chat_link: Mapped[str] = mapped_column(sa.Text, default="")
    is_restricted: Mapped[bool] = mapped_column(default=False)
    led_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    organization: Mapped[Organization] = relationship()
    led_by: Mapped[Person | None] = relationship()


may_mention(
    "event", "title", "audience_words", "period", "place", "link", "about", "programme", "report", "recording",
    "cancel_reason", "chat_link",
)  # fmt: skip
