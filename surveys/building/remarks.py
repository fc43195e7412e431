"""What is worth a thought before publishing and forbids nothing."""

from itertools import pairwise

from portal.core.i18n import _, ngettext
from surveys.building.block_form import mixed_blocks
from surveys.definitions import Problem, QuestionnaireDefinition
from surveys.items import type_of

COMFORTABLE = 15


def find_remarks(definition: QuestionnaireDefinition) -> list[Problem]:
    """Advice for the author, with the item where there is one."""
    questions = [item for item in definition.items if type_of(item).is_question]
    found = []
    if len(questions) > COMFORTABLE:
        found.append(Problem("", ngettext(
            "В анкете %(num)s вопрос. На телефоне до конца доходят, когда их не больше 15.",
            "В анкете %(num)s вопросов. На телефоне до конца доходят, когда их не больше 15.", len(questions),
        )))  # fmt: skip
    if definition.minutes is None:
        found.append(Problem("", _("Не сказано, сколько минут занимает анкета.")))
    if not definition.intro:
        found.append(Problem("", _("Нет вступления: зачем спрашиваем и кто увидит ответы.")))
    for block in mixed_blocks(definition):
        found.append(Problem("", _("В блоке «%(label)s» вопросы с разными шкалами: общий балл не посчитать.",
                                   label=block.label)))  # fmt: skip
    if definition.anonymous and any(item.type == "file" for item in definition.items):
        found.append(Problem("", _("Файл выдаёт автора: без имён такую анкету назначить нельзя.")))
    for item, following in pairwise((*definition.items, None)):
        if item and item.type == "section" and (following is None or following.type == "section"):
            found.append(Problem(item.code, _("В разделе нет ни одного вопроса.")))
    return found
