"""Partners, agreements with them and their curators."""

import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people.kinds import Contour, MembershipKind, OrganizationKind
from portal.people.models import Organization
from portal.programs.actions import (
    Terms,
    add_agreement,
    add_partner,
    add_partner_curator,
    edit_partner,
    end_partner_curator,
    enter_organization,
)
from portal.programs.kinds import AgreementKind
from portal.programs.models import Partner, PartnerAgreement, PartnerCurator
from portal.programs.queries.partners import ending_agreements
from tests.conftest import NOW

TODAY = NOW.date()
BEGAN = date(2025, 9, 1)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIELDS = {"kind": "dual", "number": "12/Д", "signed_on": "01.09.2026", "starts_on": "01.09.2026",
          "ends_on": "31.08.2029"}  # fmt: skip


@pytest.fixture
def plant(world):
    return enter_organization(
        world.actor("kira"), world.school_1, kind=OrganizationKind.ENTERPRISE, name="Механический завод"
    )


@pytest.fixture
def partner(world, plant):
    made = add_partner(world.actor("kira"), world.school_1, plant, starts_on=BEGAN, about="Практика студентов")
    people.add_membership(world.actor("kira"), world.pavel, plant, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN,
                          post="Начальник цеха")  # fmt: skip
    db.session.commit()
    return made


def path(partner, tail=""):
    return f"/partners/{partner.public_id}{tail}"


def agree(world, partner, ends_on=None, kind=AgreementKind.DUAL, starts_on=BEGAN):
    terms = Terms(kind=kind, number="1", signed_on=starts_on, starts_on=starts_on, ends_on=ends_on)
    return add_agreement(world.actor("kira"), partner, terms)


def test_a_partner_that_nobody_knew_stands_in_the_outer_contour_of_the_town(world, plant):
    assert (plant.contour, plant.municipality_id) == (Contour.EXTERNAL, world.municipality.id)


def test_an_organisation_is_a_partner_once_and_never_of_itself(world, partner, plant):
    kira = world.actor("kira")
    with pytest.raises(Refusal, match="уже среди партнёров"):
        add_partner(kira, world.school_1, plant, starts_on=TODAY)
    with pytest.raises(Refusal, match="самой себе"):
        add_partner(kira, world.school_1, world.school_1, starts_on=TODAY)
    add_partner(kira, world.school_2, plant, starts_on=TODAY)


def test_a_partnership_ends_after_it_began(world, partner):
    kira = world.actor("kira")
    with pytest.raises(Refusal, match="раньше первого"):
        edit_partner(kira, partner, about="", resources="", starts_on=TODAY, ends_on=BEGAN)
    edit_partner(kira, partner, about="", resources="", starts_on=BEGAN, ends_on=TODAY)
    assert partner.ends_on == TODAY


@pytest.mark.parametrize(("days", "is_warned"), [(-1, False), (0, True), (60, True), (61, False), (None, False)])
def test_an_agreement_is_warned_of_two_months_before_its_end(world, partner, days, is_warned):
    ends_on = None if days is None else TODAY + timedelta(days=days)
    agree(world, partner, ends_on)
    assert bool(ending(world.actor("kira"))) is is_warned
    assert not ending(world.actor("karim")), "another school is not told"


def ending(actor):
    return db.session.scalars(ending_agreements(actor, TODAY)).all()


def test_an_agreement_that_another_follows_is_not_warned_of(world, partner):
    agree(world, partner, TODAY + timedelta(days=10))
    agree(world, partner, TODAY + timedelta(days=20), kind=AgreementKind.NETWORK)
    assert len(ending(world.actor("kira"))) == 2
    agree(world, partner)
    assert [each.kind for each in ending(world.actor("kira"))] == ["network"]


def test_a_curator_of_the_partner_sees_their_own_partner_only(world, partner):
    pavel = world.actor("pavel")
    other = add_partner(
        world.actor("kira"), world.school_1,
        enter_organization(world.actor("kira"), world.school_1, kind=OrganizationKind.NGO, name="Фонд"),
        starts_on=BEGAN,
    )  # fmt: skip

    def seen(permission=Permission.PARTNER_READ):
        return set(db.session.scalars(select_allowed(pavel, permission, Partner)))

    assert seen() == set()
    curator = add_partner_curator(world.actor("kira"), partner, world.pavel, starts_on=BEGAN)
    assert seen() == {partner}
    assert other not in seen()
    assert seen(Permission.PARTNER_EDIT) == set()
    elsewhere = Actor(person_id=world.pavel.id, time_zone="Asia/Irkutsk", grants=(
        Grant(role=Role.PARTNER_CURATOR, organization_id=world.school_2.id),))  # fmt: skip
    assert not db.session.scalars(select_allowed(elsewhere, Permission.PARTNER_READ, Partner)).all()
    end_partner_curator(world.actor("kira"), curator, on=TODAY - timedelta(days=1))
    assert seen() == set()


def test_periods_of_a_curator_do_not_overlap(world, partner):
    kira = world.actor("kira")
    first = add_partner_curator(kira, partner, world.pavel, starts_on=BEGAN)
    with pytest.raises(Refusal, match="уже куратор"):
        add_partner_curator(kira, partner, world.pavel, starts_on=TODAY)
    with pytest.raises(Refusal, match="раньше первого"):
        end_partner_curator(kira, first, on=BEGAN - timedelta(days=1))
    end_partner_curator(kira, first, on=TODAY)
    add_partner_curator(kira, partner, world.pavel, starts_on=TODAY + timedelta(days=1))


