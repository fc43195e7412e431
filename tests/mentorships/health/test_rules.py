"""Rules of health without a database: each warning follows from the data it lists, and from nothing else."""

from dataclasses import replace
from datetime import date, timedelta

from portal.mentorships.health.facts import Dated, Left, Marked, PairFacts, Quiet
from portal.mentorships.health.kinds import Urgency, WarningRule
from portal.mentorships.health.rules import RULES, findings
from portal.mentorships.meetings.rhythm import days_between

D = date
TODAY = D(2026, 11, 20)
CALM = PairFacts(today=TODAY, starts_on=D(2026, 9, 1), worked=50)
TROUBLED = replace(
    CALM, has_plan=False, late=(Dated(key="i2", day=D(2026, 11, 9)), Dated(key="i1", day=D(2026, 11, 2))), late_days=14,
    quiet=Quiet(last=D(2026, 10, 30), days=17, gap=14, due=D(2026, 11, 17)),
    missed=(Dated(key="m1", day=D(2026, 11, 10)), Dated(key="m2", day=D(2026, 11, 12))),
    disputed=(Dated(key="m0", day=D(2026, 10, 30)),), load=(3, 2, "nina"),
    left=(Left(key="misha", day=D(2026, 11, 18), side="mentee"),),
    marks=(Marked(key="m0", day=D(2026, 10, 23), member="misha", value=3),
           Marked(key="m1", day=D(2026, 10, 30), member="misha", value=4)),
)  # fmt: skip


def rules_of(facts):
    return {each.rule for each in findings(facts)}


def test_a_calm_pair_has_no_warning_and_a_troubled_one_every_one_with_its_data():
    assert findings(CALM) == []
    found = findings(TROUBLED)
    assert {each.rule for each in found} == set(RULES)
    assert [each.urgency for each in found] == sorted((each.urgency for each in found), reverse=True)
    said = {each.rule: each for each in found}
    assert said[WarningRule.SILENT].data == {"last": "2026-10-30", "days": 17, "gap": 14}
    assert said[WarningRule.SILENT].since == D(2026, 11, 17)
    assert said[WarningRule.PLAN_LATE].cause == "item:i1"
    assert said[WarningRule.PLAN_LATE].data["n"] == 2
    assert said[WarningRule.LOW_MARKS].data == {"meetings": ["2026-10-23", "2026-10-30"], "marks": [3, 4], "low": 4}


def facts_in(found):
    """Facts put together from the data of a warning alone."""
    data = dict(found.data)
    day = {name: D.fromisoformat(said) for name, said in data.items() if isinstance(said, str) and said[:2] == "20"}
    days = [D.fromisoformat(each) for each in data.get("meetings", ())]
    said = {
        WarningRule.SILENT: lambda: {
            "quiet": Quiet(last=day["last"], days=data["days"], gap=data["gap"], due=found.since)},
        WarningRule.NO_PLAN: lambda: {"has_plan": False, "starts_on": day["starts_on"], "worked": data["days"]},
        WarningRule.PLAN_LATE: lambda: {
            "late": (Dated(key="i1", day=day["first"]),) * data["n"], "late_days": data["days"]},
        WarningRule.MISSED: lambda: {"missed": tuple(Dated(key="m1", day=each) for each in days)},
        WarningRule.DISPUTED: lambda: {"disputed": (Dated(key="m0", day=day["meeting"]),)},
        WarningRule.LOW_MARKS: lambda: {"marks": tuple(
            Marked(key="m0", day=each, member="misha", value=n) for each, n in zip(days, data["marks"], strict=True))},
        WarningRule.MEMBER_LEFT: lambda: {"left": (Left(key="misha", day=day["on"], side=data["side"]),)},
        WarningRule.OVERLOADED: lambda: {"load": (data["has"], data["may"], "nina")},
    }  # fmt: skip
    return replace(CALM, **said[found.rule]())


def test_a_rule_is_repeated_from_the_data_that_it_lists():
    for each in findings(TROUBLED):
        assert findings(facts_in(each)) == [each]


def test_counts_say_nothing_in_the_first_fortnight_and_in_a_pause():
    young = replace(TROUBLED, starts_on=TODAY - timedelta(days=13))
    assert rules_of(young) == {
        WarningRule.MEMBER_LEFT, WarningRule.DISPUTED, WarningRule.LOW_MARKS, WarningRule.OVERLOADED
    }  # fmt: skip
    assert WarningRule.SILENT in rules_of(replace(young, starts_on=TODAY - timedelta(days=14)))
    assert rules_of(replace(TROUBLED, is_active=False)) == {WarningRule.MEMBER_LEFT, WarningRule.DISPUTED}


def test_the_edges_of_each_rule():
    quiet = TROUBLED.quiet
    for days, urgency in ((14, None), (15, Urgency.WEEK), (28, Urgency.WEEK), (29, Urgency.TODAY)):
        found = findings(replace(CALM, quiet=replace(quiet, days=days)))
        assert [each.urgency for each in found] == ([] if urgency is None else [urgency])
    assert rules_of(replace(CALM, has_plan=False, worked=21)) == set()
    assert rules_of(replace(CALM, late=TROUBLED.late, late_days=7)) == set()
    assert rules_of(replace(CALM, missed=TROUBLED.missed[:1])) == set()
    assert rules_of(replace(CALM, load=(2, 2, "nina"))) == set()
    first, second = TROUBLED.marks
    assert rules_of(replace(CALM, marks=(first, replace(second, value=5)))) == set()
    assert rules_of(replace(CALM, marks=(first, replace(second, member="nina")))) == set()
    better = replace(second, key="m9", value=9)
    assert rules_of(replace(CALM, marks=(first, second, better))) == set()
    long_ago = Left(key="misha", day=TODAY - timedelta(days=31), side="mentee")
    assert rules_of(replace(CALM, left=(long_ago,))) == set()
    assert rules_of(replace(CALM, left=(replace(long_ago, from_place=True),))) == {WarningRule.MEMBER_LEFT}


def test_one_streak_is_one_cause_however_long_it_grows():
    third = Marked(key="m2", day=D(2026, 11, 6), member="misha", value=2)
    (two,), (three,) = (
        [each for each in findings(replace(CALM, marks=marks)) if each.rule == WarningRule.LOW_MARKS]
        for marks in (TROUBLED.marks, (*TROUBLED.marks, third))
    )
    assert two.cause == three.cause
    assert three.urgency > two.urgency


def test_summer_is_not_counted():
    summer = {D(2026, 7, 1) + timedelta(days=n) for n in range(62)}
    assert days_between(D(2026, 6, 25), D(2026, 9, 5), summer) == 10
