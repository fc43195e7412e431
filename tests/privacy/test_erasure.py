"""After erasure nothing of the person is left: not in tables, files, index, outbox, exports, nor in a restored copy."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core import backup
from portal.core.db import db
from portal.core.erasure_journal import journal_lines
from portal.core.errors import Refusal
from portal.core.jobs import Job, JobState, run_job
from portal.core.mail import OutboxMessage
from portal.people.models import Person
from portal.privacy.actions import erasures
from portal.privacy.kinds import ErasureState
from portal.privacy.models import Erasure
from portal.privacy.queries.holdings import find_subject
from portal.privacy.restoring import replay
from tests.privacy import canaries
from tests.world import World, build_world

MARK = "канарейкаальфа"
ON_DISK = ("portal.db", "portal.db-wal", "portal.db-shm", "queue.db", "limits.db", "erasures.jsonl", "files")


def settle_alpha(world: World) -> Person:
    person = canaries.settle(world, "Альфа", parent=world.maria)
    canaries.answer_questionnaires(world, person, "Альфа")
    canaries.tell_others(person, world.misha)
    return person


def erase(world: World, person: Person, *, with_papers: bool = False) -> Erasure:
    """Through the deed and the worker, as a handler does it."""
    actor = world.actor("denis")
    [entry] = erasures.propose(actor, world.school_1, [person], reason="по обращению", with_papers=with_papers)
    job_id = erasures.ask_worker(actor, [entry]).id
    db.session.commit()
    assert run_job(job_id)
    job = db.session.scalars(sa.select(Job).where(Job.id == job_id)).one()
    assert job.state == JobState.DONE, job.message
    return db.session.scalars(sa.select(Erasure).where(Erasure.id == entry.id)).one()


def test_no_table_holds_a_word_of_the_erased(world: World) -> None:
    person = settle_alpha(world)
    person_id = person.id
    before = canaries.words_in_tables().casefold()
    assert before.count(MARK) > 20
    act = erase(world, person)
    assert MARK not in canaries.words_in_tables().casefold()
    gone = db.session.scalars(sa.select(Person).where(Person.id == person_id)).one()
    assert (gone.full_name, gone.name.strip()) == ("Участник удалён", "Участник удалён")
    assert gone.erased_on is not None
    kept = {name: n for name, n in canaries.rows_about(person_id).items() if n}
    assert kept["consent"] == 1
    assert not {"user", "login_session", "notice", "response", "answer"} & set(kept)
    assert act.state == ErasureState.DONE


def test_totals_stay_and_others_keep_theirs(world: World) -> None:
    other = canaries.settle(world, "Бета")
    canaries.answer_questionnaires(world, other, "Бета")
    before = canaries.rows_about(other.id)
    marks = canaries.words_in_tables().casefold().count("канарейкабета")
    erase(world, settle_alpha(world))
    assert canaries.rows_about(other.id) == before
    assert canaries.words_in_tables().casefold().count("канарейкабета") >= marks


def test_erasing_again_changes_nothing(world: World) -> None:
    person = settle_alpha(world)
    act = erase(world, person)
    with pytest.raises(Refusal, match="уже стёрты"):
        erasures.propose(world.actor("denis"), world.school_1, [world_person(person.id)], reason="ещё раз")
    before = canaries.words_in_tables()
    erasures.carry_out(world.actor("denis"), act)
    assert canaries.words_in_tables() == before


def world_person(person_id: int) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.id == person_id)).one()


def test_many_need_a_second_person(world: World) -> None:
    people = [canaries.settle(world, "Альфа"), canaries.settle(world, "Бета")]
    made = erasures.propose(world.actor("kira"), world.school_1, people, reason="выпуск")
    assert {entry.state for entry in made} == {ErasureState.PROPOSED}
    with pytest.raises(Refusal, match="ещё не подтверждено"):
        erasures.carry_out(world.actor("kira"), made[0])
    with pytest.raises(Refusal, match="другой человек"):
        erasures.decide(world.actor("kira"), made, is_approved=True)
    erasures.decide(world.actor("denis"), made, is_approved=True)
    for entry in made:
        erasures.carry_out(world.actor("denis"), entry)
    assert "канарейка" not in canaries.words_in_tables().casefold()


def test_who_may_not_be_erased(world: World) -> None:
    denis = world.actor("denis")
    with pytest.raises(Refusal, match="другой человек"):
        erasures.propose(denis, world.school_1, [world.denis], reason="сам")
    with pytest.raises(Refusal, match="единственный администратор"):
        erasures.propose(denis, world.school_1, [world.admin], reason="нет")
    with pytest.raises(Refusal, match="других организациях"):
        erasures.propose(denis, world.school_1, [world.yana], reason="чужая")
    with pytest.raises(Refusal, match="причину"):
        erasures.propose(denis, world.school_1, [world.misha], reason=" ")


def test_the_preview_says_what_erasing_does(world: World) -> None:
    from portal.core.row_erasure import preview
    from portal.core.subjects import Erasing

    person = settle_alpha(world)
    promised = {(line.table, line.how): line.rows for line in preview(Erasing(subject=find_subject(person)))}
    act = erase(world, person)
    done = {(line["table"], line["how"]): line["rows"] for line in act.lines}
    del done["erasure_entry", "kept"]  # the act itself, which was not there before
    assert done == promised


def test_the_act_has_the_fields_of_the_order(world: World) -> None:
    person = settle_alpha(world)
    key = person.public_id
    act = erase(world, person)
    assert act.operator == world.school_1.name
    assert act.destroyed_by == "Громов Денис Аркадьевич, Директор"
    assert act.subjects == [key]
    assert act.reason == "по обращению"
    assert act.erased_at is not None
    assert act.kept_until is not None
    assert act.kept_until.year == 2029
    assert {line["how"] for line in act.lines} == {"erased", "blanked", "kept"}


@pytest.mark.slow
def test_no_byte_is_left_on_the_disk_nor_in_a_restored_copy(portal_on_disk: Flask, tmp_path: Path) -> None:
    with portal_on_disk.app_context():
        world = build_world()
        person = settle_alpha(world)
        login = canaries.mark("Альфа", "вход")
        for _attempt in range(3):
            portal_on_disk.test_client().get("/login")
        portal_on_disk.test_client().post("/login", data={"email": login, "password": "wrong"})
        copy = tmp_path.parent / f"{tmp_path.name}-copy.tar"
        backup.write_backup(copy)
        canaries.age_files(tmp_path / "files")
        is_file = db.engine.dialect.name == "sqlite"
        assert is_file is False or canaries.found_on_disk(tmp_path, "КанарейкаАльфа")
        erase(world, person)
        assert MARK not in canaries.words_in_tables().casefold()
        assert canaries.found_on_disk(tmp_path, "КанарейкаАльфа") == []
        assert len(journal_lines()) == 1
        db.session.rollback()

        backup.restore_backup(copy)
        db.session.rollback()
        assert MARK in canaries.words_in_tables().casefold()
        canaries.age_files(tmp_path / "files")
        done = replay()
        assert (done.known, done.again) == (1, 1)
        assert MARK not in canaries.words_in_tables().casefold()
        assert canaries.found_on_disk(tmp_path, "КанарейкаАльфа") == []
        assert replay().again == 0
    copy.unlink()


def test_a_letter_of_another_person_stays(world: World) -> None:
    person = settle_alpha(world)
    other = canaries.settle(world, "Бета")
    erase(world, person)
    left = db.session.scalars(sa.select(OutboxMessage.recipient)).all()
    assert left == [other.email]
