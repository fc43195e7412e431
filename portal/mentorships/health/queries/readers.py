"""Who reads what is told about a pair: curators, the director where no curator is left, the psychologist if asked."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.queries import holders_of
from portal.core import clock
from portal.core.db import db
from portal.mentorships.concerned import people_concerned
from portal.mentorships.models import Mentorship
from portal.people.models import Person

IN_TURN = (Role.CURATOR, Role.DIRECTOR)


def readers_of(pair: Mentorship, *, to_psychologist: bool) -> Sequence[Person]:
    """People to whom a call about the pair goes today; nobody whom it concerns is among them."""
    main = who_reads(pair)
    roles = [*([main] if main else []), *([Role.PSYCHOLOGIST] if to_psychologist else [])]
    return db.session.scalars(_outside(pair, roles).order_by(Person.id)).all()


def who_reads(pair: Mentorship) -> Role | None:
    """As whom somebody reads calls about the pair today: a curator, else the director; None where there is neither."""
    return next((role for role in IN_TURN if db.session.scalar(sa.select(_outside(pair, [role]).exists()))), None)


def _outside(pair: Mentorship, roles: Sequence[Role]) -> sa.Select[Person]:
    today = clock.today(pair.organization.time_zone)
    return (
        sa.select(Person).join(Mentorship, Mentorship.id == pair.id)
        .where(
            Person.id.in_(holders_of(roles, pair.organization_id, today)), Person.id.not_in(people_concerned()),
            Person.erased_on.is_(None),
        )
    )  # fmt: skip
