"""The menu of each role: at most five items, and tabs of the open section; only what exists and may be opened."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.web import current_reader
from portal.core.i18n import _

Link = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """A part of the portal with pages side by side; the first one that may be opened is its address."""

    label: str
    pages: tuple[Link, ...]


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


def _page(endpoint: str, label: str) -> Section:
    return Section(label, ((endpoint, label),))


_HOME = _page("home.index", _("Главная"))
_MY_SURVEYS = _page("surveys.mine", _("Анкеты"))
_MY_CONSENTS = _page("own_consents.index", _("Согласия"))
_SURVEYS = Section(
    _("Анкеты и отчёты"),
    (("surveys.index", _("Назначенные")), ("surveys.templates", _("Библиотека")), ("surveys.mine", _("Мои анкеты"))),
)
_PEOPLE = Section(
    _("Люди"),
    (
        ("people.index", _("Реестр")),
        ("groups.index", _("Группы")),
        ("consents.table", _("Готовность")),
        ("consents.index", _("Согласия")),
        ("campaigns.index", _("Информирование")),
        ("accounts.curators", _("Кураторы")),
        ("bodies.index", _("Органы")),
        ("imports.index", _("Загрузка")),
    ),
)
_ORGANIZATIONS = _page("organizations.index", _("Организации"))
_PRIVACY = Section(
    _("Персональные данные"),
    (
        ("privacy.index", _("Обращения")),
        ("privacy.erasures", _("Стирание и акты")),
        ("privacy.disclosures", _("Выгрузки")),
        ("privacy.retention", _("Сроки хранения")),
        ("privacy.incidents", _("Инциденты")),
    ),
)
_ADMIN = Section(
    _("Состояние"),
    (("admin.index", _("Состояние")), ("admin.audit", _("Журнал")), ("admin.outbox", _("Письма"))),
)
_PARTICIPANT = (_HOME, _MY_SURVEYS, _MY_CONSENTS)
_STAFF = (_HOME, _PEOPLE, _SURVEYS)
MENUS: dict[Role, tuple[Section, ...]] = {
    Role.GUEST: (_HOME, _page("pages.about", _("О наставничестве"))),
    Role.CURATOR: _STAFF,
    Role.FORM_LEAD: _STAFF,
    Role.GROUP_CURATOR: (_HOME, _PEOPLE, _MY_SURVEYS),
    Role.PSYCHOLOGIST: (_HOME, _PEOPLE, _MY_SURVEYS),
    Role.SOCIAL_EDUCATOR: (_HOME, _PEOPLE, _MY_SURVEYS),
    Role.SECRETARY: (_HOME, _PEOPLE, _MY_SURVEYS),
    Role.HR: (_HOME, _PEOPLE, _MY_SURVEYS),
    Role.METHODOLOGIST: _STAFF,
    Role.DIRECTOR: _STAFF,
    Role.OPERATOR: (_HOME, _ORGANIZATIONS, _PEOPLE, _SURVEYS),
    Role.DEPARTMENT: (_HOME, _ORGANIZATIONS, _SURVEYS),
    Role.ADMINISTRATOR: (_HOME, _PEOPLE, _ORGANIZATIONS, _ADMIN),
}
MORE: dict[Role, tuple[Section, ...]] = {
    Role.CURATOR: (_ORGANIZATIONS, _PRIVACY),
    Role.DIRECTOR: (_ORGANIZATIONS, _PRIVACY),
    Role.SECRETARY: (_ORGANIZATIONS,),
    Role.METHODOLOGIST: (_ORGANIZATIONS,),
    Role.ADMINISTRATOR: (_SURVEYS, _PRIVACY),
}


def navigation() -> Navigation:
    """The menu for the reader of this request."""
    role = current_reader().role
    menu, more = MENUS.get(role, _PARTICIPANT), MORE.get(role, ())
    opened = next((section for section in (*menu, *more) if _is_open(section)), None)
    tabs = _tabs(opened) if opened else ()
    return Navigation(
        items=_items(menu, opened), more=_items(more, opened),
        tabs=tabs if len(tabs) > 1 else (), section=opened.label if opened else "",
    )  # fmt: skip


def _items(sections: tuple[Section, ...], opened: Section | None) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(section.label, url_for(endpoint), section is opened)
        for section in sections
        for endpoint, _label in _openable(section)[:1]
    )


def _tabs(section: Section) -> tuple[NavItem, ...]:
    pages = _openable(section)
    current = request.endpoint
    if current not in [endpoint for endpoint, _label in pages]:  # a page below a tab: that of the same blueprint
        own = [endpoint for endpoint, _label in pages if endpoint.startswith(f"{request.blueprint}.")]
        current = next((one for one in own if one.endswith(".index")), next(iter(own), None))
    return tuple(NavItem(label, url_for(endpoint), endpoint == current) for endpoint, label in pages)


def _openable(section: Section) -> list[Link]:
    views, actor = current_app.view_functions, current_actor()
    found = []
    for endpoint, label in section.pages:
        permission = getattr(views.get(endpoint), "permission", None)
        if endpoint in views and (permission is None or actor.has(permission)):
            found.append((endpoint, label))
    return found


def _is_open(section: Section) -> bool:
    """Whether the page of this request is one of the section's, or lies below it (of the same blueprint)."""
    endpoints = [endpoint for endpoint, _label in section.pages]
    if request.endpoint in endpoints:
        return True
    blueprints = {endpoint.partition(".")[0] for endpoint in endpoints} - {"home", "pages", "accounts"}
    return request.blueprint in blueprints
