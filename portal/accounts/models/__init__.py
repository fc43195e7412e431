"""Tables of sign-in and of roles."""

from portal.accounts.models.accounts import LoginSession, User
from portal.accounts.models.grants import CuratorReview, RoleGrant
from portal.accounts.models.invitations import AccountInvitation, Channel, Purpose

__all__ = ["AccountInvitation", "Channel", "CuratorReview", "LoginSession", "Purpose", "RoleGrant", "User"]
