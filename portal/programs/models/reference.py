"""Reference rows of mentoring: what the files say, so that pairs and figures can point at them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, Timestamps
from portal.core.personal_data import CONTENT, holds


@holds(code=CONTENT, name=CONTENT, source=CONTENT, position=CONTENT, retired_on=CONTENT)
class MentoringFormat(Timestamps, Base):
    """A format of mentoring («педагог – педагог»); the rest of it is `definitions.formats()[code]`."""

    __tablename__ = "mentoring_format"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
    retired_on: Mapped[date | None]


@holds(code=CONTENT, name=CONTENT, source=CONTENT, position=CONTENT, retired_on=CONTENT)
class RolePattern(Timestamps, Base):
    """A role pattern of a format («лидер – пассивный»); the rest of it is `definitions.role_patterns()[code]`."""

    __tablename__ = "role_pattern"
    id: Mapped[Key]
    format_id: Mapped[int] = mapped_column(ForeignKey("mentoring_format.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
    retired_on: Mapped[date | None]

    format: Mapped[MentoringFormat] = relationship()


@holds(code=CONTENT, name=CONTENT, source=CONTENT, position=CONTENT, retired_on=CONTENT)
class MentoringKind(Timestamps, Base):
    """A kind of mentoring («групповое», «виртуальное»); the rest of it is `definitions.kinds()[code]`."""

    __tablename__ = "mentoring_kind"
    id: Mapped[Key]
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
    retired_on: Mapped[date | None]
