"""Words for the codes of the library."""

from collections.abc import Mapping
from functools import cache

from portal.core.i18n import _, ru_date
from portal.library.kinds import AUDIENCE, Facet, MaterialKind, Stage
from portal.library.models import Material
from portal.programs.definitions import formats

KINDS = {
    MaterialKind.ACT: _("Нормативный акт"),
    MaterialKind.MEMO: _("Памятка"),
    MaterialKind.SCENARIO: _("Сценарий"),
    MaterialKind.WORKBOOK: _("Рабочая тетрадь"),
    MaterialKind.SLIDES: _("Презентация"),
    MaterialKind.OTHER: _("Другое"),
}
STAGES = {
    Stage.PREPARATION: _("1. Подготовка условий"),
    Stage.MENTEES: _("2. База наставляемых"),
    Stage.MENTORS: _("3. База наставников"),
    Stage.TRAINING: _("4. Отбор и обучение наставников"),
    Stage.PAIRS: _("5. Формирование пар"),
    Stage.WORK: _("6. Работа пар"),
    Stage.ENDING: _("7. Завершение"),
}


@cache
def choices_of(facet: Facet) -> Mapping[str, str]:
    """Code → word of a facet."""
    said: dict[Facet, Mapping[str, str]] = {
        Facet.FORMAT: {code: each.name for code, each in formats().items()},
        Facet.STAGE: {str(stage.value): word for stage, word in STAGES.items()},
        Facet.ROLE: {role.value: role.label for role in AUDIENCE},
    }
    return said[facet]


def kind_label(kind: str) -> str:
    """«Памятка»."""
    return KINDS[MaterialKind(kind)]


def facet_words(material: Material, facet: str) -> list[str]:
    """Words of what stands under the facet, in the order of the dictionary."""
    codes = material.codes(Facet(facet))
    return [word for code, word in choices_of(Facet(facet)).items() if code in codes]


def act_words(material: Material) -> str:
    """«Минпросвещения России, № Р-145 от 25 декабря 2019»; nothing where it is no act."""
    if material.act_date is None:
        return ""
    day = ru_date(material.act_date, "full")
    return _("%(source)s, № %(number)s от %(day)s", source=material.act_source, number=material.act_number, day=day)


def newcomers_words(material: Material) -> str:
    """«Для новых наставников»; nothing where nobody is asked."""
    if material.for_mentors and material.for_mentees:
        return _("Для новых наставников и наставляемых")
    if material.for_mentors:
        return _("Для новых наставников")
    return _("Для новых наставляемых") if material.for_mentees else ""
