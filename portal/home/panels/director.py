"""A director's desk: the organisation in figures, before anybody has to ask for a report."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.models import User
from portal.accounts.queries import Reader
from portal.consents.kinds import Purpose
from portal.consents.queries import has_basis
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.i18n import _, ru_number
from portal.core.web.panels import Panel, panel
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force

LATELY = timedelta(days=30)


@panel("home.index", order=8)
def organization_today(reader: Reader) -> Panel | None:
    """People by kind, consents, and who has been here lately."""
    actor = current_actor()
    ids = actor.organization_ids(Role.DIRECTOR)
    if not ids:
        return None
    return Panel(
        name="organization_today", title=_("Организация сегодня"), template="home/panels/figures.html",
        more_label=_("Реестр людей"), more_url=url_for("people.index"),
        context={"figures": _figures(ids, clock.today(reader.time_zone))},
    )  # fmt: skip


def _figures(ids: Sequence[int], today: date) -> list[tuple[str, str]]:
    rows = db.session.execute(
        sa.select(
            Membership.kind,
            sa.func.count(sa.distinct(Person.id)),
            sa.func.count(sa.distinct(sa.case((_has_consent(today), Person.id)))),
            sa.func.count(sa.distinct(sa.case((_has_account(), Person.id)))),
        )
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organization_id.in_(ids), in_force(Membership, today), Person.erased_on.is_(None))
        .group_by(Membership.kind)
    ).all()
    by_kind: dict[str, tuple[int, int, int]] = {row[0]: (row[1], row[2], row[3]) for row in rows}
    taught, working = (by_kind.get(kind, (0, 0, 0)) for kind in (MembershipKind.LEARNER, MembershipKind.EMPLOYEE))
    return [
        (_("Учатся"), ru_number(taught[0])),
        (_("Работают"), ru_number(working[0])),
        (_("С согласием: учатся"), _of(taught[1], taught[0])),
        (_("С согласием: работают"), _of(working[1], working[0])),
        (_("С учётной записью"), _of(taught[2] + working[2], taught[0] + working[0])),
        (_("Заходили за 30 дней"), ru_number(_been_here(ids))),
    ]


def _of(part: int, whole: int) -> str:
    return _("%(part)s из %(whole)s", part=ru_number(part), whole=ru_number(whole))


def _has_consent(today: date) -> Any:
    return has_basis(Membership.person_id, Membership.organization_id, Purpose.PARTICIPATION, today)


def _has_account() -> Any:
    return sa.exists().where(User.person_id == Membership.person_id, User.closed_at.is_(None))


def _been_here(ids: Sequence[int]) -> int:
    here = sa.exists().where(Membership.person_id == AuditEntry.person_id, Membership.organization_id.in_(ids))
    counted = sa.select(sa.func.count(sa.distinct(AuditEntry.person_id))).where(
        AuditEntry.event == AuditEvent.SIGNED_IN, AuditEntry.happened_at >= clock.now() - LATELY, here
    )
    return db.session.scalar(counted) or 0
