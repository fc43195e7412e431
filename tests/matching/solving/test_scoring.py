"""Points of each measure, what a missing answer is worth, why a pair may not be."""

from dataclasses import replace

import pytest

from portal.matching.solving.comparing import Change, compare
from portal.matching.solving.drafts import solve
from portal.matching.solving.kinds import Ground, Measure, Objective, RuleKind
from portal.matching.solving.pool import (
    FULL,
    Ban,
    Barred,
    CannotSolve,
    Choices,
    Criterion,
    Mentee,
    Mentor,
    Pool,
    Rule,
)
from portal.matching.solving.scoring import coverage_of, most_points, score_pool
from tests.matching.solving.cases import rated


def _one(measure, asked, offered, **more):
    """Points of one criterion alone, in whole thousandths of its weight; None where an answer is missing."""
    mentee = Mentee(key="e", answers={} if asked is None else {"it": asked})
    mentor = Mentor(key="m", capacity=1, answers={} if offered is None else {"it": offered})
    pool = Pool(
        mentees=(mentee,), mentors=(mentor,), criteria=(Criterion(code="it", weight=3, measure=measure, **more),)
    )
    point = score_pool(pool).points_of("e", "m")[0]
    return point.points // 100 if point.is_answered else None


AB, BC, HOURS = frozenset("ab"), frozenset("bcd"), frozenset({9, 10, 34})


@pytest.mark.parametrize(
    ("measure", "asked", "offered", "more", "points"),
    [
        (Measure.SAME, AB, BC, {}, 1000),
        (Measure.SAME, AB, frozenset("z"), {}, 0),
        (Measure.SHARE, AB, BC, {}, 500),
        (Measure.SHARE, frozenset("abc"), BC, {}, 666),
        (Measure.ALIKE, AB, BC, {}, 250),
        (Measure.NEAR, 2, 3, {"span": 4}, 750),
        (Measure.NEAR, 1, 9, {"span": 4}, 0),
        (Measure.NEAR, 3, 3, {"span": 4}, 1000),
        (Measure.HOURS, HOURS, frozenset({10, 34, 40}), {"span": 4}, 500),
        (Measure.HOURS, HOURS, HOURS, {"span": 2}, 1000),
        (Measure.CHOSEN_BY_MENTEE, ("x", "m"), None, {"span": 3}, 666),
        (Measure.CHOSEN_BY_MENTEE, ("x", "y"), None, {"span": 3}, 0),
        (Measure.CHOSEN_BY_MENTEE, ("m", "m"), None, {"span": 3}, 1000),
        (Measure.CHOSEN_BY_MENTEE, ("x", "y", "z", "m"), None, {"span": 3}, 0),
        (Measure.CHOSEN_BY_MENTOR, None, ("e",), {"span": 1}, 1000),
        (Measure.CHOSEN_BY_MENTEE, (), None, {"span": 3}, None),
        (Measure.RATED, {"m": 430, "x": 1}, None, {}, 430),
        (Measure.RATED, {"x": 1}, None, {}, None),
        (Measure.SHARE, frozenset(), BC, {}, None),
        (Measure.SHARE, AB, None, {}, None),
        (Measure.NEAR, None, 3, {"span": 4}, None),
    ],
)  # fmt: skip
def test_each_measure_gives_its_share_of_the_points(measure, asked, offered, more, points):
    assert _one(measure, asked, offered, **more) == points


