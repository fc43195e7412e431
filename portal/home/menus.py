"""What the menus hold: sections with their pages, and which of them each role has. Data only."""

from dataclasses import dataclass

from portal.access.roles import Role
from portal.core.i18n import _

Link = tuple[str, str]


@dataclass(frozen=True)
class Section:
    """A part of the portal with pages side by side; the first one that may be opened is its address."""

    label: str
    pages: tuple[Link, ...]


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
_PAIRS = Section(
    _("Пары"),
    (
        ("mentorships.index", _("Реестр пар")),
        ("pair_health.index", _("Нужен куратор")),
        ("mentorships.waiting", _("Утверждение пар")),
        ("mentor_reports.index", _("Отчёты")),
        ("curator_reports.index", _("Отчёты кураторов")),
        ("meetings.silent", _("Давно не виделись")),
        ("pair_health.months", _("Проверка за месяц")),
    ),
)
_BASES = Section(
    _("Подбор пар"),
    (
        ("requests.index", _("Запросы")),
        ("mentors.index", _("Наставники")),
        ("drafts.index", _("Подбор")),
        ("corrections.index", _("Уточнение баз")),
    ),
)
_PROGRAM = Section(
    _("Программа"),
    (
        ("programs.index", _("Программы")),
        ("roadmaps.town", _("Дорожные карты")),
        ("documents.index", _("Документы")),
        ("partners.index", _("Партнёры")),
        ("awards.index", _("Поощрение")),
        ("calendar.index", _("Календарь")),
    ),
)
_DOCUMENTS = _page("documents.index", _("Документы"))
_COMMUNITY = Section(_("Сообщество"), (("community.index", _("Обсуждения")), ("questions.index", _("Вопросы"))))
_EVENTS = Section(
    _("События"),
    (
        ("events.index", _("Календарь")),
        ("events.plan", _("План года")),
        ("own_events.index", _("Мои события")),
        ("courses.index", _("Курсы")),
        ("experts.index", _("Эксперты")),
        ("training.index", _("Обучение")),
        ("training.mine", _("Моё обучение")),
    ),
)
_OPEN_EVENTS = _page("events.index", _("События"))
_ORGANIZATIONS = _page("organizations.index", _("Организации"))
_TOWN = Section(_("Базы"), (("town_bases.index", _("Сколько людей")), ("town_bases.people", _("Кто в базах"))))
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
_PRACTICES = Section(
    _("Практики"),
    (
        ("practices.index", _("Банк")),
        ("collections.index", _("Подборки")),
        ("contests.index", _("Конкурсы")),
        ("practices.mine", _("Мои практики")),
        ("practices.queue", _("На проверке")),
        ("practices.gaps", _("Чего не хватает")),
    ),
)
_LIBRARY = _page("library.index", _("Библиотека"))
_BANK = _page("practices.index", _("Практики"))
_ABOUT = Section(
    _("О наставничестве"),
    (
        ("pages.about", _("О наставничестве")),
        ("sections.index", _("Организации")),
        ("honor_board.index", _("Доска почёта")),
        ("certificates.index", _("Проверка грамоты")),
    ),
)
_MY_REQUESTS = Section(
    _("Наставничество"),
    (
        ("own_mentorships.index", _("Мои пары")),
        ("own_requests.index", _("Мой наставник")),
        ("own_mentoring.index", _("Я – наставник")),
        ("own_avoidances.index", _("С кем не работать")),
    ),
)
PARTICIPANT = (_HOME, _MY_REQUESTS, _MY_SURVEYS, _COMMUNITY, _MY_CONSENTS)
_PARTNERSHIP = _page("partners.index", _("Сотрудничество"))
_STAFF = (_HOME, _PAIRS, _PEOPLE, _SURVEYS, _PRACTICES)
MENUS: dict[Role, tuple[Section, ...]] = {
    Role.GUEST: (_HOME, _ABOUT, _BANK, _OPEN_EVENTS, _LIBRARY),
    Role.CURATOR: _STAFF,
    Role.FORM_LEAD: _STAFF,
    Role.GROUP_CURATOR: (_HOME, _PAIRS, _PEOPLE, _MY_SURVEYS, _COMMUNITY),
    Role.PSYCHOLOGIST: (_HOME, _PAIRS, _PEOPLE, _MY_SURVEYS, _COMMUNITY),
    Role.SOCIAL_EDUCATOR: (_HOME, _PAIRS, _PEOPLE, _MY_SURVEYS, _COMMUNITY),
    Role.SECRETARY: (_HOME, _PROGRAM, _PEOPLE, _MY_SURVEYS, _COMMUNITY),
    Role.HR: (_HOME, _PEOPLE, _DOCUMENTS, _MY_SURVEYS, _COMMUNITY),
    Role.METHODOLOGIST: _STAFF,
    Role.DIRECTOR: _STAFF,
    Role.OPERATOR: (_HOME, _ORGANIZATIONS, _PROGRAM, _PRACTICES, _SURVEYS),
    Role.DEPARTMENT: (_HOME, _ORGANIZATIONS, _PROGRAM, _SURVEYS, _BANK),
    Role.MENTOR: (_HOME, _PRACTICES, _COMMUNITY, _MY_REQUESTS, _MY_SURVEYS),
    Role.ADMINISTRATOR: (_HOME, _PEOPLE, _ORGANIZATIONS, _PROGRAM, _ADMIN),
    Role.PARTNER_CURATOR: (_HOME, _PRACTICES, _MY_SURVEYS, _COMMUNITY, _PARTNERSHIP),
}
MORE: dict[Role, tuple[Section, ...]] = {
    Role.GUEST: (),
    Role.CURATOR: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _COMMUNITY, _ORGANIZATIONS, _PRIVACY),
    Role.DIRECTOR: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _COMMUNITY, _ORGANIZATIONS, _PRIVACY),
    Role.SECRETARY: (_PAIRS, _BASES, _EVENTS, _LIBRARY, _ORGANIZATIONS, _PRACTICES),
    Role.METHODOLOGIST: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _COMMUNITY, _ORGANIZATIONS),
    Role.FORM_LEAD: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _COMMUNITY),
    Role.GROUP_CURATOR: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _PRACTICES),
    Role.PSYCHOLOGIST: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _PRACTICES),
    Role.SOCIAL_EDUCATOR: (_BASES, _PROGRAM, _EVENTS, _LIBRARY, _PRACTICES),
    Role.HR: (_EVENTS, _LIBRARY, _BANK),
    Role.OPERATOR: (_TOWN, _PEOPLE, _EVENTS, _LIBRARY, _COMMUNITY),
    Role.DEPARTMENT: (_TOWN, _EVENTS, _LIBRARY, _COMMUNITY),
    Role.ADMINISTRATOR: (_PAIRS, _BASES, _EVENTS, _LIBRARY, _SURVEYS, _PRACTICES, _COMMUNITY, _PRIVACY),
    Role.MENTOR: (_EVENTS, _LIBRARY, _MY_CONSENTS),
    Role.PARTNER_CURATOR: (_EVENTS, _LIBRARY, _MY_CONSENTS),
}
OTHERS_MORE = (_EVENTS, _LIBRARY)
"""Behind «Ещё» for roles that have no list of their own."""
# Registers show other people: one's own things alone open no tab, they have pages in the personal menu.
REGISTERS = (_PAIRS, _BASES, _PEOPLE, _PRIVACY)
# Addresses that do not begin like that of their tab.
BELOW = {
    "consents.table": ("/consents/sheets", "/consents/stacks", "/consents/pages", "/consents/ticking"),
    "programs.index": ("/roadmaps", "/roadmap-steps"),
    "people.index": ("/accounts/invitations", "/accounts/slips"),
    "requests.index": ("/group-requests",),
    "own_requests.index": ("/requests",),
    "own_mentorships.index": ("/mentorships",),
    "own_mentoring.index": ("/mentors",),
    "practices.mine": ("/practices/new",),
}
