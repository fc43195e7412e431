"""Drafts are the best there are: golden case, every way tried, the proof and its checker, the tie rule."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.matching.solving.certificate import verify
from portal.matching.solving.drafts import Certificate, Cover, Draft, solve
from portal.matching.solving.kinds import Ground, Hold, Objective
from portal.matching.solving.pool import Ban, Barred, CannotSolve, Choices, Held
from portal.matching.solving.prices import Simple, best_first, first_come, next_best, price_of
from portal.matching.solving.scoring import score_pool
from portal.matching.solving.stored import dump, load
from tests.matching.solving.cases import best_ways, drawn, rated, shuffled, with_choices

GOLDEN = rated([[10, 9, 1], [9, 2, 1], [8, 7, 3]])


def test_the_golden_case_has_its_total_its_pairs_and_its_gain():
    scores = score_pool(GOLDEN)
    for objective in Objective:
        draft = solve(scores, objective)
        assert (draft.total, draft.mentor_of) == (21_000, {"A": "2", "B": "1", "C": "3"})
        assert verify(scores, draft) == ()
    assert best_first(scores) == Simple(total=18_000, matched=3)
    assert first_come(scores) == Simple(total=15_000, matched=3)


def test_forcing_a_pair_of_the_golden_case_costs_three_points_and_names_who_changes():
    scores = score_pool(GOLDEN)
    draft = solve(scores, Objective.TOTAL)
    forced = Held(mentee="A", mentor="1", hold=Hold.HAND_PICK)
    price = price_of(scores, draft, forced)
    again = solve(scores, Objective.TOTAL, Choices(held=frozenset({forced})))
    assert (price.total, again.total) == (-3_000, 18_000)
    assert [(each.mentee, each.before, each.after) for each in price.others] == [("B", "1", "3"), ("C", "3", "2")]
    assert price_of(scores, again, forced) == price
    assert again.pairs[0].hold == Hold.HAND_PICK


def test_two_hundred_random_pools_are_solved_as_trying_every_way_solves_them():
    rng = random.Random(20261130)
    blocked = groups = kept_apart = 0
    for _each in range(200):
        pool, _none = drawn(rng)
        scores = score_pool(pool)
        choices = with_choices(scores, rng)
        held = {each.mentee: each.mentor for each in choices.held}
        for objective, way in best_ways(scores, choices).items():
            draft = solve(scores, objective, choices)
            assert draft.mentor_of == {**held, **way}, (objective, pool, choices)
            assert verify(scores, draft) == (), (objective, pool, choices)
            apart = {(each.mentee, each.mentor) for each in pool.bans}
            assert not apart & set(draft.mentor_of.items())
            taken = Counter(draft.mentor_of.values())
            assert all(taken[each.key] <= each.capacity for each in pool.mentors), "a group takes one place"
            blocked += bool(draft.unmatched)
            groups += any(each.startswith("g") for each in draft.mentor_of)
            kept_apart += any(each.mentee.startswith("g") for each in pool.bans)
    assert min(blocked, groups, kept_apart) > 100  # the pools are not all easy


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_the_order_of_the_input_changes_neither_pairs_nor_hash(seed):
    rng = random.Random(seed)
    pool, _none = drawn(rng)
    scores = score_pool(pool)
    choices = with_choices(scores, rng)
    for objective in Objective:
        assert dump(solve(scores, objective, choices)) == dump(
            solve(score_pool(shuffled(pool, rng)), objective, choices)
        )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9))
def test_points_add_up_and_a_stored_draft_comes_back(seed):
    rng = random.Random(seed)
    scores = score_pool(drawn(rng)[0])
    draft = solve(scores, Objective.COVERAGE, with_choices(scores, rng))
    assert all(sum(part.points for part in each.points) == each.score for each in draft.pairs)
    assert sum(each.score for each in draft.pairs) == draft.total
    assert load(Draft, dump(draft)) == draft


def test_any_other_input_has_another_hash():
    scores = score_pool(GOLDEN)
    hashes = {solve(scores, objective).input_hash for objective in Objective}
    hashes.add(solve(scores, Objective.TOTAL, Choices(barred=frozenset({Barred(mentee="A", mentor="1")}))).input_hash)
    changed = replace(GOLDEN, bans=frozenset({Ban(mentee="A", mentor="1", ground=Ground.REFUSED)}))
    hashes.add(solve(score_pool(changed), Objective.TOTAL).input_hash)
    assert len(hashes) == 5


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"objective": 1}', '{"objective": "total"}'])
def test_what_is_not_a_stored_draft_is_refused(text):
    with pytest.raises(ValueError, match="not a stored Draft"):
        load(Draft, text)


def _spoilt(draft: Draft) -> dict[str, Draft]:
    """Ways to lie about the golden draft, by what the checker says to them."""
    proof, first = draft.certificate, draft.pairs[0]
    mentees, places = dict(proof.mentee_prices), dict(proof.place_prices)
    swapped = {"A": "1", "B": "3", "C": "2"}
    worse = tuple(replace(each, mentor=swapped[each.mentee]) for each in draft.pairs)
    return {
        "other_input": replace(draft, input_hash="0" * 64),
        "wrong_total": replace(draft, total=draft.total + 1),
        "wrong_points": replace(draft, pairs=(replace(first, score=first.score + 1), *draft.pairs[1:]), total=21_001),
        "over_capacity": replace(draft, pairs=(replace(first, mentor="1"), *draft.pairs[1:])),
        "taken_twice": replace(draft, pairs=(first, *draft.pairs)),
        "wrong_unmatched": replace(draft, pairs=draft.pairs[1:], unmatched=()),
        "unknown_key": replace(draft, pairs=(replace(first, mentor="9"), *draft.pairs[1:])),
        "pair_above_prices": replace(draft, certificate=replace(proof, mentee_prices={**mentees, "A": 0})),
        "negative_price": replace(draft, certificate=replace(proof, place_prices={**places, "1": -1})),
        "bound_not_reached": replace(draft, certificate=replace(proof, place_prices={**places, "3": places["3"] + 1})),
        "missing": replace(draft, certificate=Certificate(mentee_prices={}, place_prices={})),
        "worse": replace(draft, pairs=worse),
    }


def test_a_broken_draft_or_certificate_is_rejected():
    scores = score_pool(GOLDEN)
    for code, lie in _spoilt(solve(scores, Objective.TOTAL)).items():
        said = verify(scores, lie)
        assert said, code
        assert code in said or code in ("missing", "worse")


def test_a_worse_draft_cannot_borrow_the_proof():
    scores = score_pool(GOLDEN)
    best = solve(scores, Objective.TOTAL)
    forced = solve(scores, Objective.TOTAL, Choices(held=frozenset({Held(mentee="A", mentor="1")})))
    lie = replace(
        best, pairs=tuple(replace(each, hold=None) for each in forced.pairs), total=forced.total, least=forced.least
    )
    assert verify(scores, lie) == ("bound_not_reached",)
    without = replace(best, choices=forced.choices, input_hash=forced.input_hash)
    assert "not_held" in verify(scores, without)


def test_the_least_score_is_proven_by_covers():
    scores = score_pool(rated([[9, 2], [8, 7], [1, 6]], [1, 1]))
    draft = solve(scores, Objective.WORST_PAIR)
    assert (draft.mentor_of, draft.least) == ({"A": "1", "B": "2"}, 7_000)
    proof = draft.certificate
    for spoilt, code in (
        (replace(proof, cover=None), "not_the_most"),
        (replace(proof, cover=Cover(mentees=("A", "B", "C"), mentors=())), "not_the_most"),
        (replace(proof, cover_above=Cover(mentees=(), mentors=())), "not_the_highest_least"),
        (replace(proof, cover_above=None), "not_the_highest_least"),
    ):
        assert code in verify(scores, replace(draft, certificate=spoilt))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(list(Objective)))
def test_prices_and_next_best_equal_a_new_run(seed, objective):
    rng = random.Random(seed)
    scores = score_pool(drawn(rng)[0])
    draft = solve(scores, objective, with_choices(scores, rng))
    held = {each.mentee for each in draft.choices.held}
    for choice in draft.choices:
        without = solve(scores, objective, draft.choices.without(choice))
        price = price_of(scores, draft, choice)
        assert (price.total, price.matched) == (draft.total - without.total, len(draft.pairs) - len(without.pairs))
        changed = {key for key in scores.mentees if draft.mentor_of.get(key) != without.mentor_of.get(key)}
        assert {each.mentee for each in price.others} == changed - {choice.mentee}
    for each in next_best(scores, draft):
        others = [key for key in scores.mentors if key != each.mentor and _is_open(scores, draft, each.mentee, key)]
        assert each.other_mentor_score == max((scores.score_of(each.mentee, key) for key in others), default=None)
        if objective == Objective.WORST_PAIR or each.mentee in held:
            assert each.loses_total is None
            continue
        banned = solve(scores, objective, draft.choices.with_(Barred(mentee=each.mentee, mentor=each.mentor)))
        assert each.loses_total == draft.total - banned.total
        assert each.loses_matched == len(draft.pairs) - len(banned.pairs)


def _is_open(scores, draft, mentee, mentor):
    return not scores.grounds_of(mentee, mentor) and Barred(mentee=mentee, mentor=mentor) not in draft.choices


@pytest.mark.parametrize(
    ("held", "barred", "code"),
    [
        ([("A", "1"), ("A", "2")], [], "held_twice"),
        ([("A", "1")], [("A", "1")], "held_and_barred"),
        ([("A", "1"), ("B", "1")], [], "held_over_capacity"),
        ([("A", "3")], [], "held_but_forbidden"),
        ([("Z", "1")], [], "unknown_key"),
        ([], [("A", "9")], "unknown_key"),
    ],
)
def test_choices_that_contradict_each_other_are_refused(held, barred, code):
    pool = replace(GOLDEN, bans=frozenset({Ban(mentee="A", mentor="3", ground=Ground.CONFLICT)}))
    choices = Choices(
        held=frozenset(Held(mentee=e, mentor=m) for e, m in held),
        barred=frozenset(Barred(mentee=e, mentor=m) for e, m in barred),
    )
    with pytest.raises(CannotSolve) as refused:
        solve(score_pool(pool), Objective.TOTAL, choices)
    assert refused.value.code == code


def test_a_mentor_of_very_many_places_and_nobody_at_all_are_solved():
    scores = score_pool(rated([[5, 1]] * 7, [100_000, 1]))
    assert set(solve(scores, Objective.TOTAL).mentor_of.values()) == {"1"}
    nobody = replace(GOLDEN, mentees=())
    alone = replace(GOLDEN, mentors=())
    for pool, left in ((nobody, ()), (alone, ("A", "B", "C"))):
        for objective in Objective:
            draft = solve(score_pool(pool), objective)
            assert (draft.pairs, draft.unmatched, draft.least) == ((), left, None)
            assert verify(score_pool(pool), draft) == ()
