"""The daily look at all pairs: a warning is opened once a cause, closes by itself when nobody took it, and comes back
with its cause.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.core import clock
from portal.core.db import db, insert_for_upsert, is_sqlite, run, run_on_table
from portal.mentorships.health.facts import Finding
from portal.mentorships.health.kinds import COUNTING, NO_MARKS, REMEMBERED, WarningOutcome, WarningRule
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries import LOST, facts_of
from portal.mentorships.health.rules import findings
from portal.mentorships.kinds import WORKING
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.programs.models import Cycle

BATCH = 200
KEYS = ("mentorship_id", "rule", "cause")
ANEW = ("since", "opened_on", "urgency", "data", "words", "created_at", "updated_at")
CLEARED = ("closed_on", "outcome", "gone_on", "owner_id", "acted_at", "snoozed_until")


def evaluate(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Look at every pair that works, was lost lately or has an open warning; returns how many warnings were opened.

    Commits batch by batch. Whoever does the same at the same time opens nothing twice, and a second look changes
    nothing.
    """
    opened, after = 0, 0
    while not should_stop():
        pairs = _batch(after)
        if not pairs:
            break
        after = pairs[-1].id
        for zone, group in groupby(sorted(pairs, key=_zone), key=_zone):
            opened += _judge(list(group), clock.today(zone))
        db.session.commit()
    return opened


def _zone(pair: Mentorship) -> str:
    return pair.organization.time_zone


def _batch(after: int) -> Sequence[Mentorship]:
    lately = clock.today("UTC") - REMEMBERED - timedelta(days=1)
    warned = sa.select(PairWarning.mentorship_id).where(PairWarning.closed_on.is_(None))
    wanted = sa.or_(
        Mentorship.state.in_(WORKING), sa.and_(Mentorship.ending.in_(LOST), Mentorship.ends_on >= lately),
        Mentorship.id.in_(warned),
    )  # fmt: skip
    return db.session.scalars(
        sa.select(Mentorship).where(Mentorship.id > after, wanted)
        .options(
            joinedload(Mentorship.organization), joinedload(Mentorship.cycle).joinedload(Cycle.program),
            selectinload(Mentorship.members).joinedload(MentorshipMember.profile),
        )
        .order_by(Mentorship.id).limit(BATCH)
    ).all()  # fmt: skip


def _judge(pairs: Sequence[Mentorship], today: date) -> int:
    facts = facts_of(pairs, today)
    stands = {
        (each.mentorship_id, each.rule, each.cause): each
        for each in db.session.scalars(
            sa.select(PairWarning).where(
                PairWarning.mentorship_id.in_([pair.id for pair in pairs]), PairWarning.closed_on.is_(None),
                PairWarning.rule != WarningRule.CALL,
            )
        )
    }  # fmt: skip
    opened = 0
    for pair in pairs:
        for found in findings(facts[pair.id]):
            known = stands.pop((pair.id, found.rule, found.cause), None)
            if known is not None:
                _renew(known, found)
            elif not (facts[pair.id].is_rest and found.rule in COUNTING):
                opened += _open(pair.id, found, today)
    for each in stands.values():
        _let_go(each, today)
    db.session.flush()
    return opened


def _open(pair_id: int, found: Finding, today: date) -> int:
    row: dict[str, Any] = {
        "mentorship_id": pair_id, "rule": found.rule, "cause": found.cause, "since": found.since, "opened_on": today,
        "urgency": found.urgency, "data": dict(found.data), "words": "",
    }  # fmt: skip
    return run_on_table(_opening(is_sqlite()), row)


@cache
def _opening(for_sqlite: bool) -> Any:
    """A new row; where the cause had gone by itself before and is back, its row opens anew. All else stays closed.

    The database asks the old row again under its lock: of two workers one opens it.
    """
    table: Any = PairWarning.__table__
    putting = insert_for_upsert(table)
    fresh = {name: putting.excluded[name] for name in ANEW}
    return putting.on_conflict_do_update(
        index_elements=KEYS,
        set_=fresh | dict.fromkeys(CLEARED, sa.null()),
        where=table.c.outcome == WarningOutcome.GONE,
    )


def _renew(known: PairWarning, found: Finding) -> None:
    """The cause stands: what it rests on today. A thing that grew more pressing is told so, never less."""
    data = dict(found.data)
    if known.data != data:
        known.data = data
    known.urgency = max(known.urgency, found.urgency)
    if known.gone_on is not None:
        known.gone_on = None


def _let_go(known: PairWarning, today: date) -> None:
    """The cause is no more: what nobody took is over, whoever took it is asked what came of it. Marks go with it.

    Both in one statement that asks the row again: somebody may take it meanwhile.
    """
    if known.gone_on is not None:
        return
    alone = PairWarning.owner_id.is_(None) & PairWarning.closed_on.is_(None)
    over = {"closed_on": today, "outcome": WarningOutcome.GONE, "gone_on": today, "snoozed_until": None}
    mine = sa.update(PairWarning).where(PairWarning.id == known.id).execution_options(synchronize_session=False)
    bare = {"data": NO_MARKS} if known.rule == WarningRule.LOW_MARKS else {}
    if not run(mine.where(alone).values({**over, **bare})):
        run(mine.where(PairWarning.closed_on.is_(None)).values({"gone_on": today, **bare}))
    db.session.expire(known)
