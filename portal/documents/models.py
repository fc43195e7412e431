"""Tables of documents: papers, who stands in them, who is to read them, numbering, own templates."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, DECREES, TECHNICAL, concerns, holds
from portal.documents.definitions import KindDefinition, kind_of
from portal.documents.kinds import OPEN, DocumentState, Numbering, Part
from portal.people.models import CollegialBody, Organization, Person
from portal.people.periods import PERIOD

FROZEN = (
    "organization_id", "kind", "series", "title", "content", "number", "serial", "year", "registered_on", "snapshot",
    "snapshot_hash", "file_hash", "file_id", "template_id", "signatory_id", "signatory_name", "signatory_post",
    "body_id", "based_on_id", "amends_id", "repeals",
)  # fmt: skip
IS_OPEN = sa.text("ends_on IS NULL")


class SignedNeverChanges(RuntimeError):
    """Code tried to change what is signed: a mistake of ours, never of a reader."""


@concerns("signatory_id")
@holds(
    kind=CONTENT, series=CONTENT, state=CONTENT, title=DECREES, content=DECREES, number=CONTENT, serial=CONTENT,
    year=CONTENT, registered_on=CONTENT, snapshot=DECREES, snapshot_hash=TECHNICAL, file_hash=TECHNICAL,
    signatory_name=DECREES, signatory_post=DECREES, repeals=CONTENT, flag=DECREES, flagged_on=CONTENT,
    published_on=CONTENT, cancelled_on=CONTENT, reason=DECREES,
)  # fmt: skip
class Document(Timestamps, Versioned, Base):
    """A paper of an organisation. From its registration on, what it says never changes: another paper amends it.

    `content` is what its writer gave, `snapshot` all that the file was made from, `snapshot_hash` the SHA-256 of its
    canonical JSON. The number is taken at registration: unique in organisation, series and year.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("organization_id", "series", "year", "number"),
        CheckConstraint("(number IS NULL) = (registered_on IS NULL) AND (number IS NULL) = (year IS NULL)",
                        name="number_has_day"),
        CheckConstraint("state NOT IN ('draft', 'on_signature') OR number IS NULL", name="number_when_signed"),
        CheckConstraint(
            "state <> 'signed' OR (number IS NOT NULL AND snapshot IS NOT NULL AND file_id IS NOT NULL)", name="signed"
        ),
        CheckConstraint("(state = 'cancelled') = (cancelled_on IS NOT NULL)", name="cancelled"),
        CheckConstraint("(flagged_on IS NULL) = (flag = '')", name="flag_has_reason"),
        CheckConstraint("published_on IS NULL OR number IS NOT NULL", name="published"),
        Index("ix_document_organization_id_state", "organization_id", "state"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    series: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[DocumentState] = mapped_column(sa.String(20), default=DocumentState.DRAFT)
    title: Mapped[str] = mapped_column(sa.Text, default="")
    content: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    number: Mapped[str | None] = mapped_column(sa.String(40))
    serial: Mapped[int | None]
    year: Mapped[int | None]
    registered_on: Mapped[date | None]
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    signatory_name: Mapped[str] = mapped_column(sa.Text, default="")
    signatory_post: Mapped[str] = mapped_column(sa.Text, default="")
    body_id: Mapped[int | None] = mapped_column(ForeignKey("collegial_body.id"))
    template_id: Mapped[int | None] = mapped_column(ForeignKey("document_template.id"))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)
    snapshot_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    file_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    repeals: Mapped[bool] = mapped_column(default=False)
    flag: Mapped[str] = mapped_column(sa.Text, default="")
    flagged_on: Mapped[date | None]
    published_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    organization: Mapped[Organization] = relationship()
    signatory: Mapped[Person | None] = relationship()
    body: Mapped[CollegialBody | None] = relationship()
    file: Mapped[StoredFile | None] = relationship(foreign_keys=[file_id])
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])
    based_on: Mapped["Document | None"] = relationship(foreign_keys=[based_on_id], remote_side="Document.id")
    amends: Mapped["Document | None"] = relationship(foreign_keys=[amends_id], remote_side="Document.id")

    @property
    def definition(self) -> KindDefinition:
        """What the reference file says of its kind."""
        return kind_of(self.kind)

    @property
    def is_open(self) -> bool:
        """Whether it is still a draft or waits for a signature."""
        return self.state in OPEN

    @property
    def may_be_edited(self) -> bool:
        return self.state == DocumentState.DRAFT

    @property
    def is_registered(self) -> bool:
        """Whether it has a number: then it stays, whatever becomes of it."""
        return self.number is not None


