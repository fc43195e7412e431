"""Pages of the library and of the open page, as people walk them."""

import io

import sqlalchemy as sa

from portal.core.db import db
from portal.library.models import Material, MaterialVersion, NewsItem
from tests.library.conftest import LONG_AGO

FACTS = {"kind": "memo", "title": "Первая встреча", "about": "С чего начать", "format": "student_student", "stage": "6"}


def test_a_material_is_added_renewed_read_by_a_newcomer_and_taken_down(world, sending, client):
    kira, nina, misha, karim = (sending(key) for key in ("kira", "nina", "misha", "karim"))
    fields = {**FACTS, "organization": world.school_1.public_id, "for_mentors": "1", "submission_key": "k1"}
    missing = kira.post("/library/new", data={**fields, "kind": "act"})
    assert missing.status_code == 422
    assert "Укажите номер акта" in missing.text
    assert "Укажите день, например 01.09.2026" in missing.text
    assert "С чего начать" in missing.text
    fields |= {"newcomers_since": "01.09.2020"}
    assert "Приложите файл" in kira.post("/library/new", data=fields).text
    broken = kira.post("/library/new", data={**fields, "file": (io.BytesIO(b"MZ"), "a.pdf")})
    assert broken.status_code == 422
    assert "не похоже на PDF" in broken.text
    fields["link"] = "javascript:alert(1)"
    assert kira.post("/library/new", data=fields).status_code == 422
    fields["link"] = ""
    where = [
        kira.post("/library/new", data={**fields, "file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "Памятка.pdf")}).headers[
            "Location"
        ]
        for _again in range(2)
    ]
    assert where[0].split("?")[0] == where[1]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Material)) == 1
    root = where[1]
    assert "Прочитайте перед началом" in nina.get("/").text
    assert "Прочитайте перед началом" not in misha.get("/").text
    assert "Скачать файл" in nina.get(root).text
    taken = nina.get(f"{root}/versions/1/file")
    assert taken.data == b"%PDF-1.4\n%%EOF\n"
    assert "attachment" in taken.headers["Content-Disposition"]
    assert karim.get(root).status_code == 404
    assert client.get(f"{root}/versions/1/file").status_code in (302, 303, 404)
    assert "Прочитали 0 из 1" in kira.get(f"{root}/readings").text
    assert nina.post(f"{root}/reading").status_code == 303
    assert "Прочитайте перед началом" not in nina.get("/").text
    assert "Орлова" in kira.get(f"{root}/readings").text
    renewed = {"change_note": "Добавлен третий шаг", "text": "**Третий** шаг", "submission_key": "k2"}
    assert kira.post(f"{root}/versions/new", data={**renewed, "change_note": ""}).status_code == 422
    assert [kira.post(f"{root}/versions/new", data=renewed).status_code for _again in range(2)] == [303, 303]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MaterialVersion)) == 2
    shown = nina.get(root).text
    assert "Добавлен третий шаг" in shown
    assert "<strong>Третий</strong>" in shown
    assert "прежняя версия 1" in nina.get(f"{root}/versions/1").text
    assert nina.get(f"{root}/versions/99999999999999999999").status_code == 404
    assert "Первая встреча" in nina.get("/search?q=третьего шага").text
    assert "Первая встреча" not in karim.get("/search?q=третьего шага").text
    stale = kira.post(f"{root}/edit", data={**FACTS, "version": "1", "about": "Мой поздний текст"})
    assert stale.status_code == 409
    assert "Мой поздний текст" in stale.text
    assert kira.post(f"{root}/edit", data={**FACTS, "version": "2", "is_public": "1"}).status_code == 303
    assert "Первая встреча" in client.get("/library?kind=memo&stage=6&q=встречи").text
    assert client.get("/library?kind=x&stage=0&format=zzz&page=9999").status_code == 200
    assert kira.get(f"{root}/archive").status_code == 200
    assert kira.post(f"{root}/archive", data={"deed": "archive"}).status_code == 303
    assert "Первая встреча" not in client.get("/library").text
    assert "Первая встреча" in kira.get("/library?archive=1").text
    assert kira.post(f"{root}/versions/new", data={**renewed, "submission_key": "k3"}).status_code == 422
    assert kira.post(f"{root}/archive", data={"deed": "return"}).status_code == 303
    assert "Первая встреча" in client.get("/library").text


def test_the_list_costs_the_same_with_two_and_with_twelve_materials(sending, added, count_queries):
    reader = sending("nina")
    for n in range(2):
        added(f"Памятка {n}")
    reader.get("/library")
    with count_queries() as few:
        reader.get("/library?q=памятка&stage=6")
    for n in range(2, 12):
        added(f"Памятка {n}", for_mentees=True, newcomers_since=LONG_AGO)
    with count_queries() as many:
        assert "Найдено 12 материалов" in reader.get("/library?q=памятка&stage=6").text
    assert len(few) == len(many)


def test_guests_read_the_open_page_without_names_once_it_is_opened(world, sending, client, added):
    kira, school = sending("kira"), world.school_1
    open_page, edit = f"/mentoring/{school.public_id}", f"/mentoring/{school.public_id}/edit"
    assert client.get(open_page).status_code == 404
    added("Открытая памятка", is_public=True)
    added("Внутренняя памятка")
    page = {
        "about": "Мы **начали** в 2022 году <script>",
        "post": "Заместитель директора",
        "phone": "много",
        "is_open": "1",
    }
    assert kira.get(edit).status_code == 200
    assert kira.post(edit, data={**page, "version": "0"}).status_code == 422
    page["phone"] = "+7 3953 41-00-00"
    assert kira.post(edit, data={**page, "version": "0"}).status_code == 303
    assert kira.post(edit, data={**page, "version": "0"}).status_code == 409
    news = {
        "title": "Пары начали работать",
        "text": "Встречи **идут**",
        "published_on": "20.11.2026",
        "submission_key": "k",
    }
    assert kira.post(f"/mentoring/{school.public_id}/news/new", data={**news, "title": ""}).status_code == 422
    for _again in range(2):
        assert kira.post(f"/mentoring/{school.public_id}/news/new", data=news).status_code == 303
    item = db.session.scalars(sa.select(NewsItem)).one()
    shown = client.get(open_page).text
    for words in ("<strong>начали</strong>", "Пары начали работать", "Открытая памятка", "+7 3953 41-00-00"):
        assert words in shown, words
    for words in ("<script>", "Внутренняя памятка", "Соколова"):
        assert words not in shown.split("<main")[1], words
    assert school.name in client.get("/mentoring").text
    path = f"/mentoring/news/{item.public_id}"
    assert kira.post(path, data={**news, "title": "Все пары работают", "version": "1"}).status_code == 303
    assert kira.post(path, data={**news, "version": "1"}).status_code == 409
    assert "Все пары работают" in client.get(open_page).text
    assert kira.post(f"{path}/archive").status_code == 303
    assert "Все пары работают" not in client.get(open_page).text
    assert kira.post(edit, data={**page, "is_open": "", "version": "1"}).status_code == 303
    assert client.get(open_page).status_code == 404
