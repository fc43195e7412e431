"""The pages of results: a reader cuts, compares two questions and two waves, reads words and works with them."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.mapping import from_mapping
from surveys.models import Answer, HiddenName, Mode, Response, SurveyAssignment, TextTag
from tests.surveys.crowds import make_wave

PLACES = from_mapping({"code": "places", "title": "Где и как", "items": [
    {"code": "PLACE", "type": "single", "text": "Где встречались?",
     "options": [{"value": "school", "label": "В школе"}, {"value": "plant", "label": "На заводе"}]},
    {"code": "MET", "type": "yesno", "text": "Всё состоялось?"},
    {"code": "MARK", "type": "scale10", "text": "Польза?"},
    {"code": "NOTE", "type": "text", "long": True, "text": "Что ещё важно?"},
]})  # fmt: skip


def answers(n: int = 24) -> list[dict[str, Any]]:
    return [
        {"PLACE": "school" if k % 2 else "plant", "MET": "yes" if k % 3 else "no", "MARK": 4 + k % 5,
         "NOTE": f"Слова {k}: помогла Нина Павловна"}
        for k in range(n)
    ]  # fmt: skip


def over(wave: SurveyAssignment) -> SurveyAssignment:
    """The same wave after its term."""
    wave.opens_at, wave.closes_at = clock.now() - timedelta(days=9), clock.now() - timedelta(days=1)
    db.session.commit()
    return wave


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.text
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_a_curator_cuts_by_several_questions_and_sees_the_part(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, PLACES, answers())
    address = f"/surveys/{wave.public_id}/results"
    page = client_as("kira").get(f"{address}?by=PLACE:school&by=MET:yes")
    said = text_of(page)
    assert "В этом срезе 8" in said
    assert "Убрать фильтр: Где встречались?: В школе" in said
    assert f"{address}?by=MET:yes" in page.text.replace("%3A", ":")


def test_a_director_sees_one_part_at_a_time_and_only_after_the_end(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, PLACES, answers())
    address = f"/surveys/{wave.public_id}/results"
    director = client_as("denis")
    assert "Срезы откроются после завершения сбора" in text_of(director.get(f"{address}?by=PLACE:school"))
    over(wave)
    said = text_of(director.get(f"{address}?by=PLACE:school"))
    assert "В этом срезе 12" in said
    assert "Среднее 6,0" in said
    assert "открыт один срез за раз" in text_of(director.get(f"{address}?by=PLACE:school&by=MET:yes"))


def test_two_questions_side_by_side_with_their_test(world: Any, client_as: Any) -> None:
    table = [("school", "yes")] * 8 + [("school", "no")] * 2 + [("plant", "yes")] + [("plant", "no")] * 5
    wave = make_wave(world.school_1, PLACES, [{"PLACE": place, "MET": met} for place, met in table])
    address = f"/surveys/{wave.public_id}/results/two-questions"
    said = text_of(client_as("kira").get(f"{address}?rows=PLACE&columns=MET"))
    assert "Точный критерий Фишера p = 0,035" in said
    assert "В школе 8 80 % 2 20 % 10" in said
    assert "Выберите два разных вопроса" in text_of(client_as("kira").get(f"{address}?rows=MET&columns=MET"))
    assert client_as("kira").get(f"{address}?rows=NO&columns=%3C").status_code == 200
    over(wave)
    hidden = text_of(client_as("denis").get(f"{address}?rows=PLACE&columns=MET"))
    assert "Фишера" not in hidden
    assert "80 %" not in hidden


def test_a_page_of_results_costs_the_same_with_few_and_many_answers(
    world: Any, client_as: Any, count_queries: Any
) -> None:
    costs = {}
    client = client_as("kira")
    for n in (12, 60):
        wave = make_wave(world.school_1, PLACES, answers(n), family=f"Стоит{n}")
        client.get(f"/surveys/{wave.public_id}/results")
        for tail in ("", "?by=PLACE:school", "/two-questions?rows=PLACE&columns=MET", "/NOTE"):
            with count_queries() as seen:
                assert client.get(f"/surveys/{wave.public_id}/results{tail}").status_code == 200
            costs.setdefault(tail, []).append(len(seen))
    for tail, (few, many) in costs.items():
        assert few == many, (tail, costs)
        assert many <= 12, (tail, many)


def test_words_are_found_tagged_and_counted(world: Any, client_as: Any, post: Any) -> None:
    wave = make_wave(world.school_1, PLACES, answers())
    address = f"/surveys/{wave.public_id}/results/NOTE"
    curator = client_as("kira")
    found = curator.get(f"{address}?q=СЛОВА 7")
    key = re.findall(r'id="answer_([^"]+)"', found.text)
    assert len(key) == 1
    for name in ("Расписание", "Похвала", "Расписание"):
        done = post(curator, f"{address}/tags", _data={"answer": key[0], "name": name, "q": "Слова 7"})
        assert done.status_code == 303
        assert f"#answer_{key[0]}" in done.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TextTag)) == 2
    page = curator.get(address)
    assert "Расписание, 1" in text_of(page)
    tag = db.session.scalars(sa.select(TextTag).where(TextTag.name == "Расписание")).one()
    assert len(re.findall("<blockquote>", curator.get(f"{address}?tag={tag.public_id}").text)) == 1
    post(curator, f"{address}/tags", _data={"answer": key[0], "remove": tag.public_id})
    assert "Расписание, 1" not in text_of(curator.get(address))
    assert post(curator, f"{address}/tags", _data={"answer": key[0], "name": " "}).status_code == 409
    assert post(curator, f"{address}/tags", _data={"answer": "no-such", "name": "Х"}).status_code == 404


def test_a_hidden_name_is_not_read_and_not_found_by_readers_without_names(
    world: Any, client_as: Any, post: Any
) -> None:
    wave = make_wave(world.school_1, PLACES, answers())
    address = f"/surveys/{wave.public_id}/results/NOTE"
    curator, director = client_as("kira"), client_as("denis")
    page = curator.get(f"{address}?q=Слова 7")
    assert "Скрыть имя: Нина" in text_of(page)
    key = re.findall(r'id="answer_([^"]+)"', page.text)[0]
    assert post(curator, f"{address}/names", _data={"answer": key, "words": "Нина Павловна"}).status_code == 303
    assert post(curator, f"{address}/names", _data={"answer": key, "words": "Нина Павловна"}).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(HiddenName)) == 1
    assert "Нина Павловна" in text_of(curator.get(f"{address}?q=Слова 7"))
    hidden = text_of(director.get(f"{address}?q=Слова 7:"))
    assert "Слова 7: помогла [имя скрыто]" in hidden
    assert "Нина" not in hidden
    assert "Слова 7:" not in text_of(director.get(f"{address}?q=нина павловна"))
    assert post(curator, f"{address}/names", _data={"answer": key, "words": "Нет таких"}).status_code == 409
    assert post(curator, f"{address}/names", _data={"answer": key, "intent": "show"}).status_code == 303
    assert "Нина Павловна" in text_of(director.get(f"{address}?q=Слова 7:"))
    assert post(director, f"{address}/names", _data={"answer": key, "words": "Слова"}).status_code == 403


def test_pages_of_words_go_on_where_the_last_one_ended(world: Any, client_as: Any, count_queries: Any) -> None:
    wave = make_wave(world.school_1, PLACES, answers(50))
    client, address, seen = client_as("denis"), f"/surveys/{wave.public_id}/results/NOTE", []
    for _turn in range(3):
        page = client.get(address)
        seen += re.findall(r"Слова \d+", page.text)
        onward = re.search(r'rel="next" href="([^"]+)"', page.text)
        address = onward.group(1).replace("&amp;", "&") if onward else ""
    assert not address
    assert len(seen) == len(set(seen)) == 50


def test_before_and_after_of_named_people_and_what_cannot_be_compared(world: Any, client_as: Any) -> None:
    before, after = two_waves(world, Mode.NAMED)
    said = text_of(client_as("kira").get(f"/surveys/{after.public_id}/results/before-after"))
    assert "В обеих волнах, их и сравниваем 12" in said
    assert "Изменение +0,75 от 2,92 до 3,67" in said
    assert "от +0,46 до +1,04" in said
    assert client_as("kira").get(f"/surveys/{after.public_id}/results/before-after?with=nothing").status_code == 404
    assert before.id != after.id


def test_an_anonymous_wave_says_why_nobody_can_be_compared(world: Any, client_as: Any) -> None:
    wave = make_wave(world.school_1, PLACES, answers(), mode=Mode.ANONYMOUS)
    said = text_of(client_as("kira").get(f"/surveys/{wave.public_id}/results/before-after"))
    assert "ответы одного человека в разное время не связаны" in said


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.LINKED])
def test_the_same_people_are_found_by_name_and_by_private_code(world: Any, client_as: Any, mode: Mode) -> None:
    _before, after = two_waves(world, mode)
    said = text_of(client_as("denis").get(f"/surveys/{after.public_id}/results/before-after"))
    assert "Изменение +0,75" in said


PRE = (3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 2, 4)
POST = (4, 3, 4, 4, 3, 3, 5, 3, 4, 4, 2, 5)


def two_waves(world: Any, mode: Mode) -> tuple[SurveyAssignment, SurveyAssignment]:
    """The twelve people of the golden values, asked twice."""
    waves = [
        make_wave(world.school_1, PLACES, [{"MARK": mark} for mark in marks], mode=mode, family=f"Дважды{turn}",
                  title=f"Волна {turn}")
        for turn, marks in enumerate((PRE, POST), 1)
    ]  # fmt: skip
    join(waves)
    waves[0].opens_at, waves[0].closes_at = clock.now() - timedelta(days=90), clock.now() - timedelta(days=80)
    over(waves[1])
    return waves[0], waves[1]


def join(waves: list[SurveyAssignment]) -> None:
    """The n-th person of each wave is the same one: people stand in the order of their marks' making."""
    from surveys.models import SurveyInvitation

    first = db.session.scalars(
        sa.select(SurveyInvitation.person_id).where(SurveyInvitation.assignment_id == waves[0].id).order_by("id")
    ).all()
    for wave in waves:
        invitations = db.session.scalars(
            sa.select(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id).order_by("id")
        ).all()
        for place, invitation in enumerate(invitations):
            invitation.person_id = first[place]
        if wave.mode == Mode.LINKED:
            rows = db.session.execute(
                sa.select(Response.id, Answer.value)
                .join(Answer, Answer.response_id == Response.id)
                .where(Response.assignment_id == wave.id)
            ).all()
            marks = PRE if wave is waves[0] else POST
            free = list(rows)
            for place, mark in enumerate(marks):
                row = next(each for each in free if each.value == mark)
                free.remove(row)
                db.session.execute(sa.update(Response).where(Response.id == row.id).values(link_code=f"code{place}"))
    db.session.commit()
