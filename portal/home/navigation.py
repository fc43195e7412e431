"""The menu of each role: at most five items, and tabs of the open section; only what exists and may be opened."""

from dataclasses import dataclass
from functools import lru_cache

from flask import current_app, request, url_for

from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.access.web import current_actor
from portal.accounts.web import current_reader
from portal.home.menus import BELOW, MENUS, MORE, OTHERS_MORE, PARTICIPANT, REGISTERS, Link, Section


@dataclass(frozen=True)
class NavItem:
    """One item of the header or one tab of a section."""

    label: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True)
class Navigation:
    """What the header shows: items in a row, those behind «Ещё», and tabs below."""

    items: tuple[NavItem, ...] = ()
    more: tuple[NavItem, ...] = ()
    tabs: tuple[NavItem, ...] = ()
    section: str = ""


MOST_MENUS = 2_000


@dataclass(frozen=True)
class Here:
    """Who stands where: everything that a menu depends on."""

    role: Role
    roles: tuple[Role, ...]
    endpoint: str | None
    path: str
    root: str

    @property
    def blueprint(self) -> str:
        return (self.endpoint or "").rpartition(".")[0]

    def reaches(self, permission: Permission) -> bool:
        """Whether some role holds the permission."""
        return any(scope_of(permission, role) is not Scope.NONE for role in self.roles)

    def reaches_others(self, permission: Permission) -> bool:
        """Whether it goes further than oneself and one's children."""
        return any(scope_of(permission, role) & ~(Scope.OWN | Scope.REPRESENTED) for role in self.roles)


def navigation() -> Navigation:
    """The menu for the reader of this request."""
    roles = current_actor().roles
    return menu_of(Here(current_reader().role, roles, request.endpoint, request.path, request.script_root))


@lru_cache(maxsize=MOST_MENUS)
def menu_of(here: Here) -> Navigation:
    """The menu, put together once a process for each place and set of roles."""
    menu, more = MENUS.get(here.role, PARTICIPANT), MORE.get(here.role, OTHERS_MORE)
    opened = next((section for section in (*menu, *more) if _is_open(section, here)), None)
    tabs = _tabs(opened, here) if opened else ()
    return Navigation(
        items=_items(menu, opened, here), more=_items(more, opened, here),
        tabs=tabs if len(tabs) > 1 else (), section=opened.label if opened else "",
    )  # fmt: skip


def _items(sections: tuple[Section, ...], opened: Section | None, here: Here) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(section.label, url_for(endpoint), section is opened)
        for section in sections
        for endpoint, _label in _openable(section, here)[:1]
    )


def _tabs(section: Section, here: Here) -> tuple[NavItem, ...]:
    pages, current = _openable(section, here), here.endpoint
    if current not in [endpoint for endpoint, _label in pages]:  # a page below a tab: its own, or of the same blueprint
        same = (endpoint for endpoint, _label in pages if endpoint.startswith(f"{here.blueprint}."))
        current = _tab_of(pages, here) or next(same, None)
    return tuple(NavItem(label, url_for(endpoint), endpoint == current) for endpoint, label in pages)


def _openable(section: Section, here: Here) -> list[Link]:
    views, found = current_app.view_functions, []
    may = here.reaches_others if section in REGISTERS else here.reaches
    for endpoint, label in section.pages:
        permission = getattr(views.get(endpoint), "permission", None)
        if endpoint in views and (permission is None or may(permission)):
            found.append((endpoint, label))
    return found


def _tab_of(pages: list[Link], here: Here) -> str | None:
    """The page below whose address this request lies; the nearest one."""
    starts = [
        (start, endpoint)
        for endpoint, _label in pages
        for start in (url_for(endpoint).removeprefix(here.root).rstrip("/"), *BELOW.get(endpoint, ()))
    ]
    found = [(len(start), endpoint) for start, endpoint in starts if start and f"{here.path}/".startswith(f"{start}/")]
    return max(found)[1] if found else None


def _is_open(section: Section, here: Here) -> bool:
    """Whether the page of this request is one of the section's, or lies below it (of the same blueprint)."""
    endpoints = [endpoint for endpoint, _label in section.pages]
    if here.endpoint in endpoints or _tab_of(_openable(section, here), here):
        return True
    blueprints = {endpoint.partition(".")[0] for endpoint in endpoints} - {"home", "pages", "accounts"}
    return here.blueprint in blueprints
