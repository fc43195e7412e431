"""Rights of the subject in hostile hands: grown children, own requests, requests of another kind, other schools."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import actions as people
from portal.people import disclosures
from portal.people.models import Person, Representation
from portal.privacy.actions import erasures, incidents, requests
from portal.privacy.kinds import ErasureState, RequestKind
from portal.privacy.models import SubjectRequest
from tests.conftest import NOW
from tests.privacy import canaries
from tests.world import World

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("birth_on", "status"),
    [(date(2008, 11, 20), 404), (date(2008, 11, 21), 200), (None, 200)],
    ids=["of age today", "of age tomorrow", "unknown"],
)
def test_a_grown_child_is_nobodys_child(world: World, client_as, post, birth_on: date | None, status: int) -> None:
    world.pasha.birth_on = birth_on
    asked = requests.ask(world.actor("pasha"), world.pasha, RequestKind.ACCESS, text="Что записано?")
    key, address = world.pasha.public_id, f"/account/data/requests/{asked.public_id}/cancellation"
    db.session.commit()
    maria = client_as("maria")
    assert maria.get(f"/people/{key}").status_code == status
    for page in ("", "/views", "/requests", "/requests/new", "/restriction"):
        assert maria.get(f"/account/data{page}?person={key}").status_code == status
    assert post(maria, address).status_code == (303 if status == 200 else 404)
    assert post(maria, "/account/data/restriction", person=key).status_code == (303 if status == 200 else 404)


def test_the_end_of_a_representation_ends_it_all(world: World, client_as, post) -> None:
    said = db.session.scalars(sa.select(Representation).where(Representation.person_id == world.pasha.id)).one()
    said.ends_on = TODAY - timedelta(days=1)
    db.session.commit()
    maria, key = client_as("maria"), world.pasha.public_id
    assert maria.get(f"/people/{key}").status_code == 404
    assert post(maria, "/account/data/package", person=key).status_code == 404


def test_nobody_makes_themselves_a_representative(world: World) -> None:
    with pytest.raises(Refusal, match="другой человек"):
        people.add_representation(world.actor("kira"), world.pasha, world.kira, relation="тётя", starts_on=TODAY)


def asked_by(world: World, who: str, kind: RequestKind) -> tuple[Person, SubjectRequest]:
    person = canaries.settle(world, "Альфа", parent=world.person(who))
    return person, requests.ask(world.actor(who), person, kind, text="Сотрите", wanted="Иначе")


@pytest.mark.parametrize("kind", [RequestKind.CORRECTION, RequestKind.ACCESS, RequestKind.COMPLAINT])
def test_a_request_erases_only_what_it_asks_for(world: World, client_as, post, kind: RequestKind) -> None:
    person, asked = asked_by(world, "maria", kind)
    db.session.commit()
    form = {"reason": "по обращению", "submission_key": submissions.new_key()}
    answer = post(client_as("denis"), f"/privacy/requests/{asked.public_id}/erasure", **form)
    assert answer.status_code == 409
    assert "не просит стереть" in answer.text
    assert person.erased_on is None


def test_a_request_that_was_taken_back_erases_nobody(world: World) -> None:
    person, asked = asked_by(world, "maria", RequestKind.ERASURE)
    [entry] = erasures.propose(world.actor("denis"), world.school_1, [person], reason="обращение", request=asked)
    requests.cancel(world.actor("maria"), asked)
    assert erasures.carry_out(world.actor("denis"), entry) == []
    assert (entry.state, person.erased_on) == (ErasureState.REFUSED, None)
    with pytest.raises(Refusal, match="уже дан ответ"):
        erasures.propose(world.actor("denis"), world.school_1, [person], reason="ещё", request=asked)


def test_nobody_erases_by_their_own_request(world: World) -> None:
    person, asked = asked_by(world, "denis", RequestKind.ERASURE)
    with pytest.raises(Refusal, match="другой человек"):
        erasures.propose(world.actor("denis"), world.school_1, [person], reason="обращение", request=asked)
    own = requests.ask(world.actor("kira"), world.kira, RequestKind.WITHDRAWAL, purpose="participation")
    with pytest.raises(Refusal, match="другой человек"):
        erasures.propose_withdrawn(world.actor("kira"), own, reason="отзыв")


def test_an_incident_names_only_the_people_of_ones_own_school(world: World, client_as) -> None:
    """Карим of school 2 is a parent in school 1: its director must not read the register of school 2 this way."""
    people.add_membership(world.actor("admin"), world.karim, world.school_1, kind="parent", starts_on=TODAY)
    disclosures.note_list(world.actor("karim"), "people.index", [world.vera.id, world.misha.id])
    hour = timedelta(hours=1)
    found = incidents.open_incident(
        world.actor("denis"), world.school_1, world.karim, begins_at=NOW - hour, ends_at=NOW + hour, what="Проверка"
    )
    db.session.commit()
    page = f"/privacy/incidents/{found.public_id}"
    seen = client_as("denis").get(page).text
    assert ("Миша Ковалёв" in seen, "Вера Зимина" in seen, "Из других организаций: 1" in seen) == (True, False, True)
    assert b"PK" in client_as("denis").get(f"{page}/subjects.xlsx").data
    assert "Вера Зимина" in client_as("admin").get(page).text


@pytest.mark.parametrize("moment", ["01.01.0001 00:00", "31.12.9999 23:59"])
def test_the_ends_of_the_calendar_are_refused_in_words(world: World, client_as, post, moment: str) -> None:
    form = {"login": "curator@demo.example", "begins": "01.01.0001 00:00", "ends": moment, "what": "Проверка",
            "submission_key": submissions.new_key()}  # fmt: skip
    answer = post(client_as("denis"), "/privacy/incidents", **form)
    assert answer.status_code in (303, 422)
    assert clock.now() == NOW
