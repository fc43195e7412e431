"""How a contest is held in tests: announced by Ольга for the town, entered, judged."""

from datetime import timedelta

from portal.core import clock
from portal.core.db import db
from portal.practices.contests import actions
from portal.practices.contests.actions import Announcement
from portal.practices.contests.kinds import Subject
from tests.conftest import NOW

TODAY = NOW.date()
APPLY_UNTIL, JUDGE_UNTIL = TODAY + timedelta(days=10), TODAY + timedelta(days=20)


def announcement(title="Лучшие практики", **said):
    facts = {
        "terms": "Цель конкурса – найти лучшее.", "is_for_town": True, "apply_from": TODAY, "apply_until": APPLY_UNTIL,
        "judge_until": JUDGE_UNTIL, "results_on": JUDGE_UNTIL, "least_jurors": 1, **said,
    }  # fmt: skip
    return Announcement(title=title, **facts)


def hold(world, who="olga", home=None, jury=(("olga", True), ("karim", False), ("denis", False)), **said):
    """An announced contest with two nominations, two criteria and a jury of (key, is chair)."""
    actor, organization = world.actor(who), home or world.municipality
    made = actions.draft_contest(actor, organization, announcement(**said))
    actions.add_nomination(actor, made, title="Практика года", subject=Subject.PRACTICE)
    actions.add_nomination(actor, made, title="Наставник года", subject=Subject.PERSON)
    actions.add_criterion(actor, made, title="Польза", grades="0 – нет, 5 – есть", weight=2, most=5)
    actions.add_criterion(actor, made, title="Ясность", grades="0 – нет, 5 – есть", weight=1, most=5)
    for key, is_chair in jury:
        actions.seat_juror(actor, made, world.person(key), is_chair=is_chair)
    actions.announce(actor, made)
    db.session.flush()
    return made


def after(day):
    """The time stands on the day after this one."""
    return clock.freeze(NOW + (day - TODAY) + timedelta(days=1))


def points(contest, *values):
    """Points by criterion in their order; None leaves one out."""
    return {each.public_id: n for each, n in zip(contest.criteria, values, strict=True) if n is not None}
