"""Words for warnings: the reason, what it rests on, what to do next."""

from datetime import date, timedelta

from babel.dates import format_date

from portal.access.roles import Role
from portal.core.i18n import LOCALE, _, ngettext, ru_date
from portal.mentorships.health.kinds import Urgency, WarningOutcome, WarningRule
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.reasons import REASONS

RULES = {
    WarningRule.CALL: _("Сообщение куратору"),
    WarningRule.MEMBER_LEFT: _("Выбыл участник"),
    WarningRule.DISPUTED: _("Возражение против записи о встрече"),
    WarningRule.LOW_MARKS: _("Низкие оценки встреч подряд"),
    WarningRule.SILENT: _("Давно не встречались"),
    WarningRule.MISSED: _("Встречи срываются"),
    WarningRule.NO_PLAN: _("Нет плана"),
    WarningRule.PLAN_LATE: _("Просрочены пункты плана"),
    WarningRule.OVERLOADED: _("Наставник перегружен"),
}
STEPS = {
    WarningRule.CALL: _("Прочитайте сообщение и ответьте человеку лично."),
    WarningRule.MEMBER_LEFT: _("Спросите тех, кто остался, как продолжать. Если нужно, подберите нового участника."),
    WarningRule.DISPUTED: _("Поговорите с обеими сторонами и исправьте запись о встрече."),
    WarningRule.LOW_MARKS: _("Поговорите с участниками по отдельности: что мешает и чего не хватает."),
    WarningRule.SILENT: _(
        "Позвоните наставнику и помогите назначить встречу. Если причина в отъезде, поставьте паузу."
    ),
    WarningRule.MISSED: _("Узнайте, удобны ли день и место, и предложите другие."),
    WarningRule.NO_PLAN: _("Напомните наставнику о плане и предложите начать с заготовки."),
    WarningRule.PLAN_LATE: _("Спросите, что сделано: отметьте выполненное и перенесите сроки."),
    WarningRule.OVERLOADED: _("Обсудите с наставником нагрузку и передайте одну из пар."),
}
URGENCIES = {Urgency.TODAY: _("Сегодня"), Urgency.WEEK: _("На этой неделе"), Urgency.SOMETIME: _("Когда будет время")}
TONES = {Urgency.TODAY: "bad", Urgency.WEEK: "wait", Urgency.SOMETIME: "none"}
OUTCOMES = {
    WarningOutcome.HELPED: _("Помогло"),
    WarningOutcome.FALSE_ALARM: _("Ложная тревога"),
    WarningOutcome.GONE: _("Причина исчезла сама"),
}
CALL_READERS = {
    Role.CURATOR: _(
        "вы и кураторы организации, кроме участников этой пары и их законных представителей; психолог – только если "
        "вы это отметите"
    ),
    Role.DIRECTOR: _(
        "вы и руководитель организации: другого куратора, кроме участников этой пары и их законных представителей, "
        "сейчас нет; психолог – только если вы это отметите"
    ),
    None: _("вы и психолог, если вы это отметите: куратора и руководителя вне этой пары сейчас нет"),
}
CALL_SEEN_BY = {
    Role.CURATOR: _("автор сообщения и кураторы организации, кроме участников этой пары и их законных представителей"),
    Role.DIRECTOR: _("автор сообщения и руководитель организации: другого куратора сейчас нет"),
    None: _("автор сообщения: куратора и руководителя вне этой пары сейчас нет"),
}
STAFF = _("кураторы организации")


def rule_label(rule: str) -> str:
    """«Давно не встречались»."""
    return RULES[WarningRule(rule)]


def step_label(rule: str) -> str:
    """What is suggested to do next."""
    return STEPS[WarningRule(rule)]


def urgency_label(urgency: int) -> str:
    """«На этой неделе»."""
    return URGENCIES[Urgency(urgency)]


def urgency_tone(urgency: int) -> str:
    """The tone of the tag."""
    return TONES[Urgency(urgency)]


def outcome_label(outcome: str) -> str:
    """«Ложная тревога»."""
    return OUTCOMES[WarningOutcome(outcome)]


def data_in_words(warning: PairWarning) -> list[str]:
    """What the warning rests on, in words: the rule can be repeated from them."""
    said = REASONS.get(WarningRule(warning.rule))
    return said(warning.data) if said else []


def state_label(warning: PairWarning, today: date) -> str:
    """Where the warning stands: «Ждёт», «В работе», «Отложено до 5 декабря», what came of it."""
    if warning.outcome is not None:
        return outcome_label(warning.outcome)
    if warning.snoozed_until is not None and warning.snoozed_until > today:
        return _("Отложено до %(day)s", day=ru_date(warning.snoozed_until))
    return _("В работе") if warning.owner_id is not None else _("Ждёт")


def call_state(warning: PairWarning | None) -> str:
    """Where one's call stands, as its sender reads it."""
    if warning is None or (warning.owner_id is None and warning.is_open):
        return _("Передано куратору")
    return _("Взято в работу") if warning.is_open else _("Рассмотрено")


def waited_label(waited: timedelta) -> str:
    """«5 часов», «3 дня»: how long a warning waited for the first deed."""
    if waited >= timedelta(days=2):
        return ngettext("%(num)s день", "%(num)s дней", waited.days)
    hours = int(waited.total_seconds() // 3600)
    return ngettext("%(num)s час", "%(num)s часов", hours) if hours else _("меньше часа")


def month_label(month: date) -> str:
    """«ноябрь 2026»."""
    return format_date(month, "LLLL y", locale=LOCALE)
