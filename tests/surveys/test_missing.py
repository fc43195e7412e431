"""The three kinds of an empty cell, as files of answers tell them apart."""

import pytest

from surveys.exchange.answers.rows import Edition, Sheet
from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.missing import Missing

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


LATER = from_mapping({"code": "x", "title": "x", "items": [{"code": "NEW", "type": "text", "text": "Новый?"}]})
SHEET = Sheet([Edition(2, 2, LATER), Edition(1, 1, DEFINITION)])
CODES = [column.code for column in SHEET.columns]


def cell_of(answers, code):
    """The cell of one response to the first version; an empty one was shown and left without an answer."""
    cell = SHEET.row(1, (None, None, None), answers)[CODES.index(code)]
    return Missing.NOT_ANSWERED if cell is None else cell


@pytest.mark.parametrize(("answers", "code", "kind"), [
    ({}, "MET", Missing.NOT_ANSWERED),
    ({}, "WHY", Missing.NOT_SHOWN),
    ({"MET": "no"}, "WHY", Missing.NOT_ANSWERED),
    ({"MET": "no", "WHY": "Болезнь"}, "WHY", "Болезнь"),
    ({"MET": "yes", "WHY": "Болезнь"}, "WHY", Missing.NOT_SHOWN),
    ({"MET": "yes", "R1": "1"}, "R1", "1"),
    ({"MET": "yes", "R1": "1"}, "R2", Missing.NOT_ANSWERED),
    ({"MET": "no", "R1": "1"}, "R1", Missing.NOT_SHOWN),
    ({"WAY": "other"}, "WAY.other.text", Missing.NOT_ANSWERED),
    ({"MET": "yes", "R1": NA}, "R1", NA),
    ({"MET": "yes"}, "NEW", Missing.NOT_IN_VERSION),
])  # fmt: skip
def test_each_empty_cell_has_one_reason(answers, code, kind):
    assert cell_of(answers, code) == kind


def test_an_answer_of_the_later_version_leaves_the_earlier_questions_out_of_it():
    cells = dict(zip(CODES, SHEET.row(2, (None, None, None), {"NEW": "Слова"}), strict=True))
    assert cells.pop("NEW") == "Слова"
    assert {cells[code] for code in ("MET", "WHY", "WAY", "R1", "R2")} == {Missing.NOT_IN_VERSION}


def test_the_codebook_says_each_reason_in_the_words_of_the_one_list():
    labels = {column.code: column.labels for column in SHEET.columns}
    assert labels["WHY"][Missing.NOT_SHOWN] == Missing.NOT_SHOWN.label == "Вопрос не показан"
    assert labels["MET"][Missing.NOT_IN_VERSION] == Missing.NOT_IN_VERSION.label == "Вопроса нет в этой версии"
    assert Missing.NOT_SHOWN not in labels["MET"]


def test_kinds_have_different_words_and_fit_a_missing_text_of_spss():
    assert len({kind.label for kind in Missing}) == 3
    assert all(len(kind.value) <= 8 for kind in Missing)
