"""Pages of the register and the card, as the people of two schools meet them."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.submissions import new_key
from portal.people import actions as people
from portal.people import bulk
from portal.people.kinds import Contour, MembershipKind, OrganizationKind
from portal.people.models import CareerFact, Membership, Person, Qualification, Representation
from portal.people.reference import sync_audiences
from tests.conftest import NOW

SYSTEM = Actor.system("tests")
DAY = date(2026, 9, 1)
NAMES = {"family_name": "Новикова", "given_name": "Анна", "patronymic": "Олеговна"}
PLACE = {"kind": "employee", "post": "Методист", "starts_on": "01.09.2026"}


def crowd(world: Any, many: int) -> None:
    for number in range(many):
        person = people.add_person(SYSTEM, family_name=f"Толпин{number:02}", given_name="Иван", birth_on=DAY)
        people.add_membership(
            SYSTEM, person, world.school_1, kind=MembershipKind.LEARNER, starts_on=DAY, group=world.group_1
        )
        people.add_membership(
            SYSTEM, person, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=DAY, post="Лаборант"
        )
    db.session.commit()


def new_person(world: Any, **more: str) -> dict[str, str]:
    return {**NAMES, **PLACE, "submission_key": new_key(), "organization": world.school_1.public_id, **more}


def found(name: str) -> list[Person]:
    return list(db.session.scalars(sa.select(Person).where(Person.family_name == name)))


def test_the_list_costs_the_same_with_two_and_with_twenty_people(
    world: Any, client_as: Any, count_queries: Any
) -> None:
    sync_audiences()
    kira, costs = client_as("kira"), []
    for many in (2, 18):
        crowd(world, many)
        kira.get("/people?q=Толпин")
        with count_queries() as seen:
            assert kira.get("/people?q=Толпин").text.count("Лаборант") == (2 if many == 2 else 20)
        costs.append(len([statement for statement in seen if statement.startswith("SELECT")]))
        for person in db.session.scalars(sa.select(Person).where(Person.family_name.startswith("Толпин"))):
            person.family_name = f"Толпин-{person.id}"
        db.session.commit()
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("q=ковалев", "Ковалёв Миша", "Седов Паша"),
        ("q=паша+седов", "Седов Паша", "Седова Мария"),
        ("kind=parent", "Седова Мария", "Седов Паша"),
        ("kind=pirate", "Седова Мария", "Фомина"),
        ("external=1", "Ершов Павел", "Седов Паша"),
        ("audience=s1_35", "Соколов", "Орлова"),
        ("lacks=birth", "Безродный", "Орлова"),
        ("group={group_2}", "С такими условиями никого нет", "Седов"),
        ("q=%25_'\"<script>", "С такими условиями никого нет", "<script>alert"),
    ],
)
def test_filters_narrow_the_list(world: Any, client_as: Any, query: str, shown: str, hidden: str) -> None:
    sync_audiences()
    young = people.add_person(SYSTEM, family_name="Соколова", given_name="Юная", birth_on=date(2000, 1, 1))
    people.add_membership(SYSTEM, young, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=DAY)
    unknown = people.add_person(SYSTEM, family_name="Безродный", given_name="Пётр")
    people.add_membership(SYSTEM, unknown, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=DAY)
    db.session.commit()
    answer = client_as("kira").get("/people?" + query.format(group_2=world.group_2.public_id))
    assert shown in answer.text
    assert hidden not in answer.text


def test_typing_asks_for_the_list_alone(world: Any, client_as: Any) -> None:
    answer = client_as("kira").get("/people?q=Ковалёв", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "Ковалёв Миша" in answer.text


def test_a_person_is_entered_with_a_place_once_however_often_the_form_is_sent(
    world: Any, client_as: Any, post: Any
) -> None:
    kira, fields = client_as("kira"), new_person(world)
    answers = [post(kira, "/people", _data=fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    [person] = found("Новикова")
    assert person.public_id in answers[1].location
    place = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
    assert (place.post, place.organization_id) == ("Методист", world.school_1.id)


def test_a_namesake_is_asked_about_and_either_answer_is_taken(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    known = {"family_name": "Орлова", "given_name": "Нина", "patronymic": "", "post": "Куратор кружка"}
    asked = post(kira, "/people", _data=new_person(world, **known))
    assert asked.status_code == 422
    assert "Это тот же человек?" in asked.text
    assert "Преподаватель" in asked.text
    same = post(kira, "/people", _data=new_person(world, **known, same=world.nina.public_id))
    assert same.location.startswith(f"/people/{world.nina.public_id}")
    assert len(found("Орлова")) == 1
    post(kira, "/people", _data=new_person(world, **known, same="new"))
    assert len(found("Орлова")) == 2


def test_a_namesake_of_another_school_stays_unknown(world: Any, client_as: Any, post: Any) -> None:
    known = {"family_name": "Фомина", "given_name": "Яна"}
    assert post(client_as("kira"), "/people", _data=new_person(world, **known)).status_code == 303
    wanted = new_person(world, family_name="Лунина", given_name="Полина", same=world.yana.public_id)
    assert post(client_as("kira"), "/people", _data=wanted).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"family_name": " "}, "Укажите фамилию"),
        ({"birth_on": "31.02.2010"}, "Укажите дату"),
        ({"birth_on": "01.01.2030"}, "Проверьте год рождения"),
        ({"birth_on": "01.01.1700"}, "Проверьте год рождения"),
        ({"email": "не почта"}, "Проверьте адрес почты"),
        ({"phone": "<script>"}, "Проверьте номер телефона"),
        ({"kind": "pirate"}, "Выберите, кем приходится"),
        ({"group": "x" * 22}, "Выберите группу"),
        ({"starts_on": ""}, "Укажите первый день"),
        ({"starts_on": "01.09.0001"}, "Проверьте год"),
        ({"family_name": "Я" * 101}, "Сократите"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    world: Any, client_as: Any, post: Any, wrong: dict[str, str], words: str
) -> None:
    answer = post(client_as("kira"), "/people", _data=new_person(world, **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Методист" in answer.text
    assert found("Новикова") == []


def test_an_outsider_is_entered_with_the_home_and_without_an_account(world: Any, client_as: Any, post: Any) -> None:
    plant = people.add_organization(
        SYSTEM, kind=OrganizationKind.ENTERPRISE, name="Завод", short_name="Завод", time_zone="Asia/Irkutsk",
        municipality=world.municipality, contour=Contour.EXTERNAL,
    )  # fmt: skip
    db.session.commit()
    kira = client_as("kira")
    for home, kind, name in ((plant, "specialist", "Мастеров"), (world.school_2, "learner", "Гостев")):
        fields = new_person(world, family_name=name, kind=kind, home=home.public_id, post="")
        assert post(kira, "/people", _data=fields).status_code == 303
    text = kira.get("/people?external=1").text
    assert "Мастеров" in text
    assert "Школа № 12" in text
    assert "Гостев" not in client_as("karim").get("/people").text, "the home is a word, not a place there"


def test_a_stale_save_is_refused_with_both_texts(world: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), f"/people/{world.misha.public_id}/edit"
    assert 'name="version" value="1"' in kira.get(address).text
    fields = {**NAMES, "version": "1"}
    assert post(kira, address, _data=fields).status_code == 303
    stale = post(kira, address, _data={**fields, "given_name": "Алла"})
    assert stale.status_code == 409
    assert "Алла" in stale.text
    assert "Анна" in stale.text


def test_looking_at_a_card_is_written_down_once_an_hour_and_own_cards_never(world: Any, client_as: Any) -> None:
    def seen() -> int:
        wanted = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.event == AuditEvent.PERSON_VIEWED)
        return db.session.scalar(wanted) or 0

    kira, address = client_as("kira"), f"/people/{world.misha.public_id}"
    for _ in range(3):
        assert kira.get(address).status_code == 200
    assert seen() == 1
    client_as("misha").get(address)
    client_as("karim").get(address)
    assert seen() == 1
    db.session.execute(sa.update(AuditEntry).values(happened_at=NOW - timedelta(minutes=61)))
    kira.get(address)
    assert seen() == 2
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.PERSON_VIEWED)).first()
    assert (entry.person_id, entry.subject_id) == (world.kira.id, world.misha.public_id)


def test_a_card_shows_only_what_the_reader_may_know(world: Any, client_as: Any) -> None:
    people.add_membership(
        SYSTEM, world.misha, world.school_2, kind=MembershipKind.EMPLOYEE, starts_on=DAY, post="Лаборант"
    )
    db.session.commit()
    address = f"/people/{world.misha.public_id}"
    assert "Лаборант" not in client_as("kira").get(address).text
    there = client_as("karim").get(address).text
    assert "Лаборант" in there
    assert "М-21" not in there
    own = client_as("misha").get(address).text
    assert "Лаборант" in own
    assert "М-21" in own
    assert client_as("nina").get(address).status_code == 404
    assert client_as("polina").get(address).status_code == 200
    assert "Добавить место" not in client_as("polina").get(address).text


def test_a_parent_opens_the_child_and_nobody_else(world: Any, client_as: Any) -> None:
    maria = client_as("maria")
    assert maria.get(f"/people/{world.pasha.public_id}").status_code == 200
    assert maria.get(f"/people/{world.misha.public_id}").status_code == 404
    assert "Седов Паша" in maria.get(f"/people/{world.maria.public_id}").text


def test_a_place_is_added_and_ended(world: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), f"/people/{world.misha.public_id}"
    fields = {**PLACE, "submission_key": new_key(), "organization": world.school_1.public_id}
    for _ in range(2):
        assert post(kira, f"{address}/places", _data=fields).status_code == 303
    place = db.session.scalars(sa.select(Membership).where(Membership.post == "Методист")).one()
    again = post(kira, f"{address}/places", _data={**fields, "submission_key": new_key()})
    assert again.status_code == 422
    assert "уже записано" in again.text
    ending = f"{address}/places/{place.public_id}/ending"
    assert "Завершить место?" in kira.get(ending).text
    assert post(kira, ending, ends_on="01.01.2030").status_code == 422
    assert post(kira, ending, ends_on="19.11.2026").status_code == 303
    assert place.ends_on == date(2026, 11, 19)
    assert post(client_as("karim"), ending, ends_on="19.11.2026").status_code == 404


def test_a_place_ended_by_mistake_comes_back_the_same_day(world: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), f"/people/{world.misha.public_id}"
    place = db.session.scalars(sa.select(Membership).where(Membership.person_id == world.misha.id)).one()
    left = post(kira, f"{address}/places/{place.public_id}/ending", ends_on="01.10.2026")
    assert kira.get(address).status_code == 404
    assert "Вернуть, если это ошибка" in kira.get(left.location).text
    back = f"/people/places/{place.public_id}/return"
    for who, code in (("karim", 404), ("misha", 403)):
        assert post(client_as(who), back).status_code == code
    assert post(kira, back).status_code == 303
    assert place.ends_on is None
    assert "Запись вернулась на карточку" in kira.get(f"{address}?done=returned").text
    assert post(kira, back).status_code == 404, "a second press finds nothing to bring back"
    post(kira, f"{address}/places/{place.public_id}/ending", ends_on="01.10.2026")
    with clock.freeze(NOW + timedelta(days=2)):
        assert "в тот же день" in post(client_as("kira"), back).text


def test_a_representative_is_chosen_or_entered_anew(world: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), f"/people/{world.pasha.public_id}/representatives"
    said = {"relation": "отец", "starts_on": "01.09.2026", "document": "свидетельство о рождении"}
    chosen = {**said, "submission_key": new_key(), "existing": world.denis.public_id}
    assert post(kira, address, _data=chosen).status_code == 303
    foreign = {**said, "submission_key": new_key(), "existing": world.yana.public_id}
    assert post(kira, address, _data=foreign).status_code == 422
    entered = {**said, "submission_key": new_key(), "family_name": "Седов", "given_name": "Роман"}
    assert post(kira, address, _data=entered).status_code == 303
    [father] = [person for person in found("Седов") if person.given_name == "Роман"]
    place = db.session.scalars(sa.select(Membership).where(Membership.person_id == father.id)).one()
    assert (place.kind, place.organization_id) == (MembershipKind.PARENT, world.school_1.id)
    assert post(kira, address, _data={**said, "submission_key": new_key()}).status_code == 422
    kin = db.session.scalars(sa.select(Representation).where(Representation.representative_id == father.id)).one()
    assert post(kira, f"{address}/{kin.public_id}/ending", ends_on="20.11.2026").status_code == 303
    assert kin.ends_on == date(2026, 11, 20)


def test_records_are_added_put_right_removed_and_brought_back(world: Any, client_as: Any, post: Any) -> None:
    kira, card = client_as("kira"), f"/people/{world.nina.public_id}"
    fields = {"kind": "course", "title": "Курс наставников", "hours": "36", "submission_key": new_key()}
    for _ in range(2):
        assert post(kira, f"{card}/qualifications", _data=fields).status_code == 303
    made = db.session.scalars(sa.select(Qualification)).one()
    address = f"{card}/qualifications/{made.public_id}"
    assert post(kira, f"{address}/edit", _data={**fields, "title": "Курс", "version": "1"}).status_code == 303
    assert post(kira, f"{address}/edit", _data={**fields, "version": "1"}).status_code == 409
    removed = post(kira, f"{address}/removal")
    assert "Вернуть запись" in kira.get(removed.location).text
    assert "36 часов" not in kira.get(card).text
    post(kira, f"{address}/return")
    assert "36 часов" in kira.get(card).text


@pytest.mark.parametrize("hours", ["0", "много", "9" * 60, "-5"])
def test_hours_are_a_sensible_number(world: Any, client_as: Any, post: Any, hours: str) -> None:
    fields = {"kind": "course", "title": "Курс", "hours": hours, "submission_key": new_key()}
    assert post(client_as("kira"), f"/people/{world.nina.public_id}/qualifications", _data=fields).status_code == 422


def test_a_doubtful_text_is_saved_with_a_gentle_warning(world: Any, client_as: Any, post: Any) -> None:
    kira, card = client_as("kira"), f"/people/{world.nina.public_id}"
    fields = {"kind": "attested", "happened_on": "01.09.2026", "note": "Паспорт 2504 123456",
              "submission_key": new_key(), "organization": world.school_1.public_id}  # fmt: skip
    answer = post(kira, f"{card}/facts", _data=fields)
    assert answer.status_code == 303
    assert "портал не хранит" in kira.get(answer.location).text
    assert "123456" not in answer.location
    assert db.session.scalars(sa.select(CareerFact)).one().note == "Паспорт 2504 123456"


def test_a_school_sets_its_own_rule_and_goes_back(world: Any, client_as: Any, post: Any) -> None:
    sync_audiences()
    db.session.commit()
    kira, address = client_as("kira"), f"/people/audiences/{world.school_1.public_id}/s1_35"
    fields = {"max_age": "32", "version": "0"}
    assert post(kira, address, _data=fields).status_code == 303
    assert "не старше 32 лет" in kira.get("/people/audiences").text
    assert "не старше 35 лет" in client_as("karim").get("/people/audiences").text
    assert post(kira, address, _data=fields).status_code == 409
    assert post(kira, address, _data={"max_age": "10", "min_age": "20", "version": "1"}).status_code == 422
    assert post(client_as("karim"), address, _data=fields).status_code == 404
    assert post(kira, f"{address}/library").status_code == 303
    assert "не старше 32 лет" not in kira.get("/people/audiences").text


def test_buttons_of_rooms_above_get_the_choice(world: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(bulk.ACTIONS, "people.index", [])
    bulk.bulk("people.index", "Сделать со всеми", Permission.ACCOUNT_OPEN, endpoint="home.index")(lambda: None)
    text = client_as("kira").get("/people").text
    assert "Сделать со всеми" in text
    assert f'value="{world.misha.public_id}"' in text
    assert "Сделать со всеми" not in client_as("polina").get("/people").text
