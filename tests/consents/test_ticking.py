"""Ticking a list: all or nothing, by whom it may, as the organisation takes it."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.actions.sheets import print_sheets
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.models import Consent, ConsentRefusal, ConsentSheet
from portal.core.db import db
from tests.consents.papers import ADULT, SYSTEM, TEEN, add_text, allow_paper, join, make_group


@pytest.fixture
def group(world: Any) -> Any:
    allow_paper(world.school_1)
    made = make_group(world.school_1)
    join(world.school_1, made, "Взрослых", ADULT)
    join(world.school_1, made, "Подростков", TEEN, parent=True)
    db.session.commit()
    return made


def fields(page: str) -> list[str]:
    """Names of the answers that the list offers, in order."""
    import re

    return list(dict.fromkeys(re.findall(r'name="(participation\.[^"]+)"', page)))


def form(group: Any, **ticks: str) -> dict[str, str]:
    return {"crowd": f"group.{group.public_id}", "purposes": "participation", "signed_on": "19.11.2026", **ticks}


def counted(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_list_is_saved_in_one_go(world: Any, group: Any, client_as: Any, post: Any) -> None:
    kira, before = client_as("kira"), counted(Consent)
    url = f"/consents/ticking?crowd=group.{group.public_id}"
    own, teen, parent = fields(kira.get(url).text)
    answer = post(kira, "/consents/ticking", _data=form(group, **{own: "received", parent: "received", teen: ""}))
    assert "n=2" in answer.location
    made = db.session.scalars(sa.select(Consent).order_by(Consent.id.desc()).limit(2)).all()
    assert {(one.evidence, one.starts_on, one.by_representative) for one in made} == {
        (Evidence.PAPER, date(2026, 11, 19), False), (Evidence.PAPER, date(2026, 11, 19), True),
    }  # fmt: skip
    page = kira.get(url).text
    assert fields(page) == [teen]
    assert "Есть с 19.11.2026" in page
    assert counted(Consent) == before + 2
    post(kira, "/consents/ticking", _data=form(group, **{own: "received", parent: "received"}))
    assert counted(Consent) == before + 2


def test_a_refusal_is_recorded_and_shown(world: Any, group: Any, client_as: Any, post: Any) -> None:
    kira, url = client_as("kira"), f"/consents/ticking?crowd=group.{group.public_id}"
    own = fields(kira.get(url).text)[0]
    assert post(kira, "/consents/ticking", _data=form(group, **{own: "refused"})).status_code == 303
    assert counted(ConsentRefusal) == 1
    assert "Был отказ" in kira.get(url).text


def test_a_printed_sheet_is_marked_with_the_tick(world: Any, group: Any, client_as: Any, post: Any) -> None:
    people = [row.person for row in _people(world, group)]
    batch = print_sheets(SYSTEM, world.school_1, people, [Purpose.PARTICIPATION], group=group)
    db.session.commit()
    kira = client_as("kira")
    page = kira.get(f"/consents/ticking?crowd=group.{group.public_id}").text
    assert "Бланк напечатан" in page
    post(kira, "/consents/ticking", _data=form(group, **{fields(page)[0]: "received"}))
    states = db.session.scalars(
        sa.select(ConsentSheet.state).where(ConsentSheet.batch_id == batch.id).order_by(ConsentSheet.place)
    )
    assert list(states) == ["received", "printed", "printed"]


def _people(world: Any, group: Any) -> Any:
    from portal.consents.crowds import Crowd
    from portal.consents.queries.table import table_of

    return table_of([Crowd(kind="group", organization=world.school_1, group=group)])[0].rows


def test_nothing_is_kept_when_one_tick_is_refused(world: Any, group: Any, client_as: Any, post: Any) -> None:
    kira, before = client_as("kira"), counted(Consent)
    names = fields(kira.get(f"/consents/ticking?crowd=group.{group.public_id}").text)
    ticks = dict.fromkeys(names, "received")
    for day, words in (("01.01.2030", "День подписи ещё не наступил"), ("чепуха", "Укажите день подписи")):
        answer = post(kira, "/consents/ticking", _data={**form(group, **ticks), "signed_on": day})
        assert answer.status_code == 422
        assert words in answer.text
        assert answer.text.count('value="received" checked') == len(names)
    assert counted(Consent) == before


def test_an_organisation_that_takes_scans_only_offers_no_tick(world: Any, client_as: Any, post: Any) -> None:
    consents.save_policy(SYSTEM, world.school_1, evidence=[])
    made = make_group(world.school_1)
    person = join(world.school_1, made, "Взрослых", ADULT)
    db.session.commit()
    kira = client_as("kira")
    assert 'value="received"' not in kira.get(f"/consents/ticking?crowd=group.{made.public_id}").text
    forged = {f"participation.{person.public_id}.o": "received"}
    assert "только сканы" in post(kira, "/consents/ticking", _data=form(made, **forged)).text
    assert db.session.scalars(sa.select(Consent).where(Consent.person_id == person.id)).all() == []


def test_what_may_be_published_is_ticked_beside(world: Any, group: Any, client_as: Any, post: Any) -> None:
    text = add_text(world.school_1, Purpose.PUBLICATION, items=[Item.NAME, Item.PHOTO])
    db.session.commit()
    person = next(row.person for row in _people(world, group) if row.person.family_name == "Взрослых")
    name = f"publication.{person.public_id}.o"
    ticks = {**form(group), "purposes": "publication", name: "received", f"i.{name}": "name"}
    assert post(client_as("kira"), "/consents/ticking", _data=ticks).status_code == 303
    given = db.session.scalars(sa.select(Consent).where(Consent.text_id == text.id)).one()
    assert given.items == {"name": {"decision": "allow"}, "photo": {"decision": "deny"}}


def test_only_ones_own_groups_are_ticked(world: Any, client_as: Any, post: Any) -> None:
    assert post(client_as("kira"), "/consents/ticking", _data=form(world.group_2)).status_code == 404
    assert client_as("denis").get("/consents/ticking").status_code == 403
