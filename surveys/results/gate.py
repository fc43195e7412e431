"""Whether two waves may be compared for readers without names, beside everything that is open of either."""

from collections.abc import Collection
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


class Gate:
    """Whether readers without names may see a comparison beside everything that is open of both waves."""

    def __init__(self, reading: Reading, pairs: Pairs) -> None:
        self._k = reading.k
        rows = db.session.execute(pairs.rows()).all()
        self._sides = []
        for wave, ids in ((pairs.before, [row[0] for row in rows]), (pairs.after, [row[1] for row in rows])):
            definition = compiled(wave.version_id)
            people = People(wave, definition, reading.k)
            self._sides.append((people, ids, opening_of(wave, definition, reading.k)))
        self._partner_views = [self._other_pairs(wave, pairs) for wave in (pairs.before, pairs.after)]

    def opens_whole(self, attrition: Attrition) -> bool:
        """Those who left and those who came are none, or k at least."""
        return all(n == 0 or n >= self._k for n in (attrition.only_before, attrition.only_after))

    def opens(self, code: str) -> bool:
        """Whether the people who answered this question both times may be told apart from those who answered once."""
        (first, first_ids, first_open), (last, last_ids, last_open) = self._sides
        marks = [dict(zip(side.ids, side.answered(code), strict=True)) for side in (first, last)]
        both = [
            (one, two) for one, two in zip(first_ids, last_ids, strict=True)
            if marks[0].get(one) and marks[1].get(two)
        ]  # fmt: skip
        views = (first.column({one for one, _two in both}), last.column({two for _one, two in both}))
        return all(
            people.bears(code, opening.values, [*(people.column(ids) for ids in others), view])
            for people, opening, view, others in zip(
                (first, last), (first_open, last_open), views, self._partner_views, strict=True
            )
        )

    @staticmethod
    def _other_pairs(wave: SurveyAssignment, pairs: Pairs) -> list[Collection[str]]:
        """People of this wave who stand in further comparisons with it: those differences must not tell either."""
        siblings = db.session.scalars(
            sa.select(SurveyAssignment).where(
                SurveyAssignment.organization_id == wave.organization_id,
                SurveyAssignment.mode == wave.mode,
                SurveyAssignment.id.not_in([pairs.before.id, pairs.after.id]),
                SurveyAssignment.released > 0,
                SurveyAssignment.version_id.in_(versions_of_twins(wave)),
            )
        ).all()
        found: list[Collection[str]] = []
        for each in siblings:
            if state_of(each, clock.now()) is WaveState.CLOSED and _ended(each) <= _ended(pairs.after):
                first, last = sorted((wave, each), key=lambda one: one.opens_at)
                rows = db.session.execute(Pairs(first, last, (), released=True).rows()).all()
                ids = {row[0 if first is wave else 1] for row in rows}
                if ids:
                    found.append(ids)
        return found


def _ended(wave: SurveyAssignment) -> Any:
    return wave.closed_at or wave.closes_at or clock.now()
