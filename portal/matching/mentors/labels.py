"""Words for the codes of the base of mentors."""

from collections.abc import Iterable, Mapping

from portal.core.i18n import _, ngettext, ru_number
from portal.matching.languages import LANGUAGES
from portal.matching.mentors.kinds import MentorCategory, MentorState, MentorType, TraitKind

CATEGORIES = {
    MentorCategory.PUPIL: _("Ученик"),
    MentorCategory.STUDENT: _("Студент"),
    MentorCategory.ALUMNUS: _("Выпускник"),
    MentorCategory.TEACHER: _("Педагог"),
    MentorCategory.ADMINISTRATION: _("Администрация"),
    MentorCategory.EMPLOYER: _("Работодатель"),
    MentorCategory.NGO: _("НКО, социальный партнёр"),
}
STATES = {
    MentorState.CANDIDATE: _("Кандидат"),
    MentorState.ACTIVE: _("Действует"),
    MentorState.RESERVE: _("В резерве"),
    MentorState.LEFT: _("Вне базы"),
    MentorState.DECLINED: _("Отказ"),
}
TONES = {MentorState.CANDIDATE: "wait", MentorState.ACTIVE: "good", MentorState.RESERVE: "info"}
TYPES = {
    MentorType.CONSULTANT: _("Наставник-консультант"),
    MentorType.SUBJECT: _("Наставник-предметник"),
    MentorType.TUTOR: _("Тьютор"),
}
AREAS = {
    "subject": _("Учебный предмет"), "contest": _("Олимпиады, конкурсы, экзамены"), "adaptation": _("Адаптация"),
    "communication": _("Общение"), "confidence": _("Уверенность, публичные выступления"),
    "career": _("Выбор профессии"), "project": _("Проекты"), "practice": _("Практика и трудоустройство"),
    "method": _("Методика преподавания"), "pedagogy": _("Работа с классом"), "documents": _("Документы"),
    "digital": _("Цифровые инструменты"), "growth": _("Аттестация и профессиональный рост"),
}  # fmt: skip
AGES = {
    "g5_7": _("5–7 класс"), "g8_9": _("8–9 класс"), "g10_11": _("10–11 класс"), "c1": _("Колледж, 1 курс"),
    "c2": _("Колледж, 2 курс и старше"), "adult": _("Взрослые, коллеги"),
}  # fmt: skip
CHANNELS = {
    "offline": _("Очно"), "video": _("Видеосвязь"), "chat": _("Переписка на портале"), "phone": _("Телефон"),
}  # fmt: skip
TRAINING = {
    "contact": _("Устанавливать контакт"), "goals": _("Ставить цели и составлять план"),
    "feedback": _("Давать обратную связь"), "conflict": _("Выходить из конфликта"), "age": _("Учитывать возраст"),
    "law": _("Права, безопасность, персональные данные"),
}  # fmt: skip
WEEKDAYS = {
    "mon": _("Понедельник"), "tue": _("Вторник"), "wed": _("Среда"), "thu": _("Четверг"), "fri": _("Пятница"),
    "sat": _("Суббота"),
}  # fmt: skip
SHORT_DAYS = {"mon": _("пн"), "tue": _("вт"), "wed": _("ср"), "thu": _("чт"), "fri": _("пт"), "sat": _("сб")}
DAYTIMES = {"morning": _("Утро"), "afternoon": _("После занятий"), "evening": _("Вечер")}
TIMES = {f"{day}.{part}": f"{SHORT_DAYS[day]}, {words.lower()}" for day in WEEKDAYS for part, words in DAYTIMES.items()}
WORDS: Mapping[TraitKind, Mapping[str, str]] = {
    TraitKind.TYPE: {str(code): words for code, words in TYPES.items()},
    TraitKind.AREA: AREAS,
    TraitKind.AGE: AGES,
    TraitKind.CHANNEL: CHANNELS,
    TraitKind.LANGUAGE: LANGUAGES,
    TraitKind.TIME: TIMES,
    TraitKind.TRAINING: TRAINING,
}
MINUTES = {30: _("До получаса"), 60: _("Около часа"), 120: _("Около двух часов"), 240: _("Три часа и больше")}


def category_label(category: str) -> str:
    """«Педагог»."""
    return CATEGORIES[MentorCategory(category)]


def state_label(state: str) -> str:
    """«В резерве»."""
    return STATES[MentorState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(MentorState(state), "none")


def traits_in_words(codes: Iterable[str], kind: str) -> str:
    """«Адаптация; Общение», in the order of the list."""
    chosen = set(codes)
    return "; ".join(words for code, words in WORDS[TraitKind(kind)].items() if code in chosen)


def times_in_words(codes: Iterable[str]) -> str:
    """«пн: утро, вечер; ср: после занятий»."""
    chosen, lines = set(codes), []
    for day, short in SHORT_DAYS.items():
        parts = [words.lower() for part, words in DAYTIMES.items() if f"{day}.{part}" in chosen]
        if parts:
            lines.append(f"{short}: {', '.join(parts)}")
    return "; ".join(lines)


def minutes_in_words(minutes: int | None) -> str:
    """«Около часа»; nothing where it was not said."""
    if minutes is None:
        return ""
    return MINUTES.get(minutes) or _("%(n)s мин", n=ru_number(minutes))


def places_in_words(places: int) -> str:
    """«3 места»."""
    return ngettext("%(num)s место", "%(num)s мест", places)
