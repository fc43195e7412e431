"""Who would be asked by a rule, before anything is sent: how many, whom, and who lacks a paper and could not answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.queries import lacking, paper_words
from portal.core import clock
from portal.core.db import db
from portal.people.models import Organization, Person
from surveys.audience import Rule, selected
from surveys.models import Mode

SHOWN = 300
_OWN, _REPRESENTATIVE = "own", "representative"


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """Somebody who would be asked and could not answer yet, and why."""

    full_name: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What the rule means in one organisation. Names and reasons are there only for those who may see them."""

    organization: Organization
    asked: int
    names: tuple[str, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    lacks: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether more people would be asked than are listed."""
        return bool(self.names) and self.asked > len(self.names)


def preview(rule: Rule, organization: Organization, mode: Mode, *, with_names: bool) -> Preview:
    """The people whom the rule names today. Raises Refusal for a rule of an unknown kind."""
    today = clock.today(organization.time_zone)
    query = selected(rule, organization.id, today)
    if query is None:
        return Preview(organization=organization, asked=0)
    asked = db.session.scalar(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())) or 0
    own, representative = lacking(Person.id, organization.id, Purpose.PARTICIPATION, today)
    missing = query.where(sa.or_(own, representative))
    lacks = 0
    if mode == Mode.NAMED and asked:
        lacks = db.session.scalar(sa.select(sa.func.count()).select_from(missing.order_by(None).subquery())) or 0
    if not with_names:
        return Preview(organization=organization, asked=asked, lacks=lacks)
    names = db.session.execute(_with_names(query).limit(SHOWN)).all()
    found: Sequence[Any] = ()
    if lacks:
        columns = own.label(_OWN), representative.label(_REPRESENTATIVE)
        found = db.session.execute(_with_names(missing).add_columns(*columns).limit(SHOWN)).all()
    return Preview(
        organization=organization, asked=asked, names=tuple(_full_name(row) for row in names), lacks=lacks,
        lacking=tuple(Lacking(full_name=_full_name(row), why=_why(row)) for row in found),
    )  # fmt: skip


def _with_names(query: sa.Select[Any]) -> sa.Select[Any]:
    named: Any = query.with_only_columns(Person.family_name, Person.given_name, Person.patronymic)
    narrowed: sa.Select[Any] = named
    return narrowed


def _full_name(row: Any) -> str:
    return " ".join(filter(None, (row.family_name, row.given_name, row.patronymic)))


def _why(row: Any) -> str:
    missing = tuple(name for name in (_OWN, _REPRESENTATIVE) if getattr(row, name))
    return paper_words(missing, Purpose.PARTICIPATION)