@sa.event.listens_for(Document, "before_update")
def _keep_signed(_mapper: Any, connection: sa.Connection, document: Document) -> None:
    attributes = sa.inspect(document).attrs
    changed = [name for name in FROZEN if attributes[name].history.has_changes()]
    if not changed:
        return
    row = Document.__table__.c  # what the object said before is not at hand after a commit: the database knows
    if connection.scalar(sa.select(row.number).where(row.id == document.id)) is not None:
        raise SignedNeverChanges(f"document {document.public_id}: {', '.join(changed)}")


@holds(part=DECREES, name=DECREES, post=DECREES, note=DECREES)
class DocumentPerson(Base):
    """A person whom a document names: as they were called then, in which post, with which duty or remark."""

    __tablename__ = "document_person"
    __table_args__ = (UniqueConstraint("document_id", "person_id", "part"),)
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(sa.String(20), default=Part.NAMED)
    name: Mapped[str] = mapped_column(sa.Text)
    post: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")

    document: Mapped[Document] = relationship()
    person: Mapped[Person] = relationship()


@holds(kind=TECHNICAL, ref=TECHNICAL)
class DocumentSubject(Base):
    """What a document is about, beside people: a table and a public id, given by the room above that owns it."""

    __tablename__ = "document_subject"
    __table_args__ = (
        UniqueConstraint("document_id", "kind", "ref"),
        Index("ix_document_subject_kind_ref", "kind", "ref"),
    )
    id: Mapped[Key]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    ref: Mapped[str] = mapped_column(sa.String(40))


@holds(asked_at=DECREES, read_at=DECREES, reminded_at=DECREES, reminders=TECHNICAL)
class Acquaintance(Base):
    """A person who is to read a signed document and say so; `read_at` is their «Ознакомлен»."""

    __tablename__ = "acquaintance"
    __table_args__ = (UniqueConstraint("document_id", "person_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reminders: Mapped[int] = mapped_column(default=0)

    document: Mapped[Document] = relationship()
    person: Mapped[Person] = relationship()


@holds(series=CONTENT, mode=CONTENT, suffix=CONTENT)
class NumberingRule(Timestamps, Versioned, Base):
    """How an organisation numbers one series; without a row numbers come one after another, bare."""

    __tablename__ = "numbering_rule"
    __table_args__ = (UniqueConstraint("organization_id", "series"),)
    id: Mapped[Key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    series: Mapped[str] = mapped_column(sa.String(20))
    mode: Mapped[Numbering] = mapped_column(sa.String(10), default=Numbering.AUTO)
    suffix: Mapped[str] = mapped_column(sa.String(20), default="")


@holds(series=CONTENT, year=CONTENT, last=CONTENT)
class NumberCounter(Base):
    """The last number given in a series and year; raised in the transaction that registers, so none is lost."""

    __tablename__ = "number_counter"
    __table_args__ = (CheckConstraint("last >= 0", name="last"), UniqueConstraint("organization_id", "series", "year"))
    id: Mapped[Key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    series: Mapped[str] = mapped_column(sa.String(20))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(default=0)


@holds(kind=CONTENT, sha256=TECHNICAL, starts_on=CONTENT, ends_on=CONTENT)
class DocumentTemplate(Timestamps, Base):
    """An organisation's own DOCX for one kind. Kept when replaced: papers made by it can be made again."""

    __tablename__ = "document_template"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        Index(
            "uq_document_template_open", "organization_id", "kind", unique=True, sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    file: Mapped[StoredFile] = relationship()
