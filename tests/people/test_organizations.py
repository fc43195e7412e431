"""The register of organisations: the list, the card, its changes, its words, the workbook."""

import io

import openpyxl
import pytest
import sqlalchemy as sa

from portal.access.roles import Role
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.search import registry
from portal.people import actions as people
from portal.people.kinds import Contour, MembershipKind, OrganizationKind
from portal.people.labels import label_of_role
from portal.people.models import Organization
from portal.people.organization_register import HEADINGS
from portal.people.requisites import as_site, is_email, is_inn, is_ogrn, is_phone, is_site
from tests.conftest import NOW

TODAY = NOW.date()
CARD = {
    "name": "Северный многопрофильный колледж", "short_name": "Колледж", "kind": "college", "contour": "internal",
    "time_zone": "Asia/Irkutsk", "head": "",
}  # fmt: skip


def path(organization, tail=""):
    return f"/organizations/{organization.public_id}{tail}"


def new_fields(world, **fields):
    above = {"above": world.municipality.public_id, "submission_key": "key-1"}
    return {**CARD, "name": "Лицей у реки", "short_name": "Лицей", "kind": "school", **above, **fields}


def entries(event):
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == event)).all()


@pytest.mark.parametrize("inn", ["7707083893", "500100732259"])
def test_a_right_inn_is_known(inn):
    assert is_inn(inn)


@pytest.mark.parametrize(
    "inn", ["7707083894", "500100732258", "500100732269", "770708389", "٧٧٠٧٠٨٣٨٩٣", "", "77o7083893"]
)
def test_a_wrong_inn_is_refused(inn):
    assert not is_inn(inn)


@pytest.mark.parametrize(("ogrn", "right"), [
    ("1027700132195", True), ("1027700132196", False), ("304500116000157", True), ("304500116000158", False),
    ("102770013219", False),
])  # fmt: skip
def test_the_last_digit_of_ogrn_is_a_check(ogrn, right):
    assert is_ogrn(ogrn) is right


@pytest.mark.parametrize(
    "site", ["javascript:alert(1)", "https://", "https://user@evil.example", "http://a b.ru", "data:text/html,x"]
)
def test_only_a_site_becomes_a_link(site):
    assert not is_site(as_site(site))


def test_usual_contacts_are_taken():
    assert is_site(as_site("school12.ru/about"))
    assert is_email("school@example.ru")
    assert is_phone("+7 (3953) 00-00-00, доб. 12")
    assert not is_phone("позвоните нам")


def test_everybody_sees_their_own_organisation_and_the_operator_all(world, client_as):
    own, other = world.school_1.public_id, world.school_2.public_id
    for key in ("kira", "misha", "maria", "pavel"):
        said = client_as(key).get("/organizations").text
        assert own in said
        assert other not in said, key
    said = client_as("olga").get("/organizations").text
    assert own in said
    assert other in said


def test_the_list_is_narrowed_by_kind_contour_state_and_words(world, client_as):
    plant = people.add_organization(
        world.actor("olga"), kind=OrganizationKind.ENTERPRISE, contour=Contour.EXTERNAL, name="Механический завод",
        short_name="МехЗавод", time_zone="Asia/Irkutsk", municipality=world.municipality,
    )  # fmt: skip
    people.close_organization(world.actor("olga"), world.school_2, on=TODAY.replace(day=1))
    db.session.commit()
    olga = client_as("olga")

    def shown(query):
        said = olga.get(f"/organizations?{query}").text
        return [each.short_name for each in (plant, world.school_1, world.school_2) if each.public_id in said]

    assert shown("kind=enterprise") == ["МехЗавод"]
    assert shown("contour=external") == ["МехЗавод"]
    assert shown("state=closed") == ["Школа № 12"]
    assert shown("q=мехзав") == ["МехЗавод"]
    assert shown("q=колледж") == ["Колледж"]
    assert shown("q=100%25") == []
    assert shown("kind=nonsense&contour=x&state=y") == ["МехЗавод", "Колледж", "Школа № 12"]


def test_the_list_costs_the_same_with_few_and_with_many(world, client_as, count_queries):
    olga = client_as("olga")
    olga.get("/organizations")
    with count_queries() as few:
        olga.get("/organizations")
    for number in range(18):
        people.add_organization(
            world.actor("olga"), kind=OrganizationKind.SCHOOL, name=f"Школа {number}", short_name=f"Ш{number}",
            time_zone="Asia/Irkutsk", municipality=world.municipality,
        )  # fmt: skip
    db.session.commit()
    with count_queries() as many:
        olga.get("/organizations")
    assert len(many) == len(few)


