"""What came back: responses, their answers, and the counters that results are read from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Json, UtcDateTime, new_public_id
from portal.core.personal_data import ANSWERS, TECHNICAL, holds

WAITING = "batch IS NULL AND state = 'submitted'"
NAMED = "invitation_id IS NOT NULL"


class ResponseState(StrEnum):
    """A response is a draft until it is submitted; there is nothing between."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class ResponseChannel(StrEnum):
    """Whose hand wrote it into the portal: the person's own, or a member of the staff from a sheet of paper."""

    OWN = "own"
    PAPER = "paper"


@holds(
    invitation_id=ANSWERS, state=ANSWERS, started_at=ANSWERS, submitted_at=ANSWERS, receipt=TECHNICAL,
    link_code=ANSWERS, withdrawal=ANSWERS, clients=TECHNICAL, typed=TECHNICAL, scores=ANSWERS, batch=TECHNICAL,
    channel=TECHNICAL,
)  # fmt: skip
class Response(Base):
    """What came back from one person. Those without a name have no invitation, and no day but the first of the wave.

    `channel` says by whose hand it came; who typed a sheet is kept only where its name is kept (`entered_by_id`).
    `link_code` joins waves of the linked mode and nothing else; by `withdrawal` whoever answered without a name finds
    the response to take it back: both are keyed hashes of a code that only the respondent has. Of a draft, `clients`
    remembers the last packet of each page and `typed` when each answer was typed. `batch` is the release of figures
    that took the response in, veiled, None while it waits (`surveys.results.release`).
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_has_time"),
        CheckConstraint("channel IN ('own', 'paper')", name="known_channel"),
        CheckConstraint(
            "entered_by_id IS NULL OR (channel = 'paper' AND invitation_id IS NOT NULL)", name="typed_by_somebody"
        ),
        Index("ix_response_assignment_id_state", "assignment_id", "state"),
        Index("ix_response_named_submitted_at", "submitted_at", sqlite_where=sa.text(NAMED),
              postgresql_where=sa.text(NAMED)),
        Index("ix_response_waiting", "assignment_id", sqlite_where=sa.text(WAITING),
              postgresql_where=sa.text(WAITING)),
        {"sqlite_with_rowid": False},
    )  # fmt: skip
    id: Mapped[str] = mapped_column(sa.String(22), primary_key=True, default=new_public_id)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("survey_invitation.id"), unique=True)
    state: Mapped[ResponseState] = mapped_column(sa.String(10), default=ResponseState.DRAFT)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    receipt: Mapped[str | None] = mapped_column(sa.String(40))
    link_code: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    withdrawal: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    channel: Mapped[ResponseChannel] = mapped_column(sa.String(10), default=ResponseChannel.OWN)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    clients: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    typed: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    scores: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    batch: Mapped[int | None]


@holds(item_code=TECHNICAL, value=ANSWERS)
class Answer(Base):
    """One answer, keyed by response and item code; `value` is JSON as `surveys.items` writes it."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_item_code_response_id", "item_code", "response_id"),
        {"sqlite_with_rowid": False},
    )
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


@holds(item_code=TECHNICAL, value=TECHNICAL, n=TECHNICAL)
class AnswerCount(Base):
    """How many submitted responses of a wave gave this value to this item: prepared on write, read by results."""

    __tablename__ = "answer_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
