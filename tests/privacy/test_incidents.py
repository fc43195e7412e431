"""The incident drill: from «account, from–to» to exactly the people it reached; terms, sessions, conclusions."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.people import disclosures
from portal.privacy.actions import incidents
from portal.privacy.models import IncidentSubject
from tests.conftest import NOW
from tests.privacy.test_disclosures import crowd
from tests.world import World

FROM, TO = NOW + timedelta(hours=1), NOW + timedelta(hours=3)


def look(world: World, who: str, person_id: int, how: str) -> None:
    from portal.people.models import Person

    actor = world.actor(who)
    if how == "card":
        person = db.session.scalars(sa.select(Person).where(Person.id == person_id)).one()
        audit.record(actor, AuditEvent.PERSON_VIEWED, person, organization_id=world.school_1.id)
    elif how == "list":
        disclosures.note_list(actor, "people.index", [person_id])
    else:
        disclosures.disclose(actor, "people.register", [person_id], how)


@pytest.mark.parametrize("seed", range(5))
def test_every_affected_person_and_nobody_else(world: World, seed: int) -> None:
    chance, ids, truth = random.Random(seed), crowd(60), set[int]()
    for _step in range(150):
        at = NOW + timedelta(minutes=chance.randrange(0, 300))
        who = chance.choice(["kira", "kira", "denis", "polina"])
        person_id, how = chance.choice(ids), chance.choice(["card", "list", "file"])
        with clock.freeze(at):
            look(world, who, person_id, how)
        if who == "kira" and FROM <= at <= TO:
            truth.add(person_id)
    found = incidents.open_incident(
        world.actor("denis"), world.school_1, world.kira, begins_at=FROM, ends_at=TO, what="Учение", is_drill=True
    )
    listed = db.session.scalars(
        sa.select(IncidentSubject.person_id).where(IncidentSubject.incident_id == found.id)
    ).all()
    assert set(listed) == truth
    assert len(listed) == len(truth)


def test_the_account_is_out_at_once_and_the_terms_run(world: World, client_as, post) -> None:
    kira, denis = client_as("kira"), client_as("denis")
    assert kira.get("/surveys").status_code == 200
    form = {"login": "curator@demo.example", "begins": "20.11.2026 10:00", "ends": "20.11.2026 12:00",
            "what": "Чужой вход", "submission_key": "key-1"}  # fmt: skip
    opened = post(denis, "/privacy/incidents", **form)
    assert opened.status_code == 303
    assert kira.get("/surveys").status_code == 303  # to the sign-in
    again = post(denis, "/privacy/incidents", **form)
    assert again.location.partition("?")[0] == opened.location.partition("?")[0]
    page = denis.get(opened.location).text.replace("\xa0", " ")
    assert "21 ноября, 14:00" in page  # 24 hours
    assert "23 ноября, 14:00" in page  # 72 hours
    notice = denis.get(opened.location.partition("?")[0] + "/notice").text
    assert "№ 187" in notice
    assert "Северный многопрофильный колледж" in notice


def test_a_real_incident_closes_after_both_notices(world: World) -> None:
    denis = world.actor("denis")
    found = incidents.open_incident(denis, world.school_1, world.kira, begins_at=FROM, ends_at=TO, what="Утечка")
    with pytest.raises(Refusal, match="оба уведомления"):
        incidents.close_incident(denis, found, conclusion="Готово")
    incidents.note_step(denis, found, "notified")
    incidents.note_step(denis, found, "reported")
    incidents.close_incident(denis, found, conclusion="Пароль сменён")
    with pytest.raises(Refusal, match="закрыт"):
        incidents.note_step(denis, found, "notified")


def test_a_foreign_account_is_as_unknown_as_none(world: World, client_as, post) -> None:
    denis = client_as("denis")
    form = {"begins": "20.11.2026 10:00", "ends": "20.11.2026 12:00", "what": "Чужой вход"}
    answers = [
        post(denis, "/privacy/incidents", login=login, submission_key=f"key-{n}", **form)
        for n, login in enumerate(("curator2@demo.example", "nobody@demo.example"))
    ]
    assert [answer.status_code for answer in answers] == [422, 422]
    wrong = post(denis, "/privacy/incidents", login="curator@demo.example", begins="вчера", ends="", what="")
    assert wrong.status_code == 422
    assert "вчера" in wrong.text
