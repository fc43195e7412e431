"""A psychologist's conclusion: nobody but the psychologist hears more than the words of the status."""

import io
from typing import Any

import openpyxl
import pytest

from surveys.loading import load_questionnaires
from surveys.models import Mode
from surveys.scoring import status_words
from tests.surveys.crowds import make_wave
from tests.surveys.waves import open_wave

CONCLUSION = next(each for each in load_questionnaires() if each.code == "pair_compat_psychologist")
SECRET = "Тревога одного из участников"


def conclusions(n: int) -> list[dict[str, Any]]:
    marks = {f"PZ0{number}": "1" for number in range(1, 7)}
    words = {"PZ_NOTE": SECRET, "PZ_ADVICE": SECRET, "PZ_PAIR": "17", "PZ_RISK": ["trust"]}
    return [{**marks, **words, "PZ_STATUS": "support"} for _ in range(n)]


@pytest.fixture
def wave(world):
    return make_wave(world.school_1, CONCLUSION, conclusions(12), readers=["psychologist"], title="Заключения")


@pytest.mark.parametrize("key", ["kira", "denis", "olga"])
def test_others_see_the_status_and_nothing_else(wave, client_as, key):
    html = client_as(key).get(f"/surveys/{wave.public_id}/results").text
    assert "Подходит, нужна поддержка" in html
    for hidden in (SECRET, "Совместимость (0–12)", "Заметки для себя", "Пока мало доверия", "Доверие", "Номер пары"):
        assert hidden not in html, hidden


@pytest.mark.parametrize("code", ["PZ_NOTE", "PZ_ADVICE", "PZ_PAIR", "PZ_RISK"])
def test_the_words_have_no_page(wave, client_as, code):
    assert client_as("kira").get(f"/surveys/{wave.public_id}/results/{code}").status_code == 404


def test_files_say_no_more_than_the_page(wave, client_as):
    kira, base = client_as("kira"), f"/surveys/{wave.public_id}"
    figures = kira.get(f"{base}/results.csv").text
    assert "PZ_STATUS" in figures
    assert not [code for code in ("PZ_NOTE", "PZ01", "PZ_RISK", SECRET) if code in figures]
    book = openpyxl.load_workbook(io.BytesIO(kira.get(f"{base}/results.xlsx").data))
    summary = str([[cell.value for cell in row] for row in book["Сводка"].iter_rows()])
    assert "нужна поддержка" in summary
    assert not [words for words in (SECRET, "Пока мало доверия", "Совместимость (0–12)") if words in summary]


def test_few_conclusions_tell_no_status_either(world, client_as):
    few = make_wave(world.school_1, CONCLUSION, conclusions(4), readers=["psychologist"])
    assert "нужна поддержка" not in client_as("kira").get(f"/surveys/{few.public_id}/results").text


def test_a_wave_of_conclusions_is_read_by_the_psychologist_unless_said_otherwise(world):
    wave = open_wave(world, CONCLUSION)
    assert (wave.mode, wave.readers) == (Mode.NAMED, ["psychologist"])


def test_the_status_is_said_in_words():
    assert status_words(CONCLUSION, conclusions(1)[0]) == "Подходит, нужна поддержка"
    assert status_words(CONCLUSION, {}) == ""
    assert status_words(CONCLUSION.for_others, conclusions(1)[0]) == "Подходит, нужна поддержка"
    assert [item.code for item in CONCLUSION.for_others.items] == ["PZ_STATUS"]


def test_the_library_is_found_by_stage_person_and_words(world, client_as):
    for definition in load_questionnaires():
        if definition.code in ("pair_compat_psychologist", "needs_student", "pulse_mid"):
            make_wave(world.school_1, definition)
    kira = client_as("kira")
    html = kira.get("/surveys/templates").text
    html = html[html.index("<main") :]
    places = [html.index(f">{label}<") for label in ("Запросы и потребности", "Подбор пар", "Середина пути")]
    assert places == sorted(places)
    found = kira.get("/surveys/templates?who=psychologist").text
    assert "Заключение педагога-психолога" in found
    assert "Промежуточный срез" not in found
    assert "Промежуточный срез" in kira.get("/surveys/templates?q=срез&form=employer_school").text
    assert "С такими условиями анкет нет" in kira.get("/surveys/templates?q=ничего").text
    part = kira.get("/surveys/templates?q=срез", headers={"HX-Request": "true", "HX-Target": "questionnaires"}).text
    assert "Промежуточный срез" in part
    assert "<html" not in part


def test_the_page_of_a_template_says_what_will_be_calculated(world, client_as):
    for definition in load_questionnaires():
        if definition.code == "growth_before":
            make_wave(world.school_1, definition)
    html = client_as("kira").get("/surveys/templates/growth_before").text
    assert "Профессиональный рост (1–10)" in html
    assert "от 4,5: заметное продвижение" in html
