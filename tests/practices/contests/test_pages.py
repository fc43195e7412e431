"""Contests as people walk them: announced, entered, judged, signed, published."""

import io
import zipfile

import sqlalchemy as sa

from portal.core.db import db
from portal.practices.contests import actions
from portal.practices.contests.models import Contest, ContestEntry, ContestReview
from tests.practices.contests.holding import APPLY_UNTIL, JUDGE_UNTIL, after, hold, points
from tests.practices.contests.test_rules import enter, seat

SAID = {
    "title": "Лучшие практики", "terms": "Цель <script>alert(1)</script>", "is_for_town": "1",
    "apply_from": "20.11.2026", "apply_until": "30.11.2026", "judge_until": "10.12.2026", "results_on": "10.12.2026",
    "least_jurors": "1",
}  # fmt: skip


def test_an_operator_prepares_and_announces_a_contest(world, sending, client):
    olga = sending("olga")
    fields = {**SAID, "organization": world.municipality.public_id, "submission_key": "k1"}
    wrong = olga.post("/contests/new", data={**fields, "apply_until": "01.11.2026"})
    assert wrong.status_code == 422
    assert "раньше, чем начинается" in wrong.text
    assert "Лучшие практики" in wrong.text
    assert olga.post("/contests/new", data={**fields, "least_jurors": "9" * 400}).status_code == 422
    where = {olga.post("/contests/new", data=fields).headers["Location"].split("?")[0] for _again in range(2)}
    (contest,) = db.session.scalars(sa.select(Contest)).all()
    root = f"/contests/{contest.public_id}"
    assert where == {f"{root}/setup", root}
    assert client.get(root).status_code == 404
    assert olga.post(f"{root}/steps/announce").status_code == 409
    assert olga.post(f"{root}/nominations", data={"title": "", "subject": "practice"}).status_code == 422
    said = {"title": "Практика", "subject": "practice", "submission_key": "n"}
    assert [olga.post(f"{root}/nominations", data=said).status_code for _again in range(2)] == [303, 303]
    again = olga.post(f"{root}/nominations", data={**said, "submission_key": "n2"})
    assert again.status_code == 422
    assert "Такая строка уже есть" in again.text
    criterion = {"c-title": "Польза", "c-grades": "0 – нет", "c-most": "5", "c-weight": "11", "c-submission_key": "c"}
    assert "Число от 1 до 10" in olga.post(f"{root}/criteria", data=criterion).text
    assert olga.post(f"{root}/criteria", data={**criterion, "c-weight": "2"}).status_code == 303
    chosen = {"person": world.karim.public_id, "is_chair": "1", "submission_key": "j"}
    assert olga.post(f"{root}/jury", data=chosen).status_code == 303
    second = olga.post(f"{root}/jury", data={**chosen, "person": world.denis.public_id, "submission_key": "j2"})
    assert second.status_code == 422
    assert "председатель уже есть" in second.text
    stale = olga.post(f"{root}/edit", data={**SAID, "version": "99", "terms": "Поздний текст"})
    assert stale.status_code == 409
    assert "Поздний текст" in stale.text
    assert "Объявить конкурс?" in olga.get(f"{root}/steps/announce").text
    assert olga.get(f"{root}/steps/nonsense").status_code == 404
    assert olga.post(f"{root}/steps/announce").status_code == 303
    shown = client.get(root).text
    assert "Приём заявок" in shown
    assert "<script>alert" not in shown


