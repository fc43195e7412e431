"""«Загрузить анкету» and «Скачать анкету»: what was refused is said, nothing is taken by halves, no file does harm."""

import io
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from surveys.cli import import_questionnaires
from surveys.exchange.instruments.child import said_of
from surveys.exchange.instruments.taking import KEPT_FOR, forget_old_uploads
from surveys.mapping import from_mapping
from surveys.models import Questionnaire, QuestionnaireUpload, QuestionnaireVersion
from surveys.storage import compiled
from tests.imports.hostile import corpus
from tests.surveys.foreign_forms import FORMS, REFUSED, workbook
from tests.surveys.lime import every_type

HOSTILE = [file for file in corpus() if file.name.endswith(".xlsx")]


@pytest.fixture
def kira(world: Any, client_as: Any) -> Any:
    return client_as("kira")


def send(client: Any, post: Any, content: bytes, name: str, key: str = "key-1", **fields: str) -> Any:
    file = (io.BytesIO(content), name)
    return post(client, "/surveys/templates/uploads", _data={"file": file, "submission_key": key, **fields})


def own(world: Any) -> list[Questionnaire]:
    mine = sa.select(Questionnaire).where(Questionnaire.organization_id == world.school_1.id)
    return list(db.session.scalars(mine))


def test_a_form_is_read_shown_and_after_confirmation_the_organisations_own(
    world: Any, client_as: Any, post: Any
) -> None:  # fmt: skip
    kira = client_as("kira")
    answer = send(kira, post, workbook(**FORMS["cascade"]), "школы.xlsx")
    assert answer.status_code == 303
    preview = answer.headers["Location"]
    page = kira.get(preview).text
    assert "Школа № 3" in page
    assert "Ждёт подтверждения" in page
    assert own(world) == []
    taken = post(kira, preview)
    assert taken.status_code == 303
    (made,) = own(world)
    assert (made.title, made.code) == ("школы", "shkoly")
    assert compiled(made.versions[0].id).items[1].options[0].show_if is not None
    assert post(kira, preview).headers["Location"] == taken.headers["Location"]
    assert len(own(world)[0].versions) == 1
    assert "версия 1" in kira.get(taken.headers["Location"]).text
    assert "уже загружена" in kira.get(preview).text


def test_a_form_with_refused_rows_shows_them_and_cannot_be_confirmed(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    preview = send(kira, post, workbook(**REFUSED["types"][0]), "форма.xlsx").headers["Location"]
    page = kira.get(preview).text
    assert "6 мест перенести нельзя" in page
    assert "Повторяющихся групп нет" in page
    assert "Это можно" in page, "what was understood is shown all the same"
    assert post(kira, preview).status_code == 409
    assert own(world) == []


def test_sending_the_same_form_twice_reads_it_once(world: Any, client_as: Any, post: Any) -> None:
    kira, content = client_as("kira"), workbook(**FORMS["plain"])
    first = send(kira, post, content, "a.xlsx").headers["Location"]
    assert send(kira, post, content, "a.xlsx").headers["Location"] == first
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireUpload)) == 1


def test_a_second_file_of_the_same_code_becomes_the_next_version(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    yaml = "code: own\ntitle: Своя\nitems:\n  - {code: A, type: text, text: 'Что %s'}\n"
    for number, key in ((1, "key-1"), (2, "key-2")):
        preview = send(kira, post, (yaml % number).encode(), "own.yaml", key).headers["Location"]
        assert ("станет её версией 2" in kira.get(preview).text) == (number == 2)
        post(kira, preview)
    numbers = sa.select(QuestionnaireVersion.number).order_by(QuestionnaireVersion.number)
    assert list(db.session.scalars(numbers)) == [1, 2]


def test_a_lime_survey_comes_in_through_the_same_door(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    preview = send(kira, post, every_type().xml(), "lime.lss").headers["Location"]
    assert "Кто вы?" in kira.get(preview).text
    assert post(kira, preview).status_code == 303


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0", "Сохраните форму в формате XLSX"),
        ("a.pdf", b"%PDF-1.4", "Подойдёт XLSForm"),
        ("a.xlsx", b"", "Файл пустой"),
        ("a.xlsx", b"PK\x03\x04 not a book", "не открывается"),
        ("a.xlsx", workbook(Люди=[["Фамилия"], ["Иванов"]]), "нет листа"),
        ("a.yaml", b"a: [", "Это не YAML"),
        ("a.lss", b"<!DOCTYPE x [<!ENTITY a 'b'>]><document/>", "необычно"),
    ],
)
def test_a_file_that_is_no_form_is_answered_with_the_form_again(
    kira: Any, post: Any, name: str, content: bytes, reason: str
) -> None:  # fmt: skip
    answer = send(kira, post, content, name)
    assert answer.status_code == 422
    assert reason in answer.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(QuestionnaireUpload)) == 0


def test_without_a_file_or_for_another_school_nothing_is_read(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    assert "Выберите файл" in post(kira, "/surveys/templates/uploads", submission_key="k").text
    foreign = world.school_2.public_id
    assert send(kira, post, b"x", "a.yaml", organization=foreign).status_code == 404
    assert send(client_as("denis"), post, b"x", "a.yaml").status_code == 403


@pytest.mark.parametrize("file", HOSTILE, ids=[file.label for file in HOSTILE])
def test_no_hostile_workbook_is_taken_for_a_form(file: Any, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(file.content)
    said = said_of(path, "form.xlsx")
    assert "refused" in said
    assert any("а" <= sign <= "я" for sign in said["refused"])


@pytest.mark.parametrize("kind", ["xlsx", "yaml"])
def test_a_questionnaire_leaves_as_a_file_and_comes_back_the_same(
    world: Any, client_as: Any, post: Any, tmp_path: Path, kind: str
) -> None:  # fmt: skip
    kira = client_as("kira")
    source = from_mapping({"code": "ours", "title": "Наша", "items": [{"code": "A", "type": "nps", "text": "Как?"}]})
    from surveys.storage import publish_questionnaire

    publish_questionnaire(world.actor("kira"), source, organization=world.school_1)
    db.session.commit()
    answer = kira.get(f"/surveys/templates/ours.{kind}")
    assert answer.status_code == 200
    preview = send(kira, post, answer.data, f"ours.{kind}").headers["Location"]
    post(kira, preview)
    (made,) = own(world)
    assert len(made.versions) == 1, "the same questionnaire makes no new version"
    assert kira.get(f"/surveys/templates/none.{kind}").status_code == 404


def test_what_nobody_confirmed_goes_after_its_term(world: Any, client_as: Any, post: Any) -> None:
    send(client_as("kira"), post, workbook(**FORMS["plain"]), "a.xlsx")
    assert forget_old_uploads() == 0
    db.session.execute(sa.update(QuestionnaireUpload).values(created_at=clock.now() - KEPT_FOR * 2))
    assert forget_old_uploads() == 1


def test_the_command_takes_forms_of_other_programs(database: Any, tmp_path: Path) -> None:
    form, lime, bad = tmp_path / "plain.xlsx", tmp_path / "lime.lss", tmp_path / "bad.xlsx"
    form.write_bytes(workbook(**FORMS["plain"]))
    lime.write_bytes(every_type().xml())
    bad.write_bytes(workbook(**REFUSED["groups"][0]))
    assert import_questionnaires(form) == ["plain, версия 1"]
    assert import_questionnaires(lime) == ["lime, версия 1"]
    with pytest.raises(Refusal, match="survey, 2, type: группа закрыта"):
        import_questionnaires(bad)
    assert set(db.session.scalars(sa.select(Questionnaire.code))) == {"plain", "lime"}
