"""Cuts that were open once do not open again over other people: after the end somebody withdrew, or the term grew."""

import random
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.actions import extend_assignment
from surveys.models import Mode, Response
from surveys.results.asking import figures_for
from surveys.results.filters import dimensions_of, read_cuts
from surveys.results.history import history_of
from surveys.results.opening import opening_of
from surveys.results.privacy import Reading
from surveys.results.release import released_counts
from tests.surveys.attacker import QUESTIONS, Attacker, Target, answer, begin, close, counted, invent, take_back

# A long walk on a machine that does other work too.
pytestmark = pytest.mark.timeout(900)
FEW = Reading(names=False, k=5, k_texts=10)


def complete(chance: random.Random) -> dict[str, Any]:
    """An answer to every question: then the figures of all of them move at each step."""
    given = invent(chance)
    rest = {"PLACE": chance.choice("ab"), "WAYS": ["x"], "MARK": chance.randint(1, 10), "FIVE": chance.randint(1, 5),
            "HOURS": chance.randint(0, 20)}  # fmt: skip
    return {**rest, **given}


def filled(world: Any, seed: str, n: int, waiting: int = 0) -> tuple[Target, Attacker, random.Random]:
    """A finished wave of `n` answers that an attacker watched from the first one on, its cuts looked at."""
    chance = random.Random(seed)
    target = begin(world.school_1, seed, Mode.NAMED, n + waiting)
    attacker = Attacker(target, FEW)
    for place in range(n):
        answer(target, place, complete(chance))
        attacker.look()
    close(target)
    attacker.look()
    attacker.cut()
    return target, attacker, chance


def extend(world: Any, target: Target) -> None:
    extend_assignment(world.actor("kira"), target.wave, clock.now() + timedelta(days=5))
    db.session.commit()


def test_withdrawals_after_the_end_give_nobody_away(world: Any) -> None:
    target, attacker, chance = filled(world, "after", 60)
    assert any(attacker.views.values())
    for key in chance.sample(sorted(target.answers), 7):
        take_back(target, key)
        attacker.look()
        attacker.cut()
    assert target.wave.released < 60, "a step of figures without the withdrawn ones was taken"
    found = attacker.hits()
    assert found == [], counted(found)


def test_a_longer_term_after_the_end_gives_no_newcomer_away(world: Any) -> None:
    target, attacker, chance = filled(world, "longer", 35, waiting=6)
    extend(world, target)
    for place in range(35, 41):
        answer(target, place, complete(chance))
        attacker.look()
    close(target)
    attacker.look()
    attacker.cut()
    assert target.wave.released > 35
    found = attacker.hits()
    assert found == [], counted(found)


@pytest.mark.parametrize("place", [4, 9, 17])
def test_a_withdrawal_while_answers_come_in_gives_nobody_away(world: Any, place: int) -> None:
    chance = random.Random(f"during{place}")
    target = begin(world.school_1, f"w{place}", Mode.NAMED, 40)
    attacker = Attacker(target, FEW)
    for n in range(40):
        answer(target, n, complete(chance))
        attacker.look()
        if n == 22:
            gone = list(target.answers)[place]
            take_back(target, gone)
            attacker.look()
    close(target)
    attacker.look()
    attacker.cut()
    found = attacker.hits()
    assert found == [], counted(found)


def test_in_a_large_wave_a_withdrawal_before_the_end_leaves_the_cuts_open(world: Any) -> None:
    """Every step took in k people who are still there, so the one who left stands among many."""
    given = {"PLACE": "a", "MET": "yes", "MARK": 7, "FIVE": 4, "WAYS": ["x"], "HOURS": 3}
    target = begin(world.school_1, "large", Mode.NAMED, 120)
    for n in range(60):
        answer(target, n, {**given, "PLACE": "ab"[n % 2]})
    batches = db.session.execute(sa.select(Response.id).where(Response.assignment_id == target.wave.id)).scalars()
    take_back(target, next(iter(batches)))
    for n in range(60, 120):
        answer(target, n, {**given, "PLACE": "ab"[n % 2]})
    close(target)
    assert history_of(target.wave.id).had_withdrawals
    assert target.wave.taken_back == 0
    opening = opening_of(target.wave, QUESTIONS, 5)
    assert opening.closed == ""


def test_the_reader_is_told_why_and_the_whole_stays_open(world: Any) -> None:
    target, _attacker, _chance = filled(world, "told", 30, waiting=6)
    keys = list(target.answers)
    take_back(target, keys[0])
    assert "Часть ответов отозвана. Сводка по всем ответам осталась" in opening_of(target.wave, QUESTIONS, 5).closed
    cut = read_cuts(["PLACE:a"], dimensions_of(target.wave, QUESTIONS))
    assert figures_for(FEW, target.wave, cut).closed.startswith("Часть ответов отозвана")
    whole = figures_for(FEW, target.wave)
    assert (whole.closed, whole.submitted) == ("", 30)
    assert "1 отозванный ответ" in whole.lag
    for key in keys[1:5]:
        take_back(target, key)
    assert "Срезы уже были открыты" in opening_of(target.wave, QUESTIONS, 5).closed
    assert figures_for(FEW, target.wave).submitted == 25


def test_a_longer_term_without_new_answers_leaves_the_cuts_open(world: Any) -> None:
    target, _attacker, _chance = filled(world, "same", 30)
    extend(world, target)
    close(target)
    assert opening_of(target.wave, QUESTIONS, 5).closed == ""
    assert history_of(target.wave.id).cuts_seen_at == target.wave.releases


def test_who_may_take_answers_again_is_told_what_becomes_of_the_cuts(world: Any, client_as: Any) -> None:
    target, _attacker, _chance = filled(world, "warned", 12)
    kira = client_as("kira")
    assert "срезы без имён закроются насовсем" in kira.get(f"/surveys/{target.wave.public_id}").text
    extend(world, target)
    assert "срезы без имён закроются насовсем" not in kira.get(f"/surveys/{target.wave.public_id}").text


def test_what_is_remembered_is_no_figure(world: Any) -> None:
    target, _attacker, _chance = filled(world, "marks", 12)
    take_back(target, next(iter(target.answers)))
    assert {key[1] for key in released_counts(target.wave.id) if key[0] == ""} == {"__responses__"}
