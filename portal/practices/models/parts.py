"""What belongs to a practice or to one of its versions: steps, results, files, authors, facets, remarks."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, EXCHANGE, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.people.models import Person
from portal.practices.models.practices import Practice


@holds(position=TECHNICAL, title=CONTENT, who=CONTENT, takes=CONTENT, result=CONTENT)
class PracticeStep(Base):
    """One step of «Как сделать у себя»: what, who, how long, with which result."""

    __tablename__ = "practice_step"
    __table_args__ = (UniqueConstraint("version_id", "position"),)
    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    who: Mapped[str] = mapped_column(sa.Text, default="")
    takes: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")


@holds(
    position=TECHNICAL, indicator=CONTENT, before=CONTENT, after=CONTENT, people=CONTENT, period=CONTENT, method=CONTENT
)  # fmt: skip
class PracticeResult(Base):
    """One line of «Что изменилось»: an indicator before and after, of how many people, when and how measured."""

    __tablename__ = "practice_result"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("people IS NULL OR people > 0", name="people"),
    )
    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"))
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[str] = mapped_column(sa.Text, default="")
    after: Mapped[str] = mapped_column(sa.Text, default="")
    people: Mapped[int | None]
    period: Mapped[str] = mapped_column(sa.Text, default="")
    method: Mapped[str] = mapped_column(sa.Text, default="")


@holds(description=CONTENT)
class PracticeFile(Timestamps, Base):
    """A file of a version with what it is; a later version keeps the same stored file until it is taken out."""

    __tablename__ = "practice_file"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    description: Mapped[str] = mapped_column(sa.Text)

    file: Mapped[StoredFile] = relationship(lazy="joined")


@holds(position=EXCHANGE, joined_on=EXCHANGE)
class PracticeAuthor(Timestamps, Base):
    """Who wrote it. Strangers read the name only where its bearer agreed to publication; erased, the practice stays."""

    __tablename__ = "practice_author"
    __table_args__ = (UniqueConstraint("practice_id", "person_id"),)
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
    joined_on: Mapped[date]

    practice: Mapped[Practice] = relationship(back_populates="authors")
    person: Mapped[Person] = relationship()


@holds(facet=TECHNICAL, code=TECHNICAL)
class PracticeFacet(Base):
    """What the published version is found by; written anew with every publication."""

    __tablename__ = "practice_facet"
    __table_args__ = (
        UniqueConstraint("practice_id", "facet", "code"),
        Index("ix_practice_facet_facet_code", "facet", "code"),
    )
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    facet: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))


@holds(section=CONTENT, text=CONTENT, round=TECHNICAL)
class PracticeRemark(Timestamps, Base):
    """What a reviewer says of one section of a version; `round` is the submission that was read."""

    __tablename__ = "practice_remark"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    section: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text)
    round: Mapped[int]


may_mention("practice_step", "title", "who", "takes", "result")
may_mention("practice_result", "indicator", "before", "after", "period", "method")
may_mention("practice_file", "description")
may_mention("practice_remark", "text")
