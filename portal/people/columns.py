"""Headings and words of the register of people in tables: the export writes them, the import reads them."""

from portal.core.i18n import _
from portal.people.kinds import MembershipKind

FAMILY_NAME = _("Фамилия")
GIVEN_NAME = _("Имя")
PATRONYMIC = _("Отчество")
BIRTH_ON = _("Дата рождения")
EMAIL = _("Почта")
PHONE = _("Телефон")
KIND = _("Кем приходится")
GROUP = _("Группа или класс")
POST = _("Должность")
SUBJECT = _("Предмет или направление")
STARTS_ON = _("Работает с")
CAREER_BEGAN_ON = _("Стаж с")
REPRESENTATIVE_FAMILY_NAME = _("Представитель: Фамилия")
REPRESENTATIVE_GIVEN_NAME = _("Представитель: Имя")
REPRESENTATIVE_PATRONYMIC = _("Представитель: Отчество")
REPRESENTATIVE_RELATION = _("Представитель: Кем приходится")
REPRESENTATIVE_EMAIL = _("Представитель: Почта")
REPRESENTATIVE_PHONE = _("Представитель: Телефон")

HEADINGS = (
    FAMILY_NAME, GIVEN_NAME, PATRONYMIC, BIRTH_ON, EMAIL, PHONE, KIND, GROUP, POST, SUBJECT, STARTS_ON, CAREER_BEGAN_ON,
    REPRESENTATIVE_FAMILY_NAME, REPRESENTATIVE_GIVEN_NAME, REPRESENTATIVE_PATRONYMIC, REPRESENTATIVE_RELATION,
    REPRESENTATIVE_EMAIL, REPRESENTATIVE_PHONE,
)  # fmt: skip

KIND_WORDS: dict[MembershipKind, str] = {
    MembershipKind.LEARNER: _("Учится"),
    MembershipKind.EMPLOYEE: _("Работает"),
    MembershipKind.SPECIALIST: _("Специалист"),
    MembershipKind.ALUMNUS: _("Выпускник"),
    MembershipKind.PARENT: _("Родитель"),
}
"""How a table and a card say as what a person belongs to an organisation."""

RELATIONS = (_("мать"), _("отец"), _("опекун"), _("попечитель"), _("приёмный родитель"))
"""Relations that forms offer; a table may hold other words."""
