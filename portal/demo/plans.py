"""Plans of the demo town: one of each way from draft to approval in the pairs that work, with results and proof."""

from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.plans import actions
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel, PlanKind
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries import template_items

GOALS = (
    "К маю уверенно вести открытое занятие и разбирать его без подсказки.",
    "К концу года защитить проект и рассказать о нём группе.",
    "За полгода закрыть долги и выстроить свой порядок подготовки.",
)
RESULTS = ("Разобрали два занятия, записали, что меняем", "Составили список трудностей, выбрали две главные",
           "Беседа прошла, договорились о встречах по вторникам")  # fmt: skip
WAYS = ("approved", "with_curator", "with_mentee", "draft")


def add_plans() -> None:
    """A plan for each working pair of the town; call when the pairs are there. Without pairs nothing happens."""
    pairs = db.session.scalars(
        sa.select(Mentorship).where(Mentorship.state == MentorshipState.ACTIVE).order_by(Mentorship.id)
    ).all()
    for n, pair in enumerate(pairs):
        _add(pair, n)
    db.session.flush()


def _add(pair: Mentorship, n: int) -> None:
    now, began = clock.now(), pair.starts_on
    mentors, mentees = pair.standing(MemberSide.MENTOR), pair.standing(MemberSide.MENTEE)
    if began is None or not mentors or not mentees:
        return
    mentor = Actor(person_id=mentors[0].person_id, time_zone=ZONE, name="mentor")
    mentee = Actor(person_id=mentees[0].person_id, time_zone=ZONE, name="mentee")
    days = (now.date() - began).days
    with clock.freeze(now - timedelta(days=max(days - 3, 0))):
        ends_on = max(pair.planned_until or pair.cycle.ends_on, began)
        plan = actions.start_plan(
            mentor, pair, mentees[0].person, kind=PlanKind.DEVELOPMENT, goal=GOALS[n % len(GOALS)], starts_on=began,
            ends_on=ends_on, items=template_items(PlanKind.DEVELOPMENT, pair.format.code, began, ends_on),
        )  # fmt: skip
        _lead(plan, WAYS[n % len(WAYS)], mentor, mentee)
    with clock.freeze(now - timedelta(days=min(days, 5))):
        today = clock.today(ZONE)
        for done, item in enumerate(plan.items[: 1 + n % 2]):
            if item.due_on and began <= today:
                actions.tell_result(mentor, item, result=RESULTS[(n + done) % len(RESULTS)], done_on=today,
                                    mark=4 + (n + done) % 2, words="Хороший темп")  # fmt: skip
        if n % 2 == 0:
            actions.add_achievement(
                mentor, pair, mentees[0].person, kind=AchievementKind.CONTEST, happened_on=today,
                title="Конкурс проектов «Шаг в профессию»", level=AchievementLevel.MUNICIPALITY,
                result="Диплом второй степени",
            )  # fmt: skip


def _lead(plan: Plan, way: str, mentor: Actor, mentee: Actor) -> None:
    """How far it has come."""
    if way == "draft":
        return
    actions.submit(mentor, plan)
    if way == "with_mentee":
        return
    actions.agree(mentee, plan)
    if way == "approved":
        actions.approve(SYSTEM, plan)
