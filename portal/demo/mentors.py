"""The base of mentors of the demo town: own offers, nominations, points, decisions, a pause, the reserve, who left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.consents.queries.basis import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.demo.town import SYSTEM, ZONE, Town
from portal.matching.kinds import Origin
from portal.matching.mentors import actions as mentoring
from portal.matching.mentors.actions import ProfileFacts
from portal.matching.mentors.criteria import criteria_for
from portal.matching.mentors.kinds import MentorCategory, TraitKind
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import MentorOpening, mentor_openings
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force

DECISION = "Кураторы наставничества, протокол № 1"
COMMISSION = "Конкурсная комиссия, протокол № 2"
T = TraitKind


@dataclass(frozen=True, kw_only=True)
class Story:
    """What a profile says, why others brought the person, and what became of it: a state, «asked» or «pause»."""

    competences: str
    traits: dict[TraitKind, tuple[str, ...]]
    became: str
    recommendation: str = ""
    about: str = ""
    achievements: str = ""
    interests: str = ""
    capacity: int = 2
    minutes_week: int = 60


OWN = {
    "nina": Story(
        competences="Объясняю физику через опыты, готовлю к защите проектов и к чемпионату профессий.",
        about="Двенадцать лет вожу студентов на конкурсы, помогала молодым коллегам с первыми уроками.",
        achievements="Подготовила трёх победителей регионального чемпионата.", interests="Лыжи, астрономия",
        traits={T.TYPE: ("subject", "tutor"), T.AREA: ("subject", "contest", "project"), T.AGE: ("c1", "c2"),
                T.CHANNEL: ("offline", "chat"), T.LANGUAGE: ("ru",), T.TIME: ("mon.afternoon", "wed.afternoon"),
                T.TRAINING: ("feedback",)},
        became="active", capacity=3, minutes_week=120,
    ),
    "pavel": Story(
        competences="Показываю, как устроен сварочный участок, и помогаю выйти на первую работу.",
        about="Беру практикантов каждый год, двое остались в цехе.", interests="Рыбалка, моторы",
        traits={T.AREA: ("practice", "career"), T.AGE: ("c2",), T.CHANNEL: ("offline", "phone"), T.LANGUAGE: ("ru",),
                T.TIME: ("tue.evening", "sat.morning")},
        became="active",
    ),
    "misha": Story(
        competences="Помогаю первокурсникам освоиться: расписание, мастерские, общежитие.",
        about="Сам долго искал своих, теперь помогаю другим.", interests="Баскетбол, монтаж видео",
        traits={T.AREA: ("adaptation", "communication"), T.AGE: ("c1",), T.CHANNEL: ("offline", "chat"),
                T.LANGUAGE: ("ru", "bua"), T.TIME: ("thu.evening",), T.TRAINING: ("contact", "conflict")},
        became="candidate",
    ),
}  # fmt: skip
TEACHERS = (
    Story(
        competences="Веду урок так, чтобы работали все: приёмы, планы, разбор записей.",
        recommendation="Открытые уроки этого преподавателя собирают весь колледж.",
        traits={T.TYPE: ("consultant",), T.AREA: ("method", "pedagogy"), T.AGE: ("adult",), T.CHANNEL: ("offline",),
                T.TIME: ("fri.afternoon",)},
        became="active", capacity=1,
    ),
    Story(
        competences="Цифровые инструменты: опросы, видеоуроки, электронный журнал.",
        recommendation="Коллеги идут с вопросами о технике именно сюда.",
        traits={T.TYPE: ("consultant",), T.AREA: ("digital", "documents"), T.AGE: ("adult", "c2"),
                T.CHANNEL: ("video", "chat"), T.TRAINING: ("goals",)},
        became="pause",
    ),
    Story(
        competences="Подготовка к аттестации и конкурсам мастерства.",
        recommendation="Молодой преподаватель с сильным началом: пусть растёт в резерве.",
        traits={T.TYPE: ("subject",), T.AREA: ("growth", "contest"), T.AGE: ("adult",),
                T.TRAINING: ("feedback", "goals")},
        became="reserve",
    ),
    Story(
        competences="Кураторские часы, разговор с родителями.", recommendation="Умеет слушать.",
        traits={T.AREA: ("communication",), T.AGE: ("c1",)}, became="gone",
    ),
    Story(
        competences="Сварочное дело, чтение чертежей.", recommendation="Мастер с золотыми руками.",
        traits={T.TYPE: ("subject",), T.AREA: ("practice", "subject"), T.AGE: ("c1", "c2"), T.TRAINING: ("contact",)},
        became="candidate",
    ),
    Story(competences="", recommendation="Знает каждого первокурсника по имени.", traits={}, became="asked"),
)  # fmt: skip
LATE = (
    Story(
        competences="Готовлю к чемпионату профессий: от первой пробы до площадки.",
        recommendation="Сюда идут и за советом, и за поддержкой.",
        traits={T.TYPE: ("tutor",), T.AREA: ("contest", "project", "communication"), T.AGE: ("c1", "c2"),
                T.CHANNEL: ("offline", "chat"), T.TIME: ("mon.afternoon", "thu.morning")},
        became="active", capacity=3,
    ),
    Story(
        competences="Физика и чертежи без страха: разбираем с начала и до зачёта.",
        recommendation="Терпеливо объясняет столько раз, сколько нужно.",
        traits={T.TYPE: ("subject",), T.AREA: ("subject", "practice", "adaptation"), T.AGE: ("c1", "c2"),
                T.CHANNEL: ("offline", "phone", "video"), T.TIME: ("wed.evening", "tue.afternoon")},
        became="active", capacity=2,
    ),
)  # fmt: skip


def add_mentors(town: Town) -> None:
    """The base of the college and of the school over the last month; the same people whenever the town is built."""
    now = clock.now()
    college, school = town.schools[1], town.schools[2]
    with clock.freeze(now - timedelta(days=30)):
        made = [(story, _offer(town.people[key], story)) for key, story in OWN.items()]
        made += _bring_teachers(college, TEACHERS)
        made += _bring_teachers(school, TEACHERS[:1])
    with clock.freeze(now - timedelta(days=24)):
        for order, (story, profile) in enumerate(made):
            if story.became not in ("asked", "candidate") and profile is not None:
                _judge(profile, order)
                decision = COMMISSION if profile.organization_id == school.id else DECISION
                _decide(profile, story, decision)
    with clock.freeze(now - timedelta(days=5)):
        for story, profile in made:
            if profile is not None and story.became in LATER:
                LATER[story.became](profile)


def welcome_teachers(organization: Organization, code: str) -> None:
    """Teachers who came into the base when the pairs of the year stood already, with places in the format `code`."""
    for order, (story, profile) in enumerate(_bring_teachers(organization, LATE, code)):
        if profile is not None:
            _judge(profile, order)
            _decide(profile, story, DECISION)


def _offer(person: Person, story: Story) -> MentorProfile | None:
    today = clock.today(ZONE)
    openings = mentor_openings(own_mentor_places(person.id, today), today)
    opening = next(
        (each for each in openings if basis_for(person.id, each.organization.id, Purpose.PARTICIPATION, today)), None
    )
    if opening is None:
        return None
    actor = Actor(person_id=person.id, time_zone=ZONE, name=Role.MENTOR)
    return mentoring.apply(actor, person, opening, list(opening.formats), _facts(story))


def _bring_teachers(
    organization: Organization, stories: Sequence[Story], code: str = ""
) -> list[tuple[Story, MentorProfile | None]]:
    """Teachers of the organisation with a consent who are in no base yet, one for each story."""
    today = clock.today(ZONE)
    found: list[tuple[Story, MentorProfile | None]] = []
    people = db.session.scalars(
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == organization.id, Membership.kind == MembershipKind.EMPLOYEE,
            in_force(Membership, today), Membership.subject != "",
            Person.id.not_in(sa.select(MentorProfile.person_id)),
            has_basis(Person.id, organization.id, Purpose.PARTICIPATION, today),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip
    for person, story in zip(people, stories, strict=False):
        opening = _as_teacher(person, organization)
        if opening is not None:
            agreed_on = None if story.became == "asked" else today
            formats = [each for each in opening.formats if code in ("", each)][:1]
            made = mentoring.nominate(
                SYSTEM, person, opening, formats, origin=Origin.CURATOR, recommendation=story.recommendation,
                agreed_on=agreed_on,
            )  # fmt: skip
            mentoring.fill(SYSTEM, made, formats, _facts(story))
            found.append((story, made))
    return found


def _as_teacher(person: Person, organization: Organization) -> MentorOpening | None:
    today = clock.today(ZONE)
    found = mentor_openings(own_mentor_places(person.id, today), today)
    return next(
        (each for each in found
         if each.category == MentorCategory.TEACHER and each.organization.id == organization.id), None
    )  # fmt: skip


def _judge(profile: MentorProfile, order: int) -> None:
    points = {each.code: 1 + (order + place) % 3 for place, each in enumerate(criteria_for(profile.category))}
    mentoring.set_scores(SYSTEM, profile, points, {"results": "По итогам собеседования"})


def _decide(profile: MentorProfile, story: Story, decision: str) -> None:
    try:
        if story.became == "reserve":
            mentoring.reserve(SYSTEM, profile, reason="Ждёт своей очереди")
        else:
            mentoring.approve(SYSTEM, profile, decision=decision, decided_on=clock.today(ZONE))
    except Refusal:  # a requirement of the programme of that town keeps the candidate waiting
        return


def _take_a_pause(profile: MentorProfile) -> None:
    today = clock.today(ZONE)
    mentoring.pause(SYSTEM, profile, starts_on=today, ends_on=today + timedelta(days=40), reason="Сессия у заочников")


def _leave(profile: MentorProfile) -> None:
    mentoring.leave(SYSTEM, profile, reason="Переезд в другой город")


LATER = {"pause": _take_a_pause, "gone": _leave}


def _facts(story: Story) -> ProfileFacts:
    return ProfileFacts(
        competences=story.competences, about=story.about, achievements=story.achievements, interests=story.interests,
        minutes_week=story.minutes_week, capacity=story.capacity, traits=story.traits,
    )  # fmt: skip
