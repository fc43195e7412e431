"""Pages of consents that staff work with: the register, one person's papers, a consent, wordings, the order."""

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PIL import Image

from portal.access.actor import Actor
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Item, Purpose
from portal.consents.models import Consent, ConsentPolicy, ConsentRefusal, ConsentText
from portal.core.db import db
from portal.core.submissions import new_key
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from tests.consents.papers import join, make_group
from tests.house.stage import TABLES_OF_READING

SYSTEM, TODAY = Actor.system("test"), date(2026, 11, 20)
WRITES = ("INSERT", "UPDATE", "DELETE")
OPERATOR = {"outcome": "given", "signed_on": "20.11.2026", "evidence": "paper"}


@pytest.fixture
def texts(world: Any) -> dict[str, ConsentText]:
    """All model wordings of school 1, and one of school 2."""
    adopted = consents.adopt_wordings(SYSTEM, world.school_1, starts_on=TODAY)
    consents.add_consent_text(
        SYSTEM, world.school_2, purpose=Purpose.OPERATOR, category="any", title="Чужой текст", body="Т", starts_on=TODAY
    )
    db.session.commit()
    return {f"{one.purpose}.{one.category}": one for one in adopted}


def count(model: Any, *where: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model).where(*where)) or 0


def of(person: Person, purpose: Purpose) -> list[Consent]:
    return list(
        db.session.scalars(sa.select(Consent).where(Consent.person_id == person.id, Consent.purpose == purpose))
    )


def papers(person: Person, purpose: str = "", deed: str = "") -> str:
    return "/".join(filter(None, ("/consents/people", person.public_id, purpose, deed)))


def scan() -> bytes:
    made = io.BytesIO()
    Image.new("L", (20, 20), 255).save(made, "JPEG")
    return made.getvalue()


# One person's papers: a sheet, a refusal, a withdrawal


def test_a_sheet_is_recorded_once_however_often_it_is_sent(world: Any, texts: Any, client_as: Any, post: Any) -> None:
    kira, sheet = client_as("kira"), {**OPERATOR, "signer": world.nina.public_id, "submission_key": new_key()}
    address = papers(world.nina, "operator")
    assert "Записать лист" in kira.get(papers(world.nina)).text
    assert world.nina.full_name in kira.get(address).text
    for _click in range(2):
        answer = post(kira, address, **sheet)
        assert answer.status_code == 303
    assert "Лист записан" in kira.get(answer.location).text
    assert [one.checked_by_id for one in of(world.nina, Purpose.OPERATOR)] == [world.kira.id]


def test_what_is_wrong_on_a_sheet_is_said_and_what_was_typed_is_kept(
    world: Any, texts: Any, client_as: Any, post: Any
) -> None:
    kira, address = client_as("kira"), papers(world.nina, "operator")
    sheet = {**OPERATOR, "signer": world.nina.public_id}
    wrong = ({"signed_on": "21.11.2026"}, {"signed_on": "вчера"}, {"evidence": "scan"}, {"outcome": ""}, {"signer": ""})
    for one in wrong:
        answer = post(kira, address, **{**sheet, "submission_key": new_key(), **one})
        assert answer.status_code == 422, one
        assert "error-summary" in answer.text
        if "signer" not in one:
            assert f'value="{world.nina.public_id}" checked' in answer.text
        if "evidence" in one:
            assert "Приложите скан" in answer.text
            assert 'value="20.11.2026"' in answer.text
    assert not of(world.nina, Purpose.OPERATOR)


def test_a_scan_comes_with_the_sheet_and_leaves_through_the_gate(
    world: Any, texts: Any, client_as: Any, post: Any
) -> None:
    kira = client_as("kira")
    sheet = {**OPERATOR, "evidence": "scan", "signer": world.nina.public_id, "submission_key": new_key()}
    sent = post(kira, papers(world.nina, "operator"), _data={"file": (io.BytesIO(scan()), "лист.jpg")}, **sheet)
    assert sent.status_code == 303
    public_id = of(world.nina, Purpose.OPERATOR)[0].public_id
    assert "Скан листа" in kira.get(f"/consents/{public_id}").text
    assert kira.get(f"/consents/{public_id}/paper").mimetype == "image/jpeg"
    for stranger in ("karim", "misha", "olga"):
        assert client_as(stranger).get(f"/consents/{public_id}/paper").status_code == 404
    plain = of(world.nina, Purpose.PARTICIPATION)[0].public_id
    assert kira.get(f"/consents/{plain}/paper").status_code == 404


