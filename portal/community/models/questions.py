"""Questions to a mentor: situational mentoring, each solved question is one act of it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.community.kinds import Outcome, QuestionState
from portal.community.models.threads import Post, Thread
from portal.core.db import Base, Key
from portal.core.personal_data import COMMUNITY, CONTENT, concerns, holds
from portal.people.models import Person


@concerns("thread_id")
@holds(
    tried=COMMUNITY, wanted=COMMUNITY, state=CONTENT, due_on=CONTENT, reason=COMMUNITY, solved_at=CONTENT,
    asked_again_at=CONTENT, outcome=CONTENT,
)  # fmt: skip
class Question(Base):
    """What makes a thread a question: whom it is for, until when, which answer solved it, whether that helped.

    No addressee means any mentor of the space. `answer_id` is the accepted answer, `taken_by_id` whoever took it on.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("(state = 'solved') = (solved_at IS NOT NULL)", name="solved_has_time"),
        CheckConstraint("(state = 'solved') = (answer_id IS NOT NULL)", name="solved_has_answer"),
        CheckConstraint("outcome IS NULL OR state = 'solved'", name="outcome_of_solved"),
        Index("ix_question_state_due_on", "state", "due_on"),
    )
    id: Mapped[Key]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), unique=True)
    addressee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    tried: Mapped[str] = mapped_column(sa.Text, default="")
    wanted: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[QuestionState] = mapped_column(sa.String(20), default=QuestionState.NEW)
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    solved_at: Mapped[datetime | None]
    asked_again_at: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(sa.String(10))

    thread: Mapped[Thread] = relationship()
    addressee: Mapped[Person | None] = relationship(foreign_keys=[addressee_id])
    taken_by: Mapped[Person | None] = relationship(foreign_keys=[taken_by_id])
    answer: Mapped[Post | None] = relationship(foreign_keys=[answer_id])
