"""Words for the codes of questionnaires: kinds of questions, purposes, modes."""

from portal.access.roles import Role
from portal.core.i18n import _, ngettext
from surveys.definitions import ItemDefinition
from surveys.items import type_of
from surveys.items.scale import Scale
from surveys.models import Mode

TYPES = {
    "single": _("один ответ"),
    "multiple": _("несколько ответов"),
    "yesno": _("да или нет"),
    "scale10": _("шкала от 1 до 10"),
    "scale": _("шкала"),
    "nps": _("шкала от 0 до 10"),
    "text": _("свой ответ"),
    "number": _("число"),
    "date": _("дата"),
    "matrix": _("таблица"),
    "ranking": _("расстановка по местам"),
    "file": _("файл"),
}
PURPOSES = {
    "needs": _("Запросы и потребности"),
    "candidacy": _("Отбор наставников"),
    "self_assessment": _("Самодиагностика"),
    "compatibility": _("Совместимость пары"),
    "baseline": _("На входе"),
    "meeting_feedback": _("После встречи"),
    "pulse": _("Середина пути"),
    "endline": _("На выходе"),
    "satisfaction": _("Удовлетворённость"),
    "feedback": _("Отклики"),
    "quality_review": _("Качество программы"),
    "profile": _("Профиль участника"),
    "selection": _("Отбор наставников"),
    "nomination": _("Представления и мнения"),
    "diagnostics": _("Диагностика"),
    "preference": _("Предпочтения"),
    "report": _("Отчёты"),
    "application": _("Заявления и заявки"),
}
MODES = {
    Mode.NAMED: _("именная"),
    Mode.ANONYMOUS: _("анонимная"),
    Mode.LINKED: _("анонимная, с личным кодом"),
}


def type_label(item: ItemDefinition) -> str:
    """«несколько ответов, не больше 3»."""
    words = TYPES.get(item.type, item.type)
    if item.max_choices:
        limit = ngettext("не больше %(num)s варианта", "не больше %(num)s вариантов", item.max_choices)
        words = f"{words}, {limit}"
    return words


def scale_points(item: ItemDefinition) -> list[str]:
    """Points of a scale in order, as a preview shows them; none for other kinds of questions."""
    kind = type_of(item)
    return list(kind.points(item).values()) if isinstance(kind, Scale) else []


def purpose_label(code: str) -> str:
    """What a questionnaire is for."""
    return PURPOSES.get(code, _("Другие анкеты"))


def mode_label(mode: str) -> str:
    """Whose answers these are."""
    return MODES[Mode(mode)]


def readers_label(codes: list[str]) -> str:
    """Who may read named answers, as a list of roles."""
    return ", ".join(Role(code).label.lower() for code in codes if code in set(Role)) or _("никто, кроме вас")
