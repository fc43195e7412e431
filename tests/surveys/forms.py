"""Random answers as a form would carry them, for any questionnaire."""

import random

from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import ITEM_TYPES, NA, type_of
from surveys.items.scale import Scale

Form = dict[str, list[str]]


def random_form(definition: QuestionnaireDefinition, seed: int) -> Form:
    """A filled-in form; about every fifth question is left out."""
    chance = random.Random(seed)
    filled: Form = {}
    for item in definition.items:
        if type_of(item).is_question and chance.random() > 0.2:
            filled.update(random_fields(item, chance))
    return filled


def random_fields(item: ItemDefinition, chance: random.Random) -> Form:
    """Valid fields of one item."""
    if item.row_items:
        return {
            code: values
            for row in item.row_items.values()
            if chance.random() > 0.1
            for code, values in random_fields(row, chance).items()
        }
    if item.allows_na and chance.random() < 0.1:
        return {item.code: [NA]}
    if item.type == "ranking":
        order = chance.sample(list(item.labels), len(item.labels))
        return {f"{item.code}.{value}": [str(place)] for place, value in enumerate(order, 1)}
    return {item.code: _values(item, chance)}


def _values(item: ItemDefinition, chance: random.Random) -> list[str]:
    item_type = ITEM_TYPES[item.type]
    if item.type == "multiple":
        most = item.max_choices or len(item.options)
        return chance.sample(list(item.labels), chance.randint(1, most))
    if isinstance(item_type, Scale):
        return [chance.choice(list(item_type.points(item)))]
    fixed = {
        "yesno": ["yes", "no"],
        "text": ["Всё понятно", "Было бы больше встреч"],
        "number": ["3", "12,5"],
        "date": ["17.11.2026", "2026-12-01"],
        "file": ["AbCdEfGhIjKlMnOpQrStUv"],
    }
    return [chance.choice(fixed.get(item.type) or list(item.labels))]


def parse_form(definition: QuestionnaireDefinition, form: Form) -> tuple[dict, dict]:
    """Answers and errors of a whole form."""
    answers, errors = {}, {}
    for item in definition.items:
        parsed = type_of(item).parse(item, form)
        answers.update({code: value for code, value in parsed.answers.items() if value is not None})
        errors.update(parsed.errors)
    return answers, errors