def test_a_partner_is_added_once_by_name_or_from_the_list(world, plant, client_as, post):
    db.session.commit()
    kira = client_as("kira")
    assert "Здесь появятся партнёры" in kira.get("/partners").text
    assert "Механический завод" in kira.get("/partners/new").text
    fields = {"organization": world.school_1.public_id, "home": plant.public_id, "name": "", "kind": "enterprise",
              "starts_on": "01.09.2026", "submission_key": "key-1"}  # fmt: skip
    first, again = (post(kira, "/partners", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    new = {**fields, "home": "", "name": "Депо Северное", "submission_key": "key-2"}
    first, again = (post(kira, "/partners", **new) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Partner)) == 2
    assert "Депо Северное" in kira.get("/partners?q=депо").text
    assert "Механический" not in kira.get("/partners?q=депо").text


def test_a_name_that_stands_in_the_list_is_not_entered_twice(world, plant, client_as, post):
    db.session.commit()
    fields = {"organization": world.school_1.public_id, "home": "", "kind": "enterprise", "starts_on": "01.09.2026"}
    kira = client_as("kira")
    same = post(kira, "/partners", **fields, name="механический ЗАВОД", submission_key="key-1")
    assert same.status_code == 422
    assert "есть в списке выше" in same.text
    none = post(kira, "/partners", **fields, name="", submission_key="key-2")
    assert none.status_code == 422
    assert "Выберите организацию в списке или назовите новую" in none.text
    assert db.session.scalar(
        sa.select(sa.func.count()).where(Organization.kind == OrganizationKind.ENTERPRISE)
    ) == 1  # fmt: skip


def test_an_agreement_is_recorded_once_with_its_scan(world, partner, client_as, post):
    kira = client_as("kira")
    assert "Скан соглашения" in kira.get(path(partner, "/agreements/new")).text
    for _ in range(2):
        sent = post(kira, path(partner, "/agreements"), **FIELDS, submission_key="key-1",
                    scan=(io.BytesIO(PDF), "договор.pdf"))  # fmt: skip
        assert sent.status_code == 303
    agreement = db.session.scalars(sa.select(PartnerAgreement)).one()
    shown = kira.get(path(partner)).text
    assert "Договор о дуальном обучении №\u00a012/Д" in shown
    file = f"/partners/agreements/{agreement.public_id}/file"
    assert kira.get(file).data == PDF
    assert client_as("karim").get(file).status_code == 404


@pytest.mark.parametrize(("change", "message"), [
    ({"ends_on": "31.08.2025"}, "кончается раньше"),
    ({"signed_on": ""}, "Укажите дату подписания"),
    ({"scan": (io.BytesIO(b"MZ\x90\x00"), "договор.exe")}, "Скан"),
])  # fmt: skip
def test_an_impossible_agreement_gets_a_clear_answer_and_nothing_is_kept(partner, client_as, post, change, message):
    answer = post(client_as("kira"), path(partner, "/agreements"), **{**FIELDS, **change}, submission_key="key-1")
    assert answer.status_code == 422
    assert message in answer.text
    assert "12/Д" in answer.text
    assert db.session.scalars(sa.select(PartnerAgreement)).all() == []


def test_an_agreement_is_put_right_and_a_stale_save_sees_both(world, partner, client_as, post):
    agreement = agree(world, partner)
    db.session.commit()
    edit = f"/partners/agreements/{agreement.public_id}/edit"
    kira = client_as("kira")
    assert kira.get(edit).status_code == 200
    assert post(kira, edit, **FIELDS, version="1").status_code == 303
    stale = post(kira, edit, **{**FIELDS, "number": "77"}, version="1")
    assert stale.status_code == 409
    assert "12/Д" in stale.text
    assert "77" in stale.text


def test_a_curator_is_chosen_from_the_people_of_the_partner(world, partner, client_as, post):
    kira = client_as("kira")
    shown = kira.get(path(partner, "/curators/new")).text
    assert "Ершов" in shown
    assert "Орлова" not in shown
    fields = {"person": world.pavel.public_id, "starts_on": "01.10.2026", "document": "Письмо № 3"}
    for _ in range(2):
        assert post(kira, path(partner, "/curators"), **fields, submission_key="key-1").status_code == 303
    stranger = post(kira, path(partner, "/curators"), **{**fields, "person": world.vera.public_id},
                    submission_key="key-2")  # fmt: skip
    assert stranger.status_code == 422
    curator = db.session.scalars(sa.select(PartnerCurator)).one()
    assert "Письмо № 3" in kira.get(path(partner)).text
    assert "Ершов" in client_as("pavel").get(path(partner)).text
    end = f"/partners/curators/{curator.public_id}/end"
    assert post(kira, end, ends_on="01.09.2026").status_code == 422
    assert post(kira, end, ends_on="31.10.2026").status_code == 303
    assert "Раньше:" in kira.get(path(partner)).text
    assert client_as("pavel").get(path(partner)).status_code == 404


def test_the_desk_of_a_curator_says_which_agreement_ends(world, partner, client_as):
    agree(world, partner, TODAY + timedelta(days=14))
    db.session.commit()
    assert "Соглашение кончается" in client_as("kira").get("/").text
    assert "Соглашение кончается" not in client_as("karim").get("/").text


def test_search_finds_programmes_and_partners_of_ones_own(world, partner, program, client_as):
    assert path(partner) in client_as("kira").get("/search?q=завод").text
    assert path(partner) not in client_as("karim").get("/search?q=завод").text
    assert f"/programs/{program.public_id}" in client_as("kira").get("/search?q=наставничество").text
