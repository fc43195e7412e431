"""Forms of other programs come in as their authors meant them, go out again, and are refused by row or not at all."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from portal.core.errors import Refusal
from surveys.checks import check_definition
from surveys.conditions import is_shown, visible_answers, visible_items
from surveys.definitions import QuestionnaireDefinition
from surveys.exchange.instruments.child import read_apart
from surveys.exchange.instruments.understood import Understood
from surveys.exchange.instruments.xlsform import read_xlsform
from surveys.exchange.instruments.xlsform_out import write_xlsform
from surveys.loading import load_questionnaires
from surveys.mapping import from_mapping, to_mapping
from surveys.validation import check_submission
from tests.surveys.conftest import EVERY_TYPE
from tests.surveys.foreign_forms import FORMS, REFUSED, workbook
from tests.surveys.outline import outline, tidied

OWN = {each.code: each for each in (*load_questionnaires(), from_mapping(EVERY_TYPE))}


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def reader(name: str, sheets: dict[str, Any] | None = None, content: bytes | None = None) -> Understood:
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(content if content is not None else workbook(**(sheets or FORMS[name])))
        return read_xlsform(path, path.name)

    return reader


def written(definition: QuestionnaireDefinition) -> bytes:
    made = io.BytesIO()
    write_xlsform(definition, made)
    return made.getvalue()


def test_there_are_more_than_twenty_forms() -> None:
    assert len(FORMS) >= 20


@pytest.mark.parametrize("name", FORMS)
def test_a_form_as_its_author_wrote_it_comes_in_and_goes_out_again_unchanged(read: Any, name: str) -> None:
    found = read(name)
    assert [(each.row, each.column, each.text) for each in found.refused] == []
    assert check_definition(found.definition) == []
    again = read(f"{name}-again", content=written(found.definition))
    assert again.definition == found.definition
    assert [each for each in again.remarks if each.sheet != "portal"] == []


@pytest.mark.parametrize("name", FORMS)
def test_another_reader_finds_the_whole_structure_of_the_author_in_what_goes_out(
    read: Any, tmp_path: Path, name: str
) -> None:
    """pyxform reads both: words, kinds, order, choices, what is required, hidden, bounded and filtered.

    Only two things may differ. A group that ends before the next heading becomes a heading with conditions on its
    questions, for a part of ours ends where the next begins; a filter by a constant takes its choices away.
    """
    made = tmp_path / "made.xlsx"
    made.write_bytes(written(read(name).definition))
    try:
        theirs = outline(tmp_path / f"{name}.xlsx")
    except PyXFormError:
        theirs = []
    if not theirs or name == "untidy":
        (tmp_path / "tidy.xlsx").write_bytes(workbook(**tidied(FORMS[name])))
        theirs = outline(tmp_path / "tidy.xlsx")
    ours = outline(made)
    headings = {part for each in theirs for part in each.parts}
    assert headings <= {*(part for each in ours for part in each.parts), *(each.text for each in ours)}
    asked = [each for each in theirs if each.text and (name, each.text) != ("grid_kobo", "Насколько?")]
    said = [each for each in ours if each.text and not (each.family == "note" and each.text in headings)]
    assert [each.text for each in said] == [each.text for each in asked]
    for author, portal in zip(asked, said, strict=True):
        left = {"choices": portal.choices, "filtered": portal.filtered} if author.filtered else {}
        assert set(portal.choices) <= set(author.choices)
        assert portal.filtered or not author.filtered or portal.choices != author.choices
        assert portal._replace(parts=()) == author._replace(parts=(), **left)


@pytest.mark.parametrize("name", FORMS)
def test_what_goes_out_is_an_xlsform_to_pyxform_too(read: Any, name: str, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    path.write_bytes(written(read(name).definition))
    assert "<h:html" in convert(str(path), validate=False).xform


@pytest.mark.parametrize("code", OWN)
def test_every_questionnaire_of_ours_survives_the_journey(read: Any, code: str, tmp_path: Path) -> None:
    again = read(code, content=written(OWN[code]))
    assert again.refused == []
    assert to_mapping(again.definition) == to_mapping(OWN[code])
    assert "<h:html" in convert(str(tmp_path / f"{code}.xlsx"), validate=False).xform


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_listed_by_row_and_nothing_is_taken(read: Any, name: str) -> None:
    sheets, places = REFUSED[name]
    found = read(name, sheets)
    assert found.definition is None
    assert {(each.row, each.column) for each in found.refused} == places
    for each in found.refused:
        assert each.sheet in ("survey", "choices")
        assert re.search("[а-яё]", each.text), each


def test_the_russian_words_are_taken_and_the_others_are_told(read: Any) -> None:
    found = read("bilingual")
    mood, why = found.definition.items
    assert (mood.text, mood.hint) == ("Как настроение?", "честно")
    assert [option.label for option in mood.options] == ["Хорошее", "Так себе"]
    assert (found.definition.code, found.definition.title) == ("mood_2026", "Mood")
    assert "English (en)" in found.notes[0].text
    assert why.text == "Почему?"


def test_untidy_cells_mean_what_their_author_meant(read: Any) -> None:
    came, again, ways, age, words = read("untidy").definition.items
    assert (came.type, came.required, came.text) == ("yesno", True, "Пришли ли вы?")
    assert (again.type, again.text) == ("yesno", "Придёте ещё?")
    assert (ways.type, [option.label for option in ways.options]) == ("multiple", ["Разговор", "Общее дело"])
    assert (age.type, age.step, age.required) == ("number", 1, True)
    assert (words.type, words.required) == ("text", False)


def test_a_cascade_offers_only_what_fits_the_answer_before(read: Any) -> None:
    form = read("cascade").definition
    answers: dict[str, Any] = {"district": "north", "school": "s3"}
    shown = {item.code: [option.value for option in item.options] for item in visible_items(form, answers)}
    assert shown == {"district": ["north", "south"], "school": ["s1", "s2"]}
    assert "school" not in visible_answers(form, answers)  # a school of another district is no answer any more
    assert check_submission(form, {"district": "south", "school": "s3", "form": "f11"}) == {}


def test_conditions_hold_exactly_when_the_form_would_show_the_question(read: Any) -> None:
    form = read("conditions").definition
    t1, t2, t4, n1 = (form.by_code[code].show_if for code in ("t1", "t2", "t4", "n1"))
    assert is_shown(t1, {"n": 5}), "nothing ticked is not ticked"
    assert not is_shown(t1, {"n": 5, "m": ["x", "y"]})
    assert is_shown(t2, {"n": 2}), "an answer that is not there is not equal to «no»"
    assert not is_shown(t2, {"n": 2, "a": "no"})
    assert is_shown(t4, {"t1": "слова"})
    assert not is_shown(t4, {})
    assert [value for value in range(10) if is_shown(n1, {"n": value})] == [7, 8]


def test_groups_hide_what_stands_in_them_and_nothing_else(read: Any) -> None:
    form = read("nested").definition
    everything = {"has_mentor": "yes", "months": 5, "what": "много"}
    assert [item.code for item in visible_items(form, everything)] == [
        "has_mentor", "about", "months", "trouble", "what", "help", "best", "last",
    ]  # fmt: skip
    assert [item.code for item in visible_items(form, {"has_mentor": "no"})] == ["has_mentor", "last"]
    shown = [item.code for item in visible_items(form, {"has_mentor": "yes", "months": 1})]
    assert shown == ["has_mentor", "about", "months", "best", "last"]
    outside = read("after_part").definition
    assert [item.code for item in visible_items(outside, {"a": "no"})] == ["a", "c"]


def test_grids_become_tables_and_neighbours_do_not(read: Any) -> None:
    (grid,) = read("grid_kobo").definition.items
    assert (grid.type, grid.select, grid.required) == ("matrix", "", True)
    assert [(row.code, row.label) for row in grid.rows] == [("g1", "Мне интересно"), ("g2", "Мне понятно")]
    week, both, one, two = read("grid_table_list").definition.items
    assert (week.type, week.select) == ("matrix", "multiple")
    assert [item.type for item in (both, one, two)] == ["section", "single", "text"]


def test_other_is_an_option_with_words_beside_it(read: Any) -> None:
    source, helps = read("or_other").definition.items
    assert source.other.label == "Другое"
    assert helps.other.label == "Кто-то другой"
    assert [option.value for option in helps.options] == ["family", "other"]


def test_bounds_are_bounds(read: Any) -> None:
    age, lessons, hours, begin, goals = read("constraints").definition.items
    assert (age.minimum, age.maximum, age.message) == (14, 99, "Без возраста никак")
    assert (lessons.minimum, lessons.maximum) == (1, 8)
    assert (hours.minimum, hours.maximum, hours.step) == (0.5, 40, None)
    assert (begin.minimum, begin.maximum) == ("2026-09-01", "2027-05-31")
    assert (goals.max_choices, [option.value for option in goals.options]) == (2, ["1", "2", "3"])


def test_scales_keep_their_ends_and_a_rank_its_places(read: Any) -> None:
    ten, five, nps, half, order, one = read("scales").definition.items
    assert ten.type == "scale10"
    assert (five.type, five.minimum, five.maximum) == ("scale", 1, 5)
    assert (nps.type, nps.minimum, nps.maximum) == ("scale", 0, 10)
    assert (half.type, half.maximum, half.step) == ("number", 8, 0.5)
    assert (order.type, len(order.options)) == ("ranking", 3)
    assert one.shuffle


def test_names_become_codes_and_references_follow_them(read: Any) -> None:
    found = read("names")
    assert [item.code for item in found.definition.items] == ["Imya", "page_", "q1_a", "note", "hello"]
    assert found.definition.items[-1].text == "Спасибо, [[Imya]]!"
    assert len(found.notes) == 4


def test_device_fields_and_columns_of_others_are_left_behind_with_a_word(read: Any) -> None:
    found = read("ministry")
    assert [item.type for item in found.definition.items] == ["text", "single", "text", "file", "file"]
    assert found.definition.items[2].long
    assert {each.column for each in found.notes} >= {"type", "bind::esri:fieldType", "Комментарий разработчика"}


def test_markup_is_left_out_of_words(read: Any) -> None:
    intro, question = read("formatted").definition.items
    assert intro.text == "Добро пожаловать!\n\nЭто важно."
    assert (question.text, question.hint) == ("Что запомнилось?\nКоротко", "2–3 слова & больше не нужно")


def test_a_formula_without_a_value_is_refused_and_one_with_a_value_is_read(read: Any, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", '=CONCATENATE("Во","прос")']):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    found = read("formula", content=made.getvalue())
    assert found.definition is None
    assert (found.refused[0].row, found.refused[0].column) == (2, "label")
    assert "сохраните" in found.refused[0].text


def test_a_workbook_that_is_no_form_says_so(read: Any) -> None:
    with pytest.raises(Refusal, match="survey"):
        read("register", {"Люди": [["Фамилия", "Имя"], ["Иванов", "Иван"]]})


def test_the_child_process_reads_the_same(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "cascade.xlsx"
    path.write_bytes(workbook(**FORMS["cascade"]))
    assert read_apart(path, "cascade.xlsx") == read("cascade")


def test_nothing_in_an_exported_form_calculates(read: Any) -> None:
    hostile = from_mapping({"code": "h", "title": "=cmd", "items": [
        {"code": "A", "type": "single", "text": "=1+1", "options": [{"value": "x", "label": "@SUM(A1)"}]},
    ]})  # fmt: skip
    book = load_workbook(io.BytesIO(written(hostile)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value} == {"s"}
    assert read("h", content=written(hostile)).definition == hostile
