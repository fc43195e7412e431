"""Pages of the bank as people walk them: from a name to a published card, a use and its outcome."""

import io

import sqlalchemy as sa

from portal.core.db import db
from portal.practices import actions
from portal.practices.kinds import Section
from portal.practices.models import Practice, PracticeAdoption, PracticeFile
from portal.practices.sections import digest
from tests.practices.writing import CARD, STEPS

FORMS = {
    Section.ESSENCE: CARD[Section.ESSENCE],
    Section.AUDIENCE: CARD[Section.AUDIENCE],
    Section.CONDITIONS: CARD[Section.CONDITIONS],
    Section.STEPS: {f"row-{n}-{name}": said for n, step in enumerate(STEPS) for name, said in step.items()},
    Section.RESULTS: {
        "row-0-indicator": "Вопросы учеников", "row-0-before": "4", "row-0-after": "11", "row-0-people": "12",
        "reasoning": "Один вопрос снимает страх.", "cautions": "Не для проверки", "links": "https://example.org",
    },
    Section.RIGHTS: {"licensed": "1", "depicted": "1", "change_note": ""},
}  # fmt: skip


def seen(practice, section):
    return digest(practice.working, section)


def test_a_practice_is_written_reviewed_published_found_and_used(world, sending):
    nina, kira, olga, vera = (sending(key) for key in ("nina", "kira", "olga", "vera"))
    begun = {"title": "Час тишины", "organization": world.school_1.public_id, "submission_key": "key-1"}
    assert nina.post("/practices/new", data={**begun, "title": ""}).status_code == 422
    where = [nina.post("/practices/new", data=begun).headers["Location"] for _again in range(2)]
    assert where[0] == where[1]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Practice)) == 1
    practice = db.session.scalars(sa.select(Practice)).one()
    root = f"/practices/{practice.public_id}"
    assert sending("vera").get(root).status_code == 404
    for section, fields in FORMS.items():
        drawn = nina.get(f"{root}/edit/{section}")
        assert drawn.status_code == 200, section
        said = {**fields, "seen": seen(practice, section)}
        assert nina.post(f"{root}/edit/{section}", data=said).status_code == 303, section
        db.session.expire_all()
    assert nina.post(f"{root}/files", data={"submission_key": "key-2", "description": "Бланк"}).status_code == 422
    upload = {"submission_key": "key-2", "description": "Бланк", "file": (io.BytesIO(b"%PDF-1.4\n%%EOF"), "form.pdf")}
    assert nina.post(f"{root}/files", data=upload, content_type="multipart/form-data").status_code in (303, 422)
    for path in ("/edit", "/preview", "/submission", "/authors", "/files"):
        assert "Час тишины" in nina.get(root + path).text, path
    assert nina.post(f"{root}/submission").status_code == 303
    assert "Час тишины" in kira.get("/practices/review").text
    assert "Час тишины" not in olga.get("/practices/review").text
    remark = {"section": "steps", "text": "Сколько длится третий шаг?", "submission_key": "key-3"}
    assert kira.post(f"{root}/remarks", data=remark).status_code == 303
    assert kira.post(f"{root}/decision", data={"decision": "publish", "evidence": "2"}).status_code == 422
    assert kira.post(f"{root}/decision", data={"decision": "return"}).status_code == 303
    assert "Практика вернулась с замечаниями" in nina.get("/").text
    assert "Сколько длится третий шаг?" in nina.get(f"{root}/edit/steps").text
    nina.post(f"{root}/submission")
    kira.post(f"{root}/decision", data={"decision": "pass"})
    assert olga.post(f"{root}/decision", data={"decision": "publish", "evidence": "4"}).status_code == 422
    assert "Сравнение «до и после»" in olga.get(f"{root}/review").text
    assert olga.post(f"{root}/decision", data={"decision": "publish", "evidence": "2"}).status_code == 303
    found = vera.get("/practices?q=тишина&format=teacher_teacher").text
    assert "Найдена 1 практика" in found
    assert "Есть обоснование" in found
    card = vera.get(root).text
    assert "Договоритесь об одном вопросе" in card
    assert "Орлова" not in card
    assert "Имена не указаны" in card
    assert "Орлова" in kira.get(root).text
    use = {
        "organization": world.school_2.public_id,
        "starts_on": "01.09.2026",
        "note": "В старших",
        "submission_key": "k4",
    }
    assert vera.get(f"{root}/adoption").status_code == 200
    assert vera.post(f"{root}/adoption", data={**use, "organization": world.school_1.public_id}).status_code == 422
    assert [vera.post(f"{root}/adoption", data=use).status_code for _again in range(2)] == [303, 303]
    assert "Помогла ли практика?" in vera.get("/").text
    adopted = db.session.scalars(sa.select(PracticeAdoption)).one()
    path = f"/practices/adoptions/{adopted.public_id}"
    assert vera.post(path, data={}).status_code == 422
    assert sending("nina").get(path).status_code == 404
    assert vera.post(path, data={"outcome": "not_helped", "done": "Три раза"}).status_code == 303
    assert "Не помогло" in nina.get(root).text
    assert "1 организация" in nina.get(root).text


