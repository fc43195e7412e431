"""Named audience rules: «молодой педагог» means what the rule of the library, or of the organisation, says."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Key, Timestamps, Versioned
from portal.core.personal_data import CONTENT, holds


@holds(
    code=CONTENT, title=CONTENT, flag=CONTENT, source=CONTENT, conditions=CONTENT, position=CONTENT, retired_on=CONTENT
)
class AudienceRule(Timestamps, Versioned, Base):
    """A rule of the library (`organization_id` is None), or an organisation's own variant under the same code.

    `conditions` are those of `portal.people.audiences.Conditions`; `flag` is the word on a card, where it has one.
    """

    __tablename__ = "audience_rule"
    __table_args__ = (
        UniqueConstraint("organization_id", "code"),
        Index(
            "uq_audience_rule_code_of_library", "code", unique=True,
            sqlite_where=sa.text("organization_id IS NULL"), postgresql_where=sa.text("organization_id IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[Key]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    code: Mapped[str] = mapped_column(sa.String(40))
    title: Mapped[str] = mapped_column(sa.Text)
    flag: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    conditions: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)
    retired_on: Mapped[date | None]
