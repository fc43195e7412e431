"""Terms of keeping: what runs out by itself, what an organisation looks over, and the chain that outlives a trim."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.jobs import Job, run_job
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.people.actions import add_membership, add_person
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from portal.privacy import retention
from portal.privacy.kinds import ErasureState
from portal.privacy.models import Erasure
from tests.conftest import NOW
from tests.privacy import canaries
from tests.world import World

SYSTEM = Actor.system("test")
TODAY = NOW.date()


def graduate(world: World, name: str, years_ago: int) -> Person:
    person = add_person(SYSTEM, family_name=name, given_name="Имя")
    add_membership(
        SYSTEM, person, world.school_1, kind=MembershipKind.LEARNER, starts_on=TODAY - timedelta(days=3000),
        ends_on=TODAY - timedelta(days=366 * years_ago),
    )  # fmt: skip
    return person


def test_who_left_three_years_ago_is_due_and_nobody_else(world: World) -> None:
    old = graduate(world, "Давний", 4)
    graduate(world, "Недавний", 1)
    kind = retention.KINDS["profile"]
    assert [person.id for person in retention.due(world.school_1, kind)] == [old.id]
    made = retention.erase_due(world.actor("kira"), world.school_1, kind)
    assert [entry.state for entry in made] == [ErasureState.PROPOSED]  # nobody asked for it: even one waits
    with pytest.raises(Refusal, match="уже предложено"):
        retention.erase_due(world.actor("denis"), world.school_1, kind)
    graduate(world, "Древний", 5)
    assert len(retention.erase_due(world.actor("denis"), world.school_1, kind)) == 1
    retention.set_months(world.actor("denis"), world.school_1, kind, 900)
    assert retention.due(world.school_1, kind) == []
    with pytest.raises(Refusal, match="ни у кого"):
        retention.erase_due(world.actor("kira"), world.school_1, kind)


def test_answers_of_five_years_ago_go_with_an_act(world: World) -> None:
    person = canaries.settle(world, "Альфа")
    canaries.answer_questionnaires(world, person, "Альфа")
    kind = retention.KINDS["answers"]
    assert retention.due(world.school_1, kind) == []
    with clock.freeze(NOW + timedelta(days=366 * 5)):
        assert [each.id for each in retention.due(world.school_1, kind)] == [person.id]
        [act] = retention.erase_due(world.actor("denis"), world.school_1, kind)
        assert act.state == ErasureState.DONE
        assert act.subjects == [person.public_id]
        assert retention.due(world.school_1, kind) == []
    assert canaries.mark("Альфа", "ответ").casefold() not in canaries.words_in_tables().casefold()


def test_letters_and_notices_go_after_ninety_days(world: World) -> None:
    canaries.settle(world, "Альфа")
    for days, left in ((89, True), (91, False)):
        with clock.freeze(NOW + timedelta(days=days)):
            retention.erase_what_ran_out()
            for model in (OutboxMessage, Notice):
                count = db.session.scalar(sa.select(sa.func.count(model.id)))
                assert bool(count) is left, (model, days)


def test_the_dry_run_changes_nothing(world: World, client_as) -> None:
    person = graduate(world, "Давний", 4)
    db.session.commit()
    denis = client_as("denis")
    page = denis.get("/privacy/retention/profile").text
    assert "Имя Давний" in page
    assert db.session.scalar(sa.select(Person.erased_on).where(Person.id == person.id)) is None
    assert "Карточки выбывших" in denis.get("/privacy/retention").text


def test_one_expired_card_goes_by_two_people_and_the_pages_say_so(world: World, client_as, post) -> None:
    person = graduate(world, "Давний", 4)
    db.session.commit()
    kira, denis = client_as("kira"), client_as("denis")
    assert "ждёт вашего решения" not in denis.get("/").text
    job = post(kira, "/privacy/retention/profile/erasure").headers["Location"]
    run_job(db.session.scalars(sa.select(Job.id).order_by(Job.id.desc())).first())
    assert "Предложено второму человеку" in kira.get(job).text
    seen = kira.get("/privacy/retention/profile").text
    assert "уже предложено" in seen
    assert "Предложить стереть" not in seen
    assert "1 стирание ждёт вашего решения" in denis.get("/").text
    assert "ждёт вашего решения" not in kira.get("/").text
    act = db.session.scalars(sa.select(Erasure)).one()
    assert post(denis, f"/privacy/erasures/{act.public_id}/decision").status_code == 409, "no answer is no refusal"
    post(denis, f"/privacy/erasures/{act.public_id}/decision", decision="approve")
    run_job(db.session.scalars(sa.select(Job.id).order_by(Job.id.desc())).first())
    db.session.expire_all()
    assert person.erased_on is not None
    assert "Акт для печати" in denis.get(f"/privacy/erasures/{act.public_id}").text


EDITS = {
    "happened_at": NOW + timedelta(days=1), "person_id": 999, "organization_id": 999, "event": "signed_out",
    "subject_kind": "portal", "subject_id": "x", "changes": {"role": "admin"}, "chain": "0" * 64,
}  # fmt: skip


@pytest.mark.parametrize("column", EDITS)
def test_any_edit_of_the_trail_is_found(world: World, column: str) -> None:
    audit.seal()
    assert audit.broken_link() is None
    ids = db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.sealed_no)).all()
    for chosen in (ids[0], ids[len(ids) // 2], ids[-1]):
        with db.session.begin_nested() as trial:
            db.session.execute(sa.update(AuditEntry).where(AuditEntry.id == chosen).values({column: EDITS[column]}))
            db.session.expire_all()
            assert audit.broken_link() is not None, chosen
            trial.rollback()
        db.session.expire_all()


def test_a_removed_entry_is_found_and_a_trim_is_not(world: World) -> None:
    audit.seal()
    ids = db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.sealed_no)).all()
    for chosen in (ids[0], ids[len(ids) // 2]):
        with db.session.begin_nested() as trial:
            db.session.execute(sa.delete(AuditEntry).where(AuditEntry.id == chosen))
            db.session.expire_all()
            assert audit.broken_link() is not None
            trial.rollback()
        db.session.expire_all()
    with clock.freeze(NOW + timedelta(days=1)):
        audit.record(world.actor("kira"), AuditEvent.SIGNED_IN, None)
        audit.seal()
        assert audit.trim(SYSTEM, NOW + timedelta(hours=1)) == len(ids)
        audit.seal()
        db.session.expire_all()
        assert audit.broken_link() is None
