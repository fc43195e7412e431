"""Why there is no answer: three kinds that must never be mixed, since each has another denominator.

Pure: the definition of the version that a response was given to, its answers, and the codes that somebody asks for,
which may come from any version.
"""

from collections.abc import Iterable
from enum import StrEnum

from portal.core.i18n import _
from surveys.conditions import visible_items
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Answers, type_of
from surveys.items.base import has_answer, texts_of


class Missing(StrEnum):
    """Shown and left empty; hidden by a condition; not asked by this version at all."""

    NOT_ANSWERED = "not_answered"
    NOT_SHOWN = "not_shown"
    NOT_IN_VERSION = "not_in_version"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Missing.NOT_ANSWERED: _("без ответа"),
    Missing.NOT_SHOWN: _("вопрос не показан"),
    Missing.NOT_IN_VERSION: _("нет в этой версии"),
}


def codes_of(definition: QuestionnaireDefinition) -> tuple[str, ...]:
    """Every answer code of a version in the order of the page: items, matrix rows, words beside «Другое»."""
    return tuple(code for item in definition.items for code in type_of(item).answer_codes(item))


def missing_kinds(
    definition: QuestionnaireDefinition, answers: Answers, codes: Iterable[str] | None = None
) -> dict[str, Missing]:
    """Answer code → why it is empty. Codes that were answered, «Не могу ответить» too, are not in it.

    Without `codes` those of the version. An answer kept from before its question was hidden counts as not shown;
    words beside «Другое» are asked for only when that option is chosen.
    """
    known = set(codes_of(definition))
    asked: set[str] = set()
    for item in visible_items(definition, answers):
        asked.update(type_of(item).answer_codes(item))
        if item.other and item.other.value not in texts_of(answers.get(item.code)):
            asked.discard(f"{item.code}.other")
    found: dict[str, Missing] = {}
    for code in codes_of(definition) if codes is None else codes:
        if code not in known:
            found[code] = Missing.NOT_IN_VERSION
        elif code not in asked:
            found[code] = Missing.NOT_SHOWN
        elif not has_answer(answers, code):
            found[code] = Missing.NOT_ANSWERED
    return found