def test_a_publication_sheet_is_recorded_with_its_conditions(world: Any, texts: Any, client_as: Any, post: Any) -> None:
    kira, address = client_as("kira"), papers(world.nina, "publication")
    said = {f"item_{item}": "deny" for item in Item} | {"item_name": "allow", "item_photo": "condition"}
    sheet = {**OPERATOR, **said, "signer": world.nina.public_id}
    bare = post(kira, address, **sheet, submission_key=new_key())
    assert bare.status_code == 422
    assert "Напишите условие" in bare.text
    assert 'name="item_photo" value="condition" checked' in " ".join(bare.text.split())
    sent = post(kira, address, **sheet, condition_photo="только со спины", submission_key=new_key())
    assert sent.status_code == 303
    made = of(world.nina, Purpose.PUBLICATION)[0]
    assert made.items["photo"] == {"decision": "condition", "condition": "только со спины"}
    shown = kira.get(f"/consents/{made.public_id}").text
    assert "разрешаю с условием: только со спины" in shown
    assert "запрещаю" in shown


def test_a_refusal_on_paper_is_recorded_once(world: Any, texts: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira")
    sheet = {**OPERATOR, "outcome": "refused", "signer": world.nina.public_id, "submission_key": new_key()}
    for _click in range(2):
        assert post(kira, papers(world.nina, "operator"), **sheet).status_code == 303
    assert count(ConsentRefusal, ConsentRefusal.person_id == world.nina.id) == 1
    assert "Отказ" in kira.get(papers(world.nina)).text


def test_a_letter_of_withdrawal_ends_every_signature_and_says_what_closed(
    world: Any, texts: Any, client_as: Any, post: Any
) -> None:
    kira, address = client_as("kira"), papers(world.pasha, "participation", "withdrawal")
    asked = kira.get(address).text
    assert "20 декабря" in asked.replace("\N{NO-BREAK SPACE}", " ")
    assert world.maria.full_name in asked
    nobody = post(kira, address, reason="Так решили", submission_key=new_key())
    assert nobody.status_code == 422
    assert "Выберите, кто отзывает" in nobody.text
    assert "Так решили" in nobody.text
    key = new_key()
    for _click in range(2):
        answer = post(kira, address, by=world.maria.public_id, reason="Так решили", submission_key=key)
        assert answer.status_code == 303
    assert "Согласие отозвано" in kira.get(answer.location).text
    assert {one.withdrawn_by_id for one in of(world.pasha, Purpose.PARTICIPATION)} == {world.maria.id}
    assert kira.get(address).status_code == 409  # nothing is left to withdraw


def test_who_reads_does_not_record_and_who_is_elsewhere_sees_nobody(
    world: Any, texts: Any, client_as: Any, post: Any
) -> None:
    deeds = [papers(world.nina, "operator"), papers(world.nina, "participation", "withdrawal")]
    denis, karim, misha = client_as("denis"), client_as("karim"), client_as("misha")
    assert denis.get(papers(world.nina)).status_code == 200
    assert "Записать лист" not in denis.get(papers(world.nina)).text
    for address in deeds:
        for browser, status in ((denis, 403), (karim, 404), (misha, 403)):
            assert browser.get(address).status_code == status
            assert post(browser, address, submission_key=new_key()).status_code == status
        assert client_as("kira").delete(address).status_code == 405
    assert karim.get(papers(world.nina)).status_code == 404
    assert client_as("kira").get(papers(world.nina, "dancing")).status_code == 404


# One consent


def test_a_consent_is_shown_verbatim_to_whom_it_concerns(world: Any, client_as: Any) -> None:
    public_id = next(one.public_id for one in of(world.pasha, Purpose.PARTICIPATION) if one.by_representative)
    for reader in ("kira", "denis", "pasha", "maria"):
        shown = client_as(reader).get(f"/consents/{public_id}")
        assert shown.status_code == 200, reader
        assert world.town.consent_texts[1].body.split("\n\n")[0] in shown.text
    for stranger in ("karim", "misha", "nina"):
        assert client_as(stranger).get(f"/consents/{public_id}").status_code == 404, stranger
    assert client_as("kira").post(f"/consents/{public_id}").status_code == 405


def test_a_waiting_click_is_accepted_by_who_records(world: Any, texts: Any, client_as: Any, post: Any) -> None:
    waiting = consents.confirm_on_portal(SYSTEM, world.nina, texts["operator.any"], given_by=world.nina)
    db.session.commit()
    address, kira = f"/consents/{waiting.public_id}/acceptance", client_as("kira")
    assert "Принять подтверждение" not in kira.get(f"/consents/{waiting.public_id}").text
    assert post(kira, address).status_code == 409  # the organisation asks for paper
    consents.save_policy(SYSTEM, world.school_1, evidence=[Evidence.PORTAL])
    db.session.commit()
    assert "Принять подтверждение" in kira.get(f"/consents/{waiting.public_id}").text
    assert [post(client_as(who), address).status_code for who in ("denis", "nina", "karim")] == [403, 403, 404]
    for _click in range(2):
        answer = post(kira, address)
        assert answer.status_code == 303
    assert "согласие действует" in kira.get(answer.location).text
    assert of(world.nina, Purpose.OPERATOR)[0].checked_by_id == world.kira.id
    assert kira.get(address).status_code == 405


# The register


def test_the_register_shows_ones_own_organisation_only(world: Any, client_as: Any, post: Any) -> None:
    kira = client_as("kira").get("/consents").text
    assert world.nina.full_name in kira
    assert world.vera.full_name not in kira
    assert world.vera.full_name in client_as("karim").get("/consents").text
    assert client_as("kira").get(f"/consents?organization={world.school_2.public_id}").status_code == 404
    assert post(client_as("kira"), "/consents", organization=world.school_2.public_id).status_code == 404
    assert client_as("misha").get("/consents").status_code == 403
    assert client_as("kira").put("/consents").status_code == 405
    assert client_as("kira").get("/consents?purpose=dancing&state=-1&lacks=all&group=x&page=99999").status_code == 200


def test_the_register_is_narrowed_by_whose_signature_is_missing(world: Any, client_as: Any, post: Any) -> None:
    group, text = make_group(world.school_1), world.town.consent_texts[1]
    born = date(2011, 3, 3)
    people_of = {
        name: join(world.school_1, group, name, born, parent=True) for name in ("Ничейнов", "Саминов", "Мамин")
    }
    join(world.school_1, group, "Малых", date(2015, 1, 1), parent=True)
    mother = _mother_of(people_of["Мамин"])
    for person, signer in ((people_of["Саминов"], people_of["Саминов"]), (people_of["Мамин"], mother)):
        consents.record_consent(SYSTEM, person, text, given_by=signer, evidence=Evidence.SCAN, starts_on=TODAY)
    db.session.commit()
    kira = client_as("kira")
    expected = {"own": {"Мамин"}, "representative": {"Саминов", "Малых"}, "both": {"Ничейнов"}}
    for lacks, families in expected.items():
        shown = kira.get(f"/consents?lacks={lacks}&group={group.public_id}").text
        assert {name for name in (*people_of, "Малых") if f"{name} Ася" in shown} == families
    answer = post(kira, "/consents", lacks="both", group=group.public_id)
    rows = list(load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == ["Ничейнов"]


def _mother_of(child: Person) -> Person:
    from portal.people.models import Representation

    mother = sa.select(Person).join(Representation, Representation.representative_id == Person.id)
    return db.session.scalars(mother.where(Representation.person_id == child.id)).one()


def test_the_register_costs_the_same_with_two_and_with_twenty_people(
    world: Any, client_as: Any, count_queries: Any
) -> None:
    kira, costs = client_as("kira"), []
    for many in (2, 18):
        for number in range(many):
            person = people.add_person(SYSTEM, family_name=f"Толпин{many}{number}", given_name="Ия", birth_on=TODAY)
            people.add_membership(
                SYSTEM, person, world.school_1, kind=MembershipKind.LEARNER, starts_on=TODAY, group=world.group_1
            )
        db.session.commit()
        kira.get("/consents?q=толпин")
        with count_queries() as seen:
            shown = kira.get("/consents?q=толпин").text
        assert shown.count("Толпин") == (2 if many == 2 else 20)
        costs.append(len([one for one in seen if one.startswith("SELECT")]))
    assert costs[0] == costs[1]


# Wordings and the order of collecting


def test_model_wordings_are_put_in_force_once(world: Any, client_as: Any, post: Any) -> None:
    kira, key = client_as("kira"), new_key()
    assert "Ещё не введены" in kira.get("/consents/texts").text
    for _click in range(2):
        answer = post(kira, "/consents/wordings/adoption", submission_key=key)
        assert answer.status_code == 303
    assert "Типовые тексты действуют" in kira.get(answer.location).text
    assert count(ConsentText, ConsentText.purpose == Purpose.PUBLICATION, ConsentText.number == 1) >= 1
    assert count(ConsentText, ConsentText.number > 1) == 0


def test_the_next_edition_is_published_once_and_compared_with_the_one_before(
    world: Any, texts: Any, client_as: Any, post: Any
) -> None:
    kira, before = client_as("kira"), texts["operator.any"]
    begun = kira.get("/consents/texts/new?purpose=operator&category=any")
    assert before.title in begun.text
    edition = {"purpose": "operator", "category": "any", "title": "Передача", "body": f"{before.body}\n\nНовый абзац.",
               "term": "open", "starts_on": "20.11.2026", "renewal": "keep", "submission_key": new_key()}  # fmt: skip
    for name, value in (("renewal", ""), ("starts_on", "завтра"), ("term", "months"), ("body", "")):
        wrong = post(kira, "/consents/texts", **{**edition, "submission_key": new_key(), name: value})
        assert wrong.status_code == 422, name
        assert 'value="Передача"' in wrong.text
        assert name == "body" or "Новый абзац." in wrong.text
    same = post(kira, "/consents/texts", **{**edition, "submission_key": new_key(), "body": before.body})
    assert same.status_code == 422
    assert "Такой текст уже вводили" in same.text
    answers = [post(kira, "/consents/texts", **edition) for _click in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    shown = kira.get(answers[0].location)
    assert "Редакция 2 введена в действие" in shown.text
    newest = db.session.scalars(sa.select(ConsentText).where(ConsentText.number == 2)).one()
    compared = kira.get(f"/consents/texts/{newest.public_id}/comparison").text
    assert "Новый абзац." in compared


def test_wordings_and_the_order_belong_to_who_settles_them(world: Any, texts: Any, client_as: Any, post: Any) -> None:
    kira, mine = client_as("kira"), texts["operator.any"].public_id
    theirs = db.session.scalars(sa.select(ConsentText).where(ConsentText.title == "Чужой текст")).one().public_id
    assert kira.get(f"/consents/texts/{theirs}").status_code == 404
    assert kira.get(f"/consents/texts/{mine}/comparison?with={theirs}").status_code == 404
    assert kira.get("/consents/texts/new?purpose=dancing&category=any").status_code == 404
    there = world.school_2.public_id
    for address in ("/consents/texts", "/consents/policy", "/consents/texts/new"):
        assert kira.get(f"{address}?organization={there}&purpose=operator&category=any").status_code == 404
        assert client_as("polina").get(address).status_code == 403
        assert kira.delete(address).status_code in (404, 405)
    for address in ("/consents/texts", "/consents/policy", "/consents/wordings/adoption"):
        assert post(client_as("polina"), address).status_code == 403
        assert post(kira, address, organization=there).status_code == 404
    assert client_as("denis").get(f"/consents/texts/{mine}").status_code == 200
    assert kira.post(f"/consents/texts/{mine}").status_code == 405


def test_the_order_is_saved_kept_on_a_slip_and_guarded_from_an_older_page(
    world: Any, client_as: Any, post: Any
) -> None:
    kira = client_as("kira")
    stands = db.session.scalars(
        sa.select(ConsentPolicy).where(ConsentPolicy.organization_id == world.school_1.id)
    ).one()
    order = {"evidence": "portal", "minors": "own", "term": "open", "operator_name": "Колледж, ИНН 1",
             "version": str(stands.version)}  # fmt: skip
    wrong = post(kira, "/consents/policy", **{**order, "term": "months", "term_months": "999"})
    assert wrong.status_code == 422
    assert 'value="Колледж, ИНН 1"' in wrong.text
    assert 'value="999"' in wrong.text
    assert post(kira, "/consents/policy", **{**order, "term": "months", "term_months": " "}).status_code == 422
    saved = post(kira, "/consents/policy", **order)
    assert saved.status_code == 303
    assert "Порядок сбора сохранён" in kira.get(saved.location).text
    older = post(kira, "/consents/policy", **{**order, "minors": "both", "operator_name": "Другое имя"})
    assert older.status_code == 409
    assert "Другое имя" in older.text
    db.session.expire_all()
    assert (stands.minors, sorted(stands.evidence)) == ("own", ["portal", "scan"])


def test_reading_writes_nothing_but_the_trail(world: Any, texts: Any, client_as: Any, count_queries: Any) -> None:
    consent, text = of(world.pasha, Purpose.PARTICIPATION)[0].public_id, texts["operator.any"].public_id
    addresses = [
        "/consents", f"/consents/{consent}", papers(world.nina), papers(world.nina, "operator"),
        papers(world.nina, "participation", "withdrawal"), "/consents/texts", f"/consents/texts/{text}",
        "/consents/texts/new?purpose=operator&category=any", "/consents/policy",
    ]  # fmt: skip
    kira = client_as("kira")
    kira.get("/help")
    for address in addresses:
        with count_queries() as seen:
            assert kira.get(address).status_code == 200, address
        wrote = [one for one in seen if one.startswith(WRITES)]
        trail = (*TABLES_OF_READING, "audit_entry")
        assert [one for one in wrote if not any(f"INTO {table}" in one for table in trail)] == [], address
