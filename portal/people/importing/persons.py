"""The table of people: its columns, which are those of the register's export, and further names for them."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.imports.registry import Column, Importable, NextStep, Option, Place, Register, importable
from portal.people import columns as names
from portal.people.importing.register import CREATE_GROUPS, PeopleRegister
from portal.people.kinds import OrganizationKind
from portal.people.models import Organization

PEOPLE = "people"
USED_BY = {
    "user": _("открыта учётная запись"),
    "account_invitation": _("отправлено приглашение"),
    "role_grant": _("назначена роль"),
    "consent": _("записано согласие"),
    "survey_invitation": _("назначена анкета"),
    "response": _("заполнена анкета"),
    "membership": _("записано место в организации"),
    "representation": _("записано представительство"),
    "job": _("от этого имени шла работа"),
}


def places_of(
    actor: Actor, *kinds: OrganizationKind, without: Sequence[OrganizationKind] = (), also: Permission | None = None
) -> list[Place]:
    """Organisations into which the actor may import, those at work only; `also` asks for a further right there."""
    query = select_allowed(actor, Permission.IMPORT, Organization).where(Organization.ends_on.is_(None))
    if also:
        query = query.where(allowed(actor, also, Organization))
    if kinds:
        query = query.where(Organization.kind.in_(kinds))
    if without:
        query = query.where(Organization.kind.not_in(without))
    return [
        Place(id=each.id, public_id=each.public_id, name=each.short_name, time_zone=each.time_zone)
        for each in db.session.scalars(query.order_by(Organization.sort_name))
    ]


_PARENTS = (_("Родитель"), _("Родители"), _("Законный представитель"), _("Законные представители"),
            _("Родители (законные представители)"), _("Родитель (законный представитель)"))  # fmt: skip
_ALSO = {"email": ("E-mail", "Электронная почта", "Эл. почта"), "phone": ("Тел", "Номер телефона", "Телефоны"),
         "relation": ("Кто", "Степень родства")}  # fmt: skip


def _parent_columns(prefix: str, said: str) -> tuple[Column, ...]:
    """Columns of a representative; `said` stands before each heading."""
    own = (
        ("family_name", names.REPRESENTATIVE_FAMILY_NAME, "Лебедева"),
        ("given_name", names.REPRESENTATIVE_GIVEN_NAME, "Инна"),
        ("patronymic", names.REPRESENTATIVE_PATRONYMIC, "Олеговна"),
        ("relation", names.REPRESENTATIVE_RELATION, "мать"),
        ("email", names.REPRESENTATIVE_EMAIL, "lebedeva@primer.example"),
        ("phone", names.REPRESENTATIVE_PHONE, "+7 900 000-00-01"),
    )
    parts = {"family_name": _("Фамилия"), "given_name": _("Имя"), "patronymic": _("Отчество"),
             "relation": _("Кем приходится"), "email": _("Почта"), "phone": _("Телефон")}  # fmt: skip
    first = prefix == "parent"
    made = [
        Column(
            key=f"{prefix}_{key}", label=label if first else f"{said}: {parts[key]}", example=example if first else "",
            aliases=(f"{said} {parts[key]}", *(f"{one}{'' if first else ' 2'}: {name}" for one in _PARENTS for name in
                     (parts[key], *_ALSO.get(key, ())))),
        )
        for key, label, example in own
    ]  # fmt: skip
    return (
        *made,
        Column(key=f"{prefix}_full_name", label=f"{said}: {_('ФИО')}",
               aliases=(said, f"{_('Родитель')}{'' if first else ' 2'}", f"ФИО {_('родителя')}{'' if first else ' 2'}",
                        *(f"{one}{'' if first else ' 2'}: {_('ФИО')}" for one in _PARENTS),
                        f"{_('Законный представитель')}{'' if first else ' 2'}"), width=30),
    )  # fmt: skip


COLUMNS = (
    Column(key="family_name", label=names.FAMILY_NAME, example="Лебедев"),
    Column(key="given_name", label=names.GIVEN_NAME, example="Марк"),
    Column(key="patronymic", label=names.PATRONYMIC, example="Ильич"),
    Column(key="birth_on", label=names.BIRTH_ON, aliases=("Родился", "Дата рожд", "ДР", "День рождения"),
           example="31.12.2008", hint=_("Например 31.12.2008")),
    Column(key="email", label=names.EMAIL, aliases=("E-mail", "Email", "Электронная почта", "Эл. почта", "Адрес почты"),
           example="mark@primer.example", width=26),
    Column(key="phone", label=names.PHONE, aliases=("Тел", "Номер телефона", "Мобильный", "Сотовый"),
           example="+7 900 000-00-00"),
    Column(key="kind", label=names.KIND, aliases=("Категория", "Статус", "Роль", "Тип"), example="Учится",
           hint=_("Учится, Работает, Специалист, Выпускник или Родитель. Не нужно, если есть группа или должность.")),
    Column(key="group", label=names.GROUP, aliases=("Группа", "Класс", "Учебная группа"), example="П-11"),
    Column(key="post", label=names.POST, aliases=("Должность в организации",), width=26),
    Column(key="subject", label=names.SUBJECT, aliases=("Предмет", "Направление", "Дисциплина", "Специальность")),
    Column(key="starts_on", label=names.STARTS_ON, aliases=("Дата приёма", "Принят", "Зачислен", "Дата зачисления",
           "Учится с", "Дата начала"), hint=_("Если пусто, место записывается с 1 сентября этого учебного года.")),
    Column(key="career_began_on", label=names.CAREER_BEGAN_ON, aliases=("Начало стажа", "Общий стаж с")),
    *_parent_columns("parent", _("Представитель")),
    *_parent_columns("parent2", _("Представитель 2")),
    Column(key="full_name", label=_("ФИО"), aliases=("Фамилия Имя Отчество", "Фамилия, имя, отчество", "Ф.И.О.",
           "ФИО студента", "ФИО обучающегося", "ФИО ученика", "ФИО сотрудника"), width=30,
           hint=_("Вместо трёх столбцов с частями имени.")),
    Column(key="course", label=_("Курс"), aliases=("Год обучения",), hint=_("Нужен, только если группы ещё нет.")),
    Column(key="ends_on", label=_("Работает по"), aliases=("Дата окончания", "Уволен", "Отчислен", "Учится по")),
)  # fmt: skip


@importable(PEOPLE)
class ImportPeople(Importable):
    """Learners, staff and parents of one organisation."""

    title = _("Люди и родители")
    lead = _("Обучающиеся, сотрудники и законные представители одной организации.")
    columns = COLUMNS
    required = (("family_name", "full_name"), ("given_name", "full_name"))
    options = (
        Option(
            key=CREATE_GROUPS, label=_("Создать группы, которых ещё нет"),
            hint=_("Иначе строка с незнакомой группой будет ошибкой."),
        ),
    )  # fmt: skip
    shown_by = ("full_name", "family_name", "given_name", "patronymic")
    used_by = USED_BY
    next_steps = (
        NextStep(endpoint="accounts.new_invitations", label=_("Пригласить на портал"), with_people=True),
        NextStep(endpoint="accounts.new_slips", label=_("Напечатать листки для входа"), with_people=True),
        NextStep(endpoint="consents.table", label=_("Напечатать бланки согласий")),
        NextStep(endpoint="people.index", label=_("Посмотреть загруженных в реестре"), with_people=True),
    )

    def places(self, actor: Actor) -> Sequence[Place]:
        """The reader's organisations; nobody studies in a municipality."""
        return places_of(actor)

    def open(
        self, actor: Actor, organization_id: int, options: Mapping[str, bool], made: Mapping[tuple[str, int], int]
    ) -> Register:
        return PeopleRegister(actor, organization_id, options, made)


def organization_of(organization_id: int) -> Organization:
    """The organisation of a batch."""
    return db.session.scalars(sa.select(Organization).where(Organization.id == organization_id)).one()
