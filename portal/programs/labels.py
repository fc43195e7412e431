"""Words for the codes of programmes: months, routes, grounds and forces of rules."""

from collections.abc import Iterable

from portal.access.roles import Role
from portal.core.i18n import _
from portal.people.kinds import BodyKind
from portal.people.labels import BODY_KINDS
from portal.programs.definitions import ProgramPattern, program_patterns
from portal.programs.kinds import AgreementKind, DayKind, Ground, PaperKind, RouteSubject, RuleForce, Side, StepAction
from portal.programs.routes import RouteStep

MONTHS = {
    1: _("январь"), 2: _("февраль"), 3: _("март"), 4: _("апрель"), 5: _("май"), 6: _("июнь"), 7: _("июль"),
    8: _("август"), 9: _("сентябрь"), 10: _("октябрь"), 11: _("ноябрь"), 12: _("декабрь"),
}  # fmt: skip
SIDES = {
    Side.PUPIL: _("ученики"),
    Side.STUDENT: _("студенты"),
    Side.TEACHER: _("педагоги"),
    Side.ADMINISTRATION: _("администрация"),
    Side.EMPLOYER: _("работодатели"),
    Side.NGO: _("социальные партнёры"),
}
SUBJECTS = {
    RouteSubject.PAIR: _("Пары и группы"),
    RouteSubject.MENTEES: _("База наставляемых"),
    RouteSubject.MENTORS: _("База наставников"),
}
ACTIONS = {
    StepAction.PROPOSAL: _("Предложение"),
    StepAction.OPINION: _("Мнение"),
    StepAction.DECISION: _("Решение"),
    StepAction.AGREEMENT: _("Согласование"),
    StepAction.REGISTRATION: _("Запись в реестр"),
    StepAction.DRAFT_ORDER: _("Проект приказа"),
    StepAction.ORDER: _("Приказ"),
}
GROUNDS = {Ground.ORDER: _("Приказ"), Ground.REGISTRY: _("Запись в реестре")}
FORCES = {
    RuleForce.OFF: _("Не проверять"),
    RuleForce.WARN: _("Предупреждать"),
    RuleForce.BLOCK: _("Не пропускать"),
}
AGREEMENTS = {
    AgreementKind.COOPERATION: _("Договор о сотрудничестве"),
    AgreementKind.NETWORK: _("Сетевой договор"),
    AgreementKind.DUAL: _("Договор о дуальном обучении"),
    AgreementKind.PRACTICE: _("Договор о практической подготовке"),
    AgreementKind.TARGETED: _("Договор о целевом обучении"),
    AgreementKind.CLASS: _("Соглашение о профильном классе"),
    AgreementKind.OTHER: _("Другое соглашение"),
}
PAPERS = {
    PaperKind.REGULATION: _("Положение о наставничестве"),
    PaperKind.ROADMAP: _("Дорожная карта"),
    PaperKind.PROGRAM: _("Программа наставничества"),
    PaperKind.OTHER: _("Другой документ"),
}
DAYS = {
    DayKind.HOLIDAYS: _("Каникулы"),
    DayKind.DAY_OFF: _("Нерабочий день"),
    DayKind.WORKING: _("Рабочий день"),
}
# Who may stand at a step: the roles that act in an organisation or at a partner's.
ACTING = (
    Role.CURATOR, Role.FORM_LEAD, Role.GROUP_CURATOR, Role.METHODOLOGIST, Role.PSYCHOLOGIST, Role.SOCIAL_EDUCATOR,
    Role.DIRECTOR, Role.SECRETARY, Role.PARTNER_CURATOR, Role.OPERATOR,
)  # fmt: skip


def months_in_words(months: Iterable[int]) -> str:
    """«август, сентябрь»; without months the base is formed all year round."""
    return ", ".join(MONTHS[month] for month in months) or _("весь год")


def actors_of(step: RouteStep) -> str:
    """Who acts at the step: the organisation's words, else roles and bodies."""
    roles = [Role(role).label for role in step.roles]
    bodies = [BODY_KINDS[BodyKind(body)] for body in step.bodies]
    return step.words or _(" или ").join([*roles, *bodies])


def steps_in_words(steps: Iterable[RouteStep]) -> str:
    """«Мнение: Студенческий совет; Решение: Педагогический совет»."""
    return "; ".join(f"{action_label(step.action)}: {actors_of(step)}" for step in steps)


def action_label(action: str) -> str:
    """«Решение»."""
    return ACTIONS[StepAction(action)]


def subject_label(subject: str) -> str:
    """«База наставников»."""
    return SUBJECTS[RouteSubject(subject)]


def side_label(side: str) -> str:
    """«студенты»."""
    return SIDES[Side(side)]


def pattern_of(code: str) -> ProgramPattern | None:
    """The customer's pattern that a programme started from; None where the file has lost it."""
    return program_patterns().get(code)


def pattern_label(code: str) -> str:
    """How the pattern is called."""
    found = pattern_of(code)
    return found.name if found else code


def agreement_label(kind: str) -> str:
    """«Сетевой договор»."""
    return AGREEMENTS[AgreementKind(kind)]


def paper_label(kind: str) -> str:
    """«Дорожная карта»."""
    return PAPERS[PaperKind(kind)]


def day_kind_label(kind: str) -> str:
    """«Каникулы»."""
    return DAYS[DayKind(kind)]
