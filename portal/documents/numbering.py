"""Numbers without gaps: the counter of a series and year is raised in the transaction that registers the paper.

On PostgreSQL the row of the counter is locked until the commit; on SQLite writers are alone anyway. What is rolled back
gives its number back. The unique constraint of `document` decides in the end.
"""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.text import clean_line
from portal.documents.kinds import Numbering
from portal.documents.models import Document, NumberCounter, NumberingRule

LONGEST_NUMBER = 40
MOST = 99_999


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a series is numbered in an organisation: by the portal, with a suffix after the number, or by hand."""

    mode: Numbering = Numbering.AUTO
    suffix: str = ""

    def written(self, serial: int) -> str:
        """«47-од»."""
        return f"{serial}{self.suffix}"


def rule_of(organization_id: int, series: str) -> Rule:
    """The rule of the organisation; without one numbers come one after another, bare."""
    row = db.session.execute(
        sa.select(NumberingRule.mode, NumberingRule.suffix).where(
            NumberingRule.organization_id == organization_id, NumberingRule.series == series
        )
    ).one_or_none()
    return Rule(mode=Numbering(row.mode), suffix=row.suffix) if row else Rule()


def last_number(organization_id: int, series: str, year: int) -> int:
    """The last number that was given; 0 in a fresh year."""
    found = sa.select(NumberCounter.last).where(*_counted(organization_id, series, year))
    return db.session.scalar(found) or 0


def take_number(organization_id: int, series: str, day: date, typed: str = "") -> tuple[str, int | None]:
    """The number of a paper that is registered on `day`, as it is written and as it was counted (None: typed).

    Raises Refusal where the secretary's journal leads and nothing was typed, for a number that is taken, and for a day
    before that of the last number: numbers and days go up together.
    """
    rule = rule_of(organization_id, series)
    if rule.mode == Numbering.TYPED:
        number = clean_line(typed)[:LONGEST_NUMBER]
        if not number:
            raise Refusal(_("Впишите номер из общего журнала."))
        _refuse_taken(organization_id, series, day.year, number)
        return number, None
    serial = next_serial(organization_id, series, day.year)
    last = _last_day(organization_id, series, day.year)
    if last is not None and day < last:
        raise Refusal(_("Последний номер журнала дан %(day)s: дата не может быть раньше.", day=ru_date(last, "full")))
    number = rule.written(serial)
    _refuse_taken(organization_id, series, day.year, number)
    return number, serial


def set_last_number(organization_id: int, series: str, year: int, last: int) -> None:
    """Say which number was the last before the portal took over. Raises Refusal where it gave a higher one already."""
    given = db.session.scalar(
        sa.select(sa.func.max(Document.serial)).where(
            Document.organization_id == organization_id, Document.series == series, Document.year == year
        )
    )
    if given is not None and last != last_number(organization_id, series, year):
        raise Refusal(_("В этом году портал уже дал номер %(n)s: счёт изменить нельзя.", n=given))
    row = {"organization_id": organization_id, "series": series, "year": year, "last": min(max(last, 0), MOST)}
    upsert(NumberCounter.__table__, row, keys=("organization_id", "series", "year"), changing=("last",))


def next_serial(organization_id: int, series: str, year: int) -> int:
    """The next number of a series, never one that was given before; its row stays locked until the transaction ends."""
    row = {"organization_id": organization_id, "series": series, "year": year, "last": 1}
    upsert(NumberCounter.__table__, row, keys=("organization_id", "series", "year"), adding=("last",))
    found = sa.select(NumberCounter.last).where(*_counted(organization_id, series, year))
    return db.session.execute(found).scalar_one()


def _counted(organization_id: int, series: str, year: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        NumberCounter.organization_id == organization_id,
        NumberCounter.series == series,
        NumberCounter.year == year,
    )


def _last_day(organization_id: int, series: str, year: int) -> date | None:
    return db.session.scalar(
        sa.select(sa.func.max(Document.registered_on)).where(
            Document.organization_id == organization_id, Document.series == series, Document.year == year,
            Document.serial.is_not(None),
        )
    )  # fmt: skip


def _refuse_taken(organization_id: int, series: str, year: int, number: str) -> None:
    taken = sa.exists().where(
        Document.organization_id == organization_id, Document.series == series, Document.year == year,
        Document.number == number,
    )  # fmt: skip
    if db.session.scalar(sa.select(taken)):
        raise Refusal(_("Номер %(number)s в этом году уже занят.", number=number))
