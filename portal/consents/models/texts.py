"""Wordings of consents and how each organisation collects them."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.consents.kinds import Category, Minors, Purpose, Term
from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, holds


@holds(
    purpose=CONTENT, category=CONTENT, number=CONTENT, title=CONTENT, body=CONTENT, body_hash=CONTENT, items=CONTENT,
    term=CONTENT, term_months=CONTENT, starts_on=CONTENT, ends_on=CONTENT, is_material=CONTENT, void_from=CONTENT,
)  # fmt: skip
class ConsentText(Timestamps, Base):
    """The wording of one consent for one purpose and category of people; never edited, only followed by the next.

    `body` is kept verbatim and `body_hash` goes into every consent. `void_from` is the day since which consents given
    to this wording no longer count: a materially new one stands in its place.
    """

    __tablename__ = "consent_text"
    __table_args__ = (
        UniqueConstraint("organization_id", "purpose", "category", "body_hash"),
        UniqueConstraint("organization_id", "purpose", "category", "number"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    category: Mapped[Category] = mapped_column(sa.String(30))
    number: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    items: Mapped[list[Any]] = mapped_column(Json, default=list)
    term: Mapped[Term] = mapped_column(sa.String(20), default=Term.OPEN)
    term_months: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_material: Mapped[bool] = mapped_column(default=False)
    void_from: Mapped[date | None]


@holds(
    evidence=CONTENT, minors=CONTENT, term=CONTENT, term_months=CONTENT, operator_name=CONTENT,
    operator_address=CONTENT, operator_contact=CONTENT,
)  # fmt: skip
class ConsentPolicy(Timestamps, Versioned, Base):
    """How an organisation collects consents: what proves one, who signs between 14 and 17, for how long.

    The operator's name and address stand in every new wording (152-ФЗ ст. 9 ч. 4 п. 3). Without a row the strict
    defaults hold: a scan that the curator has checked, two signatures, a year.
    """

    __tablename__ = "consent_policy"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), unique=True)
    evidence: Mapped[list[Any]] = mapped_column(Json, default=list)
    minors: Mapped[Minors] = mapped_column(sa.String(20), default=Minors.BOTH)
    term: Mapped[Term] = mapped_column(sa.String(20), default=Term.MONTHS)
    term_months: Mapped[int] = mapped_column(default=12)
    operator_name: Mapped[str] = mapped_column(sa.Text, default="")
    operator_address: Mapped[str] = mapped_column(sa.Text, default="")
    operator_contact: Mapped[str] = mapped_column(sa.Text, default="")
