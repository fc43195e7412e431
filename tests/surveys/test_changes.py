"""What became of a questionnaire between two versions, and which answers may still be compared."""

import copy

import pytest

from surveys.changes import Change, ItemChange, breaks, breaks_block, compare_definitions, tally
from surveys.mapping import from_mapping

WORDING, ADDITIVE, BREAKING = Change.WORDING, Change.ADDITIVE, Change.BREAKING
OPTIONS = [{"value": value, "label": value.upper()} for value in ("a", "b", "c")]
WRITTEN = {
    "code": "test",
    "title": "Проба",
    "blocks": [{"code": "mood", "label": "Настроение"}],
    "items": [
        {"code": "PART", "type": "section", "text": "О вас"},
        {"code": "ONE", "type": "single", "text": "Один?", "options": OPTIONS, "required": True},
        {"code": "MANY", "type": "multiple", "text": "Несколько?", "options": OPTIONS, "max_choices": 2},
        {"code": "TEN", "type": "scale10", "text": "Десять?", "block": "mood", "measure": "state"},
        {"code": "RANGE", "type": "scale", "text": "Ряд?", "min": 1, "max": 5, "block": "mood"},
        {"code": "WHY", "type": "text", "text": "Почему?", "show_if": {"code": "ONE", "any_of": ["a", "b"]}},
        {"code": "LOW", "type": "text", "text": "Что мешает?", "show_if": {"code": "TEN", "at_most": 5}},
        {"code": "NUM", "type": "number", "text": "Сколько?", "min": 0, "max": 10},
        {"code": "DAY", "type": "date", "text": "Когда?", "min": "2026-01-01"},
        {"code": "RANK", "type": "ranking", "text": "По порядку?", "options": OPTIONS},
        {
            "code": "TABLE", "type": "matrix", "text": "Оцените", "options": OPTIONS,
            "rows": [{"code": "ROW1", "label": "Первая"}, {"code": "ROW2", "label": "Вторая"}],
        },
        {"code": "LAST", "type": "section", "text": "Напоследок"},
        {"code": "END", "type": "text", "text": "Что ещё?"},
    ],
}  # fmt: skip


def changed(code="", **changes):
    """The written questionnaire with other keys of one item (None takes a key away), or of the head."""
    written = copy.deepcopy(WRITTEN)
    part = written if not code else next(each for each in written["items"] if each["code"] == code)
    for key, value in changes.items():
        if value is None:
            part.pop(key, None)
        else:
            part[key] = value
    return from_mapping(written)


def with_items(change):
    written = copy.deepcopy(WRITTEN)
    written["items"] = change(written["items"])
    return from_mapping(written)


