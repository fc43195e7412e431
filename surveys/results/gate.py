"""Whether two waves may be compared for readers without names, beside everything that is open of either.

A comparison of a part (a group, an answer) is a view of its own, on both sides. Parts are admitted question by
question in a fixed order after the whole, and only for a pair of waves that was the first one for both: with more
pairs of the same people there would be too much to hold apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.models import SurveyAssignment
from surveys.queries import WaveState, state_of
from surveys.results.opening import People, opening_of
from surveys.results.pairs import Attrition, Pairs, versions_of_twins
from surveys.results.privacy import Reading
from surveys.storage import compiled

Ids = Collection[str]


@dataclass(frozen=True)
class _Sibling:
    """Another pair of waves in which people of `side` (0 before, 1 after) stand, and who they are."""

    pairs: Pairs
    side: int
    ids: Ids


class Gate:
    """Whether readers without names may see a comparison beside everything that is open of both waves."""

    def __init__(self, reading: Reading, pairs: Pairs) -> None:
        """`pairs` are those of the whole waves, without cuts."""
        self._reading, self._k = reading, reading.k
        rows = db.session.execute(pairs.rows()).all()
        self._pairs = [(row[0], row[1]) for row in rows]
        self._people = [People(wave, compiled(wave.version_id), reading.k) for wave in (pairs.before, pairs.after)]
        self._open = [
            opening_of(wave, compiled(wave.version_id), reading.k).values for wave in (pairs.before, pairs.after)
        ]
        self._siblings = [_siblings(wave, pairs) for wave in (pairs.before, pairs.after)]
        self._known: dict[str, dict[tuple[str, str], list[tuple[str, str]]]] = {}

    def opens_whole(self, attrition: Attrition) -> bool:
        """Those who left and those who came are none, or k at least."""
        return all(n == 0 or n >= self._k for n in (attrition.only_before, attrition.only_after))

    def opens(self, code: str) -> bool:
        """Whether the people who answered this question both times may be told apart from those who answered once."""
        return self._bearing(code) is not None

    def opens_part(self, code: str, dimension: str, value: str) -> bool:
        """Whether those of them who had this value at the entry may be told apart from the others."""
        return (dimension, value) in self._parts(code)

    def _parts(self, code: str) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """(Dimension, value) → pairs of responses, for the parts of one question that are open."""
        if code not in self._known:
            self._known[code] = {} if any(self._siblings) else dict(self._admitted_parts(code))
        return self._known[code]

    def _admitted_parts(self, code: str) -> Any:
        bearing, first = self._bearing(code), self._people[0]
        if bearing is None:
            return
        answered = self._both(code)
        for dimension in first.dimensions:
            for value in dimension.options:
                holders = first.holders(dimension, value)
                part = [pair for pair in answered if pair[0] in holders]
                if len(part) < self._k or len(answered) - len(part) < self._k:
                    continue
                columns = [
                    people.column({pair[side] for pair in part})[mask]
                    for side, (people, (mask, _views)) in enumerate(zip(self._people, bearing, strict=True))
                ]
                both = list(zip((views for _mask, views in bearing), columns, strict=True))
                if all(views.follows(column) for views, column in both) or all(
                    views.admit(column) for views, column in both
                ):
                    yield (dimension.code, value), part

    def _bearing(self, code: str) -> list[tuple[Any, Any]] | None:
        """For each side the people of this question and their views, the comparison among them; None if refused."""
        answered, found = self._both(code), []
        for side, people in enumerate(self._people):
            views = [people.column(ids) for ids in self._others(side, code)]
            views.append(people.column({pair[side] for pair in answered}))
            bearing = people.bearing(code, self._open[side], views)
            if bearing is None:
                return None
            found.append(bearing)
        return found

    def _both(self, code: str) -> list[tuple[str, str]]:
        marks = [dict(zip(side.ids, side.answered(code), strict=True)) for side in self._people]
        return [(one, two) for one, two in self._pairs if marks[0].get(one) and marks[1].get(two)]

    def _others(self, side: int, code: str) -> list[Ids]:
        """People of this side who stand in further comparisons, whole or in parts: those must not tell either."""
        found: list[Ids] = []
        for each, gate in self._sibling_gates[side]:
            found.append(each.ids)
            if gate is not None:
                found += [{pair[each.side] for pair in part} for part in gate._parts(code).values()]
        return found

    @cached_property
    def _sibling_gates(self) -> list[list[tuple[_Sibling, "Gate | None"]]]:
        """A sibling that had no sibling itself shows parts, so its gate is asked for them."""
        return [
            [
                (each, None if _has_siblings(each.pairs) else Gate(self._reading, each.pairs))
                for each in siblings
            ]
            for siblings in self._siblings
        ]  # fmt: skip


def _has_siblings(pairs: Pairs) -> bool:
    return any(_siblings(wave, pairs) for wave in (pairs.before, pairs.after))


def _siblings(wave: SurveyAssignment, pairs: Pairs) -> list[_Sibling]:
    """Further pairs of this wave that were there when the pair was finished."""
    others = db.session.scalars(
        sa.select(SurveyAssignment).where(
            SurveyAssignment.organization_id == wave.organization_id,
            SurveyAssignment.mode == wave.mode,
            SurveyAssignment.id.not_in([pairs.before.id, pairs.after.id]),
            SurveyAssignment.released > 0,
            SurveyAssignment.version_id.in_(versions_of_twins(wave)),
        )
    ).all()
    found: list[_Sibling] = []
    for each in others:
        if state_of(each, clock.now()) is WaveState.CLOSED and _ended(each) <= _ended(pairs.after):
            first, last = sorted((wave, each), key=lambda one: one.opens_at)
            other, side = Pairs(first, last, (), released=True), 0 if first is wave else 1
            ids = {row[side] for row in db.session.execute(other.rows()).all()}
            if ids:
                found.append(_Sibling(other, side, ids))
    return found


def _ended(wave: SurveyAssignment) -> Any:
    return wave.closed_at or wave.closes_at or clock.now()