def test_a_new_organisation_is_made_once(world, client_as, post):
    olga = client_as("olga")
    first = post(olga, "/organizations", **new_fields(world))
    again = post(olga, "/organizations", **new_fields(world))
    assert first.status_code == again.status_code == 303
    made = db.session.scalars(sa.select(Organization).where(Organization.name == "Лицей у реки")).one()
    assert made.public_id in again.location
    assert made.municipality_id == world.municipality.id
    assert len(entries(AuditEvent.ORGANIZATION_ADDED)) >= 1


@pytest.mark.parametrize("wrong", [
    ("name", "", "Укажите полное название"),
    ("inn", "7707083894", "контрольное число"),
    ("ogrn", "12", "контрольное число"),
    ("email", "почта", "Укажите почту"),
    ("phone", "нет", "Укажите телефон"),
    ("site", "javascript:alert(1)", "Укажите адрес сайта"),
    ("kind", "municipality", ""),
    ("time_zone", "Mars/Base", ""),
])  # fmt: skip
def test_a_wrong_field_is_said_and_nothing_typed_is_lost(world, client_as, post, wrong):
    field, typed, words = wrong
    answer = post(
        client_as("olga"), "/organizations", **new_fields(world, **{field: typed, "address": "улица Садовая"})
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "улица Садовая" in answer.text
    assert "Ошибка: " in answer.text


def test_a_card_is_saved_with_its_head(world, client_as, post):
    fields = {**CARD, "head": world.denis.public_id, "inn": "7707 083 893", "site": "college.example", "version": "1"}
    answer = post(client_as("kira"), path(world.school_1, "/edit"), **fields)
    assert answer.status_code == 303
    db.session.refresh(world.school_1)
    assert world.school_1.head_id == world.denis.id
    assert world.school_1.inn == "7707083893"
    assert world.school_1.site == "https://college.example"
    said = client_as("misha").get(path(world.school_1)).text
    assert "Громов Денис Аркадьевич" in said
    assert entries(AuditEvent.ORGANIZATION_CHANGED)[0].changes == {"fields": ["head_id", "site", "inn"]}


def test_the_head_is_an_employee_of_this_organisation(world, client_as, post):
    answer = post(
        client_as("kira"), path(world.school_1, "/edit"), **{**CARD, "head": world.vera.public_id, "version": "1"}
    )
    assert answer.status_code == 422
    assert db.session.get_one(Organization, world.school_1.id).head_id is None


def test_the_operator_changes_the_card_without_a_list_of_employees(world, client_as, post):
    people.edit_organization(
        world.actor("kira"), world.school_1, kind=OrganizationKind.COLLEGE, contour=Contour.INTERNAL, name="Колледж",
        short_name="К", time_zone="Asia/Irkutsk", contacts=people.Contacts(), head=world.denis,
    )  # fmt: skip
    db.session.commit()
    olga = client_as("olga")
    assert "Орлова" not in olga.get(path(world.school_1, "/edit")).text
    fields = {**CARD, "head": world.nina.public_id, "version": str(world.school_1.version)}
    assert post(olga, path(world.school_1, "/edit"), **fields).status_code == 303
    db.session.refresh(world.school_1)
    assert world.school_1.head_id == world.denis.id


def test_two_who_save_at_once_see_both_texts(world, client_as, post):
    kira, denis = client_as("kira"), client_as("denis")
    assert (
        post(denis, path(world.school_1, "/edit"), **{**CARD, "address": "Лесная, 1", "version": "1"}).status_code
        == 303
    )
    late = post(kira, path(world.school_1, "/edit"), **{**CARD, "address": "Речная, 2", "version": "1"})
    assert late.status_code == 409
    assert "Лесная, 1" in late.text
    assert "Речная, 2" in late.text
    db.session.refresh(world.school_1)
    assert world.school_1.address == "Лесная, 1"


def test_a_closed_organisation_opens_nothing_new_until_it_is_opened_again(world, client_as, post):
    kira = client_as("kira")
    assert post(kira, path(world.school_1, "/closure"), ends_on="01.11.2026").status_code == 303
    assert "Закрыта" in kira.get(path(world.school_1)).text
    with pytest.raises(Refusal, match="закрыта"):
        people.add_group(world.actor("kira"), world.school_1, name="Н-11", course=1, starts_on=TODAY)
    assert post(kira, path(world.school_1, "/closure"), ends_on="01.11.2026").status_code == 422
    assert post(kira, path(world.school_1, "/reopening")).status_code == 303
    assert post(kira, path(world.school_1, "/reopening")).status_code == 409


def test_a_municipality_is_never_closed_nor_made_a_school(world):
    with pytest.raises(Refusal, match="Муниципалитет"):
        people.close_organization(world.actor("olga"), world.municipality, on=TODAY)
    with pytest.raises(Refusal, match="Муниципалитет"):
        people.edit_organization(
            world.actor("olga"), world.municipality, kind=OrganizationKind.SCHOOL, contour=Contour.INTERNAL, name="Г",
            short_name="Г", time_zone="Asia/Irkutsk", contacts=people.Contacts(), head=None,
        )  # fmt: skip


def test_an_organisation_calls_roles_in_its_own_words(world, client_as, post):
    kira = client_as("kira")
    fields = {"label-curator": "Координатор", "label-mentor": "Наставник", "term-0": "КЦМ",
              "meaning-0": "куратор целевой модели", "version": "1"}  # fmt: skip
    assert post(kira, path(world.school_1, "/words"), **fields).status_code == 303
    db.session.refresh(world.school_1)
    assert world.school_1.role_labels == {"curator": "Координатор"}, "the usual word is not kept"
    assert label_of_role(world.school_1, Role.CURATOR) == "Координатор"
    assert label_of_role(world.school_1, Role.MENTOR) == "Наставник"
    assert label_of_role(None, Role.CURATOR) == "Куратор"
    assert "куратор целевой модели" in client_as("misha").get(path(world.school_1)).text
    assert "Координатор" in kira.get("/account").text


def test_half_a_term_and_a_long_label_are_said(world, client_as, post):
    fields = {"label-curator": "К" * 41, "term-0": "КЦМ", "meaning-0": "", "version": "1"}
    answer = post(client_as("kira"), path(world.school_1, "/words"), **fields)
    assert answer.status_code == 422
    assert "Заполните и слово, и его значение" in answer.text
    assert "Сократите название роли" in answer.text
    assert "КЦМ" in answer.text


def test_a_term_that_is_cleared_goes(world):
    people.set_organization_words(
        world.actor("kira"), world.school_1, labels={}, terms=[("А", "б"), ("", ""), ("В", "г")]
    )
    assert [one["term"] for one in world.school_1.settings["terms"]] == ["А", "В"]


def test_counts_of_people_are_for_those_who_lead(world, client_as):
    assert "Обучающиеся" in client_as("kira").get(path(world.school_1)).text
    assert "Обучающиеся" in client_as("olga").get(path(world.school_1)).text
    said = client_as("misha").get(path(world.school_1)).text
    assert "Обучающиеся" not in said
    assert world.group_1.public_id not in said


def test_the_workbook_has_the_headings_and_only_what_the_reader_sees(world, client_as):
    answer = client_as("kira").get("/organizations/register.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert list(rows[0]) == list(HEADINGS.values())
    assert [row[0] for row in rows[1:]] == [world.school_1.name]
    everything = openpyxl.load_workbook(io.BytesIO(client_as("olga").get("/organizations/register.xlsx").data)).active
    assert everything.max_row == 4


def test_hostile_filters_reach_the_workbook_harmlessly(world, client_as):
    kira = client_as("kira")
    assert kira.get("/organizations?_external=1&endpoint=x&_scheme=y&_anchor=z").status_code == 200
    assert kira.get("/organizations/register.xlsx?q=%27%22&_scheme=y").status_code == 200


def test_an_organisation_and_a_group_are_found_by_whoever_may_see_them(world):
    registry.rebuild()

    def found(key, kind, text):
        return [find.path for find in registry.find(registry.KINDS[kind], world.actor(key), text, limit=9).finds]

    assert found("misha", "organization", "колледж") == [path(world.school_1)]
    assert found("vera", "organization", "колледж") == []
    assert found("kira", "group", "М-21") == [f"/groups/{world.group_1.public_id}"]
    assert found("misha", "group", "М-21") == []


def test_a_college_on_its_own_enters_its_partners(world):
    lonely = people.add_organization(
        world.actor("admin"), kind=OrganizationKind.COLLEGE, name="Одинокий колледж", short_name="Один",
        time_zone="Asia/Irkutsk",
    )  # fmt: skip
    partner = people.add_organization(
        world.actor("admin"), kind=OrganizationKind.ENTERPRISE, contour=Contour.EXTERNAL, name="Завод",
        short_name="Завод", time_zone="Asia/Irkutsk", municipality=lonely,
    )  # fmt: skip
    assert partner.municipality_id == lonely.id
    assert MembershipKind.LEARNER  # the words of kinds stay codes in the database
