"""Words for the codes of events, and their dictionaries."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from portal.core.i18n import _, ngettext
from portal.core.yaml_files import load_yaml
from portal.events.kinds import Attendance, EventState, Learning, Level
from portal.programs.definitions import formats
from portal.programs.labels import MONTHS

FEW = 5
FOLDER = Path(__file__).parent / "data"
STATES = {
    EventState.PLANNED: _("В плане"),
    EventState.ANNOUNCED: _("Объявлено"),
    EventState.HELD: _("Прошло"),
    EventState.CANCELLED: _("Отменено"),
}
TONES = {EventState.ANNOUNCED: "info", EventState.HELD: "good", EventState.CANCELLED: "bad"}
ATTENDANCE = {
    Attendance.REGISTERED: _("Есть место"),
    Attendance.WAITING: _("В листе ожидания"),
    Attendance.LEFT: _("Запись снята"),
    Attendance.ATTENDED: _("Участие отмечено"),
    Attendance.ABSENT: _("Не участвует"),
}
ATTENDANCE_TONES = {
    Attendance.REGISTERED: "info", Attendance.WAITING: "wait", Attendance.ATTENDED: "good", Attendance.ABSENT: "bad",
}  # fmt: skip
LEVELS = {
    Level.ORGANIZATION: _("организация"),
    Level.MUNICIPALITY: _("муниципалитет"),
    Level.REGION: _("регион"),
    Level.COUNTRY: _("страна"),
    Level.WORLD: _("международный"),
}
LEARNING = {
    Learning.FORMAL: _("формальное"),
    Learning.NONFORMAL: _("неформальное"),
    Learning.INFORMAL: _("информальное"),
}
LEARNING_RULES = {
    Learning.FORMAL: _("Курсы и программы с документом об образовании или о квалификации."),
    Learning.NONFORMAL: _("Семинары, тренинги, мастер-классы, вебинары."),
    Learning.INFORMAL: _("Обмен опытом, чтение, участие в сообществе."),
}


@cache
def dictionary(name: str) -> Mapping[str, str]:
    """Code → word of one dictionary of `data/dictionaries.yaml`."""
    read = load_yaml(FOLDER / "dictionaries.yaml")
    return dict(read[name])


def format_names() -> dict[str, str]:
    """Code → name of the forms of mentoring."""
    return {code: each.name for code, each in formats().items()}


def state_label(state: str) -> str:
    """«Объявлено»."""
    return STATES[EventState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(EventState(state), "none")


def attendance_label(state: str) -> str:
    """«В листе ожидания»."""
    return ATTENDANCE[Attendance(state)]


def attendance_tone(state: str) -> str:
    """The tone of the tag."""
    return ATTENDANCE_TONES.get(Attendance(state), "none")


def level_label(level: str) -> str:
    """«регион»; nothing where none is named."""
    return LEVELS[Level(level)] if level else ""


def learning_label(kind: str) -> str:
    """«неформальное»."""
    return LEARNING[Learning(kind)]


def kind_label(code: str) -> str:
    """«Мастер-класс»; the code where a newer dictionary knows it."""
    return dictionary("kinds").get(code, code)


def module_label(code: str) -> str:
    """«Старт»."""
    return dictionary("modules").get(code, code)


def technology_label(code: str) -> str:
    """«тренинговые»."""
    return dictionary("technologies").get(code, code)


def format_label(code: str) -> str:
    """«Педагог – педагог»."""
    return format_names().get(code, code)


def month_label(month: int | None) -> str:
    """«октябрь»; «в течение года» where no month is planned."""
    return MONTHS[month] if month else _("в течение года")


def attended_words(n: int) -> str:
    """«12 участников»; few are not counted aloud (the threshold of aggregates, decision 5)."""
    return ngettext("%(num)s участник", "%(num)s участников", n) if n >= FEW else _("меньше пяти участников")


def hours_words(hours: int | None) -> str:
    """«36 часов»."""
    return ngettext("%(num)s час", "%(num)s часов", hours) if hours else ""


def places_words(event: Any, taken: int) -> str:
    """«Свободно 3 места из 20», «Мест нет: запись в лист ожидания», «Мест не ограничено».

    Where attendance is restricted nothing tells how many have come: a small group would be guessed.
    """
    if event.is_restricted:
        has_room = event.capacity is None or taken < event.capacity
        return _("Места есть") if has_room else _("Мест нет, открыт лист ожидания")
    if event.capacity is None:
        return _("Число мест не ограничено")
    free = max(0, event.capacity - taken)
    if not free:
        return _("Мест нет, открыт лист ожидания")
    return ngettext("Свободно %(num)s место из %(all)s", "Свободно %(num)s мест из %(all)s", free, all=event.capacity)
