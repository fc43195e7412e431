"""For whom an event is: its rule as a clause about people, and in words.

Whoever fits any point is meant: a role, a group, or age and experience together. An empty rule means everybody.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.events.models import Event
from portal.people.audiences import Conditions, clause_of
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Person
from portal.people.periods import in_force
from portal.people.queries import organizations_under

ROLES = (Role.MENTOR, Role.MENTEE, Role.CURATOR, Role.GROUP_CURATOR, Role.PSYCHOLOGIST, Role.DIRECTOR,
         Role.PARTNER_CURATOR, Role.PARENT)  # fmt: skip
ROLE_WORDS = {
    Role.MENTOR: _("наставники"), Role.MENTEE: _("наставляемые"), Role.CURATOR: _("кураторы"),
    Role.GROUP_CURATOR: _("кураторы групп"), Role.PSYCHOLOGIST: _("психологи"), Role.DIRECTOR: _("руководители"),
    Role.PARTNER_CURATOR: _("партнёры"), Role.PARENT: _("родители"),
}  # fmt: skip


def day_of(event: Event) -> date:
    """The day on which the rule is asked: that of the event, today while it has none."""
    zone = event.organization.time_zone
    return clock.day_of(event.starts_at, zone) if event.starts_at else clock.today(zone)


def people_of(event: Event) -> sa.ColumnElement[bool]:
    """The clause «the event is for this person»."""
    asked, on = event.audience or {}, day_of(event)
    points: list[sa.ColumnElement[bool]] = []
    roles = asked.get("roles") or []
    if roles:
        points.append(
            sa.exists().where(RoleGrant.person_id == Person.id, RoleGrant.role.in_(roles), in_force(RoleGrant, on))
        )
    conditions = conditions_of(asked)
    if conditions is not None:
        ids = db.session.scalars(organizations_under([event.organization_id])).all()
        points.append(clause_of(conditions, ids, on))
    groups = asked.get("groups") or []
    if groups:
        of_groups = sa.select(Group.id).where(Group.public_id.in_(groups))
        points.append(
            sa.exists().where(
                Membership.person_id == Person.id, Membership.group_id.in_(of_groups), in_force(Membership, on)
            )
        )
    return sa.or_(*points) if points else sa.true()


def fitting(event: Event, person_ids: Collection[int]) -> set[int]:
    """Those of these people for whom the event is; one statement."""
    if not person_ids:
        return set()
    return set(db.session.scalars(sa.select(Person.id).where(Person.id.in_(person_ids), people_of(event))))


def conditions_of(asked: Mapping[str, Any]) -> Conditions | None:
    """Age and experience as the register asks them; None where the rule names neither.

    «Стаж до 5 лет» ends on the fifth anniversary, «первый год» on the first (`portal/people/data/audiences.yaml`).
    """
    years = 1 if asked.get("first_year") else asked.get("max_experience")
    age = asked.get("max_age")
    if years is None and age is None:
        return None
    return Conditions(kinds=(MembershipKind.EMPLOYEE,), max_age=age, total_years_under=years)


def rule_words(asked: Mapping[str, Any], group_names: Collection[str] = ()) -> str:
    """«сотрудники до 35 лет со стажем до 5 лет; наставники»; empty for a rule that names everybody."""
    said = []
    parts = []
    if asked.get("max_age"):
        parts.append(ngettext("до %(num)s года", "до %(num)s лет", asked["max_age"]))
    if asked.get("first_year"):
        parts.append(_("на первом году работы"))
    elif asked.get("max_experience"):
        parts.append(ngettext("со стажем до %(num)s года", "со стажем до %(num)s лет", asked["max_experience"]))
    if parts:
        said.append(_("сотрудники %(which)s", which=" ".join(parts)))
    said += [ROLE_WORDS[Role(role)] for role in asked.get("roles") or [] if role in ROLE_WORDS]
    said += list(group_names)
    return "; ".join(said)
