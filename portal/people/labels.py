"""Words for the codes of the registers, and how an organisation calls roles."""

from portal.access.roles import Role
from portal.core.i18n import _
from portal.people.kinds import BodyKind, BodyPart, Contour, GroupKind, MembershipKind, OrganizationKind
from portal.people.models import Organization

ORGANIZATION_KINDS = {
    OrganizationKind.MUNICIPALITY: _("Муниципалитет"),
    OrganizationKind.DEPARTMENT: _("Орган управления образованием"),
    OrganizationKind.SCHOOL: _("Школа"),
    OrganizationKind.COLLEGE: _("Колледж или техникум"),
    OrganizationKind.ADDITIONAL: _("Дополнительное образование"),
    OrganizationKind.UNIVERSITY: _("Вуз"),
    OrganizationKind.FURTHER_TRAINING: _("Повышение квалификации (ДПО)"),
    OrganizationKind.ENTERPRISE: _("Предприятие"),
    OrganizationKind.NGO: _("Некоммерческая организация"),
}
CONTOURS = {Contour.INTERNAL: _("Внутренний контур"), Contour.EXTERNAL: _("Внешний контур")}
GROUP_KINDS = {GroupKind.CLASS: _("Класс"), GroupKind.STUDY: _("Учебная группа"), GroupKind.CIRCLE: _("Объединение")}
BODY_KINDS = {
    BodyKind.PEDAGOGICAL_COUNCIL: _("Педагогический совет"),
    BodyKind.WORKING_GROUP: _("Рабочая группа"),
    BodyKind.STUDENT_COUNCIL: _("Студенческий совет"),
    BodyKind.SUBJECT_COMMISSION: _("Предметно-цикловая комиссия"),
    BodyKind.CONTEST_COMMISSION: _("Конкурсная комиссия"),
    BodyKind.MENTORS_ASSOCIATION: _("Методическое объединение наставников"),
    BodyKind.OTHER: _("Другой орган"),
}
BODY_PARTS = {
    BodyPart.CHAIR: _("Председатель"),
    BodyPart.SECRETARY: _("Секретарь"),
    BodyPart.MEMBER: _("Член"),
}
CROWDS = {
    MembershipKind.LEARNER: _("Обучающиеся"),
    MembershipKind.EMPLOYEE: _("Сотрудники"),
    MembershipKind.SPECIALIST: _("Специалисты партнёров"),
    MembershipKind.ALUMNUS: _("Выпускники"),
    MembershipKind.PARENT: _("Родители"),
}


def organization_kind_label(kind: str) -> str:
    """«Школа»."""
    return ORGANIZATION_KINDS[OrganizationKind(kind)]


def contour_label(contour: str) -> str:
    """«Внешний контур»."""
    return CONTOURS[Contour(contour)]


def group_kind_label(kind: str) -> str:
    """«Класс»."""
    return GROUP_KINDS[GroupKind(kind)]


def body_kind_label(kind: str) -> str:
    """«Педагогический совет»."""
    return BODY_KINDS[BodyKind(kind)]


def body_part_label(part: str) -> str:
    """«Председатель»."""
    return BODY_PARTS[BodyPart(part)]


def crowd_label(kind: str) -> str:
    """«Обучающиеся»: many people of one kind of place."""
    return CROWDS[MembershipKind(kind)]


def label_of_role(organization: Organization | None, role: Role | str) -> str:
    """The role as this organisation calls it: «куратор» means five different people (requirements C2 №13)."""
    labels = organization.role_labels if organization else {}
    return (labels or {}).get(str(role)) or Role(role).label