def test_no_answers_are_no_coverage_and_neither_nothing_nor_everything():
    criteria = (
        Criterion(code="a", weight=1, measure=Measure.SHARE),
        Criterion(code="b", weight=3, measure=Measure.NEAR),
    )
    pool = Pool(mentees=(Mentee(key="e"),), mentors=(Mentor(key="m", capacity=1),), criteria=criteria)
    pair = solve(score_pool(pool), Objective.TOTAL).pairs[0]
    assert (pair.coverage, pair.score) == (0, FULL // 2)
    told = Mentee(key="e", answers={"a": AB})
    half = replace(pool, mentees=(told,), mentors=(Mentor(key="m", capacity=1, answers={"a": BC}),))
    assert coverage_of(score_pool(half).points_of("e", "m")) == 250


def test_full_points_are_shared_out_without_a_rest():
    criteria = tuple(Criterion(code=code, weight=1, measure=Measure.SAME) for code in "abc")
    assert most_points(criteria) == (33_334, 33_333, 33_333)
    answers = dict.fromkeys("abc", AB)
    pool = Pool(
        mentees=(Mentee(key="e", answers=answers),), mentors=(Mentor(key="m", capacity=1, answers=answers),),
        criteria=criteria,
    )  # fmt: skip
    assert score_pool(pool).score_of("e", "m") == FULL


def test_every_forbidden_pair_has_its_grounds():
    rules = (
        Rule(code="organization", kind=RuleKind.SHARED, asks="org"),
        Rule(code="other_department", kind=RuleKind.APART, asks="department"),
        Rule(code="two_hours", kind=RuleKind.SHARED, asks="hours", at_least=2, needs_answers=True),
    )
    mentee = Mentee(
        key="e", people=frozenset({"p", "q"}), heads=frozenset({"boss"}),
        answers={"org": AB, "department": frozenset({"d"}), "hours": HOURS},
    )  # fmt: skip
    fine = {"org": BC, "department": frozenset({"x"}), "hours": HOURS}
    mentors = {
        "fine": Mentor(key="fine", capacity=1, answers=fine),
        "self": Mentor(key="self", capacity=1, answers=fine, people=frozenset({"q"})),
        "boss": Mentor(key="boss", capacity=1, answers=fine, people=frozenset({"boss"})),
        "under": Mentor(key="under", capacity=1, answers=fine, heads=frozenset({"p"})),
        "strange": Mentor(key="strange", capacity=1, answers={**fine, "org": frozenset("z")}),
        "near": Mentor(
            key="near", capacity=1, answers={**fine, "department": frozenset({"d"}), "hours": frozenset({9})}
        ),
        "silent": Mentor(key="silent", capacity=1),
        "banned": Mentor(key="banned", capacity=1, answers=fine),
    }
    bans = frozenset(
        Ban(mentee="e", mentor=key, ground=ground)
        for key, ground in (("banned", Ground.CONFLICT), ("banned", Ground.REFUSED), ("gone", Ground.REFUSED))
    )
    pool = Pool(
        mentees=(mentee,), mentors=tuple(mentors.values()), rules=rules, bans=bans,
        criteria=(Criterion(code="org", weight=1, measure=Measure.SAME),),
    )  # fmt: skip
    scores = score_pool(pool)
    assert {key: scores.grounds_of("e", key) for key in mentors} == {
        "fine": (), "self": ("self",), "boss": ("reporting_line",), "under": ("reporting_line",),
        "strange": ("organization",), "near": ("other_department", "two_hours"), "silent": ("two_hours",),
        "banned": ("conflict", "refused"),
    }  # fmt: skip
    relaxed = score_pool(replace(pool, relaxed=frozenset({("e", "organization"), ("e", "refused")})))
    assert relaxed.grounds_of("e", "strange") == ()
    assert relaxed.grounds_of("e", "banned") == ("conflict", "refused")
    firm = tuple(replace(each, can_be_relaxed=False) for each in rules)
    assert score_pool(replace(pool, rules=firm, relaxed=frozenset({("e", "organization")}))).grounds_of("e", "strange")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mentees": (Mentee(key="A"), Mentee(key="A"))}, "repeated_key"),
        ({"criteria": ()}, "no_criteria"),
        ({"mentors": (Mentor(key="1", capacity=-1),)}, "bad_value"),
        ({"criteria": (Criterion(code="a", weight=0, measure=Measure.SAME),)}, "bad_value"),
        ({"rules": (Rule(code="self", kind=RuleKind.APART, asks="a"),)}, "repeated_key"),
        ({"bans": frozenset({Ban(mentee="A", mentor="1", ground=Ground.SELF)})}, "bad_value"),
    ],
)
def test_a_pool_that_makes_no_sense_is_refused(change, code):
    with pytest.raises(CannotSolve) as refused:
        replace(rated([[1]]), **change)
    assert refused.value.code == code


def test_two_drafts_are_compared():
    scores = score_pool(rated([[10, 9, 1], [9, 2, 1], [8, 7, 3]]))
    before = solve(scores, Objective.TOTAL)
    after = solve(scores, Objective.TOTAL, Choices(barred=frozenset({Barred(mentee="B", mentor="1")})))
    found = compare(before, after)
    assert (found.total, found.matched, found.least, found.kept, found.is_same_input) == (-3_000, 0, -2_000, 0, False)
    assert found.changes == (
        Change(mentee="A", before="2", after="1"),
        Change(mentee="B", before="1", after="3"),
        Change(mentee="C", before="3", after="2"),
    )
    again = compare(before, before)
    assert (again.changes, again.kept, again.is_same_input) == ((), 3, True)
