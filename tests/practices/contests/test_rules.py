"""Rules of contests: days, jury, conflicts, the end."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.practices.actions import save_section
from portal.practices.contests import actions
from portal.practices.contests.actions.ending import digest_of
from portal.practices.contests.kinds import Bond, ContestState, EntryState
from portal.practices.contests.labels import told_bond_label
from portal.practices.contests.models import ContestConflict, ContestEntry, ContestJuror, ContestReview
from portal.practices.contests.queries import (
    entries_to_judge,
    published_names,
    reviews_missing,
    signed_standings,
    standings,
)
from portal.practices.kinds import Section
from portal.practices.models import PracticePresentation
from portal.programs import actions as programs
from portal.programs.definitions import program_patterns
from portal.programs.reference import sync_mentoring
from tests.mentorships.pairing import cycle_of, make_pair
from tests.practices.contests.holding import APPLY_UNTIL, JUDGE_UNTIL, TODAY, after, announcement, hold, points


def seat(contest, person):
    return db.session.scalars(
        sa.select(ContestJuror).where(ContestJuror.contest_id == contest.id, ContestJuror.person_id == person.id)
    ).one()


def bonds(entry):
    rows = db.session.execute(
        sa.select(ContestJuror.person_id, ContestConflict.bond)
        .join(ContestJuror, ContestJuror.id == ContestConflict.juror_id)
        .where(ContestConflict.entry_id == entry.id)
    )
    return dict(rows.all())


def enter(world, contest, practice, who="nina"):
    return actions.enter_practice(world.actor(who), contest, contest.nominations[0], practice, words="")


def test_days_follow_each_other_and_an_announced_contest_is_only_prolonged(world):
    olga = world.actor("olga")
    for wrong in ({"apply_until": date(2026, 1, 1)}, {"judge_until": APPLY_UNTIL}, {"results_on": APPLY_UNTIL}):
        with pytest.raises(Refusal):
            actions.draft_contest(olga, world.municipality, announcement(**wrong))
    empty = actions.draft_contest(olga, world.municipality, announcement())
    with pytest.raises(Refusal, match="номинацию"):
        actions.announce(olga, empty)
    contest = hold(world)
    with pytest.raises(Refusal, match="продлить"):
        actions.change_contest(olga, contest, announcement(apply_until=APPLY_UNTIL - timedelta(days=1)))
    with pytest.raises(Refusal, match="уже не меняется"):
        actions.change_contest(olga, contest, announcement(least_jurors=2))
    with pytest.raises(Refusal, match="больше не меняются"):
        actions.take_out(olga, contest, contest.criteria[0].public_id)
    actions.change_contest(olga, contest, announcement(terms="Уточнено", apply_until=APPLY_UNTIL + timedelta(days=1)))
    assert contest.terms == "Уточнено"


def test_the_jury_weighs_the_text_of_the_day_of_entry(world, draft):
    contest, practice = hold(world), draft()
    entry = enter(world, contest, practice)
    save_section(world.actor("nina"), practice.working, Section.ESSENCE, {"summary": "Совсем другое"})
    assert ["Суть в двух предложениях", "Пара ходит друг к другу на уроки и обсуждает один вопрос."] in entry.content
    with pytest.raises(Refusal, match="уже есть"):
        enter(world, contest, practice, "kira")
    with after(APPLY_UNTIL), pytest.raises(Refusal, match="не принимают"):
        enter(world, contest, draft(title="Поздняя"))


def test_conflicts_are_found_for_organisation_author_relative_and_pair(world, draft):
    contest = hold(world, jury=(("olga", True), ("karim", False), ("denis", False), ("vera", False)))
    sync_mentoring()
    programs.add_program(world.actor("karim"), world.school_2, name="Рядом", pattern=program_patterns()["chgtt"],
                         span=programs.school_span(2026))  # fmt: skip
    make_pair(world.vera, world.nina, cycle_of(world.school_2.id))
    entry = enter(world, contest, draft())
    assert bonds(entry) == {world.denis.id: Bond.ORGANIZATION, world.vera.id: Bond.MENTOR}
    own = enter(world, contest, draft("vera", school=2, title="Своя"), "vera")
    assert bonds(own) == {world.vera.id: Bond.AUTHOR, world.karim.id: Bond.ORGANIZATION}
    actions.seat_juror(world.actor("olga"), contest, world.nina, is_chair=False)
    assert bonds(entry)[world.nina.id] == Bond.AUTHOR
    mother = hold(world, title="Второй", jury=(("olga", True), ("maria", False)))
    named = actions.enter_person(
        world.actor("maria"), mother, mother.nominations[1], world.pasha, world.school_2, words=""
    )
    assert bonds(named)[world.maria.id] in (Bond.AUTHOR, Bond.RELATIVE)


def test_who_has_a_conflict_neither_sees_nor_weighs_nor_counts(world, draft):
    contest = hold(world)
    entry = enter(world, contest, draft())
    with after(APPLY_UNTIL):
        actions.begin_judging(world.actor("olga"), contest)
        denis, karim = seat(contest, world.denis), seat(contest, world.karim)
        assert entries_to_judge(denis) == []
        with pytest.raises(NotSeen):
            get_or_404(world.actor("denis"), ContestEntry, entry.public_id, Permission.CONTEST_ENTRY_READ)
        with pytest.raises(Refusal, match="конфликт"):
            actions.give_points(world.actor("denis"), denis, entry, points=points(contest, 3, 3), comment="")
        actions.give_points(world.actor("karim"), karim, entry, points=points(contest, 4, None), comment="")
        for _click in range(2):
            actions.declare_conflict(world.actor("karim"), karim, entry)
        declared = sa.select(sa.func.count()).where(ContestConflict.juror_id == karim.id)
        assert db.session.scalar(declared.where(ContestConflict.bond == Bond.DECLARED)) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(ContestReview)) == 0
        with pytest.raises(NotSeen):
            get_or_404(world.actor("karim"), ContestEntry, entry.public_id, Permission.CONTEST_ENTRY_JUDGE)
        assert reviews_missing(contest) == 1
        # A bond that came up after the figure takes the figure out of the count.
        olga = seat(contest, world.olga)
        actions.give_points(world.actor("olga"), olga, entry, points=points(contest, 4, 4), comment="")
        db.session.add(ContestConflict(juror_id=olga.id, entry_id=entry.id, bond=Bond.DECLARED, noted_on=TODAY))
        db.session.flush()
    assert [each.result.place for found in standings(contest).values() for each in found] == [None]


def test_extreme_figures_are_explained_and_nobody_weighs_out_of_time_or_range(world, draft):
    contest = hold(world)
    entry, karim = enter(world, contest, draft()), seat(contest, world.karim)
    actor = world.actor("karim")
    with pytest.raises(Refusal, match="не ставят"):
        actions.give_points(actor, karim, entry, points=points(contest, 3, 3), comment="")
    with after(APPLY_UNTIL):
        actions.begin_judging(world.actor("olga"), contest)
        for wrong in (points(contest, 6, 3), points(contest, None, None), {"nothing": 1}):
            with pytest.raises(Refusal, match="баллы"):
                actions.give_points(actor, karim, entry, points=wrong, comment="Почему")
        for extreme in (points(contest, 1, 3), points(contest, 3, 5)):
            with pytest.raises(Refusal, match="Объясните"):
                actions.give_points(actor, karim, entry, points=extreme, comment=" ")
        actions.give_points(actor, karim, entry, points=points(contest, 1, 5), comment="Нет данных")
        actions.give_points(actor, karim, entry, points=points(contest, 3, 3), comment="")
    (review,) = db.session.scalars(sa.select(ContestReview)).all()
    assert (sorted(review.points.values()), review.version) == ([3, 3], 2)


def test_a_person_enters_only_with_their_own_yes(world):
    contest, kira = hold(world), world.actor("kira")
    entry = actions.enter_person(kira, contest, contest.nominations[1], world.nina, world.school_1, words="")
    assert (entry.state, entry.agreed_on) == (EntryState.ASKED, None)
    with pytest.raises(Refusal, match="кого выдвинули"):
        actions.answer_nomination(kira, entry, agrees=True)
    actions.answer_nomination(world.actor("nina"), entry, agrees=False)
    with pytest.raises(Refusal, match="второй раз"):
        actions.enter_person(kira, contest, contest.nominations[1], world.nina, world.school_1, words="")
    again = actions.enter_person(
        world.actor("nina"), contest, contest.nominations[1], world.nina, world.school_1, words=""
    )
    assert (again.id, again.state, again.agreed_on) == (entry.id, EntryState.ACCEPTED, TODAY)
    with pytest.raises(Refusal, match="для другого"):
        actions.enter_person(kira, contest, contest.nominations[0], world.polina, world.school_1, words="")


def test_a_contest_of_a_school_is_for_its_own_people(world, draft):
    contest = hold(world, "kira", world.school_1, jury=(("denis", True),), is_for_town=False)
    with pytest.raises(Refusal, match="своей организации"):
        enter(world, contest, draft("vera", school=2, title="Чужая"), "vera")
    assert bonds(enter(world, contest, draft())) == {}  # of the same school is everybody here


def test_the_protocol_is_signed_by_the_chair_frozen_and_published(world, published, draft):
    contest = hold(world)
    shown, hidden = published(), draft("vera", school=2, title="Черновик")
    entries = [enter(world, contest, shown), enter(world, contest, hidden, "vera")]
    olga = world.actor("olga")
    with pytest.raises(Refusal, match="ещё идёт"):
        actions.begin_judging(olga, contest)
    with after(APPLY_UNTIL):
        actions.begin_judging(olga, contest)
        for key, values in (("olga", (4, 3)), ("karim", (2, None))):
            actions.give_points(
                world.actor(key), seat(contest, world.person(key)), entries[0], points=points(contest, *values),
                comment=f"Слово-{key}",
            )  # fmt: skip
        with pytest.raises(Refusal, match="не хватает оценок: 2"):
            actions.count_points(olga, contest)
    with after(JUDGE_UNTIL):
        actions.count_points(olga, contest)
        with pytest.raises(Refusal, match="председатель"):
            actions.sign_protocol(world.actor("kira"), contest)
        with pytest.raises(Refusal, match="подписывает"):
            actions.publish_results(olga, contest)
        actions.sign_protocol(olga, contest)
        frozen = contest.digest
        assert frozen == digest_of(contest.protocol)
        (first, people) = contest.protocol["results"]
        assert [(each["hundredths"], each["place"]) for each in first["entries"]] == [(900, 1), (None, None)]
        assert people["entries"] == []
        assert "Орлова" not in str(contest.protocol)
        actions.publish_results(olga, contest)
        with pytest.raises(Refusal):
            actions.publish_results(olga, contest)
    assert contest.state == ContestState.PUBLISHED
    db.session.execute(sa.delete(ContestReview))  # a juror was erased
    (signed, _people) = signed_standings(contest).values()
    assert [(each.result.hundredths, each.result.place) for each in signed] == [(900, 1), (None, None)]
    lines = db.session.execute(
        sa.select(PracticePresentation.practice_id, PracticePresentation.level, PracticePresentation.event)
        .order_by(PracticePresentation.id)
    ).all()  # fmt: skip
    assert lines == [
        (shown.id, "municipality", "Конкурс «Лучшие практики»: место 1"),
        (hidden.id, "municipality", "Конкурс «Лучшие практики»: участие"),
    ]
    assert published_names(contest, entries, TODAY) == {}


def test_the_protocol_tells_no_kinship_and_no_pair():
    assert {told_bond_label(bond) for bond in (Bond.RELATIVE, Bond.MENTOR)} == {"конфликт интересов"}
    assert told_bond_label(Bond.AUTHOR) == "своя заявка"
