"""Reports and closing sheets of the demo town: one of each state, a pair that is being summed up."""

from dataclasses import replace

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.mentorships.closing import actions
from portal.mentorships.closing.kinds import Criterion, Reached, Recommendation
from portal.mentorships.closing.queries.sheets import expected_of
from portal.mentorships.curating import actions as curating
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import WITH_MEMBERS

STATES = ("sent", "returned", "draft", "accepted")
TEXTS = actions.ReportTexts(
    done="Провели встречи по плану, разобрали два занятия, подготовили выступление перед группой.",
    difficulties="Трудно было найти общее время: перешли на вторник после третьей пары.",
    portrait="Увереннее говорит перед группой, предлагает темы встреч.",
    conclusion="К цели идём по плану, осталась открытая встреча с группой.",
    advice="Продолжить до конца года и вместе выступить на педагогической мастерской.",
)
CURATOR_TEXTS = curating.ReportTexts(
    done="Провели школу наставника и две общие встречи, помогли двум парам договориться о времени.",
    conclusion="Большинство пар встречается по плану. Одна пара молчит больше месяца: говорим с наставником.",
    difficulties="Не хватает наставников для первого курса.",
    proposals="Пригласить в базу выпускников прошлого года.",
)
CRITERIA: dict[str, str] = {
    Criterion.MOTIVATION: Reached.YES,
    Criterion.ADAPTATION: Reached.YES,
    Criterion.STUDY: Reached.PARTLY,
}
FACTS = actions.SheetFacts(
    reached="Два выступления из трёх прошли, к маю останется одно.",
    group_words="Сошлись на том, что помогли разборы сразу после занятия.",
    conclusion="Пара работает ровно, цель близка.", recommendation=Recommendation.CONTINUE,
    advice="В следующем году дать паре второго наставляемого.", criteria=CRITERIA,
)  # fmt: skip


def add_closing() -> None:
    """Reports of the working pairs by their number, and what the first of them say at the end."""
    pairs = db.session.scalars(
        sa.select(Mentorship).where(Mentorship.state == MentorshipState.ACTIVE).order_by(Mentorship.id)
        .options(*WITH_MEMBERS)
    ).all()  # fmt: skip
    for number, pair in enumerate(pairs):
        _report(pair, STATES[number % len(STATES)])
        if number < 2:
            _sum_up(pair)
    db.session.flush()


def add_reports_of_curators(town: Town) -> None:
    """The report of the first school: sent, and waiting for its director."""
    pair = db.session.scalars(
        sa.select(Mentorship).where(
            Mentorship.state == MentorshipState.ACTIVE, Mentorship.organization_id == town.schools[1].id
        ).order_by(Mentorship.id).limit(1)
    ).one_or_none()  # fmt: skip
    if pair is None:
        return
    kira = Actor(person_id=town.people["kira"].id, time_zone=ZONE, name="kira")
    report = curating.begin_next(kira, pair.cycle)
    curating.write(kira, report, CURATOR_TEXTS)
    curating.send(kira, report)
    db.session.flush()


def _acting(pair: Mentorship, side: MemberSide) -> Actor | None:
    standing = pair.standing(side)
    return Actor(person_id=standing[0].person_id, time_zone=ZONE) if standing else None


def _report(pair: Mentorship, state: str) -> None:
    mentor = _acting(pair, MemberSide.MENTOR)
    if mentor is None:
        return
    report = actions.begin_own(mentor, pair)
    if state == "draft":
        return
    actions.write(mentor, report, TEXTS)
    actions.send(mentor, report)
    if state == "returned":
        actions.give_back(SYSTEM, report, remark="Добавьте, что дала встреча с группой")
    elif state == "accepted":
        actions.accept(SYSTEM, report)


def _sum_up(pair: Mentorship) -> None:
    mentor, mentee = _acting(pair, MemberSide.MENTOR), _acting(pair, MemberSide.MENTEE)
    if mentor is None or mentee is None:
        return
    actions.say_word(mentor, pair, gained="Научился объяснять короче и слушать дольше.", ahead="", review="")
    actions.say_word(
        mentee, pair, gained="Говорю перед группой без листа.", ahead="Вместе подготовить проект",
        review="Помогли разборы сразу после занятия, хотелось бы чаще.",
    )  # fmt: skip
    results = {each.code: Reached.YES if n == 0 else Reached.PARTLY for n, each in enumerate(expected_of(pair))}
    actions.draw_up(SYSTEM, pair, replace(FACTS, results=results))
