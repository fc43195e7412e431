"""Pages of sign-in, of the own account, of other people's accounts and roles. Each noun has a module of its own."""

from portal.accounts.views import (
    choosing,
    curators,
    emails,
    factors,
    invitations,
    invite,
    own,
    people,
    reviews,
    roles,
    sign_in,
    slips,
    steps,
)
from portal.accounts.views.blueprint import bp

__all__ = [
    "bp",
    "choosing",
    "curators",
    "emails",
    "factors",
    "invitations",
    "invite",
    "own",
    "people",
    "reviews",
    "roles",
    "sign_in",
    "slips",
    "steps",
]
