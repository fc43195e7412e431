"""One question of a comparison row by row: people by name, or groups, forms, programmes and answers.

Rows of people are for readers with names alone. Rows of groups pass the gate of the comparison one by one; whoever
stands in a closed group is in no row, and how many they are is not said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.core.db import db
from portal.core.web.tables import Page, paginate
from portal.people.models import Person
from surveys.definitions import ItemDefinition
from surveys.models import Answer, Mode, Response, SurveyInvitation
from surveys.results.compare import Comparison
from surveys.results.filters import Dimension
from surveys.results.pairs import Pairs, mark_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person or a group of `n` people who answered twice: marks or their means, turned so that more is better."""

    label: str
    before: float
    after: float
    n: int = 1

    @property
    def difference(self) -> float:
        """The (mean) change."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The rows that the reader may see; `hides` says that some group is closed."""

    dimension: Dimension
    rows: tuple[Row, ...]
    hides: bool = False


def by_groups(found: Comparison, item: ItemDefinition, dimension: Dimension) -> Groups:
    """The question by the values of a dimension of the earlier wave."""
    pairs, gate = found.pairs, found.gate
    if pairs is None or (gate is not None and (found.cuts or not gate.opens(item.code))):
        return Groups(dimension=dimension, rows=(), hides=True)
    joints = _joints_by(pairs, item, dimension)
    shown = [
        value for value in dimension.options
        if value in joints and (gate is None or gate.opens_part(item.code, dimension.code, value))
    ]  # fmt: skip
    rows = tuple(_group(dimension.options[value], joints[value]) for value in shown)
    return Groups(dimension=dimension, rows=rows, hides=gate is not None and len(shown) < len(joints))


def by_people(found: Comparison, item: ItemDefinition) -> Page | None:
    """The question person by person, by pages; None for readers without names and where there are none."""
    pairs = found.pairs
    if pairs is None or found.gate is not None or pairs.before.mode != Mode.NAMED:
        return None
    rows, first, last = pairs.table(), aliased(Answer), aliased(Answer)
    query: Any = (
        sa.select(
            Person.id, Person.family_name, Person.given_name, Person.patronymic,
            sa.cast(first.value, sa.Text).label("before"), sa.cast(last.value, sa.Text).label("after"),
        )
        .select_from(rows)
        .join(first, sa.and_(first.response_id == rows.c.first, first.item_code == item.code))
        .join(last, sa.and_(last.response_id == rows.c.last, last.item_code == item.code))
        .join(Response, Response.id == rows.c.first)
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .order_by(Person.sort_name, rows.c.first)
    )  # fmt: skip
    return paginate(query, scalars=False)


def person_rows(page: Page, item: ItemDefinition) -> list[Row]:
    """The rows of one page; whoever could not answer once is left out."""
    found = []
    for row in page.rows:
        before, after = mark_of(item, row.before), mark_of(item, row.after)
        if before is not None and after is not None:
            name = " ".join(filter(None, (row.family_name, row.given_name, row.patronymic)))
            found.append(Row(label=name, before=before, after=after))
    return found


def _joints_by(pairs: Pairs, item: ItemDefinition, dimension: Dimension) -> dict[str, dict[tuple[float, float], int]]:
    rows, first, last = pairs.table(), aliased(Answer), aliased(Answer)
    raw = dimension.find(rows.c.first).label("raw")
    texts = sa.cast(first.value, sa.Text).label("before"), sa.cast(last.value, sa.Text).label("after")
    query = (
        sa.select(raw, *texts, sa.func.count())
        .select_from(rows)
        .join(first, sa.and_(first.response_id == rows.c.first, first.item_code == item.code))
        .join(last, sa.and_(last.response_id == rows.c.last, last.item_code == item.code))
        .group_by(raw, *texts)
    )
    found: dict[str, dict[tuple[float, float], int]] = {}
    for text, *said, n in db.session.execute(query):
        before, after = (mark_of(item, text) for text in said)
        if text is None or before is None or after is None:
            continue
        for value in dimension.values_of(text):
            joint = found.setdefault(value, {})
            joint[before, after] = joint.get((before, after), 0) + n
    return found


def _group(label: str, joint: Mapping[tuple[float, float], int]) -> Row:
    n = sum(joint.values())
    sums: list[Any] = [sum(marks[side] * times for marks, times in joint.items()) for side in (0, 1)]
    return Row(label=label, n=n, before=sums[0] / n, after=sums[1] / n)
