"""Whether a name, a photo or a quotation may be made public: only what a consent allows, item by item (CONS-5).

Publication rests on a consent of its own (152-ФЗ ст. 10.1): every signature that the age asks for must stand, and
none of them may ban the item. An adult without it is as unpublished as a child.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.consents.kinds import Decision, Item, Purpose
from portal.consents.models import Consent, ConsentText
from portal.consents.queries.basis import has_basis, stands
from portal.core.db import db, shared_alias
from portal.people.models import Person

_GIVEN, _TEXT = shared_alias(Consent), shared_alias(ConsentText)


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """What may be published of one person under one item; `conditions` in the words of who signed."""

    is_allowed: bool
    conditions: tuple[str, ...] = ()


NOT_ALLOWED = Publishing(is_allowed=False)


def may_publish(person_id: Any, organization_id: Any, item: Item, on: Any) -> sa.ColumnElement[bool]:
    """The clause for public lists: `where(may_publish(Person.id, organization.id, Item.NAME, today))`.

    With a condition it is true as well: whoever shows the item asks `publishing_of` and keeps to the condition.
    """
    return _published(person_id, organization_id, item, on, (Decision.ALLOW, Decision.CONDITION))


def may_publish_freely(person_id: Any, organization_id: Any, item: Item, on: Any) -> sa.ColumnElement[bool]:
    """The same where nobody can keep to a condition, because the page shows the item as it is: no condition at all."""
    return _published(person_id, organization_id, item, on, (Decision.ALLOW,))


def _published(
    person_id: Any, organization_id: Any, item: Item, on: Any, decisions: Collection[Decision]
) -> sa.ColumnElement[bool]:
    said = _GIVEN.items[item.value]["decision"].as_string()
    banned = (
        sa.exists()
        .select_from(_GIVEN, _TEXT)
        .correlate_except(_GIVEN, _TEXT)
        .where(
            _GIVEN.person_id == person_id, _GIVEN.organization_id == organization_id,
            _GIVEN.purpose == Purpose.PUBLICATION, stands(_GIVEN, _TEXT, on),
            sa.or_(said.is_(None), said.not_in([each.value for each in decisions])),
        )
    )  # fmt: skip
    return sa.and_(has_basis(person_id, organization_id, Purpose.PUBLICATION, on), ~banned)


def publishing_of(person_ids: Sequence[int], organization_id: int, item: Item, on: date) -> dict[int, Publishing]:
    """What may be shown of each of these people, with the conditions to keep; everybody has an entry."""
    allowed = set(
        db.session.scalars(
            sa.select(Person.id).where(
                Person.id.in_(person_ids), may_publish(Person.id, sa.literal(organization_id), item, on)
            )
        )
    )
    conditions: dict[int, list[str]] = {}
    for person_id, items in db.session.execute(
        sa.select(_GIVEN.person_id, _GIVEN.items)
        .join(_TEXT, _TEXT.id == _GIVEN.text_id)
        .where(
            _GIVEN.person_id.in_(allowed), _GIVEN.organization_id == organization_id,
            _GIVEN.purpose == Purpose.PUBLICATION, stands(_GIVEN, _TEXT, on),
        )
        .order_by(_GIVEN.id)
    ):  # fmt: skip
        said = items[item.value].get("condition")
        if said and said not in conditions.setdefault(person_id, []):
            conditions[person_id].append(said)
    return {
        key: Publishing(is_allowed=True, conditions=tuple(conditions.get(key, ()))) if key in allowed else NOT_ALLOWED
        for key in person_ids
    }
