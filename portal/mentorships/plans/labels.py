"""Words for the codes of plans."""

from portal.core.i18n import _
from portal.mentorships.plans.catalogue import activities, sections
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel, PlanKind, PlanState, Responsible

KINDS = {
    PlanKind.DEVELOPMENT: _("Индивидуальный план развития"),
    PlanKind.PROGRAMME: _("Персонализированная программа наставничества"),
    PlanKind.WORK: _("План работы наставника"),
    PlanKind.ADAPTATION: _("План адаптации"),
    PlanKind.TRAJECTORY: _("Индивидуальная траектория"),
}
KIND_HINTS = {
    PlanKind.DEVELOPMENT: _("Трудности, направления развития, сроки и результаты по пунктам"),
    PlanKind.PROGRAMME: _("От трёх месяцев до года: трудности, сильные стороны, мероприятия"),
    PlanKind.WORK: _("Что делает наставник; утверждает куратор"),
    PlanKind.ADAPTATION: _("Первые месяцы на новом рабочем месте"),
    PlanKind.TRAJECTORY: _("Куда идём в этом году и какими шагами"),
}
STATES = {
    PlanState.DRAFT: _("Черновик"),
    PlanState.WITH_MENTEE: _("У наставляемого"),
    PlanState.WITH_MENTOR: _("У наставника"),
    PlanState.WITH_CURATOR: _("Ждёт утверждения"),
    PlanState.APPROVED: _("Утверждён"),
}
TONES = {PlanState.APPROVED: "good", PlanState.WITH_CURATOR: "wait", PlanState.WITH_MENTEE: "info",
         PlanState.WITH_MENTOR: "info"}  # fmt: skip
RESPONSIBLE = {
    Responsible.MENTEE: _("наставляемый"),
    Responsible.MENTOR: _("наставник"),
    Responsible.BOTH: _("вместе"),
    Responsible.CURATOR: _("куратор"),
}
ACHIEVEMENTS = {
    AchievementKind.CONTEST: _("Конкурс, олимпиада, чемпионат"),
    AchievementKind.PUBLICATION: _("Статья, публикация"),
    AchievementKind.WORK: _("Методическая или творческая работа"),
    AchievementKind.PRACTICE: _("Представление опыта"),
    AchievementKind.EXAM: _("Демонстрационный экзамен, квалификация"),
    AchievementKind.PROJECT: _("Проект"),
    AchievementKind.OTHER: _("Другое"),
}
LEVELS = {
    AchievementLevel.ORGANIZATION: _("организация"),
    AchievementLevel.MUNICIPALITY: _("город или район"),
    AchievementLevel.REGION: _("регион"),
    AchievementLevel.COUNTRY: _("Россия"),
    AchievementLevel.WORLD: _("международный"),
}


def kind_label(kind: str) -> str:
    """«План адаптации»."""
    return KINDS[PlanKind(kind)]


def state_label(state: str) -> str:
    """«Ждёт утверждения»."""
    return STATES[PlanState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(PlanState(state), "none")


def responsible_label(who: str) -> str:
    """«наставник»."""
    return RESPONSIBLE[Responsible(who)]


def section_label(code: str) -> str:
    """«Вхождение в должность»; the code where a newer portal wrote it."""
    known = sections().get(code)
    return known.name if known else code


def activity_label(code: str) -> str:
    """«Открытое занятие»; nothing where none was chosen."""
    known = activities().get(code)
    return known.name if known else code


def achievement_label(kind: str) -> str:
    """«Проект»."""
    return ACHIEVEMENTS[AchievementKind(kind)]


def level_label(level: str) -> str:
    """«регион»."""
    return LEVELS[AchievementLevel(level)]