OLD = from_mapping(WRITTEN)
RENAMED = [{"value": "a", "label": "Другое слово"}, *OPTIONS[1:]]
MORE = [*OPTIONS, {"value": "d", "label": "D"}]
ROWS = WRITTEN["items"][10]["rows"]
RULES = [
    # The same is asked, the same may be answered.
    ("title", changed(title="Другое имя"), "", WORDING),
    ("question", changed("ONE", text="Один ответ?"), "ONE", WORDING),
    ("hint", changed("ONE", hint="Подумайте"), "ONE", WORDING),
    ("refusal", changed("ONE", message="Выберите"), "ONE", WORDING),
    ("end of a scale", changed("TEN", min_label="плохо"), "TEN", WORDING),
    ("random order", changed("ONE", shuffle=True), "ONE", WORDING),
    ("option label", changed("ONE", options=RENAMED), "ONE", WORDING),
    ("order of options", changed("ONE", options=OPTIONS[::-1]), "ONE", WORDING),
    ("order of questions", with_items(lambda items: [items[0], items[2], items[1], *items[3:]]), "", WORDING),
    ("heading", changed("LAST", text="В конце"), "LAST", WORDING),
    ("heading gone", with_items(lambda items: [each for each in items if each["code"] != "LAST"]), "LAST", WORDING),
    ("row", changed("TABLE", rows=[{"code": "ROW1", "label": "Иначе"}, ROWS[1]]), "ROW1", WORDING),
    ("block label", changed(blocks=[{"code": "mood", "label": "Самочувствие"}]), "mood", WORDING),
    # More may be asked or answered.
    ("new question", with_items(lambda items: [*items, {"code": "NEW", "type": "yesno", "text": "Да?"}]), "NEW",
     ADDITIVE),
    ("new option", changed("ONE", options=MORE), "ONE", ADDITIVE),
    ("new column", changed("TABLE", options=MORE), "TABLE", ADDITIVE),
    ("new row", changed("TABLE", rows=[*ROWS, {"code": "ROW3", "label": "Третья"}]), "ROW3", ADDITIVE),
    ("optional now", changed("ONE", required=None), "ONE", ADDITIVE),
    ("required now", changed("MANY", required=True), "MANY", ADDITIVE),
    ("cannot answer offered", changed("ONE", na=True), "ONE", ADDITIVE),
    ("more ticks", changed("MANY", max_choices=None), "MANY", ADDITIVE),
    ("wider number", changed("NUM", max=20), "NUM", ADDITIVE),
    ("wider date", changed("DAY", min="2025-01-01"), "DAY", ADDITIVE),
    ("longer text", changed("END", long=True), "END", ADDITIVE),
    ("own words beside", changed("ONE", options=[*OPTIONS[:2], {**OPTIONS[2], "other": True}]), "ONE", ADDITIVE),
    ("asked of all", changed("WHY", show_if=None), "WHY", ADDITIVE),
    ("asked of more", changed("WHY", show_if={"code": "ONE", "any_of": ["a", "b", "c"]}), "WHY", ADDITIVE),
    ("higher bound of the condition", changed("LOW", show_if={"code": "TEN", "at_most": 7}), "LOW", ADDITIVE),
    ("either of two", changed("WHY", show_if={"any": [{"code": "ONE", "any_of": ["a", "b"]},
                                                       {"code": "MANY", "equals": "a"}]}), "WHY", ADDITIVE),
    # Answers under one code mean something else.
    ("question gone", with_items(lambda items: [each for each in items if each["code"] != "END"]), "END", BREAKING),
    ("option gone", changed("ONE", options=OPTIONS[:2]), "ONE", BREAKING),
    ("meaning of an option", changed("ONE", options=[{"value": "a2", "label": "A"}, *OPTIONS[1:]]), "ONE", BREAKING),
    ("option of a ranking", changed("RANK", options=MORE), "RANK", BREAKING),
    ("column gone", changed("TABLE", options=OPTIONS[:2]), "TABLE", BREAKING),
    ("row gone", changed("TABLE", rows=ROWS[:1]), "ROW2", BREAKING),
    ("row turned", changed("TABLE", rows=[{**ROWS[0], "polarity": -1}, ROWS[1]]), "ROW1", BREAKING),
    ("another type", changed("ONE", type="multiple"), "ONE", BREAKING),
    ("several in a table", changed("TABLE", select="multiple"), "TABLE", BREAKING),
    ("range", changed("RANGE", max=7), "RANGE", BREAKING),
    ("polarity", changed("TEN", polarity=-1), "TEN", BREAKING),
    ("measure", changed("TEN", measure="expectation"), "TEN", BREAKING),
    ("part of SWOT", changed("END", swot="threats"), "END", BREAKING),
    ("cannot answer taken away", changed("TEN", na=False), "TEN", BREAKING),
    ("fewer ticks", changed("MANY", max_choices=1), "MANY", BREAKING),
    ("narrower number", changed("NUM", max=5), "NUM", BREAKING),
    ("coarser number", changed("NUM", step=5), "NUM", BREAKING),
    ("asked of some", changed("END", show_if={"code": "ONE", "equals": "a"}), "END", BREAKING),
    ("asked of fewer", changed("WHY", show_if={"code": "ONE", "equals": "a"}), "WHY", BREAKING),
    ("asked of others", changed("WHY", show_if={"code": "ONE", "equals": "c"}), "WHY", BREAKING),
    ("both of two", changed("WHY", show_if={"all": [{"code": "ONE", "any_of": ["a", "b"]},
                                                     {"code": "MANY", "equals": "a"}]}), "WHY", BREAKING),
    ("part hidden from some", changed("LAST", show_if={"code": "ONE", "equals": "a"}), "END", BREAKING),
    ("condition on a broken question", changed("TEN", polarity=-1), "LOW", BREAKING),
    ("block gone", changed(blocks=[]), "mood", BREAKING),
    ("member of a block", changed("RANGE", block=None), "mood", BREAKING),
    ("rule for missing answers", changed(blocks=[{"code": "mood", "label": "Настроение", "least": 2}]), "mood",
     BREAKING),
]  # fmt: skip


@pytest.mark.parametrize(("new", "code", "kind"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_every_edit_has_its_kind(new, code, kind):
    found = compare_definitions(OLD, new)
    kinds = [change.kind for change in found if change.code == code]
    assert max(kinds, key=lambda each: each.gravity) is kind, found
    assert all(change.reason for change in found)


def test_an_edit_says_nothing_about_other_questions():
    found = compare_definitions(OLD, changed("ONE", text="Другой вопрос?"))
    assert found == (ItemChange("ONE", WORDING, "другие слова вопроса"),)


def test_the_same_definition_has_no_changes():
    assert compare_definitions(OLD, from_mapping(copy.deepcopy(WRITTEN))) == ()


@pytest.mark.parametrize(("new", "code", "kind"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_only_breaking_edits_refuse_a_comparison(new, code, kind):
    if code == "" or code in {block.code for block in OLD.blocks} or code not in OLD.by_code:
        return
    gone = code not in new.by_code
    assert bool(breaks(OLD, new, code)) is (kind is BREAKING or gone)


def test_what_breaks_a_table_breaks_each_of_its_rows():
    new = changed("TABLE", options=OPTIONS[:2])
    assert breaks(OLD, new, "ROW1") == "варианта «C» больше нет"
    assert breaks(OLD, new, "TEN") == ""


def test_own_words_beside_an_option_share_the_fate_of_their_question():
    assert breaks(OLD, changed("ONE", type="multiple"), "ONE.other") == "другой вид вопроса"


def test_a_question_of_one_version_only_cannot_be_compared():
    new = with_items(lambda items: [*items, {"code": "NEW", "type": "yesno", "text": "Да?"}])
    assert breaks(OLD, new, "NEW") == "такого вопроса нет в одной из версий"
    assert breaks(OLD, OLD, "ONE") == ""


def test_a_block_breaks_with_its_members_and_its_items():
    assert breaks_block(OLD, changed("RANGE", block=None), "mood") == "другой состав блока «Настроение»"
    assert breaks_block(OLD, changed("TEN", polarity=-1), "mood") == "направление шкалы перевёрнуто"
    assert breaks_block(OLD, changed("TEN", text="Иначе?"), "mood") == ""


def test_an_answer_to_a_moved_member_of_a_block_may_still_be_compared():
    assert breaks(OLD, changed("RANGE", block=None), "RANGE") == ""


def test_each_question_is_counted_once_by_its_gravest_change():
    new = changed("ONE", text="Иначе?", options=OPTIONS[:2])
    assert tally(compare_definitions(OLD, new)) == {WORDING: 0, ADDITIVE: 0, BREAKING: 2}
