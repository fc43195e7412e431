"""Who may appoint whom, as data: nobody grants above their reach, and nobody to themselves."""

from collections.abc import Collection, Mapping

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.people.models import Organization

_BY_CURATOR = frozenset(
    {
        Role.PARTICIPANT, Role.MENTEE, Role.MENTOR, Role.PARENT, Role.GROUP_CURATOR, Role.FORM_LEAD,
        Role.SOCIAL_EDUCATOR, Role.EDITOR, Role.HR, Role.SECRETARY, Role.METHODOLOGIST, Role.PSYCHOLOGIST,
        Role.PARTNER_CURATOR,
    }
)  # fmt: skip
GRANTS: Mapping[Role, frozenset[Role]] = {
    Role.CURATOR: _BY_CURATOR,
    Role.DIRECTOR: _BY_CURATOR | {Role.CURATOR},
    Role.OPERATOR: frozenset({Role.CURATOR, Role.DIRECTOR, Role.DEPARTMENT}),
    Role.ADMINISTRATOR: frozenset(Role) - {Role.GUEST},
}
_LEARNERS = frozenset({Role.PARTICIPANT, Role.MENTEE, Role.MENTOR, Role.PARENT})
OPENS: Mapping[Role, frozenset[Role]] = {
    Role.CURATOR: GRANTS[Role.CURATOR],
    Role.GROUP_CURATOR: _LEARNERS,
    Role.SECRETARY: _LEARNERS | {Role.PARTNER_CURATOR},
    Role.ADMINISTRATOR: GRANTS[Role.ADMINISTRATOR],
}
CITY_ROLES = frozenset({Role.OPERATOR, Role.DEPARTMENT, Role.ADMINISTRATOR})
GROUP_ROLES = frozenset({Role.GROUP_CURATOR})


def grantable(actor: Actor, organization: Organization) -> frozenset[Role]:
    """Roles that the actor may give and end in this organisation, from each role at hand within its own reach.

    A role of the municipality is given in the municipality only, any other one in an organisation of it.
    """
    given: set[Role] = set()
    for role in actor.roles:
        reach, ids = scope_of(Permission.ROLE_GRANT, role), actor.organization_ids(role)
        is_near = Scope.ORGANIZATION in reach and organization.id in ids
        is_far = Scope.MUNICIPALITY in reach and (organization.id in ids or organization.municipality_id in ids)
        if is_near or is_far:
            given |= GRANTS.get(role, frozenset())
    return frozenset(given & CITY_ROLES if organization.municipality_id is None else given - CITY_ROLES)


def may_open(actor: Actor, held: Collection[tuple[Role, int]]) -> bool:
    """Whether the actor may hand out a key to an account with these roles in these organisations, or take one away.

    Whoever prints the code of an account could use it: a code must not open more than its printer may give, and no
    other organisation. Learners and parents open nothing but their own, wherever they are.
    """
    return all(any(_opens(actor, mine, role, place) for mine in actor.roles) for role, place in held)


def may_give_all(actor: Actor, held: Collection[tuple[Role, Organization]]) -> bool:
    """Whether the actor could have given each of these roles: whoever appoints may send the letter that opens them."""
    return all(role in _LEARNERS or role in grantable(actor, organization) for role, organization in held)


def _opens(actor: Actor, mine: Role, role: Role, organization_id: int) -> bool:
    is_near = role in _LEARNERS or mine is Role.ADMINISTRATOR or organization_id in actor.organization_ids(mine)
    return is_near and role in OPENS.get(mine, frozenset())
