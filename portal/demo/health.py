"""Health of the pairs of the demo town: what waits, is taken, put off and closed, and a word to the curator."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.demo.town import ZONE, Town
from portal.mentorships.health import actions
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import Urgency, WarningOutcome, WarningRule
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries import WITH_PAIR
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import WITH_MEMBERS

CALLS = (
    (Urgency.WEEK, "Не получается договориться о времени: после занятий наставник уже уезжает. Можно ли встречаться "
     "на большой перемене?"),
    (Urgency.SOMETIME, "Хотим вместе съездить на предприятие. Кто может написать письмо?"),
    (Urgency.TODAY, "Сегодня договорились встретиться, но кабинет занят другой группой. Где можно позаниматься?"),
    (Urgency.WEEK, "Нужен проектор для открытого занятия. У кого попросить?"),
)  # fmt: skip
AFTER, PAST = timedelta(days=16), timedelta(days=24)


def add_health(town: Town) -> None:
    """Warnings of the working pairs in every state; call when pairs, meetings and plans are there."""
    kira = Actor(
        person_id=town.people["kira"].id, grants=(Grant(role=Role.CURATOR, organization_id=town.schools[1].id),),
        time_zone=ZONE, name="kira",
    )  # fmt: skip
    pairs = db.session.scalars(
        sa.select(Mentorship).where(
            Mentorship.state == MentorshipState.ACTIVE, Mentorship.organization_id == town.schools[1].id
        )
        .options(*WITH_MEMBERS).order_by(Mentorship.id)
    ).all()  # fmt: skip
    for number, pair in enumerate(pairs):
        _remember(pair, number, kira.person_id)
    people = [(pair, each) for side in (MemberSide.MENTEE, MemberSide.MENTOR) for pair in pairs[:2]
              for each in pair.standing(side)[:1]]  # fmt: skip
    for (pair, each), (urgency, text) in zip(people, CALLS, strict=False):
        actions.tell_curator(Actor(person_id=each.person_id, time_zone=ZONE), pair, urgency=urgency, text=text)
    db.session.flush()
    evaluate()
    _work(kira)
    db.session.flush()


def _remember(pair: Mentorship, number: int, curator: int | None) -> None:
    """A silence of the autumn that somebody dealt with."""
    began, today = pair.starts_on, clock.today(ZONE)
    if began is None or began + PAST >= today:
        return
    opened: date = began + AFTER
    at = clock.now() - timedelta(days=(today - opened).days)
    db.session.add(
        PairWarning(
            mentorship_id=pair.id, rule=WarningRule.SILENT, cause=f"autumn:{began.isoformat()}", since=opened,
            opened_on=opened, urgency=Urgency.WEEK, data={"last": None, "days": 15, "gap": 14}, owner_id=curator,
            acted_at=at + timedelta(hours=5 + 7 * (number % 4)), created_at=at, closed_on=opened + timedelta(days=3),
            outcome=WarningOutcome.FALSE_ALARM if number % 4 == 3 else WarningOutcome.HELPED,
        )
    )  # fmt: skip


def _work(kira: Actor) -> None:
    """The curator takes one warning, puts one off and closes one; the rest waits."""
    found = db.session.scalars(
        sa.select(PairWarning).join(Mentorship).options(*WITH_PAIR)
        .where(
            PairWarning.closed_on.is_(None),
            Mentorship.organization_id.in_(kira.organization_ids(Role.CURATOR)),
        )
        .order_by(PairWarning.urgency.desc(), PairWarning.since, PairWarning.id)
    ).all()  # fmt: skip
    for each, deed in zip(found[1:], ("take", "snooze", "close"), strict=False):
        if deed == "take":
            actions.take(kira, each)
        elif deed == "snooze":
            until = clock.today(ZONE) + timedelta(days=7)
            actions.snooze(kira, each, until=until, words="Наставник в командировке, вернётся через неделю")
        else:
            actions.close(kira, each, outcome=WarningOutcome.HELPED, words="Поговорили, договорились")
