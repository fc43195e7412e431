"""Words for the codes of the bank, and its dictionaries."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.core.i18n import _, ngettext
from portal.core.yaml_files import load_yaml
from portal.practices.kinds import Decision, Evidence, Facet, Level, Outcome, PracticeState, Section, Stage
from portal.programs.definitions import formats, kinds

STATES = {
    PracticeState.DRAFT: _("Черновик"),
    PracticeState.IN_REVIEW: _("На проверке"),
    PracticeState.RETURNED: _("Нужны правки"),
    PracticeState.REJECTED: _("Отклонена"),
    PracticeState.PUBLISHED: _("Опубликована"),
    PracticeState.UPDATING: _("На обновлении"),
    PracticeState.ARCHIVED: _("В архиве"),
}
TONES = {
    PracticeState.IN_REVIEW: "info", PracticeState.RETURNED: "wait", PracticeState.REJECTED: "bad",
    PracticeState.PUBLISHED: "good", PracticeState.UPDATING: "info",
}  # fmt: skip
STAGES = {Stage.ORGANIZATION: _("читает организация"), Stage.MUNICIPALITY: _("читает методист муниципалитета")}
SECTIONS = {
    Section.ESSENCE: _("Суть"),
    Section.AUDIENCE: _("Для кого"),
    Section.CONDITIONS: _("Сроки и ресурсы"),
    Section.STEPS: _("Как сделать у себя"),
    Section.RESULTS: _("Что изменилось"),
    Section.RIGHTS: _("Материалы и права"),
}
EVIDENCE = {
    Evidence.DESCRIBED: _("Описана"),
    Evidence.GROUNDED: _("Есть обоснование"),
    Evidence.BEFORE_AFTER: _("Сравнение «до и после»"),
    Evidence.REPEATED: _("Повторена другими"),
    Evidence.COMPARED: _("Есть группа сравнения"),
}
EVIDENCE_RULES = {
    Evidence.DESCRIBED: _("Все обязательные разделы заполнены, текст прочитан."),
    Evidence.GROUNDED: _("Сказано, почему это должно работать, и названы риски."),
    Evidence.BEFORE_AFTER: _("Одна мера до и после, не меньше 10 человек, таблица приложена."),
    Evidence.REPEATED: _("Не меньше трёх организаций повторили и рассказали, что вышло; есть и скромный итог."),
    Evidence.COMPARED: _("Есть группа сравнения или независимое исследование, ссылка приложена."),
}
DECISIONS = {
    Decision.PASS: _("Передать методисту муниципалитета"),
    Decision.PUBLISH: _("Опубликовать"),
    Decision.RETURN: _("Вернуть на доработку"),
    Decision.REJECT: _("Отклонить"),
}
OUTCOMES = {
    Outcome.HELPED: _("Помогло"),
    Outcome.PARTLY: _("Помогло частично"),
    Outcome.NOT_HELPED: _("Не помогло"),
    Outcome.NOT_TRIED: _("Не дошли руки"),
}
LEVELS = {
    Level.ORGANIZATION: _("в организации"),
    Level.MUNICIPALITY: _("в муниципалитете"),
    Level.REGION: _("в регионе"),
    Level.COUNTRY: _("на всероссийском уровне"),
}
FACETS = {
    Facet.FORMAT: _("Форма"),
    Facet.MODULE: _("Модуль"),
    Facet.PARTICIPANT: _("Участники"),
    Facet.NEED: _("Запрос"),
    Facet.PLACE: _("Где"),
    Facet.KIND: _("Вид"),
    Facet.HOURS: _("Время наставника"),
    Facet.EVIDENCE: _("Доказанность"),
    Facet.ORGANIZATION: _("Организация"),
}
SORTS = {"checked": _("Сначала проверенные"), "new": _("Сначала новые"), "used": _("Чаще используют")}
LICENCE = _("Можно использовать и менять с указанием автора")


@cache
def dictionary(name: str) -> Mapping[str, str]:
    """Code → word of one dictionary of `data/dictionaries.yaml`."""
    read = load_yaml(Path(__file__).parent / "data/dictionaries.yaml")
    return dict(read[name])


@cache
def choices_of(facet: Facet) -> Mapping[str, str]:
    """Code → word of a facet whose values are known beforehand; organisations are not."""
    said: dict[Facet, Mapping[str, str]] = {
        Facet.FORMAT: {code: each.name for code, each in formats().items()},
        Facet.KIND: {code: each.name for code, each in kinds().items()},
        Facet.MODULE: dictionary("modules"),
        Facet.PARTICIPANT: dictionary("participants"),
        Facet.NEED: dictionary("needs"),
        Facet.PLACE: dictionary("places"),
        Facet.HOURS: dictionary("hours"),
        Facet.EVIDENCE: {str(level.value): word for level, word in EVIDENCE.items()},
    }
    return said.get(facet, {})


def word_of(facet: str, code: str) -> str:
    """«Педагог – педагог»; the code where a newer dictionary knows it."""
    return choices_of(Facet(facet)).get(code, code)


def words_of(facet: str, codes: list[str]) -> list[str]:
    """Words for several codes, in the order of the dictionary."""
    return [word for code, word in choices_of(Facet(facet)).items() if code in codes]


def state_label(state: str) -> str:
    """«На проверке»."""
    return STATES[PracticeState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(PracticeState(state), "none")


def stage_label(stage: str) -> str:
    """«читает организация»; nothing where nobody reads."""
    return STAGES[Stage(stage)] if stage else ""


def section_label(section: str) -> str:
    """«Как сделать у себя»."""
    return SECTIONS[Section(section)]


def evidence_label(level: int) -> str:
    """«Сравнение «до и после»»."""
    return EVIDENCE[Evidence(level)]


def outcome_label(outcome: str) -> str:
    """«Помогло частично»."""
    return OUTCOMES[Outcome(outcome)]


def level_label(level: str) -> str:
    """«в регионе»."""
    return LEVELS[Level(level)]


def uses_words(n: int) -> str:
    """«3 организации», «пока никто»."""
    return ngettext("%(num)s организация", "%(num)s организаций", n) if n else _("Пока никто")
