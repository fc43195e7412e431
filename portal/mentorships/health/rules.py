"""The rules of health: each looks at the facts of one pair and gives its warnings. Pure, so anybody can repeat it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from portal.mentorships.health.facts import Finding, Marked, PairFacts
from portal.mentorships.health.kinds import (
    LATE_BY,
    LOW_MARK,
    MISSED_IN_A_ROW,
    PLAN_WITHIN,
    REMEMBERED,
    TOO_EARLY,
    Urgency,
    WarningRule,
)

Rule = Callable[[PairFacts], Iterator[Finding]]


def findings(facts: PairFacts) -> list[Finding]:
    """Everything that the rules say about the pair today, the most pressing first."""
    found = [each for rule in RULES.values() for each in rule(facts)]
    return sorted(found, key=lambda each: (-each.urgency, each.since, each.rule, each.cause))


def is_too_early(starts_on: date, today: date) -> bool:
    """Whether the pair works for so few days that counts say nothing about it."""
    return (today - starts_on).days < TOO_EARLY


def _counts(facts: PairFacts) -> bool:
    return facts.is_active and not is_too_early(facts.starts_on, facts.today)


def silent(facts: PairFacts) -> Iterator[Finding]:
    """The pause is longer than the year allows; twice as long wants somebody today."""
    quiet = facts.quiet
    if quiet is None or not _counts(facts) or quiet.days <= quiet.gap:
        return
    yield Finding(
        rule=WarningRule.SILENT, cause=f"since:{(quiet.last or facts.starts_on).isoformat()}", since=quiet.due,
        urgency=Urgency.TODAY if quiet.days > 2 * quiet.gap else Urgency.WEEK,
        data={"last": quiet.last.isoformat() if quiet.last else None, "days": quiet.days, "gap": quiet.gap},
    )  # fmt: skip


def no_plan(facts: PairFacts) -> Iterator[Finding]:
    """The pair has worked for PLAN_WITHIN counted days and nobody began a plan."""
    if _counts(facts) and not facts.has_plan and facts.worked > PLAN_WITHIN:
        yield Finding(
            rule=WarningRule.NO_PLAN, cause=f"start:{facts.starts_on.isoformat()}", since=facts.starts_on,
            urgency=Urgency.WEEK, data={"starts_on": facts.starts_on.isoformat(), "days": facts.worked,
                                        "within": PLAN_WITHIN},
        )  # fmt: skip


def plan_late(facts: PairFacts) -> Iterator[Finding]:
    """Items of the plan are not done LATE_BY counted days after their term; the earliest names the cause."""
    if _counts(facts) and facts.late and facts.late_days > LATE_BY:
        first = min(facts.late, key=lambda each: (each.day, each.key))
        yield Finding(
            rule=WarningRule.PLAN_LATE, cause=f"item:{first.key}", since=first.day, urgency=Urgency.SOMETIME,
            data={"n": len(facts.late), "first": first.day.isoformat(), "days": facts.late_days, "grace": LATE_BY},
        )  # fmt: skip


def missed(facts: PairFacts) -> Iterator[Finding]:
    """Nobody came to MISSED_IN_A_ROW planned meetings and none was held since."""
    if _counts(facts) and len(facts.missed) >= MISSED_IN_A_ROW:
        first = facts.missed[0]
        yield Finding(
            rule=WarningRule.MISSED, cause=f"meeting:{first.key}", since=first.day, urgency=Urgency.WEEK,
            data={"meetings": [each.day.isoformat() for each in facts.missed]},
        )  # fmt: skip


def disputed(facts: PairFacts) -> Iterator[Finding]:
    """Somebody objects to what was written about a meeting."""
    for each in facts.disputed:
        yield Finding(
            rule=WarningRule.DISPUTED, cause=f"meeting:{each.key}", since=each.day, urgency=Urgency.WEEK,
            data={"meeting": each.day.isoformat()},
        )  # fmt: skip


def low_marks(facts: PairFacts) -> Iterator[Finding]:
    """One member gave LOW_MARK of ten or less in the last two named questionnaires about meetings."""
    if not facts.is_active:
        return
    by_member = defaultdict(list)
    for each in facts.marks:
        by_member[each.member].append(each)
    for member, marks in sorted(by_member.items()):
        streak: list[Marked] = []
        for each in reversed(marks):
            if each.value > LOW_MARK:
                break
            streak.insert(0, each)
        if len(streak) >= 2:
            yield Finding(
                rule=WarningRule.LOW_MARKS, cause=f"{member}:{streak[0].key}", since=streak[0].day,
                urgency=Urgency.TODAY if len(streak) > 2 else Urgency.WEEK,
                data={"meetings": [each.day.isoformat() for each in streak],
                      "marks": [each.value for each in streak], "low": LOW_MARK},
            )  # fmt: skip


def member_left(facts: PairFacts) -> Iterator[Finding]:
    """Somebody is gone from the pair, or from the organisation while the pair still counts on them."""
    for each in facts.left:
        if facts.today - each.day <= REMEMBERED or each.from_place:
            yield Finding(
                rule=WarningRule.MEMBER_LEFT, cause=f"{each.key}:{each.day.isoformat()}", since=each.day,
                urgency=Urgency.TODAY, data={"side": each.side, "on": each.day.isoformat(), "place": each.from_place},
            )  # fmt: skip


def overloaded(facts: PairFacts) -> Iterator[Finding]:
    """The mentor has more pairs than the profile and the year allow; told of the latest of these pairs."""
    if facts.is_active and facts.load is not None and facts.load[0] > facts.load[1]:
        has, may, member = facts.load
        yield Finding(
            rule=WarningRule.OVERLOADED, cause=f"{member}:{may}", since=facts.today, urgency=Urgency.SOMETIME,
            data={"has": has, "may": may},
        )  # fmt: skip


RULES: dict[WarningRule, Rule] = {
    WarningRule.MEMBER_LEFT: member_left,
    WarningRule.DISPUTED: disputed,
    WarningRule.LOW_MARKS: low_marks,
    WarningRule.SILENT: silent,
    WarningRule.MISSED: missed,
    WarningRule.NO_PLAN: no_plan,
    WarningRule.PLAN_LATE: plan_late,
    WarningRule.OVERLOADED: overloaded,
}
