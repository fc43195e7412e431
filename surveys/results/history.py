"""What the answers of a wave do not tell any more: cuts were open to readers without names, answers were taken back.

A cut that was seen and the same cut of other people differ by whoever came or went, be it one person. So the cuts of
a wave belong to the release at which they were first open, and to no other. Both facts are rows of `released_count`
under the code of no question, beside the number of all released responses.
"""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, upsert
from surveys.models import ReleasedCount, SurveyAssignment
from surveys.queries import WaveState, state_of
from surveys.terms import SMALLEST_GROUP

CUTS_SEEN = "__cuts_seen__"
TAKEN_BACK = "__taken_back__"
MARKS = (CUTS_SEEN, TAKEN_BACK)

_SHOWN: Any = ReleasedCount.__table__


@dataclass(frozen=True, kw_only=True)
class History:
    """The release at which cuts were first open (None: never that it mattered), and whether released answers went."""

    cuts_seen_at: int | None = None
    had_withdrawals: bool = False


def history_of(assignment_id: int) -> History:
    """What is remembered of a wave."""
    rows = db.session.execute(
        sa.select(_SHOWN.c.value, _SHOWN.c.release).where(
            _SHOWN.c.assignment_id == assignment_id, _SHOWN.c.item_code == "", _SHOWN.c.value.in_(MARKS)
        )
    )
    found = {row.value: row.release for row in rows}
    return History(cuts_seen_at=found.get(CUTS_SEEN), had_withdrawals=TAKEN_BACK in found)


def note_cuts_seen(wave: SurveyAssignment) -> None:
    """Before a finished wave takes answers again: whoever reads without names may have seen its cuts."""
    if had_cuts(wave):
        remember(wave.id, CUTS_SEEN, wave.releases)


def had_cuts(wave: SurveyAssignment) -> bool:
    """Whether cuts without names are open now, so that they close for good as soon as further answers come."""
    return wave.released >= 2 * SMALLEST_GROUP and state_of(wave, clock.now()) is WaveState.CLOSED


def remember(assignment_id: int, mark: str, release: int) -> None:
    """Keep a mark; the first one stands."""
    row = {"assignment_id": assignment_id, "item_code": "", "value": mark, "n": 1, "release": release}
    upsert(_SHOWN, row, keys=("assignment_id", "item_code", "value"))
