"""Columns of the curator's table: what is known about each person of a crowd, one question a column.

A room above registers its own, and the table knows none of them:

    @column("questionnaire", _("Анкета"), order=30)
    def questionnaires(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
        ...  # by the id of the person; a fixed number of questions; whoever is missing has an empty cell

A module `columns.py` of a room is loaded with it. `filter_label` adds «только те, у кого этого нет» to the filters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.models import Campaign, CampaignFact
from portal.consents.paper_kinds import Way
from portal.consents.queries.needs import Signature, signatures_of
from portal.core.db import db
from portal.core.i18n import _
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person, Representation
from portal.people.periods import in_force


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in the cell: a status word with its tone, a note beside it, and whether the thing is done."""

    label: str
    tone: str = "none"
    note: str = ""
    is_done: bool = False


Maker = Callable[[Organization, Sequence[Person], date], Mapping[int, Cell]]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A registered column; `filter_label` names the filter for those who lack it."""

    name: str
    title: str
    order: int
    make: Maker
    filter_label: str = ""


COLUMNS: dict[str, Column] = {}


def column(name: str, title: str, *, order: int, filter_label: str = "") -> Callable[[Maker], Maker]:
    """Register the column `name`; the smaller `order` stands further left."""

    def register(make: Maker) -> Maker:
        COLUMNS[name] = Column(name=name, title=title, order=order, make=make, filter_label=filter_label)
        return make

    return register


def columns() -> list[Column]:
    """All columns, left to right."""
    return sorted(COLUMNS.values(), key=lambda each: each.order)


NOT_COLLECTED = Cell(label=_("Не собирают"), is_done=True)


@column("informed", _("Информирование"), order=10, filter_label=_("Не информированы"))
def informed(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
    """Whether the person, or else who represents the person, was told."""
    ids = [person.id for person in people]
    told = (
        sa.select(CampaignFact.informed_on, CampaignFact.way)
        .join(Campaign, Campaign.id == CampaignFact.campaign_id)
        .where(Campaign.organization_id == organization.id)
        .order_by(CampaignFact.informed_on)
    )
    through = told.add_columns(Representation.person_id.label("person_id")).join(
        Representation, Representation.representative_id == CampaignFact.person_id
    )
    cells = {
        row.person_id: Cell(label=_("Родитель"), tone="info", note=_told(row.informed_on, row.way), is_done=True)
        for row in db.session.execute(through.where(Representation.person_id.in_(ids), in_force(Representation, on)))
    }
    own = told.add_columns(CampaignFact.person_id).where(CampaignFact.person_id.in_(ids))
    for row in db.session.execute(own):
        cells[row.person_id] = Cell(label=_("Да"), tone="good", note=_told(row.informed_on, row.way), is_done=True)
    return {key: cells.get(key, Cell(label=_("Нет"))) for key in ids}


def _told(on: date, way: str) -> str:
    return f"{on:%d.%m}, {Way(way).label.lower()}"


@column("consent", _("Согласие"), order=20, filter_label=_("Без согласия"))
def consent(organization: Organization, people: Sequence[Person], on: date) -> dict[int, Cell]:
    """The consent to take part; of parents who are nothing else, the one about their own data."""
    ids = [person.id for person in people]
    others = set(
        db.session.scalars(
            sa.select(Membership.person_id).where(
                Membership.person_id.in_(ids), Membership.organization_id == organization.id,
                Membership.kind != MembershipKind.PARENT, in_force(Membership, on),
            )
        )
    )  # fmt: skip
    found: dict[int, list[Signature]] = {}
    for each in signatures_of(organization.id, people, [Purpose.PARTICIPATION, Purpose.REPRESENTATIVE], on):
        wanted = Purpose.PARTICIPATION if each.person.id in others else Purpose.REPRESENTATIVE
        if each.purpose == wanted:
            found.setdefault(each.person.id, []).append(each)
    cells = {key: _consent_cell(signatures) for key, signatures in found.items()}
    return {key: NOT_COLLECTED if key not in others and _has_no_text(found[key]) else cells[key] for key in found}


def _has_no_text(signatures: Sequence[Signature]) -> bool:
    return all(each.text is None for each in signatures)


def _consent_cell(signatures: Sequence[Signature]) -> Cell:
    missing = [each for each in signatures if not each.is_given]
    if not missing:
        return Cell(label=_("Есть"), tone="good", is_done=True)
    whose = ", ".join(_("представителя") if each.by_representative else _("своей") for each in missing)
    note = next((each.problem.label for each in missing if each.problem), "")
    if any(each.is_refused for each in missing):
        return Cell(label=_("Отказ"), tone="bad", note=note)
    label = _("Нет подписи: %(whose)s", whose=whose)
    if not note and all(each.is_printed for each in missing):
        note = _("бланк напечатан")
    return Cell(label=label, tone="wait", note=note)
