"""Past warnings and pairs that broke up: what the accuracy of the rules is counted from."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.health.accuracy import PastWarning, Record, records
from portal.mentorships.health.models import PairWarning
from portal.mentorships.kinds import Ending
from portal.mentorships.models import Mentorship

BROKE_UP = (Ending.INCOMPATIBLE, Ending.MENTOR_ASKED, Ending.MENTEE_ASKED)
YEAR = timedelta(days=365)


def accuracy(actor: Actor, today: date) -> list[Record]:
    """How the rules did in the pairs of the actor's registries in the last 365 days."""
    since = today - YEAR
    rows = db.session.execute(
        sa.select(
            PairWarning.rule, PairWarning.mentorship_id, PairWarning.opened_on, PairWarning.outcome,
            PairWarning.created_at, PairWarning.acted_at,
        ).where(allowed(actor, Permission.HEALTH_KEEP, PairWarning), PairWarning.opened_on >= since)
    ).all()  # fmt: skip
    broken = db.session.execute(
        sa.select(Mentorship.id, Mentorship.ends_on).where(
            allowed(actor, Permission.HEALTH_KEEP, Mentorship), Mentorship.ending.in_(BROKE_UP),
            Mentorship.starts_on.is_not(None), Mentorship.ends_on >= since,
        )
    ).all()  # fmt: skip
    past = [
        PastWarning(rule=rule, pair=pair, opened_on=opened_on, outcome=outcome,
                    waited=acted_at - created_at if acted_at else None)
        for rule, pair, opened_on, outcome, created_at, acted_at in rows
    ]  # fmt: skip
    return records(past, {pair: ends_on for pair, ends_on in broken if ends_on is not None})
