"""The SPSS file read back by an independent reader: the same values, labels and three kinds of missing."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from surveys.exchange.answers.files import write_csv, write_xlsx
from surveys.exchange.answers.rows import Sheet, editions_of, response_rows
from surveys.exchange.answers.sav import CODES, EPOCH, FAR_CODES, names_of, write_sav
from surveys.items import NA
from surveys.mapping import from_mapping
from surveys.missing import Missing
from surveys.models import Mode, Response
from surveys.results.privacy import Reading
from surveys.storage import publish_questionnaire
from tests.surveys.crowds import SYSTEM, make_wave

ALL = Reading(names=True, k=1, k_texts=1)
FEW = Reading(names=False, k=5, k_texts=10)
UNANSWERED, HIDDEN, ABSENT = (mark.value for mark in Missing)
FIRST = {
    "code": "spss", "title": "Для SPSS",
    "items": [
        {"code": "PICK", "type": "single", "text": "Что выбрали?", "na": True,
         "options": [{"value": "talk", "label": "Разговор"}, {"value": "очень_длинное_значение", "label": "Дело"}]},
        {"code": "YEAR", "type": "single", "text": "Курс",
         "options": [{"value": 1, "label": "первый"}, {"value": 2, "label": "второй"}]},
        {"code": "MANY", "type": "multiple", "text": "Что помогло?",
         "options": [{"value": "a", "label": "А"}, {"value": "b-1", "label": "Б"},
                     {"value": "o", "label": "Другое", "other": True}]},
        {"code": "MARK", "type": "scale10", "text": "Оценка", "min_label": "плохо", "max_label": "хорошо"},
        {"code": "NUM", "type": "number", "text": "Прибавилось часов"},
        {"code": "DAY", "type": "date", "text": "Когда?"},
        {"code": "WHY", "type": "text", "text": "Почему?", "show_if": {"code": "MARK", "at_most": 5}},
        {"code": "RANK", "type": "ranking", "text": "По порядку",
         "options": [{"value": "x", "label": "Икс"}, {"value": "y", "label": "Игрек"}]},
        {"code": "OLD", "type": "yesno", "text": "Прежний вопрос"},
    ],
}  # fmt: skip
SECOND = {
    **FIRST,
    "items": [
        {**FIRST["items"][0], "text": "Что вы выбрали?",
         "options": [{"value": "talk", "label": "Беседа"}, {"value": "очень_длинное_значение", "label": "Дело"},
                     {"value": "new", "label": "Новое"}]},
        *FIRST["items"][1:8],
        {"code": "NEW", "type": "scale10", "text": "Новый вопрос"},
    ],
}  # fmt: skip
GIVEN: list[dict[str, Any]] = [
    {"PICK": "talk", "YEAR": "1", "MANY": ["a", "o"], "MANY.other": "=своё", "MARK": 3, "NUM": -97, "DAY": "2026-11-17",
     "WHY": "потому", "RANK": ["y", "x"], "OLD": "yes"},
    {"PICK": NA, "YEAR": "2", "MARK": NA, "NUM": 1.5},
    {"PICK": "очень_длинное_значение", "MARK": 9, "WHY": "скрыто", "OLD": "no"},
    {},
    {"MARK": 5, "WHY": "ю" * 4_000},
]  # fmt: skip


@pytest.fixture
def wave(world: Any) -> Any:
    """Answers to the first version; the wave goes on with the second, in which the last two people answered."""
    made = make_wave(world.school_1, from_mapping(FIRST), GIVEN, title="Волна для SPSS")
    second = publish_questionnaire(SYSTEM, from_mapping(SECOND))
    ids = [row[0] for row in rows_of(made)[1]]
    late = sa.select(Response.id).where(Response.assignment_id == made.id).order_by(Response.id)
    assert len(ids) == len(db.session.scalars(late).all()) == len(GIVEN)
    made.version_id = second.id
    people = [f"Ответов{n:05} Имя" for n in (3, 4)]
    for response in db.session.scalars(sa.select(Response).where(Response.assignment_id == made.id)):
        if name_of(response) in people:
            response.version_id = second.id
    db.session.commit()
    return made


def name_of(response: Response) -> str:
    from portal.people.models import Person
    from surveys.models import SurveyInvitation

    return db.session.scalars(
        sa.select(Person.family_name + " " + Person.given_name)
        .join(SurveyInvitation, SurveyInvitation.person_id == Person.id)
        .where(SurveyInvitation.id == response.invitation_id)
    ).one()


def rows_of(wave: Any) -> tuple[Sheet, list[list[Any]]]:
    sheet = Sheet(editions_of(wave))
    return sheet, list(response_rows(wave, sheet, "Asia/Irkutsk"))


@pytest.fixture
def read(wave: Any, tmp_path: Path) -> Any:
    path = tmp_path / "answers.sav"
    with path.open("wb") as made:
        assert write_sav(wave, ALL, made).rows == len(GIVEN)
    return pyreadstat.read_sav(str(path), user_missing=True, disable_datetime_conversion=True)


def test_20_every_value_comes_back_as_the_portal_holds_it(wave: Any, read: Any) -> None:
    frame, _meta = read
    sheet, rows = rows_of(wave)
    marks = {**CODES, **dict.fromkeys((), 0.0)}
    for place, (column, name) in enumerate(zip(sheet.columns, names_of(sheet), strict=True)):
        for row, back in zip(rows, frame[name], strict=True):
            cell = UNANSWERED if row[place] is None else row[place]
            if isinstance(cell, date):
                assert EPOCH + timedelta(seconds=back) == cell
            elif isinstance(back, str):
                assert back == cell
            else:
                codes = FAR_CODES if column.code == "NUM" else marks
                assert back == codes[cell] if isinstance(cell, str) and cell in codes else back == float(cell), (
                    column.code
                )
    assert frame["NUM"][0] == -97, "a typed -97 is a number, not a gap"
    assert frame["WHY"][4] == "ю" * 4_000
    assert frame["PICK"].tolist() == ["talk", NA, "очень_длинное_значение", UNANSWERED, UNANSWERED]


def test_three_kinds_of_missing_are_three(read: Any) -> None:
    frame, meta = read
    assert frame["WHY"].tolist() == ["потому", HIDDEN, HIDDEN, HIDDEN, "ю" * 4_000]
    assert frame["OLD"].tolist() == ["yes", UNANSWERED, "no", ABSENT, ABSENT]
    assert frame["NEW"].tolist() == [CODES[ABSENT]] * 3 + [CODES[UNANSWERED]] * 2
    assert frame["MARK"].tolist() == [3.0, CODES[NA], 9.0, CODES[UNANSWERED], 5.0]
    assert meta.missing_ranges["NEW"] == [{"lo": -99.0, "hi": -96.0}]
    assert meta.missing_ranges["NUM"][0]["hi"] < -(10**14)
    assert {each["lo"] for each in meta.missing_ranges["OLD"]} == {UNANSWERED, HIDDEN, ABSENT}


def test_labels_and_measures_come_back(read: Any) -> None:
    _frame, meta = read
    assert meta.column_names_to_labels["PICK"] == "Что вы выбрали?"
    assert meta.column_names_to_labels["OLD"] == "Прежний вопрос (версия 1)"
    words = meta.variable_value_labels
    assert words["PICK"]["talk"] == "Беседа", "the words of the newest version"
    assert words["PICK"][NA] == "Не могу ответить"
    assert words["YEAR"] == {1.0: "первый", 2.0: "второй", -97.0: "Нет ответа"}
    assert words["MARK"] == {1.0: "плохо", 10.0: "хорошо", -96.0: "Не могу ответить", -97.0: "Нет ответа"}
    assert words["MANY.a"][1.0] == "Отмечено"
    measures = meta.variable_measure
    assert [measures[name] for name in ("PICK", "MARK", "NUM", "MANY.a", "RANK.x")] == [
        "nominal", "ordinal", "scale", "nominal", "ordinal",
    ]  # fmt: skip


def test_20_a_question_with_several_answers_is_a_set_of_variables(read: Any) -> None:
    frame, meta = read
    assert frame["MANY.a"].tolist()[:2] == [1.0, CODES[UNANSWERED]]
    assert frame["MANY.b_1"].tolist()[0] == 0.0
    note = " ".join(" ".join(meta.notes).split())
    assert "MRSETS /MDGROUP NAME=$MR1 LABEL='MANY' VARIABLES=MANY.a MANY.b_1 MANY.o VALUE=1." in note
    assert "SHA-256 данных" in note


def test_23_columns_follow_codes_whatever_became_of_words(wave: Any) -> None:
    sheet, rows = rows_of(wave)
    codes = [column.code for column in sheet.item_columns]
    assert codes == [
        "PICK", "YEAR", "MANY.a", "MANY.b-1", "MANY.o", "MANY.other.text", "MARK", "NUM", "DAY", "WHY", "RANK.x",
        "RANK.y", "NEW", "OLD",
    ]  # fmt: skip
    place = {column.code: n for n, column in enumerate(sheet.columns)}
    assert rows[0][place["PICK"]] == "talk"
    assert [row[place["OLD"]] for row in rows] == ["yes", None, "no", ABSENT, ABSENT]
    stream = io.BytesIO()
    write_csv(wave, ALL, stream)
    assert ABSENT in stream.getvalue().decode("utf-8-sig")


def test_readers_without_names_get_no_rows(world: Any) -> None:
    wave = make_wave(world.school_1, from_mapping(FIRST), GIVEN * 3, mode=Mode.ANONYMOUS)
    with pytest.raises(Refusal, match="SPSS"):
        write_sav(wave, FEW, io.BytesIO())
    write_xlsx(wave, FEW, io.BytesIO())


def test_the_page_of_the_file_asks_for_names(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, from_mapping(FIRST), GIVEN * 3)
    answer = client_as("kira").get(f"/surveys/{wave.public_id}/results.sav")
    assert (answer.status_code, answer.data[:4]) == (200, b"$FL2")
    assert client_as("denis").get(f"/surveys/{wave.public_id}/results.sav").status_code == 409
    assert client_as("misha").get(f"/surveys/{wave.public_id}/results.sav").status_code == 403
