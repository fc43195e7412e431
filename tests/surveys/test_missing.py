"""The three kinds of an empty cell."""

import pytest

from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.missing import Missing, codes_of, missing_kinds

DEFINITION = from_mapping({
    "code": "x", "title": "x",
    "items": [
        {"code": "MET", "type": "yesno", "text": "Была встреча?"},
        {"code": "WHY", "type": "text", "text": "Почему нет?", "show_if": {"code": "MET", "equals": False}},
        {"code": "WAY", "type": "single", "text": "Как?", "options": [
            {"value": "a", "label": "А"}, {"value": "other", "label": "Другое", "other": True}]},
        {"code": "PART", "type": "section", "text": "Ещё", "show_if": {"code": "MET", "equals": True}},
        {"code": "T", "type": "matrix", "text": "Оцените",
         "options": [{"value": 1, "label": "1"}, {"value": 2, "label": "2"}],
         "rows": [{"code": "R1", "label": "Раз"}, {"code": "R2", "label": "Два"}]},
    ],
})  # fmt: skip


def test_codes_of_a_version_are_those_under_which_answers_are_kept():
    assert codes_of(DEFINITION) == ("MET", "WHY", "WAY", "WAY.other", "R1", "R2")


@pytest.mark.parametrize(("answers", "code", "kind"), [
    ({}, "MET", Missing.NOT_ANSWERED),
    ({}, "WHY", Missing.NOT_SHOWN),
    ({"MET": "no"}, "WHY", Missing.NOT_ANSWERED),
    ({"MET": "no", "WHY": "Болезнь"}, "WHY", None),
    ({"MET": "yes", "WHY": "Болезнь"}, "WHY", Missing.NOT_SHOWN),
    ({"MET": "yes", "R1": 1}, "R1", None),
    ({"MET": "yes", "R1": 1}, "R2", Missing.NOT_ANSWERED),
    ({"MET": "no", "R1": 1}, "R1", Missing.NOT_SHOWN),
    ({"WAY": "a"}, "WAY.other", Missing.NOT_SHOWN),
    ({"WAY": "other"}, "WAY.other", Missing.NOT_ANSWERED),
    ({"MET": "yes", "R1": NA}, "R1", None),
    ({"MET": "yes"}, "NEW", Missing.NOT_IN_VERSION),
])  # fmt: skip
def test_each_empty_cell_has_one_reason(answers, code, kind):
    assert missing_kinds(DEFINITION, answers, [code]).get(code) is kind


def test_kinds_have_different_words():
    assert len({kind.label for kind in Missing}) == 3
