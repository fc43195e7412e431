"""What accounts add to pages of people: account and roles of a card, sign-ins of a group, curators of a school."""

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import joinedload

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.granting import grantable
from portal.accounts.models import RoleGrant
from portal.accounts.queries import AccountState, grants_of, invitees, sessions_of
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force


@panel("people.show", order=20)
def account_panel(person: Person) -> Panel | None:
    """The state of the account, for those who open accounts."""
    if Permission.ACCOUNT_OPEN not in permissions_on(current_actor(), person):
        return None
    found = invitees([person.id])
    if not found:
        return None
    user = found[0].user
    return Panel(
        name="account", title=_("Вход на портал"), template="accounts/panels/account.html",
        more_label=_("Управлять"), more_url=url_for("accounts.person_account", public_id=person.public_id),
        context={"invitee": found[0], "person": person, "sessions": len(sessions_of(user.id)) if user else 0},
    )  # fmt: skip


@panel("people.show", order=30)
def roles_panel(person: Person) -> Panel | None:
    """Roles in force and to come, for those who appoint."""
    if Permission.ROLE_GRANT not in permissions_on(current_actor(), person):
        return None
    actor = current_actor()
    today = clock.today(actor.time_zone)
    held = [grant for grant in grants_of(actor, person.id) if grant.ends_on is None or grant.ends_on >= today]
    return Panel(
        name="roles", title=_("Роли"), template="accounts/panels/roles.html", more_label=_("Назначить или прекратить"),
        more_url=url_for("accounts.person_roles", public_id=person.public_id), context={"held": held, "today": today},
    )  # fmt: skip


@panel("organizations.show", order=20)
def curators_panel(organization: Organization) -> Panel | None:
    """Curators of the organisation with the way to the first one, for those who appoint curators there."""
    if Role.CURATOR not in grantable(current_actor(), organization):
        return None
    held = db.session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.organization_id == organization.id, RoleGrant.role == Role.CURATOR)
        .where(in_force(RoleGrant, clock.today(organization.time_zone)))
        .options(joinedload(RoleGrant.person), joinedload(RoleGrant.organization))
        .order_by(RoleGrant.id)
    ).all()
    return Panel(
        name="curators", title=_("Кураторы"), template="accounts/panels/curators.html",
        more_label=_("Назначить куратора"),
        more_url=url_for("accounts.choose_appointee", public_id=organization.public_id), context={"held": held},
    )  # fmt: skip


@panel("groups.show", order=5)
def leaders_panel(group: Group) -> Panel | None:
    """Who leads the group today, for everybody who may see it."""
    actor, today = current_actor(), clock.today(group.organization.time_zone)
    if group.ends_on and group.ends_on < today:
        return None
    held = db.session.scalars(
        sa.select(RoleGrant)
        .where(RoleGrant.group_id == group.id, RoleGrant.role == Role.GROUP_CURATOR, in_force(RoleGrant, today))
        .options(joinedload(RoleGrant.person), joinedload(RoleGrant.organization))
        .order_by(RoleGrant.id)
    ).all()
    may_appoint = Role.GROUP_CURATOR in grantable(actor, group.organization) and actor.has(Permission.REGISTER_READ)
    return Panel(
        name="leaders", title=_("Кто ведёт группу"), template="accounts/panels/leaders.html",
        more_label=_("Выбрать сотрудника") if may_appoint else "",
        more_url=url_for("people.index", kind="employee") if may_appoint else "",
        context={"held": held, "may_appoint": may_appoint},
    )  # fmt: skip


@panel("groups.show", order=20)
def group_panel(group: Group) -> Panel | None:
    """Who of the group is in, who was asked, who needs paper."""
    if Permission.ACCOUNT_OPEN not in permissions_on(current_actor(), group):
        return None
    today = clock.today(current_actor().time_zone)
    ids = db.session.scalars(
        sa.select(Membership.person_id).where(Membership.group_id == group.id, in_force(Membership, today)).distinct()
    ).all()
    people = invitees(ids)
    counts = {state: sum(each.state is state for each in people) for state in AccountState}
    return Panel(
        name="group_accounts", title=_("Вход на портал"), template="accounts/panels/group.html",
        context={
            "group": group, "counts": counts, "states": AccountState, "total": len(people),
            "signed_in": sum(each.has_signed_in for each in people), "waiting": [e for e in people if e.can_get_slip],
        },
    )  # fmt: skip
