"""How far people of the demo town have come: invited by letter, with a slip in hand, appointed by a paper."""

from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.models import RoleGrant, User
from portal.accounts.queries import CURATOR_ROLES, SUPPORT_ROLES, invitees
from portal.core.db import db
from portal.demo.town import BEGAN_ON, ZONE, Town
from portal.people.kinds import MembershipKind
from portal.people.models import Membership

INVITED, WITH_SLIPS = 3, 4
ORDER = "Приказ № 41 от 01.09.2024"
DUTIES = "Ведёт программу наставничества, сверяет базы, готовит приказы, отвечает за согласия участников."


def add_invitations(town: Town) -> None:
    """Some learners of each school have a letter, some a slip, the others nothing yet; appointments have papers."""
    for number, school in sorted(town.schools.items()):
        if number:
            curator = _acting(Role.CURATOR, _curator_of(school.id), school.id)
            learners = _without_account(school.id)
            actions.invite(curator, invitees(learners[:INVITED]))
            actions.issue_slips(curator, invitees(learners[INVITED : INVITED + WITH_SLIPS]))
    _appoint(town)


def _appoint(town: Town) -> None:
    for grant in db.session.scalars(sa.select(RoleGrant).where(RoleGrant.role.in_((*CURATOR_ROLES, *SUPPORT_ROLES)))):
        grant.document, grant.duties = ORDER, DUTIES if grant.role == Role.CURATOR else ""
    college = town.schools[1]
    director = _acting(Role.DIRECTOR, town.people["denis"].id, college.id)
    actions.appoint(
        director, town.people["polina"], college, Role.METHODOLOGIST, starts_on=BEGAN_ON, ends_on=date(2027, 8, 31),
        document=ORDER, label="Методист наставничества",
    )  # fmt: skip


def _acting(role: Role, person_id: int, organization_id: int) -> Actor:
    return Actor(person_id=person_id, grants=(Grant(role=role, organization_id=organization_id),), time_zone=ZONE)


def _curator_of(organization_id: int) -> int:
    wanted = sa.select(RoleGrant.person_id).where(
        RoleGrant.role == Role.CURATOR, RoleGrant.organization_id == organization_id
    )
    return int(db.session.scalars(wanted.order_by(RoleGrant.id).limit(1)).one())


def _without_account(organization_id: int) -> list[int]:
    """Learners in the order of the register; those to be written to get an address first."""
    found = db.session.scalars(
        sa.select(Membership)
        .where(
            Membership.organization_id == organization_id, Membership.kind == MembershipKind.LEARNER,
            ~sa.exists().where(User.person_id == Membership.person_id),
        )
        .order_by(Membership.id)
    ).all()  # fmt: skip
    for number, place in enumerate(found[:INVITED], 1):
        place.person.email = place.person.email or f"learner{organization_id}-{number}@demo.example"
    db.session.flush()
    return [place.person_id for place in found]
