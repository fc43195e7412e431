"""The menu of each role: at most five items, only those that exist and may be opened."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from portal.access.roles import Role
from portal.accounts.web import current_reader
from portal.core.i18n import _


@dataclass(frozen=True)
class NavItem:
    """One item of the header."""

    label: str
    url: str
    is_current: bool
    count: int = 0


_HOME = ("home.index", _("Главная"))
_MY_SURVEYS = ("surveys.mine", _("Анкеты"))
_SURVEYS = ("surveys.index", _("Анкеты и отчёты"))
_PARTICIPANT = (_HOME, _MY_SURVEYS)
_STAFF = (_HOME, _SURVEYS, ("surveys.mine", _("Мои анкеты")))
MENUS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.GUEST: (_HOME, ("pages.about", _("О наставничестве"))),
    Role.MENTEE: _PARTICIPANT,
    Role.MENTOR: _PARTICIPANT,
    Role.PARENT: _PARTICIPANT,
    Role.PARTNER_CURATOR: _PARTICIPANT,
    Role.CURATOR: _STAFF,
    Role.FORM_LEAD: _STAFF,
    Role.METHODOLOGIST: _STAFF,
    Role.DIRECTOR: _STAFF,
    Role.OPERATOR: _STAFF,
    Role.DEPARTMENT: _STAFF,
    Role.ADMINISTRATOR: (_HOME, ("admin.index", _("Состояние")), ("admin.audit", _("Журнал")),
                         ("admin.outbox", _("Письма")), _SURVEYS),
}  # fmt: skip


def navigation() -> list[NavItem]:
    """The menu for the reader of this request."""
    menu = MENUS.get(current_reader().role, _PARTICIPANT)
    known = current_app.view_functions
    return [
        NavItem(label, url_for(endpoint), request.endpoint == endpoint) for endpoint, label in menu if endpoint in known
    ]
