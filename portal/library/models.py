"""Materials with their versions, readings of newcomers, and what an organisation says on its open page."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, READING, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.library.kinds import Facet, MaterialKind
from portal.people.models import Organization, Person


@holds(
    kind=CONTENT, title=CONTENT, about=CONTENT, act_source=CONTENT, act_number=CONTENT, act_date=CONTENT,
    is_public=CONTENT, for_mentors=CONTENT, for_mentees=CONTENT, newcomers_since=CONTENT, review_on=CONTENT,
    archived_on=CONTENT, current_number=CONTENT, published_on=CONTENT,
)  # fmt: skip
class Material(Timestamps, Versioned, Base):
    """An act or a methodical material of an organisation or of the municipality, which reaches all below it (PRAC-4).

    `current_number` is the version that is shown first, published on `published_on`. Whoever began as a mentor
    (`for_mentors`) or a mentee (`for_mentees`) on `newcomers_since` or later is asked to read it. On `review_on` those
    who keep it are asked whether it still holds.
    """

    __tablename__ = "material"
    __table_args__ = (
        CheckConstraint("current_number > 0", name="numbered"),
        CheckConstraint("kind <> 'act' OR (act_number <> '' AND act_date IS NOT NULL)", name="act"),
        CheckConstraint(
            "(for_mentors OR for_mentees) = (newcomers_since IS NOT NULL)", name="newcomers"
        ),
        Index("ix_material_organization_id", "organization_id"),
        Index("ix_material_review_on", "review_on"),
        Index("ix_material_newcomers_since", "newcomers_since"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[MaterialKind] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    act_source: Mapped[str] = mapped_column(sa.Text, default="")
    act_number: Mapped[str] = mapped_column(sa.Text, default="")
    act_date: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    for_mentors: Mapped[bool] = mapped_column(default=False)
    for_mentees: Mapped[bool] = mapped_column(default=False)
    newcomers_since: Mapped[date | None]
    review_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    current_number: Mapped[int] = mapped_column(default=1)
    published_on: Mapped[date]

    organization: Mapped[Organization] = relationship()
    tags: Mapped[list["MaterialTag"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    versions: Mapped[list["MaterialVersion"]] = relationship(
        order_by="MaterialVersion.number", back_populates="material"
    )

    def codes(self, facet: Facet) -> frozenset[str]:
        """Codes that stand under the facet."""
        return frozenset(each.code for each in self.tags if each.facet == facet)

    def numbered(self, number: int) -> "MaterialVersion | None":
        """The version of this number."""
        return next((each for each in self.versions if each.number == number), None)

    @property
    def asks_newcomers(self) -> bool:
        """Whether somebody is asked to read it."""
        return self.for_mentors or self.for_mentees


@holds(facet=TECHNICAL, code=TECHNICAL)
class MaterialTag(Base):
    """A format, a stage or a role that the material is for."""

    __tablename__ = "material_tag"
    __table_args__ = (
        UniqueConstraint("material_id", "facet", "code"),
        Index("ix_material_tag_facet_code", "facet", "code"),
    )
    id: Mapped[Key]
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    facet: Mapped[Facet] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))


@holds(
    number=CONTENT, change_note=CONTENT, text=CONTENT, html=CONTENT, link=CONTENT, published_on=CONTENT
)  # fmt: skip
class MaterialVersion(Timestamps, Base):
    """What stood in the library: a file, a text, a link, or several of them. It never changes.

    `html` is what `core.markup` made of `text`; `change_note` says «что изменилось», empty for the first version.
    """

    __tablename__ = "material_version"
    __table_args__ = (
        UniqueConstraint("material_id", "number"),
        CheckConstraint("number = 1 OR change_note <> ''", name="said"),
        CheckConstraint("text <> '' OR link <> '' OR file_id IS NOT NULL", name="held"),
    )
    id: Mapped[Key]
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    number: Mapped[int]
    change_note: Mapped[str] = mapped_column(sa.Text, default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.Text, default="")
    published_on: Mapped[date]

    material: Mapped[Material] = relationship(back_populates="versions")
    file: Mapped[StoredFile | None] = relationship(lazy="joined")


@holds(number=READING, read_on=READING)
class MaterialReading(Base):
    """«Прочитано»: one person, one material; `number` is the version that was shown."""

    __tablename__ = "material_reading"
    __table_args__ = (UniqueConstraint("material_id", "person_id"),)
    id: Mapped[Key]
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    read_on: Mapped[date]

    material: Mapped[Material] = relationship()
    person: Mapped[Person] = relationship()


@holds(about=CONTENT, html=CONTENT, post=CONTENT, phone=CONTENT, email=CONTENT, opened_on=CONTENT)
class OpenSection(Timestamps, Versioned, Base):
    """What an organisation says on its open page «Наставничество» (PUBL-1); guests see it once it is opened.

    Contacts are those of a post, not of a person; empty, those of the office stand there.
    """

    __tablename__ = "open_section"
    id: Mapped[Key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    html: Mapped[str] = mapped_column(sa.Text, default="")
    post: Mapped[str] = mapped_column(sa.Text, default="")
    phone: Mapped[str] = mapped_column(sa.Text, default="")
    email: Mapped[str] = mapped_column(sa.Text, default="")
    opened_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()


@holds(title=CONTENT, text=CONTENT, html=CONTENT, published_on=CONTENT, archived_on=CONTENT)
class NewsItem(Timestamps, Versioned, Base):
    """A piece of news or an announcement on the open page of an organisation (PUBL-2)."""

    __tablename__ = "news_item"
    __table_args__ = (Index("ix_news_item_organization_id_published_on", "organization_id", "published_on"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    published_on: Mapped[date]
    archived_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()


may_mention("material", "title", "about", "act_source")
may_mention("material_version", "change_note", "text", "html")
may_mention("open_section", "about", "html", "post")
may_mention("news_item", "title", "text", "html")