def test_a_stale_section_shows_both_texts_and_an_autosave_tells_its_time(world, sending, draft):
    practice, nina = draft(), sending("nina")
    path = f"/practices/{practice.public_id}/edit/essence"
    fields = {**FORMS[Section.ESSENCE], "seen": seen(practice, Section.ESSENCE)}
    saved = nina.post(path, data={**fields, "summary": "Сама", "intent": "autosave"}, headers={"HX-Request": "true"})
    assert saved.status_code == 200
    assert "Сохранено в" in saved.text
    stale = nina.post(path, data={**fields, "summary": "Поздний текст"})
    assert stale.status_code == 409
    assert "Поздний текст" in stale.text
    assert "Сама" in stale.text
    db.session.expire_all()
    assert practice.working.summary == "Сама"
    same = nina.post(path, data={**fields, "summary": "Сама"})
    assert same.status_code == 303, "the page saved this very text itself a moment ago"
    late = nina.post(path, data={**fields, "intent": "autosave"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    fresh = {**fields, "summary": "Поздний текст", "seen": seen(practice, Section.ESSENCE)}
    assert nina.post(path, data=fresh).status_code == 303


def test_rows_move_by_buttons_and_nothing_typed_is_lost(world, sending, draft):
    practice, nina = draft(), sending("nina")
    path = f"/practices/{practice.public_id}/edit/steps"
    fields = {**FORMS[Section.STEPS], "seen": seen(practice, Section.STEPS), "row-0-title": "Набранное"}
    down = nina.post(path, data={**fields, "line": "down@0"}).text
    assert down.index("Сходите на урок") < down.index("Набранное")
    assert "Набранное" in nina.post(path, data={**fields, "line": "remove@2"}).text
    assert 'name="row-3-title"' in nina.post(path, data={**fields, "line": "add"}).text
    assert nina.post(path, data={**fields, "line": "up@99999999"}).status_code == 200
    assert practice.working.steps[0].title == STEPS[0]["title"]
    results = f"/practices/{practice.public_id}/edit/results"
    wrong = {**FORMS[Section.RESULTS], "seen": seen(practice, Section.RESULTS), "row-0-people": "много"}
    assert nina.post(results, data=wrong).status_code == 422
    assert nina.post(results, data={**wrong, "row-0-people": "5", "links": "javascript:alert(1)"}).status_code == 422


def test_the_list_costs_the_same_with_two_and_with_twenty_practices(world, sending, published, count_queries):
    for n in range(2):
        published(title=f"Практика {n}")
    reader = sending("vera")
    reader.get("/practices")
    with count_queries() as few:
        reader.get("/practices?q=урок&format=teacher_teacher")
    for n in range(2, 20):
        published(title=f"Практика {n}")
    with count_queries() as many:
        assert "Найдено 20 практик" in reader.get("/practices?q=урок&format=teacher_teacher").text
    assert len(few) == len(many)


def test_a_guest_reads_the_bank_but_neither_names_nor_drafts(world, client, draft, published):
    shown, hidden = published(title="Открытая"), draft(title="Скрытая")
    bank = client.get("/practices").text
    assert "Открытая" in bank
    assert "Скрытая" not in bank
    card = client.get(f"/practices/{shown.public_id}").text
    assert "Орлова" not in card
    assert "Мы тоже используем" not in card
    assert "Как сослаться" in card
    assert client.get(f"/practices/{hidden.public_id}").status_code == 404
    assert client.get(f"/practices/{shown.public_id}/versions/1").status_code == 200
    assert client.get(f"/practices/{shown.public_id}/versions/2").status_code == 404
    actions.archive_practice(world.actor("nina"), shown, reason="Так больше не делаем")
    db.session.commit()
    assert "Так больше не делаем" in client.get(f"/practices/{shown.public_id}").text
    assert "Открытая" not in client.get("/practices").text


def test_marks_presentations_and_collections(world, sending, published):
    practice, vera, nina, olga = published(), sending("vera"), sending("nina"), sending("olga")
    root = f"/practices/{practice.public_id}"
    told = vera.post(f"{root}/mark", data={"useful": "1"}, headers={"HX-Request": "true"}).text
    assert "Полезно, 1" in told
    assert 'aria-pressed="true"' in told
    assert "Полезно, 1" in nina.get(root).text
    shown = {"held_on": "20.11.2026", "level": "region", "event": "Клуб «Восхождение»", "submission_key": "k1"}
    assert nina.post(f"{root}/presentations", data={**shown, "held_on": "20.11.2036"}).status_code == 422
    assert nina.post(f"{root}/presentations", data=shown).status_code == 303
    assert "Клуб «Восхождение»" in vera.get(root).text
    assert "в регионе" in vera.get(root).text
    made = olga.post(
        "/practices/collections/new",
        data={"title": "Молодым", "organization": world.municipality.public_id, "submission_key": "k2"},
    )
    where = made.headers["Location"]
    assert vera.get(where).status_code == 404
    olga.post(
        "/practices/collections/put", data={"collection": where.rsplit("/", 1)[1], "practice": practice.public_id}
    )
    olga.post(where, data={"deed": "open"})
    assert "Час тишины" in vera.get(where).text
    assert "Молодым" in vera.get("/practices/collections").text
    unmet, once = olga.get("/practices/gaps").text.split("Запросы, на которые практика одна")
    assert "Интерес к учёбе" in unmet
    assert "Анализ урока" not in unmet
    assert "Анализ урока" in once


def test_nonsense_in_the_address_is_no_filter(client, world):
    for query in ("format=no-such", "page=999999", "q=" + "о" * 500, "sort=x&evidence=9", "organization=1&format=1"):
        assert client.get(f"/practices?{query}").status_code == 200, query


def test_an_earlier_version_keeps_a_file_that_the_new_one_drops(world, published):
    practice, nina = published(), world.actor("nina")
    made = actions.begin_update(nina, practice)
    first = actions.add_file(
        nina, made, io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 64), "picture.png", description="Доска"
    )
    practice.published.files.append(PracticeFile(file_id=first.file_id, description="Доска"))
    db.session.commit()
    actions.remove_file(nina, made, first)
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PracticeFile)) == 1
    assert practice.published.files[0].file.name == "picture.png"
