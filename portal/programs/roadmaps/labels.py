"""Words for the codes of road maps."""

from datetime import date

from portal.access.roles import Role
from portal.core.i18n import _, ru_date
from portal.programs.labels import MONTHS
from portal.programs.roadmaps.definitions import modules, ready_maps
from portal.programs.roadmaps.kinds import WITHOUT_DAY, Deed, FactKind, Period, ResourceKind, StepState
from portal.programs.roadmaps.models import RoadmapOccurrence, RoadmapStep
from portal.programs.roadmaps.reading import state_of_time
from portal.programs.roadmaps.schedule import Schedule

PERIODS = {
    Period.DEADLINE: _("До дня"),
    Period.RANGE: _("С месяца по месяц, один раз"),
    Period.MONTHS: _("Каждый год в эти месяцы"),
    Period.QUARTERLY: _("Раз в квартал"),
    Period.YEARLY: _("Каждый год"),
    Period.ONGOING: _("Весь период"),
    Period.AFTER_YEAR: _("По итогам года"),
    Period.ON_EVENT: _("При событии"),
    Period.ON_REQUEST: _("По запросу"),
    Period.BY_PLAN: _("По отдельному плану"),
}
STATES = {
    StepState.OVERDUE: _("Просрочен"),
    StepState.NOW: _("Идёт сейчас"),
    StepState.AHEAD: _("Впереди"),
    StepState.WAITS: _("Без срока"),
    StepState.DONE: _("Выполнен"),
    StepState.SKIPPED: _("Не применяется"),
}
TONES = {StepState.OVERDUE: "bad", StepState.NOW: "wait", StepState.DONE: "good"}
DEEDS = {
    Deed.DONE: _("Отмечено выполненным"),
    Deed.FACT: _("Закрыто само: событие на портале"),
    Deed.UNDONE: _("Отметка снята"),
    Deed.SKIPPED: _("Не применяется в этом году"),
    Deed.RESTORED: _("Снова применяется"),
    Deed.CHANGED: _("Шаг изменён"),
}
FACTS = {
    FactKind.PROGRAM_ORDER: _("Подписан приказ о внедрении"),
    FactKind.CURATORS_ORDER: _("Подписан приказ о кураторах"),
    FactKind.MENTORS_ORDER: _("Утверждена база наставников"),
    FactKind.MENTEES_ORDER: _("Утверждена база наставляемых"),
    FactKind.PAIRS_ORDER: _("Подписан приказ о парах"),
    FactKind.PROGRAM_CHANGED: _("Подписан лист изменений"),
    FactKind.BASES_CORRECTED: _("Закрыто уточнение баз"),
    FactKind.AGREEMENT_SIGNED: _("Записано соглашение с партнёром"),
    FactKind.DUAL_AGREEMENT: _("Записан договор о дуальном обучении"),
    FactKind.PRACTICE_AGREEMENT: _("Записан договор о практической подготовке"),
    FactKind.TARGETED_AGREEMENT: _("Записан договор о целевом обучении"),
    FactKind.REGULATION: _("Записано Положение о наставничестве"),
    FactKind.ROADMAP: _("Записана утверждённая дорожная карта"),
    FactKind.PROGRAM_PAPER: _("Записана утверждённая программа"),
    FactKind.PAIR_BEGAN: _("Начала работать пара"),
    FactKind.SPECIALIST_HIRED: _("Записан приём на работу"),
    FactKind.NEEDS_CLOSED: _("Закрыт сбор анкет о запросах"),
    FactKind.MENTOR_WAVE_CLOSED: _("Закрыт сбор анкет наставников"),
    FactKind.COMPATIBILITY_CLOSED: _("Закрыт сбор анкет о совместимости"),
    FactKind.FINAL_CLOSED: _("Закрыт сбор итоговых анкет"),
}
RESOURCES = {
    ResourceKind.NORMATIVE: _("Нормативные"),
    ResourceKind.STAFF: _("Кадровые"),
    ResourceKind.METHODICAL: _("Методические"),
    ResourceKind.MATERIAL: _("Материально-технические"),
}


def state_label(state: str) -> str:
    """«Просрочен»."""
    return STATES[StepState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(StepState(state), "none")


def deed_label(deed: str) -> str:
    """«Отметка снята»."""
    return DEEDS[Deed(deed)]


def fact_label(fact: str) -> str:
    """«Подписан приказ о парах»; nothing where the step is tied to no fact."""
    return FACTS[FactKind(fact)] if fact in set(FactKind) else ""


def resource_label(kind: str) -> str:
    """«Кадровые»."""
    return RESOURCES[ResourceKind(kind)]


def role_label(role: str) -> str:
    """«Методист»; nothing where no role is named."""
    return Role(role).label if role in set(Role) else ""


def module_label(code: str) -> str:
    """«Потенциал»; nothing for a step outside the modules."""
    found = modules().get(code)
    return found.name if found else ""


def pattern_title(code: str) -> str:
    """What the ready map is called; nothing for an own one."""
    found = ready_maps().get(code)
    return found.title if found else ""


def months_label(months: tuple[int, ...]) -> str:
    """«ноябрь – май», «апрель, октябрь»: neighbours become a span, over the turn of the year too."""
    wanted = set(months)
    if len(wanted) == len(MONTHS):
        return _("весь год")
    starts = [month for month in sorted(wanted) if (month - 2) % 12 + 1 not in wanted]
    return ", ".join(_run_label(start, wanted) for start in sorted(starts, key=_school_order))


def period_label(schedule: Schedule) -> str:
    """When the step is done, in a few words."""
    match schedule.period:
        case Period.DEADLINE:
            return _("до %(day)s", day=ru_date(schedule.last_on, "full"))
        case Period.RANGE:
            return _("%(first)s – %(last)s", first=month_label(schedule.first_on), last=month_label(schedule.last_on))
        case Period.MONTHS:
            said = months_label(schedule.months)
            return _("каждый месяц: %(months)s", months=said) if schedule.each_month else said
        case _:
            return PERIODS[schedule.period].lower()


def month_label(day: date | None) -> str:
    """«сентябрь 2026»."""
    return f"{MONTHS[day.month]} {day.year}" if day else ""


def time_label(occurrence: RoadmapOccurrence, step: RoadmapStep) -> str:
    """Which time of the step it is."""
    if occurrence.due_on is None or step.period in WITHOUT_DAY:
        return PERIODS[Period(step.period)]
    if step.period == Period.DEADLINE:
        return _("до %(day)s", day=ru_date(occurrence.due_on, "full"))
    first, last = month_label(occurrence.starts_on), month_label(occurrence.due_on)
    return last if first in ("", last) else _("%(first)s – %(last)s", first=first, last=last)


def time_state(occurrence: RoadmapOccurrence, today: date) -> str:
    """Where one occurrence stands, as a code."""
    return state_of_time(occurrence, today).value


def _run_label(start: int, wanted: set[int]) -> str:
    end = start
    while end % 12 + 1 in wanted:
        end = end % 12 + 1
    return MONTHS[start] if end == start else _("%(first)s – %(last)s", first=MONTHS[start], last=MONTHS[end])


def _school_order(month: int) -> int:
    return (month - 9) % 12
