"""Figures for readers without names move in steps of k people or more, never by the answers of the last few.

Every submitted response waits (`Response.batch` is None) until k of them wait; then all of them enter at once and
the counters are copied to `released_count`, which is all that such readers see. Whoever compares today's page or
file with yesterday's sees k people at least. Withdrawn answers leave in the same way. A question that few of the
newcomers answered keeps its older figures until k more people have answered it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, insert_for_upsert, is_sqlite, read_columns, run_on_table
from surveys.items.base import ANSWERED
from surveys.items.summaries import RESPONSES, SHOWN
from surveys.models import AnswerCount, ReleasedCount, Response, ResponseState, SurveyAssignment
from surveys.queries import WaveState, state_of
from surveys.results.history import CUTS_SEEN, MARKS, TAKEN_BACK, remember
from surveys.secrets import keyed
from surveys.terms import SMALLEST_GROUP

VEIL = 2**30  # veiled numbers lie above it
PART = 10  # a large wave moves by a tenth, so that the number of its steps stays small

_WAVE: Any = SurveyAssignment.__table__
_RESPONSE: Any = Response.__table__
_LIVE: Any = AnswerCount.__table__
_SHOWN: Any = ReleasedCount.__table__
_SHOWN_OF_WAVE = sa.select(_SHOWN.c.item_code, _SHOWN.c.value, _SHOWN.c.n).where(
    _SHOWN.c.assignment_id == sa.bindparam("wave"), _SHOWN.c.value.not_in(MARKS)
)


@dataclass(frozen=True)
class Step:
    """What the row of the wave says after a change: `is_due` means that everybody who waits enters now."""

    assignment_id: int
    is_due: bool
    number: int
    submitted: int
    k: int
    had_withdrawals: bool
    is_over: bool = False


def count_in(assignment_id: int, responses: int) -> Step:
    """Add submitted responses to the row of the wave and say whether a release is due; one statement."""
    return _moved(assignment_id, came=responses, were_shown=0)


def count_out(assignment_id: int, *, was_released: bool) -> Step:
    """Take one submitted response off the row of the wave: it was withdrawn, and was or was not shown already."""
    step = _moved(assignment_id, came=-1, were_shown=1 if was_released else 0)
    if was_released:
        remember(assignment_id, TAKEN_BACK, step.number)
        if step.is_over:
            remember(assignment_id, CUTS_SEEN, step.number - step.is_due)
    return step


def release(step: Step) -> None:
    """Let everybody who waits into the figures, where the step is due; the counters must be written by now."""
    if not step.is_due:
        return
    waiting = sa.select(_RESPONSE.c.id).where(
        _RESPONSE.c.assignment_id == step.assignment_id,
        _RESPONSE.c.batch.is_(None),
        _RESPONSE.c.state == ResponseState.SUBMITTED,
    )
    entering = [{"key": key, "veiled": veiled(key, step.number)} for key in db.session.scalars(waiting)]
    if entering:
        enters = sa.update(_RESPONSE).where(_RESPONSE.c.id == sa.bindparam("key")).values(batch=sa.bindparam("veiled"))
        db.session.execute(enters, entering)
    known = {"wave": step.assignment_id, "number": step.number, "came": step.submitted, "k": step.k}
    run_on_table(_copying(is_sqlite(), step.had_withdrawals), known)
    _settle(step.assignment_id, taken_back=0)


def veiled(response_id: str, number: int) -> int:
    """The number of a release as the response keeps it: in a copy of the tables it tells nothing of who came when."""
    return number ^ _mask(response_id)


def release_number(response_id: str, batch: int) -> int:
    """The release that took a response in, out of its `batch`; what a migration released stands there in the open."""
    return batch if batch < VEIL else batch ^ _mask(response_id)


def _mask(response_id: str) -> int:
    return VEIL | int.from_bytes(keyed("survey-release", response_id)[:4], "big") % VEIL


def release_rest(wave: SurveyAssignment) -> bool:
    """At the end of a wave: let those who wait into the figures, if they are k; returns whether it did.

    Fewer than k stay out for good: the difference to what was shown before would be their answers.
    """
    if not is_release_due(wave):
        return False
    release_all(wave.id)
    db.session.refresh(wave, ["released", "releases", "taken_back", "submitted"])
    return True


def is_release_due(wave: SurveyAssignment) -> bool:
    """Whether so many came or went since the last release that the end of the wave would show them."""
    changed = wave.submitted - wave.released + 2 * wave.taken_back
    return changed >= max(SMALLEST_GROUP, wave.min_group)


def release_all(assignment_id: int) -> None:
    """Show whatever is stored, in one step: the end of a wave, and rows that were written straight into the tables."""
    wave = db.session.execute(
        sa.select(_WAVE.c.submitted, _WAVE.c.releases, _WAVE.c.taken_back, _WAVE.c.min_group)
        .where(_WAVE.c.id == assignment_id)
        .with_for_update()
    ).one()
    k = max(SMALLEST_GROUP, wave.min_group)
    step = Step(assignment_id, True, wave.releases + 1, wave.submitted, k, wave.taken_back > 0)
    _settle(assignment_id, released=wave.submitted, releases=step.number)
    release(step)


def released_counts(assignment_id: int) -> dict[tuple[str, str], int]:
    """The counters of a wave as readers without names see them."""
    rows = read_columns(_SHOWN_OF_WAVE, {"wave": assignment_id})
    return {(code, value): n for code, value, n in rows}


def releases_of(assignment_id: int) -> dict[str, int]:
    """Answer code → the release that last moved its figures."""
    rows = db.session.execute(
        sa.select(_SHOWN.c.item_code, _SHOWN.c.release).where(
            _SHOWN.c.assignment_id == assignment_id, _SHOWN.c.value == RESPONSES[1]
        )
    )
    return {row.item_code: row.release for row in rows}


def _moved(assignment_id: int, *, came: int, were_shown: int) -> Step:
    """Change the row of the wave; it tells by a negative `taken_back` that a release is due, until `release` is done.

    `came` responses more are submitted (fewer, when it is negative), `were_shown` of those that left had been shown.
    """
    row = read_columns(_moving(), {"wave": assignment_id, "came": came, "were_shown": were_shown}).one()
    k_now = max(SMALLEST_GROUP, row.min_group)
    is_over = state_of(row, clock.now()) is WaveState.CLOSED
    return Step(assignment_id, row.taken_back < 0, row.releases, row.submitted, k_now, row.taken_back < -1, is_over)


@cache
def _moving() -> Any:
    """The statement, put together once a process.

    Neither `version` nor `updated_at` moves: the time would tell when the last person answered.
    """
    submitted = _WAVE.c.submitted + sa.bindparam("came", type_=sa.Integer)
    taken_back = _WAVE.c.taken_back + sa.bindparam("were_shown", type_=sa.Integer)
    released, number = _WAVE.c.released, _WAVE.c.releases
    k = sa.case((_WAVE.c.min_group > SMALLEST_GROUP, _WAVE.c.min_group), else_=SMALLEST_GROUP)
    part = released // PART
    is_due = submitted - released + 2 * taken_back >= sa.case((part > k, part), else_=k)
    return (
        sa.update(_WAVE)
        .where(_WAVE.c.id == sa.bindparam("wave"))
        .values(
            submitted=submitted,
            uninvited=sa.case((_WAVE.c.uninvited > submitted, submitted), else_=_WAVE.c.uninvited),
            released=sa.case((is_due, submitted), else_=released),
            releases=sa.case((is_due, number + 1), else_=number),
            taken_back=sa.case((is_due, -1 - taken_back), else_=taken_back),
            updated_at=_WAVE.c.updated_at,
        )
        .returning(_WAVE.c.submitted, _WAVE.c.releases, _WAVE.c.taken_back, _WAVE.c.min_group, _WAVE.c.opens_at,
                   _WAVE.c.closes_at, _WAVE.c.closed_at)
    )  # fmt: skip


@cache
def _copying(for_sqlite: bool, had_withdrawals: bool) -> Any:
    """The counters of every question whose answers moved by k people, or not at all, as one INSERT from a SELECT."""
    number, came = sa.bindparam("number", type_=sa.Integer), sa.bindparam("came", type_=sa.Integer)
    codes = sa.select(_LIVE.c.item_code).where(_is_ripe(had_withdrawals)).distinct().scalar_subquery()
    of_wave = sa.and_(_LIVE.c.assignment_id == sa.bindparam("wave"), _LIVE.c.item_code.in_(codes))
    figures = sa.select(_LIVE.c.assignment_id, _LIVE.c.item_code, _LIVE.c.value, _LIVE.c.n, number).where(of_wave)
    bases = sa.select(
        _LIVE.c.assignment_id, _LIVE.c.item_code, sa.literal(RESPONSES[1]), came, number
    ).where(of_wave, _LIVE.c.value == SHOWN)  # fmt: skip
    rows = sa.union_all(figures, bases).subquery()
    putting = insert_for_upsert(_SHOWN).from_select(
        ["assignment_id", "item_code", "value", "n", "release"], sa.select(*rows.c).where(sa.true())
    )  # WHERE true: SQLite would read ON CONFLICT as a join
    return putting.on_conflict_do_update(
        index_elements=["assignment_id", "item_code", "value"],
        set_={"n": putting.excluded.n, "release": putting.excluded.release},
    )


def _is_ripe(had_withdrawals: bool) -> sa.ColumnElement[bool]:
    """k more people answered than the figures know, or none did; the row of all responses always moves.

    Where somebody took answers back, equal numbers may hide one who left and one who came.
    """
    live, shown, k = _LIVE.alias(), _SHOWN.alias(), sa.bindparam("k", type_=sa.Integer)
    moved = _answered(live) - _answered(shown)
    ripe = [_LIVE.c.item_code == RESPONSES[0], moved >= k, moved <= -k]
    if not had_withdrawals:
        ripe.append(moved == 0)
    return sa.and_(_LIVE.c.assignment_id == sa.bindparam("wave"), sa.or_(*ripe))


def _answered(counters: Any) -> Any:
    found = sa.select(counters.c.n).where(
        counters.c.assignment_id == sa.bindparam("wave"),
        counters.c.item_code == _LIVE.c.item_code,
        counters.c.value == ANSWERED,
    )
    return sa.func.coalesce(found.correlate(_LIVE).scalar_subquery(), 0)


def _settle(assignment_id: int, **values: int) -> None:
    row = sa.update(_WAVE).where(_WAVE.c.id == assignment_id)
    db.session.execute(row.values(**values, updated_at=_WAVE.c.updated_at))
