"""Reads of sign-in, accounts, invitations and roles."""

from portal.accounts.queries.accounts import (
    account_of,
    demo_account_exists,
    find_account,
    hash_token,
    holders_of,
    is_staff,
    sessions_of,
)
from portal.accounts.queries.curators import (
    CURATOR_ROLES,
    SUPPORT_ROLES,
    CuratorFilter,
    find_curators,
    grants_of,
    reviews_of,
    roles_held,
)
from portal.accounts.queries.invitations import (
    AccountState,
    Invitee,
    find_invitation,
    find_slip,
    invitees,
    slips_of_batch,
)
from portal.accounts.queries.readers import Reader, RoleChoice, Step, find_actor, find_reader

__all__ = [
    "CURATOR_ROLES",
    "SUPPORT_ROLES",
    "AccountState",
    "CuratorFilter",
    "Invitee",
    "Reader",
    "RoleChoice",
    "Step",
    "account_of",
    "demo_account_exists",
    "find_account",
    "find_actor",
    "find_curators",
    "find_invitation",
    "find_reader",
    "find_slip",
    "grants_of",
    "hash_token",
    "holders_of",
    "invitees",
    "is_staff",
    "reviews_of",
    "roles_held",
    "sessions_of",
    "slips_of_batch",
]
