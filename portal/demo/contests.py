"""Contests of the demo town: one finished, one that the jury weighs, one that takes entries."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.people.models import Person
from portal.practices.contests import actions
from portal.practices.contests.actions import Announcement
from portal.practices.contests.kinds import Subject
from portal.practices.contests.models import Contest, ContestJuror
from portal.practices.contests.queries import entries_to_judge
from portal.practices.models import Practice

TERMS = (
    "Цель: найти практики, которые другие смогут взять завтра.\n"
    "Участвуют организации муниципалитета: практика из банка или черновик, который готовится к публикации.\n"
    "Победители расскажут о своих практиках на ноябрьской встрече наставников."
)
PEOPLE_TERMS = (
    "Конкурс для тех, кто ведёт пары не первый год.\n"
    "Выдвигает организация или сам наставник; без согласия человека заявки нет."
)
CRITERIA = (
    ("Польза для пары", "0 – неясно, кому это нужно; 3 – задача названа; 5 – видно, что изменилось", 3),
    ("Можно повторить", "0 – шагов нет; 3 – шаги понятны; 5 – кто-то уже повторил", 2),
    ("Честность описания", "0 – только успех; 3 – названы трудности; 5 – сказано, где не сработает", 1),
)
GIVEN = ((4, 3, 4), (3, 4, 3), (4, 4, 2), (2, 3, 3), (3, 2, 4))
LEAST = 2
JURY = (("olga", True), ("kira", False), ("karim", False), ("polina", False))


def add_contests(town: Town) -> None:
    """Every contest through the actions that people use, each step on its own day."""
    _finished(town)
    _judged(town)
    _open(town)


def _finished(town: Town) -> None:
    contest = _announced(town, "Лучшие практики наставничества: первый тур", TERMS, (-75, -50, -40))
    with _on(-60):
        _enter_practices(contest, 4)
    with _on(-49):
        actions.begin_judging(SYSTEM, contest)
        _weigh(contest, skipped=())
    with _on(-39):
        actions.count_points(SYSTEM, contest)
        actions.sign_protocol(_actor(town.people["olga"]), contest)
        actions.publish_results(SYSTEM, contest)


def _judged(town: Town) -> None:
    contest = _announced(town, "Лучшие практики наставничества: второй тур", TERMS, (-30, -2, 12))
    with _on(-10):
        _enter_practices(contest, 6)
    with _on(-1):
        actions.begin_judging(SYSTEM, contest)
        _weigh(contest, skipped=(town.people["kira"].id,))


def _open(town: Town) -> None:
    contest = _announced(town, "Наставник года", PEOPLE_TERMS, (-5, 20, 34), subject=Subject.PERSON)
    (nomination,) = contest.nominations
    karim, nina = _actor(town.people["karim"]), _actor(town.people["nina"])
    actions.enter_person(karim, contest, nomination, town.people["vera"], town.schools[2],
                         words="Третий год ведёт молодых учителей, двое уже сами стали наставниками.")  # fmt: skip
    actions.enter_person(nina, contest, nomination, town.people["nina"], town.schools[1],
                         words="Веду пару с мастером цеха, делюсь задачами по физике.")  # fmt: skip


def _announced(
    town: Town, title: str, terms: str, days: tuple[int, int, int],
    subject: Subject = Subject.PRACTICE,
) -> Contest:  # fmt: skip
    first, last, judged = days
    said = Announcement(
        title=title, terms=terms, is_for_town=True, apply_from=_day(first), apply_until=_day(last),
        judge_until=_day(judged), results_on=_day(judged), least_jurors=LEAST,
    )  # fmt: skip
    with _on(first):
        contest = actions.draft_contest(SYSTEM, town.municipality, said)
        name = "Практика для пары" if subject is Subject.PRACTICE else "Наставник года"
        actions.add_nomination(SYSTEM, contest, title=name, subject=subject)
        for criterion, grades, weight in CRITERIA:
            actions.add_criterion(SYSTEM, contest, title=criterion, grades=grades, weight=weight, most=5)
        for key, is_chair in JURY:
            actions.seat_juror(SYSTEM, contest, town.people[key], is_chair=is_chair)
        actions.announce(SYSTEM, contest)
    return contest


def _enter_practices(contest: Contest, n: int) -> None:
    found = db.session.scalars(
        sa.select(Practice)
        .where(Practice.archived_on.is_(None), Practice.current_number.is_not(None))
        .order_by(Practice.id).limit(n)
    ).all()  # fmt: skip
    for practice in found:
        author = practice.authors[0].person
        actions.enter_practice(_actor(author), contest, contest.nominations[0], practice,
                               words="Работает второй год, шаги проверены на своих парах.")  # fmt: skip


def _weigh(contest: Contest, skipped: Sequence[int]) -> None:
    jurors = db.session.scalars(
        sa.select(ContestJuror).where(ContestJuror.contest_id == contest.id).order_by(ContestJuror.id)
    ).all()
    for place, juror in enumerate(jurors):
        if juror.person_id in skipped:
            continue
        for order, (entry, _review) in enumerate(entries_to_judge(juror)):
            values = GIVEN[(2 * place + order) % len(GIVEN)]
            points = {each.public_id: value for each, value in zip(contest.criteria, values, strict=True)}
            actions.give_points(_actor(juror.person), juror, entry, points=points,
                                comment="Покажите, что изменилось, в числах: тогда практику возьмут.")  # fmt: skip


def _actor(person: Person) -> Actor:
    return Actor(person_id=person.id, time_zone=ZONE)


def _day(n: int) -> date:
    return clock.today(ZONE) + timedelta(days=n)


def _on(n: int) -> AbstractContextManager[None]:
    return clock.freeze(clock.now() + timedelta(days=n))