def test_a_practice_and_a_person_go_through_to_the_published_results(world, sending, client, published):
    contest, practice = hold(world), published()
    db.session.commit()
    root = f"/contests/{contest.public_id}"
    kira, nina, karim, denis, olga = (sending(key) for key in ("kira", "nina", "karim", "denis", "olga"))
    practices, people = (each.public_id for each in contest.nominations)
    page = nina.get(f"{root}/application").text
    assert "Час тишины" in page
    assert "Зимина" not in page
    empty = nina.post(f"{root}/application", data={"nomination": practices, "words": "Мои слова"})
    assert empty.status_code == 422
    assert "Мои слова" in empty.text
    said = {"nomination": practices, "practice": practice.public_id, "submission_key": "a1"}
    assert [nina.post(f"{root}/application", data=said).status_code for _again in range(2)] == [303, 303]
    named = {"nomination": people, "person": f"{world.nina.public_id}.{world.school_1.public_id}"}
    assert kira.post(f"{root}/application", data={**named, "submission_key": "a2"}).status_code == 303
    first, second = db.session.scalars(sa.select(ContestEntry).order_by(ContestEntry.id)).all()
    assert "Вас выдвигают на конкурс" in nina.get("/").text
    assert kira.post(f"/contests/entries/{second.public_id}/answer", data={"deed": "agree"}).status_code == 409
    assert nina.post(f"/contests/entries/{second.public_id}/answer", data={"deed": "agree"}).status_code == 303
    assert karim.get(f"/contests/entries/{first.public_id}").status_code == 404
    with after(APPLY_UNTIL):  # sessions of ten days ago are over
        nina, karim, denis, olga = (sending(key) for key in ("nina", "karim", "denis", "olga"))
        assert "Приём заявок закончен" in olga.get("/").text
        assert olga.post(f"{root}/steps/judge").status_code == 303
        assert "Оцените заявки конкурса" in karim.get("/").text
        assert "Оцените заявки конкурса" not in denis.get("/").text
        assert "Для вас заявок нет" in denis.get(f"{root}/judging").text
        assert denis.get(f"/contests/entries/{first.public_id}/review").status_code == 404
        review = f"/contests/entries/{first.public_id}/review"
        refused = karim.post(review, data={"points_0": "5", "points_1": "4"})
        assert refused.status_code == 422
        assert "Объясните" in refused.text
        assert karim.post(review, data={"points_0": "77"}).status_code == 422
        given = {"points_0": "5", "points_1": "4", "comment": "Данные убедили"}
        assert karim.post(review, data=given).status_code == 303
        assert "Оценена" in karim.get(f"{root}/judging").text
        assert "Данные убедили" in karim.get(review).text
        assert "Данные убедили" not in olga.get(review).text
        assert "5,00" not in olga.get(f"{root}/results").text
        assert "Данные убедили" not in nina.get(f"/contests/entries/{first.public_id}").text
        declared = karim.post(f"/contests/entries/{second.public_id}/conflict")
        assert declared.status_code == 303
        assert karim.get(f"/contests/entries/{second.public_id}").status_code == 404
        assert olga.post(f"{root}/steps/count").status_code == 409
        assert olga.get(f"{root}/protocol").status_code == 404
    with after(JUDGE_UNTIL):
        nina, karim, olga = (sending(key) for key in ("nina", "karim", "olga"))
        assert olga.post(f"{root}/steps/count").status_code == 303
        assert "14,00" in karim.get(f"{root}/results").text
        assert karim.post(f"{root}/signature").status_code == 409
        assert "Подпишите протокол" in olga.get("/").text
        assert olga.post(f"{root}/signature").status_code == 303
        protocol = olga.get(f"{root}/protocol").text
        assert "место 1: Час тишины" in protocol
        assert "объявлен членом жюри" in protocol
        assert db.session.scalars(sa.select(Contest.digest)).one() in protocol
        paper = olga.get(f"{root}/protocol.docx")
        with zipfile.ZipFile(io.BytesIO(paper.data)) as book:
            assert "место 1: Час тишины" in book.read("word/document.xml").decode()
        assert "Итоги подведены" not in client.get(root).text
        assert olga.post(f"{root}/steps/publish").status_code == 303
        shown = client.get(root).text
        assert "1 место" in shown
        assert "Орлова" not in shown
        assert "Имя не указано" in shown
        assert "Данные убедили" in nina.get(f"/contests/entries/{first.public_id}").text
        assert "Юсупов" not in nina.get(f"/contests/entries/{first.public_id}").text
        assert "Конкурс «Лучшие практики»: место 1" in client.get(f"/practices/{practice.public_id}").text


def test_pages_cost_the_same_with_two_and_with_ten_entries(world, sending, draft, count_queries):
    contest, olga = hold(world), sending("olga")
    root = f"/contests/{contest.public_id}"
    for n in range(2):
        enter(world, contest, draft(title=f"Практика {n}"))
    paths = [f"{root}/{page}" for page in ("entries", "jury", "judging", "results")] + [root, "/contests", "/"]
    with after(APPLY_UNTIL):
        actions.begin_judging(world.actor("olga"), contest)
    db.session.commit()
    few, many = [], []
    for counts in (few, many):
        for path in paths:
            olga.get(path)
            with count_queries() as seen:
                assert olga.get(path).status_code == 200
            counts.append(len(seen))
        if counts is few:
            for n in range(8):
                entry = _copied(contest, draft(title=f"Ещё {n}"))
                karim = seat(contest, world.karim)
                actions.give_points(world.actor("karim"), karim, entry, points=points(contest, 3, 3), comment="")
            db.session.commit()
    assert few == many
    assert max(few[:-1]) <= 9  # the desk asks for more
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ContestReview)) == 8


def _copied(contest, practice):
    """An entry beside those that were made in time."""
    entry = ContestEntry(
        contest_id=contest.id, nomination_id=contest.nominations[0].id, organization_id=practice.organization_id,
        practice_id=practice.id, state="accepted", title=practice.working.title, content=[], applied_on=APPLY_UNTIL,
    )  # fmt: skip
    db.session.add(entry)
    db.session.flush()
    return entry
