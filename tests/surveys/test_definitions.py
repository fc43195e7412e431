"""Questionnaires as files: strict, lossless, complete."""

import pytest
import yaml

from surveys.definitions import QuestionnaireDefinition
from surveys.indices import load_scales
from surveys.items import NA, type_of
from surveys.items.summaries import RESPONSES
from surveys.loading import DATA, load_questionnaires, read_document
from surveys.mapping import checksum, from_mapping, to_mapping
from surveys.results.summary import summarize
from surveys.strict import DefinitionError

GENDERED = ("(а)", "(на)", "(ая)", "(я)", "(йна)", "(лась)")


def test_every_item_has_a_control_a_label_a_summary_and_a_column(questionnaires):
    for definition in questionnaires.values():
        summaries = {each.item.code: each for each in summarize(definition, {RESPONSES: 1})}
        for item in definition.items:
            item_type = type_of(item)
            if not item_type.is_question:
                continue
            assert item_type.fields(item)
            assert item_type.label(item, {}) == "Не указано"
            assert item_type.columns(item)
            assert summaries[item.code].base.responses == 1


def test_every_questionnaire_says_where_it_comes_from(questionnaires):
    for definition in questionnaires.values():
        assert definition.source
        assert definition.purpose
        assert definition.minutes


def test_wording_has_no_gender_in_brackets():
    for file in DATA.rglob("*.yaml"):
        text = file.read_text("utf-8")
        assert not [ending for ending in GENDERED if ending in text], file.name


def test_entry_and_exit_share_codes_types_and_values(questionnaires):
    for comparison in load_scales(DATA / "scales.yaml").comparisons.values():
        before, after = questionnaires[comparison.before].by_code, questionnaires[comparison.after].by_code
        common = before.keys() & after.keys()
        assert len(common) >= 9
        for code in common:
            first, last = before[code], after[code]
            assert (first.type, first.polarity, list(first.labels)) == (
                last.type,
                last.polarity,
                list(last.labels),
            )


def test_indices_name_existing_codes(questionnaires):
    for index in load_scales(DATA / "scales.yaml").indices.values():
        for survey in index.surveys:
            assert set(index.codes) | set(index.only) <= set(questionnaires[survey].by_code)


def test_a_written_form_gives_the_same_definition_back(questionnaires, every_type):
    for definition in (*questionnaires.values(), every_type):
        written = yaml.safe_load(yaml.safe_dump(to_mapping(definition), allow_unicode=True))
        again = from_mapping(written)
        assert again == definition
        assert checksum(again) == checksum(definition)


def test_the_checksum_sees_every_change(every_type):
    written = to_mapping(every_type)
    seen = {checksum(every_type)}
    for number, item in enumerate(written["items"]):
        changed = {**written, "items": list(written["items"])}
        changed["items"][number] = {**item, "text": item["text"] + "!"}
        seen.add(checksum(from_mapping(changed)))
    assert len(seen) == len(written["items"]) + 1


def test_the_form_of_the_method_is_read_too():
    """`id`, `questions`, end labels under `min` and `max`, `columns`."""
    (definition,) = read_document(
        {
            "meta": {"version": 1},
            "surveys": [
                {
                    "id": "t",
                    "title": "Т",
                    "questions": [
                        {"code": "S", "type": "scale10", "text": "Как?", "min": "Плохо", "max": "Хорошо"},
                        {
                            "code": "M",
                            "type": "matrix",
                            "text": "Что?",
                            "rows": [{"code": "M1", "label": "Раз", "block": "b"}],
                            "columns": [{"value": 0, "label": "Нет"}, {"value": 0.5, "label": "Да"}],
                        },
                    ],
                }
            ],
        }
    )
    scale, table = definition.items
    assert (scale.min_label, scale.max_label, scale.minimum) == ("Плохо", "Хорошо", None)
    assert list(table.labels) == ["0", "0.5"]
    assert scale.allows_na


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "пункт Q: неизвестный ключ «colour»"),
        ({"required": "yes"}, "«required» — ожидается true или false"),
        ({"text": None}, "«text» — ожидается текст"),
        ({"options": "@nowhere"}, "имя существующего списка"),
        ({"options": [{"value": True, "label": "x"}]}, "берутся в кавычки"),
        ({"options": [{"value": "a"}]}, "«label» — ожидается текст"),
        ({"max_choices": 1.5}, "целое число"),
        ({"show_if": {"equals": 1}}, "«code» — ожидается текст"),
        ({"show_if": {"code": "A", "like": 1}}, "нет условия"),
        ({"min": float("inf")}, "число или дата"),
        ({"rows": 5}, "«rows» — ожидается список"),
    ],
)
def test_a_fault_is_named_with_file_and_item(change, message):
    source = {"code": "x", "title": "x", "items": [{"code": "Q", "type": "single", "text": "?", **change}]}
    with pytest.raises(DefinitionError, match=message) as fault:
        from_mapping(source, where="anketa.yaml")
    assert "anketa.yaml" in str(fault.value)


@pytest.mark.parametrize("source", [None, 5, "x", [], {"code": "x"}, {"code": "x", "title": "y", "items": [3]}])
def test_rubbish_is_refused_in_words(source):
    with pytest.raises(DefinitionError):
        from_mapping(source)


def test_a_folder_with_two_equal_codes_is_refused(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("{code: q, title: q, items: [{code: A, type: text, text: Что}]}", "utf-8")
    with pytest.raises(DefinitionError, match="две анкеты с кодом q"):
        load_questionnaires(tmp_path)
    (tmp_path / "b.yaml").write_text("{code: [", "utf-8")
    with pytest.raises(DefinitionError, match=r"b\.yaml"):
        load_questionnaires(tmp_path)


def test_shared_lists_are_found_by_name(questionnaires):
    channels = questionnaires["needs_student"].by_code["CHANNELS"]
    assert list(channels.labels) == ["offline", "video", "chat", "phone"]
    assert questionnaires["mentor_candidate"].by_code["TIME_MON"].text == "Понедельник"


def test_a_mark_may_be_refused_where_the_method_adds_marks_up(questionnaires):
    review: QuestionnaireDefinition = questionnaires["curator_review"]
    table = review.by_code["CR_MATRIX"]
    assert type_of(table).parse(table, {"CR01": [NA]}).errors
