"""Bulk data needs two people: a large file waits for a second person, and paging stops before a thousand."""

from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent, sentence_of
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.people import disclosures
from portal.people.disclosures import MOST_A_DAY, ApprovalNeeded, TooManySubjects
from portal.people.models import Disclosure, DisclosureState, DisclosureSubject, Person
from tests.conftest import NOW
from tests.surveys.crowds import make_wave
from tests.surveys.waves import short
from tests.world import World

BELOW_ADMINISTRATOR = ("olga", "denis", "kira", "polina", "nina", "karim")


def crowd(n: int) -> list[int]:
    rows = [{"public_id": f"crowd-{i}", "family_name": "Толпин", "given_name": str(i), "patronymic": "",
             "sort_name": "толпин", "created_at": NOW, "updated_at": NOW, "version": 1} for i in range(n)]  # fmt: skip
    db.session.execute(sa.insert(Person.__table__), rows)
    return list(db.session.scalars(sa.select(Person.id).where(Person.family_name == "Толпин").order_by(Person.id)))


def test_a_small_file_goes_and_its_persons_are_kept(world: World) -> None:
    ids = crowd(100)
    given = disclosures.disclose(world.actor("kira"), "people.register", ids, organization_id=world.school_1.id)
    kept = db.session.scalars(
        sa.select(DisclosureSubject.person_id).where(DisclosureSubject.disclosure_id == given.id)
    ).all()
    assert (given.state, given.n, sorted(kept)) == (DisclosureState.GIVEN, 100, ids)
    assert disclosures.reached(world.kira.id) == 100


def test_a_large_file_waits_for_a_second_person_and_goes_once(world: World) -> None:
    ids, kira = crowd(101), world.actor("kira")
    with pytest.raises(ApprovalNeeded) as needed:
        disclosures.disclose(kira, "people.register", ids, "all", organization_id=world.school_1.id)
    assert needed.value.n == 101
    assert not needed.value.waits
    asked = disclosures.ask_approval(
        kira, kind="people.register", what="all", n=101, organization_id=world.school_1.id, path="/"
    )
    with pytest.raises(Refusal, match="другой человек"):
        disclosures.decide(kira, asked, is_approved=True)
    disclosures.decide(world.actor("denis"), asked, is_approved=True)
    disclosures.disclose(kira, "people.register", ids, "all", organization_id=world.school_1.id)
    assert disclosures.reached(world.kira.id) == 0  # a file that two people let go is not counted against one
    with pytest.raises(ApprovalNeeded):
        disclosures.disclose(kira, "people.register", ids, "all", organization_id=world.school_1.id)


@pytest.mark.parametrize("change", ["more persons", "other file", "three days later"])
def test_an_approval_is_for_one_file_of_its_size_and_time(world: World, change: str) -> None:
    ids, kira = crowd(120), world.actor("kira")
    asked = disclosures.ask_approval(kira, kind="people.register", what="all", n=110, organization_id=None, path="/")
    disclosures.decide(world.actor("denis"), asked, is_approved=True)
    wanted = ids if change == "more persons" else ids[:110]
    what = "other" if change == "other file" else "all"
    with clock.freeze(NOW + (disclosures.APPROVED_FOR if change == "three days later" else disclosures.DAY)):
        with pytest.raises(ApprovalNeeded):
            disclosures.disclose(kira, "people.register", wanted, what)
        if change != "three days later":
            disclosures.disclose(kira, "people.register", ids[:110], "all")


@pytest.mark.parametrize("who", BELOW_ADMINISTRATOR)
def test_a_bot_that_pages_and_exports_never_gets_a_thousand(world: World, who: str) -> None:
    ids, actor, got = crowd(1_500), world.actor(who), set[int]()
    for number, start in enumerate(range(0, 1_500, 20)):
        batch = ids[start : start + 20]
        try:
            if number % 3:
                disclosures.check_reach(actor, batch)
                disclosures.note_list(actor, "people.index", batch)
            else:
                disclosures.disclose(actor, "people.register", batch, str(number))
            got.update(batch)
        except (TooManySubjects, ApprovalNeeded):
            continue
    assert 900 < len(got) < MOST_A_DAY
    with clock.freeze(NOW + disclosures.DAY):
        disclosures.check_reach(actor, ids[:20])  # a day later the account works again


def test_the_administrator_pages_on(world: World) -> None:
    disclosures.check_reach(world.actor("admin"), crowd(1_200))


def test_an_own_row_and_an_empty_list_leave_no_trace(world: World) -> None:
    disclosures.note_list(world.actor("kira"), "people.index", [])
    assert db.session.scalar(sa.select(sa.func.count(Disclosure.id))) == 0


@pytest.fixture
def wave(world: World) -> Any:
    made = make_wave(world.school_1, short(), [{"MET": "yes", "MARK": 7}] * 12)
    db.session.commit()
    return made


def test_results_with_names_walk_through_a_second_person(
    app: Any, wave: Any, client_as: Any, post: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "EXPORT_THRESHOLD", 10)
    kira, denis, url = client_as("kira"), client_as("denis"), f"/surveys/{wave.public_id}/results.xlsx"
    refused = kira.get(url)
    assert refused.status_code == 409
    assert "второй человек" in refused.text
    offer = refused.text.partition('name="offer" value="')[2].partition('"')[0]
    asked = post(kira, "/privacy/disclosures", offer=offer)
    assert asked.status_code == 303
    assert "ждёт решения" in kira.get(asked.location).text
    assert post(denis, "/privacy/disclosures", offer=offer).status_code == 409  # the offer was made to Кира
    row = db.session.scalars(sa.select(Disclosure)).one()
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "disclosure")).all()
    names = db.session.scalars(sa.select(Person.given_name).where(Person.id.in_(told))).all()
    assert set(names) == {"Денис", "Тимофей"}
    assert "Кира Соколова" in denis.get("/privacy/disclosures").text
    decided = post(denis, f"/privacy/disclosures/{row.public_id}/decision", decision="approve")
    assert decided.status_code == 303
    page = kira.get(asked.location).text
    assert f'href="{url}"' in page
    assert kira.get(url).data[:2] == b"PK"
    assert kira.get(url).status_code == 409  # once
    job = post(kira, f"/surveys/{wave.public_id}/exports")
    assert job.status_code == 409


def test_being_stopped_is_heard_within_the_request(
    app: Any, world: World, wave: Any, client_as: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disclosures, "MOST_A_DAY", 10)
    kira = client_as("kira")
    for _again in range(2):
        assert kira.get(f"/surveys/{wave.public_id}/results.csv").status_code == 409
    stopped = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.DISCLOSURE_STOPPED)).all()
    assert [entry.person_id for entry in stopped] == [world.kira.id]
    told = db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "alarm")).all()
    assert told == [world.admin.id]
    assert sentence_of("disclosure_stopped").startswith("Остановлено")
