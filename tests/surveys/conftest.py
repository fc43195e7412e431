"""Questionnaires the tests of this room fill in."""

import pytest

from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.loading import load_questionnaires
from surveys.mapping import from_mapping

OPTIONS = [{"value": value, "label": value.upper()} for value in ("a", "b", "c")]

EVERY_TYPE = {
    "code": "every_type",
    "title": "Все виды вопросов",
    "blocks": [{"code": "mood", "label": "Настроение"}],
    "items": [
        {"code": "PART", "type": "section", "text": "О вас"},
        {"code": "HELLO", "type": "note", "text": "Отвечайте как есть."},
        {"code": "ONE", "type": "single", "text": "Один?", "options": OPTIONS, "required": True},
        {
            "code": "MANY",
            "type": "multiple",
            "text": "Несколько?",
            "max_choices": 2,
            "options": [*OPTIONS, {"value": "other", "label": "Другое", "other": True}],
        },
        {"code": "YN", "type": "yesno", "text": "Да?"},
        {"code": "TEN", "type": "scale10", "text": "Десять?", "block": "mood"},
        {"code": "TENREV", "type": "scale10", "text": "Наоборот?", "polarity": -1, "block": "mood"},
        {
            "code": "FIVE",
            "type": "scale",
            "text": "Пять?",
            "options": [{"value": n, "label": f"м{n}"} for n in (1, 2, 3, 4, 5)],
        },
        {"code": "RANGE", "type": "scale", "text": "Ряд?", "min": 0, "max": 4, "na": False},
        {"code": "REC", "type": "nps", "text": "Посоветуете?"},
        {"code": "LINE", "type": "text", "text": "Строка?"},
        {"code": "PAGE", "type": "text", "long": True, "text": "Страница?"},
        {"code": "NUM", "type": "number", "text": "Сколько часов?", "min": 0, "max": 100, "step": 0.5},
        {"code": "DAY", "type": "date", "text": "Дата встречи?", "min": "2020-01-01"},
        {
            "code": "TABLE",
            "type": "matrix",
            "select": "single",
            "text": "Оцените",
            "options": [{"value": n, "label": f"м{n}"} for n in (1, 2, 3)],
            "rows": [
                {"code": "ROW1", "label": "Первая"},
                {"code": "ROW2", "label": "Вторая", "polarity": -1},
            ],
        },
        {
            "code": "GRID",
            "type": "matrix",
            "select": "multiple",
            "text": "Когда?",
            "options": OPTIONS,
            "rows": [{"code": "MON", "label": "Понедельник"}, {"code": "TUE", "label": "Вторник"}],
        },
        {"code": "RANK", "type": "ranking", "text": "По порядку?", "options": OPTIONS},
        {"code": "PAPER", "type": "file", "text": "Файл?"},
    ],
}


@pytest.fixture(scope="session")
def questionnaires() -> dict[str, QuestionnaireDefinition]:
    """The project's own questionnaires by code."""
    return {definition.code: definition for definition in load_questionnaires()}


@pytest.fixture(scope="session")
def every_type() -> QuestionnaireDefinition:
    """One item of each kind."""
    return from_mapping(EVERY_TYPE)


@pytest.fixture(scope="session")
def items(every_type: QuestionnaireDefinition) -> dict[str, ItemDefinition]:
    """The same by code."""
    return dict(every_type.by_code)
