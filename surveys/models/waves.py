"""The process: waves, the people invited into them, and the fact that somebody took part."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.personal_data import ANSWERS, CONTENT, PAPERS, TECHNICAL, holds
from portal.people.models import Organization, Person
from surveys.models.instruments import Mode, QuestionnaireVersion


class Channel(StrEnum):
    """By which way an invitation came to be: for a person, by the public link, or for a sheet of paper."""

    PERSONAL = "personal"
    PUBLIC = "public"
    PAPER = "paper"


@holds(
    title=CONTENT, mode=CONTENT, audience=CONTENT, occasion=CONTENT, readers=CONTENT, min_group=CONTENT,
    opens_at=CONTENT, closes_at=CONTENT, closed_at=CONTENT, invited=CONTENT, submitted=CONTENT,
    released=TECHNICAL, releases=TECHNICAL, taken_back=TECHNICAL,
    batch=TECHNICAL, invited_at=CONTENT, takes_newcomers=CONTENT, reminders=CONTENT, uninvited=CONTENT,
)  # fmt: skip
class SurveyAssignment(Timestamps, Versioned, Base):
    """A wave: who is asked, by which version, on what occasion, until when. Its page is `/surveys/<public_id>`.

    `audience` is the rule in data, `readers` the roles that may read named answers besides the respondent,
    `min_group` the k below which a summary stays closed. `invited` and `submitted` are counters kept on write;
    `uninvited` counts those of `submitted` that came by the public link or on a sheet without a name. `released`
    responses stand behind the figures that readers without names see, after `releases` steps; `taken_back` of them
    were withdrawn since the last step.

    `occasion` is read by `surveys.occasions`. `invited_at` is empty until people were invited: a wave planned for
    later asks them when it opens. `reminders` are days before the last one on which the worker reminds. Waves of
    several organisations that were opened by one deed share `batch`.
    """

    __tablename__ = "survey_assignment"
    __table_args__ = (
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="period"),
        CheckConstraint("min_group >= 1", name="min_group"),
        CheckConstraint("submitted >= 0", name="submitted"),
        CheckConstraint("uninvited >= 0 AND uninvited <= submitted", name="uninvited"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    mode: Mapped[Mode] = mapped_column(sa.String(10))
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    occasion: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    readers: Mapped[list[Any]] = mapped_column(Json, default=list)
    min_group: Mapped[int] = mapped_column(default=5)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime())
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    invited: Mapped[int] = mapped_column(default=0)
    submitted: Mapped[int] = mapped_column(default=0)
    released: Mapped[int] = mapped_column(default=0)
    releases: Mapped[int] = mapped_column(default=0)
    taken_back: Mapped[int] = mapped_column(default=0)
    uninvited: Mapped[int] = mapped_column(default=0)
    batch: Mapped[str | None] = mapped_column(sa.String(22), index=True)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime(), default=clock.now)
    takes_newcomers: Mapped[bool] = mapped_column(default=False)
    reminders: Mapped[list[Any]] = mapped_column(Json, default=list)

    # `submitted` is not guarded by `version`: a response must never make a curator's save stale.
    questionnaire_version: Mapped[QuestionnaireVersion] = relationship()
    organization: Mapped[Organization] = relationship()

    @property
    def answered(self) -> int:
        """How many of those who were invited have answered."""
        return self.submitted - self.uninvited

    @property
    def takes_unnamed_elsewhere(self) -> bool:
        """Whether some answered by the public link or on a sheet: who they were nobody knows, so all are reminded."""
        return self.mode != Mode.NAMED and self.uninvited > 0

    def is_open(self, at: datetime) -> bool:
        """Whether answers are taken at this moment."""
        return self.opens_at <= at and self.closed_at is None and (self.closes_at is None or at <= self.closes_at)


@holds(
    subject=TECHNICAL, link_revision=TECHNICAL, reminded_at=TECHNICAL, withdrawn_at=TECHNICAL, consent_ended_on=PAPERS,
    channel=TECHNICAL, letter_due=TECHNICAL, code_hash=TECHNICAL, class_revision=TECHNICAL, is_waiting=TECHNICAL,
)  # fmt: skip
class SurveyInvitation(Timestamps, Base):
    """One person in a wave, where needed about one subject («pair:…», told by whoever asked). At most one response.

    `consent_ended_on` says that it was withdrawn because the consent ended that day: a new consent brings it back.
    `letter_due` names the letter that the worker still has to write, `code_hash` the code printed on a card for the
    computer class, `class_revision` ends addresses that were opened by that code. Without a person it came by the
    public link or stands for a sheet of paper (`channel`). `is_waiting` only makes lists of those who have not
    answered cheap; what counts is Participation.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("assignment_id", "person_id", "subject"),
        CheckConstraint("channel IN ('personal', 'public', 'paper')", name="known_channel"),
        CheckConstraint("channel = 'personal' OR person_id IS NULL", name="unasked_is_nobody"),
        Index("ix_survey_invitation_waiting", "assignment_id", "id", sqlite_where=sa.text("is_waiting = 1"),
              postgresql_where=sa.text("is_waiting")),
        Index("ix_survey_invitation_letter_due", "id", sqlite_where=sa.text("letter_due IS NOT NULL"),
              postgresql_where=sa.text("letter_due IS NOT NULL")),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(60), default="")
    link_revision: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    consent_ended_on: Mapped[date | None]
    channel: Mapped[Channel] = mapped_column(sa.String(10), default=Channel.PERSONAL)
    letter_due: Mapped[str | None] = mapped_column(sa.String(12))
    code_hash: Mapped[str | None] = mapped_column(sa.String(22), unique=True)
    class_revision: Mapped[int] = mapped_column(default=0)
    is_waiting: Mapped[bool] = mapped_column(default=True)

    assignment: Mapped[SurveyAssignment] = relationship()
    person: Mapped[Person | None] = relationship()


@holds(submitted_on=ANSWERS)
class Participation(Base):
    """That an invited person has submitted: a fact apart from the answers. Only the named mode keeps the day."""

    __tablename__ = "participation"
    __table_args__ = ({"sqlite_with_rowid": False},)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), primary_key=True)
    submitted_on: Mapped[date | None]


@holds(code=CONTENT, most_answers=CONTENT, answered=CONTENT, closed_at=CONTENT)
class PublicLink(Timestamps, Base):
    """The one address of a wave without names that hangs on a wall: `/s/<code>`, for whoever stands before it.

    The code is no secret and leads to nobody. `answered` counts what came by this link and never passes
    `most_answers`; a new `code` ends the posters printed before.
    """

    __tablename__ = "survey_public_link"
    __table_args__ = (
        CheckConstraint("most_answers IS NULL OR answered <= most_answers", name="limit"),
        CheckConstraint("answered >= 0", name="answered"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"), unique=True)
    code: Mapped[str] = mapped_column(sa.String(8), unique=True)
    most_answers: Mapped[int | None]
    answered: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    assignment: Mapped[SurveyAssignment] = relationship()


@holds(due_on=TECHNICAL, reminded=TECHNICAL)
class ReminderRound(Timestamps, Base):
    """That the reminder of a wave for a day was taken care of: the row decides which of two workers does it."""

    __tablename__ = "survey_reminder_round"
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"), primary_key=True)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    reminded: Mapped[int] = mapped_column(default=0)
