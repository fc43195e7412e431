"""The base of curators: the list, its filters and workbook, the yearly correction (ORG-5, ORG-10)."""

import io
from datetime import date
from typing import Any

import sqlalchemy as sa
from openpyxl import load_workbook

from portal.access.roles import Role
from portal.accounts import actions
from portal.accounts.actions.reviews import school_year
from portal.accounts.models import CuratorReview, RoleGrant
from portal.core import submissions
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.people.models import Disclosure
from tests.accounts.keys import SYSTEM, newcomer

BEGAN = date(2025, 9, 1)


def appointed(world: Any, name: str, role: Role, *, school: int = 1, ends_on: date | None = None) -> RoleGrant:
    person = newcomer(world, name, email=None, school=school)
    grant = actions.grant_role(SYSTEM, person, world.town.schools[school], role, starts_on=BEGAN, ends_on=ends_on,
                               document="Приказ № 41")  # fmt: skip
    db.session.commit()
    return grant


def test_each_sees_the_curators_of_their_organizations(world: Any, client_as: Any) -> None:
    appointed(world, "Здешний", Role.GROUP_CURATOR)
    appointed(world, "Тамошний", Role.FORM_LEAD, school=2)
    near, far = client_as("kira").get("/curators").text, client_as("olga").get("/curators").text
    assert "Здешний" in near
    assert "Тамошний" not in near
    assert "Здешний" in far
    assert "Тамошний" in far
    assert "Белова Ольга" in far
    assert client_as("nina").get("/curators").status_code == 403


def test_filters_stand_in_the_address(world: Any, client_as: Any) -> None:
    appointed(world, "Групповой", Role.GROUP_CURATOR)
    appointed(world, "Прошлый", Role.GROUP_CURATOR, ends_on=date(2026, 6, 30))
    appointed(world, "Душевный", Role.SOCIAL_EDUCATOR)
    browser = client_as("kira")
    assert "Групповой" in browser.get("/curators?role=group_curator").text
    assert "Соколова Кира" not in browser.get("/curators?role=group_curator").text
    assert "Прошлый" not in browser.get("/curators").text
    assert "Прошлый" in browser.get("/curators?past=1").text
    assert "Групповой" in browser.get("/curators?q=ГРУПП").text
    assert "С такими условиями никого нет" in browser.get("/curators?q=нет-таких").text
    support = browser.get("/curators?kind=support").text
    assert "Душевный" in support
    assert "Лунина Полина" in support
    assert "Групповой" not in support
    for nonsense in ("role=boss", "kind=%00x", "organization=%27", "page=999", "q=%25_", "past=maybe"):
        assert browser.get(f"/curators?{nonsense}").status_code in (200, 400), nonsense


def test_the_workbook_holds_what_the_page_shows(world: Any, client_as: Any) -> None:
    appointed(world, "=Групповой", Role.GROUP_CURATOR)
    answer = client_as("kira").get("/curators.xlsx?role=group_curator")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Организация", "Фамилия, имя, отчество", "Роль")
    assert rows[1][:3] == ("Колледж", "=Групповой Пётр", "Куратор группы")
    assert rows[1][6] == "Приказ № 41"
    assert len(rows) == 2
    [told] = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == "register_exported"))
    assert (told.organization_id, told.changes["filters"]) == (world.school_1.id, ["kind", "role"])
    [given] = db.session.scalars(sa.select(Disclosure))
    assert (given.organization_id, given.n) == (world.school_1.id, 1)


def test_the_yearly_correction_extends_ends_and_keeps_the_list(world: Any, client_as: Any, post: Any) -> None:
    goes_on = appointed(world, "Дальний", Role.GROUP_CURATOR, ends_on=date(2026, 12, 31))
    is_over = appointed(world, "Последний", Role.FORM_LEAD)
    stays = appointed(world, "Бывший", Role.METHODOLOGIST)
    kira = client_as("kira")
    page = kira.get("/curators/review").text
    assert "Подтвердить на 2026/2027 год" in page
    assert "меняет тот, кто назначает на эту роль" in page  # Kira herself
    fields = {"organization": world.school_1.public_id, "until": "31.08.2027", "submission_key": submissions.new_key(),
              f"what.{goes_on.public_id}": "extend", f"what.{is_over.public_id}": "end"}  # fmt: skip
    places = {post(kira, "/curators/review", **fields).location.partition("?")[0] for _press in range(2)}
    db.session.expire_all()
    assert goes_on.ends_on == date(2027, 8, 31)
    assert is_over.ends_on == date(2026, 11, 20)
    assert stays.ends_on is None
    review = db.session.scalars(sa.select(CuratorReview)).one()
    assert {line["decision"] for line in review.lines} == {"extend", "end", "keep"}
    assert "Дальний" not in str(review.lines)  # ids only: names follow the card and its erasure
    kept = kira.get(places.pop()).text
    for words in ("Дальний", "продлено", "Последний", "прекращено", "Бывший", "без изменений"):
        assert words in kept
    stays.person.erased_on = date(2026, 11, 20)
    db.session.commit()
    assert "Бывший" not in kira.get(f"/curators/reviews/{review.public_id}").text


def test_a_correction_touches_no_role_beyond_ones_reach(world: Any, client_as: Any, post: Any) -> None:
    own = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == world.kira.id)).one()
    foreign = appointed(world, "Чужой", Role.GROUP_CURATOR, school=2)
    fields = {"organization": world.school_1.public_id, "until": "31.08.2027", "submission_key": submissions.new_key(),
              f"what.{own.public_id}": "extend", f"what.{foreign.public_id}": "end"}  # fmt: skip
    assert post(client_as("kira"), "/curators/review", **fields).status_code == 303
    db.session.expire_all()
    assert own.ends_on is None
    assert foreign.ends_on is None


def test_nonsense_in_the_correction_is_refused_in_words(world: Any, client_as: Any, post: Any) -> None:
    grant = appointed(world, "Дальний", Role.GROUP_CURATOR)
    fields = {"organization": world.school_1.public_id, "until": "31.08.2027", "submission_key": submissions.new_key()}
    for changes in ({"until": "01.01.2020"}, {"until": "никогда"}, {f"what.{grant.public_id}": "explode"}):
        assert post(client_as("kira"), "/curators/review", **{**fields, **changes}).status_code == 422
    assert db.session.scalars(sa.select(CuratorReview)).all() == []


def test_the_school_year_that_a_correction_prepares() -> None:
    days = {date(2026, 8, 20): "2026/2027", date(2026, 11, 20): "2026/2027", date(2027, 1, 15): "2026/2027",
            date(2027, 4, 1): "2027/2028"}  # fmt: skip
    assert {day: school_year(day) for day in days} == days


def test_the_list_costs_the_same_with_many_curators(world: Any, client_as: Any, count_queries: Any) -> None:
    browser, costs = client_as("kira"), []
    for start, number in ((0, 2), (2, 16)):
        for order in range(start, start + number):
            appointed(world, f"Кураторов{order}", Role.GROUP_CURATOR)
        for path in ("/curators", "/curators/review"):
            with count_queries() as seen:
                assert browser.get(path).status_code == 200
            costs.append(len(seen))
    assert costs[:2] == costs[2:]
