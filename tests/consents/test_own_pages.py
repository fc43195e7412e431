"""«Мои согласия»: what a person and a parent sign, refuse and withdraw by themselves."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.models import Consent, ConsentRefusal, ConsentText
from portal.consents.queries import basis_for, text_for
from portal.core.db import db
from portal.core.submissions import new_key
from portal.people.models import Person
from tests.consents.papers import add_text

SYSTEM, TODAY = Actor.system("test"), date(2026, 11, 20)


@pytest.fixture
def operator(world: Any) -> ConsentText:
    """A wording about passing data on, which nobody has signed."""
    text = add_text(world.school_1, Purpose.OPERATOR)
    db.session.commit()
    return text


def mine(world: Any, person: Person, purpose: str = "operator", deed: str = "") -> str:
    place = world.school_1.public_id
    return "/".join(filter(None, ("/account/consents", person.public_id, place, purpose, deed)))


def of(person: Person, purpose: Purpose) -> list[Consent]:
    asked = sa.select(Consent).where(Consent.person_id == person.id, Consent.purpose == purpose)
    return list(db.session.scalars(asked.order_by(Consent.id)))


def signed(text: ConsentText, **more: str) -> dict[str, str]:
    return {"text_hash": text.body_hash, "submission_key": new_key(), **more}


def test_one_sees_ones_own_papers_and_those_of_ones_children(world: Any, operator: ConsentText, client_as: Any) -> None:
    maria, misha = client_as("maria").get("/account/consents").text, client_as("misha").get("/account/consents").text
    assert world.pasha.name in maria
    assert world.pasha.name not in misha
    assert "Передача муниципальному оператору" in misha
    assert client_as("maria").get(mine(world, world.pasha)).status_code == 200
    shown = client_as("misha").get(mine(world, world.misha)).text
    assert operator.body in shown
    assert "Это видят: муниципальный оператор программы" in " ".join(shown.split())


def test_a_click_signs_once_and_waits_for_the_sheet(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    misha, click = client_as("misha"), signed(operator)
    for _click in range(2):
        answer = post(misha, mine(world, world.misha), **click)
        assert answer.status_code == 303
    assert "Куратор ждёт подписанный лист" in misha.get(answer.location).text
    assert [(one.is_accepted, one.evidence) for one in of(world.misha, Purpose.OPERATOR)] == [(False, "portal")]


def test_a_click_never_gives_what_the_law_wants_in_writing(world: Any, client_as: Any, post: Any) -> None:
    text = add_text(world.school_1, Purpose.PSYCHOLOGIST)
    consents.save_policy(SYSTEM, world.school_1, evidence=[Evidence.PORTAL, Evidence.PAPER])
    db.session.commit()
    misha, asked = client_as("misha"), (world.misha.id, world.school_1.id, Purpose.PSYCHOLOGIST, TODAY)
    answer = post(misha, mine(world, world.misha, "psychologist"), **signed(text))
    assert "Куратор ждёт подписанный лист" in misha.get(answer.location).text
    [given] = of(world.misha, Purpose.PSYCHOLOGIST)
    assert basis_for(*asked) is None
    kira, page = client_as("kira"), f"/consents/{given.public_id}"
    assert "Принять подтверждение" not in kira.get(page).text
    assert "признаёт только письменное" in post(kira, f"{page}/acceptance").text
    given.is_accepted = True  # as it was accepted before a sheet was asked for
    db.session.commit()
    assert basis_for(*asked) is None
    assert "Ждём лист" in kira.get(page).text
    sheet = {"text": text, "given_by": world.misha, "evidence": Evidence.PAPER, "starts_on": TODAY}
    completed = consents.record_consent(SYSTEM, world.misha, **sheet)
    db.session.commit()
    assert (completed.id, bool(basis_for(*asked))) == (given.id, True)
    assert "Ждём лист" not in kira.get(page).text


def test_parent_and_child_sign_for_the_child(world: Any, operator: ConsentText, client_as: Any, post: Any) -> None:
    consents.save_policy(SYSTEM, world.school_1, evidence=[Evidence.PORTAL])
    db.session.commit()
    address = mine(world, world.pasha)
    half = post(client_as("pasha"), address, **signed(operator))
    assert "Не хватает: согласие представителя" in client_as("pasha").get(half.location).text
    whole = post(client_as("maria"), address, **signed(operator))
    assert "Согласие действует" in client_as("maria").get(whole.location).text
    given = of(world.pasha, Purpose.OPERATOR)
    assert {(one.given_by_id, one.by_representative) for one in given} == {
        (world.pasha.id, False), (world.maria.id, True),
    }  # fmt: skip


def test_undecided_items_are_asked_and_decided_ones_are_kept(world: Any, client_as: Any, post: Any) -> None:
    text = add_text(world.school_1, Purpose.PUBLICATION, items=[Item.NAME, Item.PHOTO])
    db.session.commit()
    misha, address = client_as("misha"), mine(world, world.misha, "publication")
    said = {"item_photo": "condition", "condition_photo": "только со спины"}
    half = post(misha, address, **signed(text, **said))
    assert half.status_code == 422
    assert "Осталось решить" in half.text
    assert 'value="только со спины"' in half.text
    assert 'name="item_photo" value="condition" checked' in " ".join(half.text.split())
    assert post(misha, address, **signed(text, **said, item_name="allow")).status_code == 303
    assert of(world.misha, Purpose.PUBLICATION)[0].items["photo"]["condition"] == "только со спины"


def test_a_text_that_changed_meanwhile_is_not_signed_unread(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    misha, before = client_as("misha"), signed(operator)
    consents.add_consent_text(
        SYSTEM, world.school_1, purpose=Purpose.OPERATOR, category="any", title="Новый", body="Другой", starts_on=TODAY
    )
    db.session.commit()
    answer = post(misha, mine(world, world.misha), **before)
    assert answer.status_code == 409
    assert "Текст изменился" in answer.text
    assert not of(world.misha, Purpose.OPERATOR)


def test_a_refusal_is_recorded_once_and_may_be_thought_over(
    world: Any, operator: ConsentText, client_as: Any, post: Any
) -> None:
    misha, key = client_as("misha"), new_key()
    for _click in range(2):
        answer = post(misha, mine(world, world.misha, deed="refusal"), submission_key=key)
        assert answer.status_code == 303
    assert "Отказ записан" in misha.get(answer.location).text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ConsentRefusal)) == 1
    assert "Подписать согласие" in misha.get(mine(world, world.misha)).text


@pytest.mark.parametrize("who", ["pasha", "maria"])
def test_a_withdrawal_by_either_is_told_before_and_done_once(world: Any, client_as: Any, post: Any, who: str) -> None:
    browser, address = client_as(who), mine(world, world.pasha, "participation", "withdrawal")
    assert "чья бы подпись под ним ни стояла" in browser.get(address).text
    long = post(browser, address, reason="т" * 501, submission_key=new_key())
    assert long.status_code == 422
    assert "т" * 501 in long.text
    key = new_key()
    for _click in range(2):
        answer = post(browser, address, reason="Передумали", submission_key=key)
        assert answer.status_code == 303
    shown = browser.get(answer.location).text
    assert "Согласие отозвано" in shown
    ended = of(world.pasha, Purpose.PARTICIPATION)
    assert {(one.withdrawn_on, one.withdrawn_by_id) for one in ended} == {(TODAY, world.person(who).id)}
    assert browser.get(address).status_code == 409


def test_nobody_signs_for_somebody_else(world: Any, operator: ConsentText, client_as: Any, post: Any) -> None:
    deeds = ("", "refusal", "withdrawal")
    for who, status in (("kira", 403), ("denis", 403), ("misha", 404), ("karim", 404)):
        for deed in deeds:
            address = mine(world, world.pasha, "operator" if deed != "withdrawal" else "participation", deed)
            assert post(client_as(who), address, **signed(operator)).status_code == status, (who, deed)
    assert client_as("maria").get(mine(world, world.misha)).status_code == 404
    assert not of(world.pasha, Purpose.OPERATOR)


def test_a_grown_child_is_not_the_parents_any_more(world: Any, operator: ConsentText, client_as: Any) -> None:
    world.pasha.birth_on = date(2008, 11, 20)
    db.session.commit()
    maria = client_as("maria")
    assert maria.get(mine(world, world.pasha)).status_code == 404
    assert world.pasha.name not in maria.get("/account/consents").text
    world.pasha.birth_on = date(2008, 11, 21)
    db.session.commit()
    assert maria.get(mine(world, world.pasha)).status_code == 200


def test_addresses_that_name_nothing_and_wrong_methods(world: Any, operator: ConsentText, client_as: Any) -> None:
    misha = client_as("misha")
    assert misha.get(mine(world, world.misha, "dancing")).status_code == 404
    assert (
        misha.get(mine(world, world.misha).replace(world.school_1.public_id, world.school_2.public_id)).status_code
        == 404
    )
    assert misha.get(mine(world, world.misha, deed="refusal")).status_code == 405
    assert misha.delete(mine(world, world.misha)).status_code == 405
    assert misha.post("/account/consents").status_code == 405


def test_reading_writes_nothing(world: Any, operator: ConsentText, client_as: Any, count_queries: Any) -> None:
    maria = client_as("maria")
    maria.get("/help")
    assert text_for(world.school_1.id, Purpose.OPERATOR, "any", TODAY)
    for address in (
        "/account/consents", mine(world, world.pasha), mine(world, world.pasha, "participation", "withdrawal"),
    ):  # fmt: skip
        with count_queries() as seen:
            assert maria.get(address).status_code == 200
        assert [one for one in seen if one.startswith(("INSERT", "UPDATE", "DELETE"))] == [], address
