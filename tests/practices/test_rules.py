"""Rules of the bank: what is missing, who reviews, what is frozen, what a use and a collection may be."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.core.search.index import SearchDocument
from portal.practices import actions
from portal.practices.differences import changes_between, pieces_of
from portal.practices.kinds import Evidence, Facet, Outcome, PracticeState, Section, VersionState
from portal.practices.models import PracticeAdoption, PracticeFacet, PracticeVersion
from portal.practices.queries import PracticeFilter, facet_counts, find_practices, outcomes_to_tell, waiting_for
from portal.practices.readiness import evidence_refusal, lacks_of
from tests.conftest import NOW
from tests.practices.writing import CARD, fill, publish

TODAY = NOW.date()


def _facets(**said):
    return {Facet(name): codes for name, codes in said.items()}


def found(actor, **said):
    wanted = PracticeFilter(text=said.pop("text", ""), chosen=_facets(**said))
    return [row.PracticeVersion.title for row in db.session.execute(find_practices(actor, wanted))]


def n_waiting(actor):
    return db.session.scalar(waiting_for(actor)) or 0


def untold(actor, days):
    return db.session.execute(outcomes_to_tell(actor, TODAY + timedelta(days=days))).all()


def test_handing_in_names_what_is_missing_and_lets_no_personal_data_through(world, draft):
    practice = draft(title="Урок-зеркало")
    version, nina = practice.working, world.actor("nina")
    assert lacks_of(version) == []
    spoiled = {
        "summary": "",
        "task": "Позвоните +7 (914) 123-45-67",
        "cautions": "У Сидоровой Ани, 15 лет, не вышло",
        "title": "д" * 91,
    }
    fill(nina, version, **spoiled, steps=CARD[Section.STEPS]["steps"][:2])
    said = [lack.text for lack in lacks_of(version)]
    assert said == [
        "Название: лишний 1 знак", "Не заполнено: Суть в двух предложениях",
        "Какую задачу решает: уберите телефон или адрес почты",
        "Опишите хотя бы 3 шага: по ним практику повторят",
        "Где не сработает и что пошло не так: фамилия рядом с возрастом, уберите одно из двух",
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Отправить пока нельзя"):
        actions.submit_for_review(nina, practice, skips_organization=False)
    assert practice.state is PracticeState.DRAFT
    assert practice.submitted_on is None


def test_a_practice_goes_from_the_author_through_two_readers_to_everybody(world, draft):
    practice, nina, kira, olga = draft(), world.actor("nina"), world.actor("kira"), world.actor("olga")
    actions.submit_for_review(nina, practice, skips_organization=False)
    version = practice.working
    assert practice.state is PracticeState.IN_REVIEW
    assert version.due_on > TODAY + timedelta(days=12)
    with pytest.raises(Refusal, match="читают на проверке"):
        actions.save_section(nina, version, Section.ESSENCE, {"title": "Другое"})
    with pytest.raises(Refusal, match="Свою практику"):
        actions.pass_on(nina, practice)
    with pytest.raises(Refusal, match="Сначала практику читает её организация"):
        actions.publish_practice(olga, practice, evidence=Evidence.DESCRIBED, on=TODAY)
    with pytest.raises(Refusal, match="хотя бы одно замечание"):
        actions.return_to_authors(kira, practice)
    assert n_waiting(kira) == 1
    assert n_waiting(olga) == 0
    actions.add_remark(kira, practice, section=Section.STEPS, text="Сколько длится третий шаг?")
    actions.return_to_authors(kira, practice)
    assert practice.state is PracticeState.RETURNED
    assert db.session.scalars(sa.select(Notice.text)).all() == ["Практика вернулась с замечаниями: 1"]
    actions.submit_for_review(nina, practice, skips_organization=False)
    with pytest.raises(Refusal, match="хотя бы одно замечание"):
        actions.return_to_authors(kira, practice)  # remarks of an earlier round do not count
    actions.pass_on(kira, practice)
    assert n_waiting(kira) == 0
    assert n_waiting(olga) == 1
    actions.publish_practice(olga, practice, evidence=Evidence.GROUNDED, on=TODAY)
    assert (practice.state, practice.current_number, practice.evidence) == (PracticeState.PUBLISHED, 1, 2)
    assert practice.review_on == TODAY + timedelta(days=548)
    assert found(Actor.guest(), text="тишина") == ["Час тишины"]
    entries = sa.select(AuditEntry.event).where(AuditEntry.subject_kind == "practice").order_by(AuditEntry.id)
    assert db.session.scalars(entries).all()[7:] == [
        "practice_submitted", "practice_remarked", "practice_returned", "practice_submitted", "practice_passed",
        "practice_published",
    ]  # fmt: skip


def test_readers_see_the_published_version_while_a_new_one_is_written(world, published):
    practice, nina = published(), world.actor("nina")
    with pytest.raises(Refusal, match="не меняется"):
        actions.save_section(nina, practice.published, Section.ESSENCE, {"title": "Тайное"})
    made = actions.begin_update(nina, practice)
    assert actions.begin_update(nina, practice) is made
    actions.save_section(nina, made, Section.ESSENCE, {"title": "Тайный час"})
    db.session.commit()
    assert practice.state is PracticeState.UPDATING
    assert found(Actor.guest(), text="тайный") == []
    assert found(Actor.guest()) == ["Час тишины"]
    assert db.session.scalars(sa.select(SearchDocument.title).where(SearchDocument.kind == "practice")).all() == [
        "Час тишины"
    ]
    assert [lack.text for lack in lacks_of(made)] == ["Не заполнено: Что изменилось в этой версии"]
    actions.save_section(nina, made, Section.RIGHTS, {"change_note": "Новое название"})
    publish(world, practice, evidence=1)
    assert found(Actor.guest()) == ["Тайный час"]
    first, second = practice.versions
    changes = {each.label: each.pieces for each in changes_between(first, second)}
    assert set(changes) == {"Название", "Что изменилось в этой версии"}
    assert [(piece.how, piece.text) for piece in pieces_of("час тишины дня", "час покоя дня")] == [
        ("same", "час "), ("removed", "тишины"), ("added", "покоя"), ("same", " дня"),
    ]  # fmt: skip


def test_one_working_version_and_one_use_by_an_organisation_are_kept_by_the_database(world, published):
    practice = published()
    db.session.add_all(
        [PracticeVersion(practice_id=practice.id, title="а"), PracticeVersion(practice_id=practice.id, title="б")]
    )
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()
    actions.adopt(world.actor("vera"), practice, world.school_2, starts_on=TODAY, note="")
    with pytest.raises(Refusal, match="уже отмечена"):
        actions.adopt(world.actor("karim"), practice, world.school_2, starts_on=TODAY, note="")
    with pytest.raises(Refusal, match="вашей организации"):
        actions.adopt(world.actor("nina"), practice, world.school_1, starts_on=TODAY, note="")
    assert practice.uses == 1


def test_a_step_of_evidence_is_earned(world, draft):
    version = draft().working
    refused = [bool(evidence_refusal(version, level, [])) for level in Evidence]
    assert refused == [False, False, True, True, True]  # the table is not attached
    version.files = [type(version).files.property.mapper.class_(file_id=0, description="Таблица")]
    outcomes = ["helped", "helped", "not_helped"]
    assert [bool(evidence_refusal(version, level, outcomes)) for level in Evidence] == [False] * 5
    assert evidence_refusal(version, Evidence.REPEATED, ["helped"] * 3)
    db.session.rollback()


def test_old_data_prove_one_step_less_and_only_once(world, published):
    practice = published(evidence=2)
    practice.evidence_on = TODAY - timedelta(days=1100)
    db.session.commit()
    assert actions.lower_old_evidence() == 1
    assert actions.lower_old_evidence() == 0
    assert practice.evidence == 1
    code = sa.select(PracticeFacet.code).where(PracticeFacet.facet == "evidence")
    assert db.session.scalars(code).all() == ["1"]


def test_a_use_is_asked_about_after_sixty_days_and_a_failure_is_kept(world, published):
    practice, vera = published(), world.actor("vera")
    use = actions.adopt(vera, practice, world.school_2, starts_on=TODAY, note="Только в старших классах")
    assert untold(vera, 59) == []
    assert len(untold(vera, 60)) == 1
    with clock.freeze(NOW + timedelta(days=61)):
        actions.tell_outcome(vera, use, outcome=Outcome.NOT_HELPED, done="Провели трижды", changed="")
    db.session.commit()
    assert untold(vera, 90) == []
    kept = db.session.scalars(sa.select(PracticeAdoption)).one()
    assert (kept.outcome, kept.answered_on) == (Outcome.NOT_HELPED, TODAY + timedelta(days=61))


def test_an_archived_practice_leaves_the_bank_and_its_drafts_end(world, published):
    practice, nina = published(), world.actor("nina")
    actions.begin_update(nina, practice)
    with pytest.raises(Refusal, match="Напишите, почему"):
        actions.archive_practice(nina, practice, reason=" ")
    actions.archive_practice(nina, practice, reason="Больше так не работаем")
    assert practice.state is PracticeState.ARCHIVED
    assert practice.versions[-1].state == VersionState.REJECTED
    assert found(Actor.guest()) == []
    assert found(nina) == []
    with pytest.raises(Refusal):
        actions.begin_update(nina, practice)
    with pytest.raises(Refusal):
        actions.adopt(world.actor("vera"), practice, world.school_2, starts_on=TODAY, note="")


def test_facets_narrow_with_and_between_and_or_within_and_count_what_each_would_leave(world, published):
    published(title="Первая", formats=["teacher_teacher", "teacher_student"], module="start")
    published(title="Вторая", formats=["teacher_student"], module="progress", evidence=2)
    guest = Actor.guest()
    both = {"format": ("teacher_teacher", "teacher_student")}
    assert found(guest, **both) == ["Вторая", "Первая"]
    assert found(guest, **both, module=("start",)) == ["Первая"]
    counts = facet_counts(guest, PracticeFilter(chosen=_facets(module=("start",))))
    assert counts["format"] == {"teacher_teacher": 1, "teacher_student": 1}
    assert counts["module"] == {"start": 1, "progress": 1}
    assert counts["evidence"] == {"1": 1}


def test_a_collection_keeps_its_order_and_opens_only_when_it_holds_something(world, published):
    first, second = published(title="Первая"), published(title="Вторая")
    olga = world.actor("olga")
    made = actions.make_collection(olga, world.municipality, title="Молодым педагогам", about="")
    with pytest.raises(Refusal):
        actions.publish_collection(olga, made, is_open=True)
    for practice in (first, second, second):
        actions.put_into_collection(olga, made, practice)
    actions.move_in_collection(olga, made, second, by=-1)
    db.session.commit()
    db.session.expire_all()
    assert [each.practice_id for each in made.items] == [second.id, first.id]
    actions.take_out_of_collection(olga, made, second)
    assert [(each.practice_id, each.position) for each in made.items] == [(first.id, 1)]
