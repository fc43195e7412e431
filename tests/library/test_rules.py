"""The rules of the library without HTTP."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.actions import grant_role
from portal.accounts.models import RoleGrant
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.search.index import SearchDocument
from portal.library import actions
from portal.library.actions import Body, Facts
from portal.library.kinds import Facet, MaterialKind
from portal.library.models import MaterialReading
from portal.library.queries import MaterialFilter, acquaintance_with, find_materials, to_review, unread_by
from portal.library.texts import is_link
from tests.conftest import NOW
from tests.library.conftest import LONG_AGO

TODAY = NOW.date()
SYSTEM = Actor.system("tests")


def titles(actor, **address):
    args = type("Args", (), {"get": lambda self, name, default="": address.get(name, default)})()
    rows = db.session.execute(find_materials(actor, MaterialFilter.from_args(args))).all()
    return [row.Material.title for row in rows]


def test_readers_find_their_own_what_came_from_above_and_what_is_open(world, added):
    added("Своя")
    added("Чужая", who="karim", place=2)
    added("Открытая", who="karim", place=2, is_public=True)
    added("Городская", who="olga", place=0)
    assert titles(world.actor("nina")) == ["Городская", "Открытая", "Своя"]
    assert titles(world.actor("misha")) == titles(world.actor("nina"))
    assert titles(world.actor("vera")) == ["Городская", "Открытая", "Чужая"]
    assert titles(world.actor("olga")) == ["Городская", "Открытая"]
    assert titles(Actor.guest()) == ["Открытая"]


def test_filters_of_the_address_narrow_the_list_and_nonsense_narrows_nothing(world, added):
    kira = world.actor("kira")
    added("Шестой этап")
    added("Сценарий знакомства", kind=MaterialKind.SCENARIO, chosen={Facet.STAGE: ["5"], Facet.ROLE: ["mentee"]})
    gone = added("Снятая")
    actions.archive_material(kira, gone)
    db.session.commit()
    assert titles(kira, stage="6") == ["Шестой этап"]
    assert titles(kira, kind="scenario", role="mentee", q="знакомством") == ["Сценарий знакомства"]
    assert titles(kira, format="teacher_teacher", stage="5") == []
    assert len(titles(kira, kind="nonsense", stage="99", format="' OR 1=1")) == 2
    assert titles(kira, archive="1") == ["Снятая"]
    assert titles(world.actor("nina"), archive="1") == []


def test_a_new_version_is_shown_the_former_one_stays_and_search_knows_the_new_words(world, added):
    kira, material = world.actor("kira"), added(text="Первый текст о доверии.")
    with pytest.raises(Refusal, match="что изменилось"):
        actions.add_version(kira, material, Body(text="Второй"), change_note=" ")
    with pytest.raises(Refusal, match="Приложите файл"):
        actions.add_version(kira, material, Body(), change_note="Ничего")
    actions.add_version(kira, material, Body(text="Второй текст о взаимности."), change_note="Уточнён порядок")
    db.session.commit()
    assert [each.number for each in material.versions] == [1, 2]
    assert material.numbered(1).text == "Первый текст о доверии."
    assert material.numbered(material.current_number).change_note == "Уточнён порядок"
    body = db.session.scalar(sa.select(SearchDocument.body).where(SearchDocument.kind == "material"))
    assert "взаимности" in body
    assert "доверии" not in body
    actions.archive_material(kira, material)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SearchDocument).where(
        SearchDocument.kind == "material")) == 0  # fmt: skip
    with pytest.raises(Refusal, match="снят"):
        actions.add_version(kira, material, Body(text="Третий"), change_note="Ещё")
    actions.return_material(kira, material)
    assert material.archived_on is None


def test_texts_are_cleaned_files_are_examined_and_links_open_nothing_odd(world, added):
    kira, material = world.actor("kira"), added(text="<script>alert(1)</script> [сюда](javascript:alert(1)) **важно**")
    html = material.versions[0].html
    assert "<script" not in html
    assert "javascript:" not in html.replace("(javascript:alert(1))", "")
    assert "<strong>важно</strong>" in html
    with pytest.raises(Refusal, match="не похоже"):
        actions.add_version(kira, material, Body(upload=(io.BytesIO(b"MZ"), "a.pdf")), change_note="Файл")
    assert [is_link(each) for each in ("/practices", "https://example.org/a")] == [True, True]
    odd = ("javascript:alert(1)", "//example.org", "http://example.org", "/a\\b", "data:text/html,x", "/a b", "")
    assert [is_link(each) for each in odd] == [False] * len(odd)


def test_an_act_has_a_source_a_number_and_a_day(world):
    facts = Facts(kind=MaterialKind.ACT, title="Приказ", chosen={}, act_number="1", act_source="Минпросвещения России")
    with pytest.raises(Refusal, match="номер и дату"):
        actions.add_material(world.actor("olga"), world.municipality, facts, Body(text="Текст"))


def test_newcomers_are_asked_once_by_the_day_on_which_they_began(world, added):
    nina, misha = world.actor("nina"), world.actor("misha")
    town = added("Городская памятка", who="olga", place=0, for_mentors=True, newcomers_since=LONG_AGO)
    late = added("Для будущих", for_mentors=True, newcomers_since=TODAY + timedelta(days=1))

    def waiting(actor):
        return [title for _public_id, title in db.session.execute(unread_by(actor.person_id, TODAY))]

    assert waiting(nina) == ["Городская памятка"]
    assert waiting(misha) == []
    with pytest.raises(Refusal, match="отмечен для других"):
        actions.mark_read(misha, town)
    with pytest.raises(Refusal, match="отмечен для других"):
        actions.mark_read(nina, late)
    for _again in range(2):
        actions.mark_read(nina, town)
    assert waiting(nina) == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(MaterialReading)) == 1
    own = acquaintance_with(world.actor("kira"), town, TODAY)
    assert (own.asked, own.read, [row.Person.id for row in own.people]) == (1, 1, [nina.person_id])
    other = acquaintance_with(world.actor("karim"), town, TODAY)
    assert (other.asked, other.read, [row.Person.id for row in other.people]) == (1, 0, [world.vera.id])
    whole = acquaintance_with(world.actor("olga"), town, TODAY)
    assert (whole.asked, whole.read, list(whole.people)) == (2, 1, [])
    grant_role(SYSTEM, world.misha, world.school_1, Role.MENTOR, starts_on=TODAY)
    assert waiting(misha) == ["Городская памятка"]
    ended = db.session.scalars(sa.select(RoleGrant).where(RoleGrant.person_id == misha.person_id)).all()
    for each in ended:
        each.ends_on = each.starts_on
    db.session.flush()
    assert waiting(world.actor("vera")) == ["Городская памятка"]


def test_the_review_day_asks_those_who_keep_the_material(world, added):
    added("Старая", review_on=TODAY)
    added("Свежая", review_on=date(2100, 1, 1))

    def asked(key):
        return [title for _public_id, title in db.session.execute(to_review(world.actor(key), TODAY))]

    assert asked("kira") == ["Старая"]
    assert asked("karim") == []
