"""Why there is no solution: the group that blocks is a real one and a smallest one, and every repair works."""

import random
from itertools import combinations

from portal.matching.solving.drafts import open_part, solve
from portal.matching.solving.kinds import Ground, Measure, Objective
from portal.matching.solving.obstacles import Repair, apply_repair, find_blocks
from portal.matching.solving.pool import Ban, Barred, Choices, Criterion, Held, Mentee, Mentor, Pool
from portal.matching.solving.scoring import score_pool
from tests.matching.solving.cases import SUBJECT, drawn, with_choices

AREA = Criterion(code="area", weight=1, measure=Measure.SHARE)


def _pupil(key, subject):
    return Mentee(key=key, answers={"subject": frozenset({subject})})


def _mentor(key, subject, capacity=1):
    return Mentor(key=key, capacity=capacity, answers={"subject": frozenset({subject})})


def _pool(mentees, mentors, **more):
    return Pool(mentees=tuple(mentees), mentors=tuple(mentors), criteria=(AREA,), rules=(SUBJECT,), **more)


THREE = _pool(
    [_pupil("X", "физика"), _pupil("Y", "физика"), _pupil("Z", "физика"), _pupil("W", "химия")],
    [_mentor("1", "физика"), _mentor("2", "химия", 3)],
)


def test_three_mentees_of_one_mentor_are_named_with_their_deficit_and_its_repairs():
    blocks = find_blocks(score_pool(THREE))
    assert [(each.mentees, each.mentors, each.deficit) for each in blocks] == [(("X", "Y", "Z"), ("1",), 2)]
    assert blocks[0].repairs == (
        Repair(places=(("1", 2),)),
        Repair(relaxed=(("X", "same_subject"), ("Y", "same_subject"))),
        Repair(relaxed=(("X", "same_subject"), ("Z", "same_subject"))),
    )
    for repair in blocks[0].repairs:
        repaired, choices = apply_repair(repair, THREE, Choices())
        assert solve(score_pool(repaired), Objective.COVERAGE, choices).unmatched == ()
    partial = solve(score_pool(THREE), Objective.COVERAGE)
    assert partial.mentor_of == {"W": "2", "X": "1"}
    assert partial.unmatched == ("Y", "Z")


def test_no_repair_is_named_where_none_works():
    full = _pool([_pupil(key, "физика") for key in "XYZ"], [_mentor("1", "физика"), _mentor("2", "химия", 1)])
    kinds = [bool(each.relaxed) for each in find_blocks(score_pool(full))[0].repairs]
    assert kinds == [False]  # one place elsewhere does not repair a deficit of two
    bans = frozenset(Ban(mentee="X", mentor=key, ground=Ground.REFUSED) for key in "12")
    alone = find_blocks(score_pool(_pool([_pupil("X", "физика")], THREE.mentors, bans=bans)))
    assert [(each.mentees, each.mentors, each.deficit, each.repairs) for each in alone] == [(("X",), (), 1, ())]


def test_a_lock_and_a_ban_that_block_can_be_taken_back():
    pool = _pool([_pupil("X", "физика"), _pupil("Y", "физика")], [_mentor("1", "физика"), _mentor("2", "физика")])
    bans = {Ban(mentee="Y", mentor="2", ground=Ground.CONFLICT)}
    scores = score_pool(Pool(mentees=pool.mentees, mentors=pool.mentors, criteria=pool.criteria, bans=frozenset(bans)))
    lock = Held(mentee="X", mentor="1")
    assert Repair(dropped_held=(lock,)) in find_blocks(scores, Choices(held=frozenset({lock})))[0].repairs
    ban = Barred(mentee="X", mentor="2")
    assert Repair(dropped_barred=(ban,)) in find_blocks(scores, Choices(barred=frozenset({ban})))[0].repairs


def test_two_groups_without_a_common_mentor_are_two_blocks():
    pool = _pool(
        [_pupil("A", "физика"), _pupil("B", "физика"), _pupil("C", "химия"), _pupil("D", "химия")],
        [_mentor("1", "физика"), _mentor("2", "химия")],
    )
    assert [(each.mentees, each.mentors, each.deficit) for each in find_blocks(score_pool(pool))] == [
        (("A", "B"), ("1",), 1), (("C", "D"), ("2",), 1),
    ]  # fmt: skip


def _shortage(left, rows):
    """How many more a group is than the places that are possible for it."""
    columns = left.allowed[list(rows)].any(axis=0)
    return len(rows) - int(left.capacity[columns].sum())


def test_blocks_of_random_pools_are_violators_minimal_and_every_repair_works():
    rng, seen, repaired = random.Random(7), 0, 0
    for _each in range(150):
        pool, _none = drawn(rng, most=6)
        scores = score_pool(pool)
        choices = with_choices(scores, rng)
        left = open_part(scores, choices)
        draft = solve(scores, Objective.COVERAGE, choices)
        row_of = {scores.mentees[row]: at for at, row in enumerate(left.rows.tolist())}
        blocks = find_blocks(scores, choices)
        assert sum(each.deficit for each in blocks) == len(draft.unmatched)
        for block in blocks:
            rows = [row_of[key] for key in block.mentees]
            assert _shortage(left, rows) == block.deficit > 0
            reached = left.allowed[rows].any(axis=0)
            assert block.mentors == tuple(key for at, key in enumerate(scores.mentors) if reached[at])
            smaller = (part for n in range(len(rows)) for part in combinations(rows, n))
            assert all(_shortage(left, part) < block.deficit for part in smaller)
            seen += 1
            for repair in block.repairs:
                again = solve(score_pool_of(repair, pool, choices), Objective.COVERAGE, _choices(repair, pool, choices))
                assert len(again.pairs) == len(draft.pairs) + block.deficit, (pool, choices, repair)
                repaired += 1
    assert seen > 60
    assert repaired > 100


def score_pool_of(repair, pool, choices):
    return score_pool(apply_repair(repair, pool, choices)[0])


def _choices(repair, pool, choices):
    return apply_repair(repair, pool, choices)[1]
