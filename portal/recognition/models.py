"""Tables of recognition: the catalogue of awards, nominations that become awards, the board of honour."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import AWARDS, CONTENT, TECHNICAL, concerns, holds
from portal.core.washing import may_mention
from portal.documents.models import Document
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, Partner
from portal.recognition.kinds import Audience, AwardNature, Giver, NominationState, Paper


@holds(
    code=CONTENT, name=CONTENT, nature=CONTENT, audience=CONTENT, decided_by=CONTENT, giver=CONTENT, paper=CONTENT,
    needs_order=CONTENT, criteria=CONTENT, package=CONTENT, due_on=CONTENT, is_on=CONTENT,
)  # fmt: skip
class AwardKind(Timestamps, Versioned, Base):
    """An award of an organisation's system of incentives (RECO-1); `code` is that of the reference, empty for own ones.

    `package` holds what an application for a title consists of, a line each, and `due_on` is its last day. With
    `needs_order` an award is given by a signed order; without one the day is written down.
    """

    __tablename__ = "award_kind"
    __table_args__ = (
        CheckConstraint("nature IN ('material', 'moral', 'title')", name="nature"),
        CheckConstraint("giver IN ('organization', 'partner', 'region')", name="giver"),
        CheckConstraint("giver = 'organization' OR NOT needs_order", name="order"),
        Index("ix_award_kind_organization_id", "organization_id"),
        Index("uq_award_kind_organization_id_code", "organization_id", "code", unique=True,
              sqlite_where=sa.text("code <> ''"), postgresql_where=sa.text("code <> ''")),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    code: Mapped[str] = mapped_column(sa.String(40), default="")
    name: Mapped[str] = mapped_column(sa.Text)
    nature: Mapped[AwardNature] = mapped_column(sa.String(20))
    audience: Mapped[Audience] = mapped_column(sa.String(20))
    decided_by: Mapped[str] = mapped_column(sa.Text, default="")
    giver: Mapped[Giver] = mapped_column(sa.String(20), default=Giver.ORGANIZATION)
    paper: Mapped[Paper] = mapped_column(sa.String(20), default=Paper.NONE)
    needs_order: Mapped[bool] = mapped_column(default=True)
    criteria: Mapped[str] = mapped_column(sa.Text, default="")
    package: Mapped[str] = mapped_column(sa.Text, default="")
    due_on: Mapped[date | None]
    is_on: Mapped[bool] = mapped_column(default=True)

    organization: Mapped[Organization] = relationship()

    @property
    def parts(self) -> list[str]:
        """What an application consists of."""
        return [line for line in self.package.splitlines() if line]


@concerns("person_id")
@holds(
    state=AWARDS, grounds=AWARDS, reason=AWARDS, package=AWARDS, decided_on=AWARDS, answer=AWARDS, sent_on=AWARDS,
    awarded_on=AWARDS, year=AWARDS, serial=AWARDS, check_code=AWARDS, nominated_on=AWARDS,
)  # fmt: skip
class Nomination(Timestamps, Versioned, Base):
    """Somebody, or a partner, put forward for an award in a year of the programme; given, it is the award itself.

    `grounds` are the facts behind it, each {kind, words, path}; `reason` says the rest. `answer` says why not, or
    what came from outside. `package` are the lines of the application that are there. An award has `serial`, its number
    in the organisation and the year, and `check_code`, by which anybody may check it.
    """

    __tablename__ = "nomination"
    __table_args__ = (
        CheckConstraint(
            "state IN ('nominated', 'approved', 'sent', 'not_awarded', 'refused', 'awarded')", name="state"
        ),
        CheckConstraint("(person_id IS NULL) <> (partner_id IS NULL)", name="whom"),
        CheckConstraint("(state = 'nominated') = (decided_on IS NULL)", name="decided"),
        CheckConstraint("state NOT IN ('not_awarded', 'refused') OR answer <> ''", name="answered"),
        CheckConstraint("state <> 'sent' OR sent_on IS NOT NULL", name="sent"),
        CheckConstraint("(state = 'awarded') = (awarded_on IS NOT NULL)", name="awarded"),
        CheckConstraint(
            "(awarded_on IS NULL) = (serial IS NULL) AND (serial IS NULL) = (year IS NULL)"
            " AND (serial IS NULL) = (check_code IS NULL)", name="numbered",
        ),
        UniqueConstraint("organization_id", "year", "serial"),
        UniqueConstraint("check_code"),
        UniqueConstraint("award_kind_id", "cycle_id", "person_id"),
        UniqueConstraint("award_kind_id", "cycle_id", "partner_id"),
        Index("ix_nomination_organization_id_state", "organization_id", "state"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    award_kind_id: Mapped[int] = mapped_column(ForeignKey("award_kind.id"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    nominated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    state: Mapped[NominationState] = mapped_column(sa.String(20), default=NominationState.NOMINATED)
    grounds: Mapped[list[Any]] = mapped_column(Json, default=list)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    package: Mapped[list[Any]] = mapped_column(Json, default=list)
    nominated_on: Mapped[date]
    decided_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    sent_on: Mapped[date | None]
    awarded_on: Mapped[date | None]
    year: Mapped[int | None]
    serial: Mapped[int | None]
    check_code: Mapped[str | None] = mapped_column(sa.String(12))

    organization: Mapped[Organization] = relationship()
    kind: Mapped[AwardKind] = relationship()
    cycle: Mapped[Cycle] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    partner: Mapped[Partner | None] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def whom(self) -> str:
        """Who it is for, as in registers."""
        if self.person is not None:
            return self.person.full_name
        return self.partner.home.name if self.partner is not None else ""

    @property
    def number(self) -> str:
        """The number on the paper."""
        return f"{self.serial}/{self.year}" if self.serial else ""


@concerns("person_id")
@holds(achievement=AWARDS, position=TECHNICAL, shown_on=AWARDS, hidden_on=AWARDS, photo_id=AWARDS)
class HonorEntry(Timestamps, Versioned, Base):
    """An award on the board of honour (RECO-3). What of it is seen, the consents to publication say day by day."""

    __tablename__ = "honor_entry"
    __table_args__ = (Index("ix_honor_entry_organization_id", "organization_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("nomination.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    achievement: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    shown_on: Mapped[date]
    hidden_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    nomination: Mapped[Nomination] = relationship()
    person: Mapped[Person] = relationship()
    photo: Mapped[StoredFile | None] = relationship()


may_mention("award_kind", "name", "decided_by", "criteria", "package")
may_mention("nomination", "reason", "answer", "grounds", "package")
may_mention("honor_entry", "achievement")
