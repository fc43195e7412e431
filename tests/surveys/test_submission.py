"""What may be sent, and earlier answers inside later questions."""

from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.validation import check_submission, pipe, piped

OPTIONS = [{"value": value, "label": value.upper()} for value in ("a", "b", "c")]


def questionnaire(*items):
    return from_mapping({"code": "x", "title": "x", "items": [{"text": "Что?", **item} for item in items]})


def test_required_and_visible_and_empty():
    definition = questionnaire(
        {"code": "A", "type": "yesno", "required": True, "text": "Встреча была?"},
        {"code": "B", "type": "date", "required": True, "show_if": {"code": "A", "equals": True}},
        {"code": "C", "type": "date", "required": True, "message": "Укажите дату встречи"},
        {"code": "D", "type": "text"},
    )
    assert check_submission(definition, {}) == {
        "A": "Выберите «Да» или «Нет»: «Встреча была»",
        "C": "Укажите дату встречи",
    }
    assert list(check_submission(definition, {"A": "yes"})) == ["B", "C"]
    assert check_submission(definition, {"A": "no", "B": "мусор", "C": "2026-11-17"}) == {}


def test_not_being_able_to_answer_is_an_answer():
    definition = questionnaire({"code": "S", "type": "scale10", "required": True})
    assert check_submission(definition, {"S": NA}) == {}
    assert "S" in check_submission(definition, {"S": 11})


def test_each_empty_row_of_a_required_table_is_named():
    rows = [{"code": "R1", "label": "Первая"}, {"code": "R2", "label": "Вторая"}]
    definition = questionnaire({"code": "T", "type": "matrix", "required": True, "rows": rows, "options": OPTIONS})
    assert check_submission(definition, {"R1": "a"}) == {"R2": "Отметьте ответ в строке «Вторая»"}


def test_too_many_ticks_and_words_beside_an_option_that_is_not_ticked():
    options = [*OPTIONS, {"value": "other", "label": "Другое", "other": True}]
    definition = questionnaire({"code": "M", "type": "multiple", "max_choices": 2, "options": options})
    assert "M" in check_submission(definition, {"M": ["a", "b", "c"]})
    assert check_submission(definition, {"M": ["a", "other"], "M.other": "своё"}) == {}
    assert check_submission(definition, {"M": ["a"], "M.other": "своё"}) == {
        "M": "Отметьте «Другое» или уберите текст рядом с этим вариантом"
    }


def test_places_are_taken_in_a_row_and_all_of_them_where_required():
    optional = questionnaire({"code": "R", "type": "ranking", "options": OPTIONS})
    required = questionnaire({"code": "R", "type": "ranking", "options": OPTIONS, "required": True})
    assert check_submission(optional, {"R": ["c"]}) == {}
    assert check_submission(optional, {"R": ["", "c"]}) == {"R": "Займите места подряд, начиная с первого: «Что»"}
    assert check_submission(required, {"R": ["c"]}) == {"R": "Осталось поставить на место: A, B"}
    assert check_submission(required, {"R": ["c", "a", "b"]}) == {}


def test_an_earlier_answer_is_put_in_as_plain_text_once():
    definition = questionnaire(
        {"code": "NAME", "type": "text"},
        {"code": "PICK", "type": "single", "options": OPTIONS},
        {"code": "Q", "type": "text", "text": "Почему [[PICK]], [[NAME]]?", "required": True},
    )
    answers = {"NAME": "{{ 7*7 }} [[PICK]] <b>", "PICK": "b"}
    assert pipe("Почему [[PICK]], [[NAME]]?", answers, definition) == "Почему B, {{ 7*7 }} [[PICK]] <b>?"
    assert pipe("[[NOBODY]] [[NAME]]", {}, definition) == "… …"
    assert check_submission(definition, {"PICK": "a"}) == {"Q": "Напишите ответ: «Почему A, …»"}
    assert piped(definition.items[0], answers, definition) is definition.items[0]
