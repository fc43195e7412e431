"""The process: waves, the people invited into them, and the fact that somebody took part."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.personal_data import ANSWERS, CONTENT, PAPERS, TECHNICAL, holds
from portal.people.models import Organization, Person
from surveys.models.instruments import Mode, QuestionnaireVersion


@holds(
    title=CONTENT, mode=CONTENT, audience=CONTENT, occasion=CONTENT, readers=CONTENT, min_group=CONTENT,
    opens_at=CONTENT, closes_at=CONTENT, closed_at=CONTENT, invited=CONTENT, submitted=CONTENT,
    released=TECHNICAL, releases=TECHNICAL, taken_back=TECHNICAL,
)  # fmt: skip
class SurveyAssignment(Timestamps, Versioned, Base):
    """A wave: who is asked, by which version, on what occasion, until when. Its page is `/surveys/<public_id>`.

    `audience` is the rule in data, `readers` the roles that may read named answers besides the respondent,
    `min_group` the k below which a summary stays closed. `invited` and `submitted` are counters kept on write.
    `released` responses stand behind the figures that readers without names see, after `releases` steps;
    `taken_back` of them were withdrawn since the last step.
    """

    __tablename__ = "survey_assignment"
    __table_args__ = (
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="period"),
        CheckConstraint("min_group >= 1", name="min_group"),
        CheckConstraint("submitted >= 0", name="submitted"),
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

    # `submitted` is not guarded by `version`: a response must never make a curator's save stale.
    questionnaire_version: Mapped[QuestionnaireVersion] = relationship()
    organization: Mapped[Organization] = relationship()

    def is_open(self, at: datetime) -> bool:
        """Whether answers are taken at this moment."""
        return self.opens_at <= at and self.closed_at is None and (self.closes_at is None or at <= self.closes_at)


@holds(
    subject=TECHNICAL, link_revision=TECHNICAL, reminded_at=TECHNICAL, withdrawn_at=TECHNICAL, consent_ended_on=PAPERS
)
class SurveyInvitation(Timestamps, Base):
    """One person in a wave, where needed about one subject («pair:…», told by whoever asked). At most one response.

    `consent_ended_on` says that it was withdrawn because the consent ended that day: a new consent brings it back.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id", "subject"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(60), default="")
    link_revision: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    consent_ended_on: Mapped[date | None]

    assignment: Mapped[SurveyAssignment] = relationship()
    person: Mapped[Person | None] = relationship()


@holds(submitted_on=ANSWERS)
class Participation(Base):
    """That an invited person has submitted: a fact apart from the answers. Only the named mode keeps the day."""

    __tablename__ = "participation"
    __table_args__ = ({"sqlite_with_rowid": False},)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), primary_key=True)
    submitted_on: Mapped[date | None]
