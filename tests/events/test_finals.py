"""Final events: names by consent, numbers that do not change, a place for rooms above. Experts: who sees whom."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Decision, Evidence, Item, Purpose
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.events import actions
from portal.events.experts import actions as experts
from portal.events.experts.models import Expert, ExpertRequest
from portal.events.experts.queries import find_experts
from portal.events.finals import sources
from portal.events.finals.actions import freeze_figures, put_item, remove_item
from portal.events.finals.kinds import Presents
from portal.events.finals.queries import may_be_named, programme_of
from portal.events.finals.sources import FinalPart
from portal.events.models import EventRegistration
from tests.conftest import NOW, csrf_of
from tests.events.conftest import announced

AGREED = {"agreement": "Письмо", "agreed_on": NOW.date()}


def publish_name(world, who):
    system, today = Actor.system("tests"), NOW.date()
    text = consents.add_consent_text(
        system, world.school_1, purpose=Purpose.PUBLICATION, category="any", title="Публикация", body="Можно ли",
        starts_on=today, items=[item.value for item in Item],
    )  # fmt: skip
    items = {item.value: {"decision": Decision.ALLOW.value} for item in Item}
    consents.record_consent(
        system, world.person(who), text, given_by=world.person(who), evidence=Evidence.SCAN, starts_on=today,
        items=items,
    )  # fmt: skip
    db.session.commit()


def final(world):
    """A final event at which Нина and Миша present."""
    event = announced(world, title="Итоги года", kind="final", is_public=True)
    seats = [
        actions.register(world.actor(who), event, world.person(who), organization_id=world.school_1.id).public_id
        for who in ("nina", "misha")
    ]
    item = put_item(world.actor("kira"), event, None, presenters=[*seats, "x"], begins="10:30", guests="",
                    presents=Presents.PAIR, title="Пара: физика", link="")  # fmt: skip
    return event, item


def test_a_name_stands_on_the_public_page_only_with_the_consent(world, client, client_as):
    event, item = final(world)
    assert {each.person_id for each in item.presenters} == {world.nina.id, world.misha.id}
    db.session.commit()
    path = f"/finals/{event.public_id}"
    assert may_be_named(event) == set()
    page = client.get(path).text
    assert "Пара: физика" in page
    assert world.nina.full_name not in page
    publish_name(world, "nina")
    page = client.get(path).text
    assert world.nina.full_name in page
    assert world.misha.full_name not in page
    assert world.misha.full_name in client_as("kira").get(path).text


def test_numbers_are_frozen_once_and_the_programme_with_them(world, monkeypatch):
    event, item = final(world)
    kira = world.actor("kira")
    part = FinalPart(title="Награды", lines=("Благодарность",), counted="Вручено наград", n=3)
    monkeypatch.setattr(sources, "_SOURCES", [lambda about: [part] if about.id == event.id else []])
    with pytest.raises(Refusal, match="Сначала отметьте"):
        freeze_figures(kira, event)
    with clock.freeze(NOW + timedelta(days=6)):
        keys = db.session.scalars(sa.select(EventRegistration.public_id)).all()
        actions.mark_attendance(kira, event, {key: actions.Mark(came=n == 0) for n, key in enumerate(keys)})
        frozen = freeze_figures(kira, event)
        assert dict(frozen.lines) == {
            "Участников": 1, "Организаций": 1, "Выступлений": 0, "Пар на сцене": 1, "Представлено практик": 0,
            "Вручено наград": 3,
        }  # fmt: skip
        actions.mark_attendance(kira, event, {key: actions.Mark(came=True) for key in keys})
        assert freeze_figures(kira, event) is frozen
        assert dict(frozen.lines)["Участников"] == 1
        with pytest.raises(Refusal, match="больше не меняется"):
            remove_item(kira, event, item)
    assert len(programme_of(event)) == 1


def test_only_a_final_event_has_such_a_page(world, client_as):
    seminar = announced(world)
    db.session.commit()
    assert client_as("kira").get(f"/finals/{seminar.public_id}").status_code == 404


def test_an_expert_is_seen_on_a_basis_only(world):
    kira = world.actor("kira")
    experts.add_expert(kira, world.school_1, None, name="Знаток", topics="Урок", **AGREED)
    experts.add_expert(kira, world.school_1, None, name="Скрытый", topics="Урок")
    experts.add_expert(kira, world.school_1, world.nina, topics="Физика")

    def names(who):
        return [expert.said_name for expert, _shown in db.session.execute(find_experts(world.actor(who)))]

    assert names("misha") == ["Знаток"]
    assert names("kira") == ["Знаток", world.nina.full_name, "Скрытый"]
    assert names("karim") == []
    publish_name(world, "nina")
    assert names("misha") == ["Знаток", world.nina.full_name]
    with pytest.raises(Refusal, match="уже среди экспертов"):
        experts.add_expert(kira, world.school_1, world.nina, topics="Ещё раз")


def test_an_expert_is_asked_and_answers_through_the_portal(world, client_as):
    expert = experts.add_expert(world.actor("kira"), world.school_1, None, name="Знаток", topics="Урок", **AGREED)
    db.session.commit()
    path = f"/experts/{expert.public_id}"

    def sending(key):
        browser = client_as(key)
        token = csrf_of(browser.get("/my/events").text)
        return browser, lambda where, **data: browser.post(where, data={"csrf_token": token, **data})

    _misha, misha_posts = sending("misha")
    for _again in range(2):
        assert misha_posts(f"{path}/questions", text="Как начать?", submission_key="k").status_code == 303
    asked = db.session.scalars(sa.select(ExpertRequest)).one()
    assert world.kira.id in db.session.scalars(sa.select(Notice.person_id).where(Notice.path == path)).all()
    nina, nina_posts = sending("nina")
    assert "Как начать?" not in nina.get(path).text
    answer = f"{path}/questions/{asked.public_id}"
    assert nina_posts(answer, answer="Вот так").status_code == 403
    kira, kira_posts = sending("kira")
    assert "Как начать?" in kira.get(path).text
    assert kira_posts(answer, answer="").status_code == 422
    assert kira_posts(answer, answer="С вопроса").status_code == 303
    misha, _posts = sending("misha")
    assert "С вопроса" in misha.get(path).text


def test_the_directory_is_kept_by_form(world, client_as):
    kira = client_as("kira")
    token = csrf_of(kira.get("/experts/new").text)
    said = {"csrf_token": token, "organization": world.school_1.public_id, "name": "Знаток", "topics": "Урок\n\nКласс",
            "submission_key": "k"}  # fmt: skip
    wrong = kira.post("/experts/new", data={**said, "links": "Плохо javascript:1", "agreement": "Письмо"})
    assert wrong.status_code == 422
    assert "/library/" in wrong.text
    assert "Укажите день" in wrong.text
    assert kira.post("/experts/new", data={**said, "links": "Памятка /library/abc"}).status_code == 303
    expert = db.session.scalars(sa.select(Expert)).one()
    assert (expert.topics, expert.links) == ("Урок\nКласс", [["Памятка", "/library/abc"]])
    path = f"/experts/{expert.public_id}"
    assert "Имя видят только организаторы" in kira.get(path).text
    assert client_as("misha").get(path).status_code == 404
    kira = client_as("kira")
    token = csrf_of(kira.get(path).text)
    changed = {**said, "csrf_token": token, "version": "1", "agreement": "Письмо", "agreed_on": "01.11.2026"}
    assert kira.post(f"{path}/edit", data=changed).status_code == 303
    assert kira.post(f"{path}/edit", data=changed).status_code == 409
    assert client_as("misha").get(path).status_code == 200
    assert client_as("polina").get("/experts/new").status_code == 403
    kira = client_as("kira")
    assert kira.post(f"{path}/removal", data={"csrf_token": csrf_of(kira.get(path).text)}).status_code == 303
    assert db.session.scalars(sa.select(Expert)).all() == []
