"""Who acts: a person with grants, a guest, a link or the system; frozen and free of the database."""

from dataclasses import dataclass, replace
from typing import Self

from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role in an organisation, perhaps narrowed to a group, a form of mentoring or a programme."""

    role: Role
    organization_id: int | None = None
    group_id: int | None = None
    format_code: str | None = None
    program_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever asks or acts. `link` names the one object that a signed address opens."""

    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    link: str | None = None
    time_zone: str = "Europe/Moscow"
    name: str = ""

    @classmethod
    def guest(cls, *, link: str | None = None) -> Self:
        """A visitor; with `link`, one who came by a personal address."""
        return cls(grants=(Grant(role=Role.GUEST),), link=link)

    @classmethod
    def system(cls, name: str) -> Self:
        """A background job or a command; it acts through actions only and passes no gate."""
        return cls(name=name)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles at hand, without repetition, in the order of the grants."""
        return tuple(dict.fromkeys(grant.role for grant in self.grants))

    def has(self, permission: Permission) -> bool:
        """Whether some role holds `permission` in some scope: opens the page, not yet the object."""
        return any(scope_of(permission, role) is not Scope.NONE for role in self.roles)

    def organization_ids(self, role: Role) -> list[int]:
        """Organisations in which the actor has exactly this role."""
        return [g.organization_id for g in self.grants if g.role is role and g.organization_id is not None]

    def group_ids(self, role: Role) -> list[int]:
        """Groups to which this role is narrowed."""
        return [g.group_id for g in self.grants if g.role is role and g.group_id is not None]

    def in_role(self, role: Role, organization_id: int | None = None) -> Self:
        """The same person with the rights of one role only: what «Вы работаете как …» switches."""
        kept = tuple(
            g for g in self.grants
            if g.role is role and (organization_id is None or g.organization_id == organization_id)
        )  # fmt: skip
        return replace(self, grants=kept)
