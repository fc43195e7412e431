"""Roles and scopes: the two axes of the policy."""

from enum import Flag, StrEnum, auto

from portal.core.i18n import _


class Role(StrEnum):
    """A part that a person plays in an organisation for a period. An organisation may give it another label."""

    GUEST = "guest"
    PARTICIPANT = "participant"
    MENTEE = "mentee"
    MENTOR = "mentor"
    PARENT = "parent"
    CURATOR = "curator"
    FORM_LEAD = "form_lead"
    GROUP_CURATOR = "group_curator"
    PSYCHOLOGIST = "psychologist"
    DIRECTOR = "director"
    SECRETARY = "secretary"
    PARTNER_CURATOR = "partner_curator"
    METHODOLOGIST = "methodologist"
    SOCIAL_EDUCATOR = "social_educator"
    HR = "hr"
    EDITOR = "editor"
    OPERATOR = "operator"
    DEPARTMENT = "department"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: dict[Role, str] = {
    Role.GUEST: _("Гость"),
    Role.PARTICIPANT: _("Участник"),
    Role.MENTEE: _("Наставляемый"),
    Role.MENTOR: _("Наставник"),
    Role.PARENT: _("Родитель"),
    Role.CURATOR: _("Куратор"),
    Role.FORM_LEAD: _("Ответственный за форму"),
    Role.GROUP_CURATOR: _("Куратор группы"),
    Role.PSYCHOLOGIST: _("Психолог"),
    Role.DIRECTOR: _("Руководитель"),
    Role.SECRETARY: _("Секретарь"),
    Role.PARTNER_CURATOR: _("Партнёр"),
    Role.METHODOLOGIST: _("Методист"),
    Role.SOCIAL_EDUCATOR: _("Социальный педагог"),
    Role.HR: _("Специалист по кадрам"),
    Role.EDITOR: _("Редактор сайта"),
    Role.OPERATOR: _("Муниципальный оператор"),
    Role.DEPARTMENT: _("Департамент"),
    Role.ADMINISTRATOR: _("Администратор"),
}
STAFF = frozenset(
    {
        Role.CURATOR, Role.FORM_LEAD, Role.GROUP_CURATOR, Role.PSYCHOLOGIST, Role.DIRECTOR, Role.SECRETARY,
        Role.METHODOLOGIST, Role.SOCIAL_EDUCATOR, Role.HR, Role.EDITOR, Role.OPERATOR, Role.DEPARTMENT,
        Role.ADMINISTRATOR,
    }
)  # fmt: skip


class Scope(Flag):
    """How far a permission reaches. Scopes add up: `OWN | PUBLIC`."""

    NONE = 0
    OWN = auto()
    REPRESENTED = auto()
    GROUP = auto()
    PROGRAM = auto()
    ORGANIZATION = auto()
    MUNICIPALITY = auto()
    PUBLIC = auto()
    LINK = auto()
    CIRCLE = auto()
