"""Requests: asked, queued by their legal term, answered, extended once; restriction and withdrawal at once."""

from datetime import date

import pytest
import sqlalchemy as sa

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.signals import consent_given, consent_withdrawn
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.notices import Notice
from portal.people.models import Person
from portal.privacy.actions import erasures, requests
from portal.privacy.kinds import RequestKind, RequestState
from portal.privacy.models import SubjectRequest
from tests.privacy import canaries
from tests.world import World


def ask(world: World, key: str = "misha", kind: RequestKind = RequestKind.ACCESS) -> SubjectRequest:
    return requests.ask(world.actor(key), world.person(key), kind, text="Что записано?")


def test_a_request_has_its_term_and_tells_those_who_answer(world: World) -> None:
    asked = ask(world)
    assert asked.due_on == date(2026, 12, 4)  # ten working days
    told = set(db.session.scalars(sa.select(Notice.person_id).where(Notice.kind == "subject_request")))
    assert told == {world.kira.id, world.denis.id}
    assert ask(world).id == asked.id  # the same question is one request


def test_the_answer_is_read_by_the_subject(world: World, client_as, post) -> None:
    asked = ask(world)
    db.session.commit()
    page = f"/privacy/requests/{asked.public_id}"
    kira = client_as("kira")
    assert post(kira, f"{page}/answer").status_code == 422
    assert post(kira, f"{page}/answer", decision="done", text="Собрано").status_code == 303
    assert "Собрано" in client_as("misha").get("/account/data/requests").text
    assert post(kira, f"{page}/answer", decision="done", text="Ещё раз").status_code == 409


def test_nobody_answers_a_request_of_their_own(world: World) -> None:
    with pytest.raises(Refusal, match="другой человек"):
        requests.answer(world.actor("kira"), ask(world, "kira"), text="Да", is_done=True)


def test_a_term_is_moved_once_and_only_where_the_law_lets_it(world: World) -> None:
    asked = ask(world)
    requests.extend(world.actor("kira"), asked, reason="Нужен архив")
    assert asked.due_on == date(2026, 12, 11)
    with pytest.raises(Refusal, match="продлить нельзя"):
        requests.extend(world.actor("kira"), asked, reason="Ещё")
    with pytest.raises(Refusal, match="продлить нельзя"):
        requests.extend(world.actor("kira"), ask(world, kind=RequestKind.CORRECTION), reason="Долго")


def test_a_restricted_person_is_seen_by_those_who_answer_only(world: World) -> None:
    misha = world.misha
    requests.restrict(world.actor("misha"), misha)
    db.session.flush()
    for who, sees in (("kira", True), ("denis", True), ("admin", True), ("polina", False)):
        found = db.session.scalars(
            select_allowed(world.actor(who), Permission.PERSON_READ, Person).where(Person.id == misha.id)
        ).all()
        assert bool(found) is sees, who
    with pytest.raises(NotSeen):
        get_or_404(world.actor("polina"), Person, misha.public_id, Permission.PERSON_READ)
    requests.release(world.actor("misha"), misha)
    assert get_or_404(world.actor("polina"), Person, misha.public_id, Permission.PERSON_READ)
    states = db.session.scalars(sa.select(SubjectRequest.state)).all()
    assert states == [RequestState.CANCELLED]


def test_a_withdrawal_makes_the_task_of_thirty_days(world: World) -> None:
    said = consent_withdrawn.send(
        world.actor("misha"),
        person_id=world.misha.id,
        organization_id=world.school_1.id,
        purpose=Purpose.PARTICIPATION,
        on=date(2026, 11, 20),
    )
    assert any("будут стёрты до 20" in str(words) for _receiver, words in said if words)
    task = db.session.scalars(sa.select(SubjectRequest)).one()
    assert (task.kind, task.due_on, task.state) == (RequestKind.WITHDRAWAL, date(2026, 12, 20), RequestState.OPEN)
    with pytest.raises(Refusal):
        requests.cancel(world.actor("misha"), task)


def test_a_consent_given_again_calls_the_task_off(world: World) -> None:
    actor = world.actor("misha")
    consent_withdrawn.send(
        actor,
        person_id=world.misha.id,
        organization_id=world.school_1.id,
        purpose=Purpose.PARTICIPATION,
        on=date(2026, 11, 20),
    )
    consent = db.session.scalars(sa.select(Consent).where(Consent.person_id == world.misha.id)).first()
    consent_given.send(actor, consent=consent)
    assert db.session.scalars(sa.select(SubjectRequest.state)).all() == [RequestState.CANCELLED]


def test_a_withdrawn_consent_takes_the_answers_and_leaves_the_register(world: World) -> None:
    person = canaries.settle(world, "Альфа")
    canaries.answer_questionnaires(world, person, "Альфа")
    asked = requests.destroy_after_withdrawal(
        world.actor("kira"), person_id=person.id, organization_id=world.school_1.id, purpose=Purpose.PARTICIPATION
    )
    entry = erasures.propose_withdrawn(world.actor("denis"), asked, reason="Отзыв согласия")
    erasures.carry_out(world.actor("denis"), entry)
    said = canaries.words_in_tables().casefold()
    assert canaries.mark("Альфа", "ответ").casefold() not in said
    assert canaries.mark("Альфа", "черновик").casefold() not in said
    assert canaries.mark("Альфа", "фамилия").casefold() in said
    db.session.refresh(asked)
    assert asked.state == RequestState.DONE


def test_the_queue_costs_the_same_for_two_and_for_twenty(world: World, client_as, count_queries) -> None:
    kira, seen = client_as("kira"), []
    for n in (2, 18):
        for each in range(n):
            person = canaries.settle(world, f"К{n}{'абвгдежзиклмнопрст'[each]}")
            requests.ask(world.actor("admin"), person, RequestKind.ACCESS, text="Что записано?")
        db.session.commit()
        with count_queries() as queries:
            assert kira.get("/privacy").status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]
