"""Awards of the demo town in every state, a signed order on some of them, a board of honour of the college."""

from datetime import timedelta

import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.kinds import Category, Evidence, Item, Purpose
from portal.consents.queries import text_for
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.documents import actions as documents
from portal.mentorships.kinds import WORKING, MemberSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, Partner
from portal.recognition import actions
from portal.recognition.models import AwardKind, Nomination
from portal.recognition.queries import facts_of, years_of

WORDS = (
    "Больше всех подтверждённых встреч и помощь с открытым занятием.",
    "Пара пришла к цели раньше срока, теперь есть и вторая.",
    "Памяткой для новых наставников пользуется весь колледж.",
    "Поддержка наставляемого перед демонстрационным экзаменом.",
)
BOARD = (
    "Четыре открытых занятия вместе с молодым коллегой.",
    "Помощь трём первокурсникам в мастерской.",
    "Подготовка пары к региональному конкурсу.",
    "Банк заданий для практики на предприятии.",
)
SHOWN = {item.value: {"decision": "allow"} for item in Item}


def add_recognition(town: Town) -> None:
    """The catalogue of the college and of the school; nominations in every state; four entries of the board."""
    college, today = town.schools[1], clock.today(ZONE)
    for number in (1, 2):
        actions.fill_kinds(SYSTEM, town.schools[number])
    cycle = next(each for each in years_of(college.id) if each.starts_on <= today <= each.ends_on)
    mentors = _mentors(town, college)
    _ordered(town, cycle, mentors)
    for person in mentors[-2:]:
        _nominated(college, cycle, "gratitude", person)
    _approved(college, cycle, "bonus", mentors[0])
    declined = _nominated(college, cycle, "bonus", mentors[-1])
    actions.decide(SYSTEM, declined, is_yes=False, answer="Пара работает первый месяц: вернёмся к этому весной.")
    _titles(college, cycle, mentors)
    for person in mentors[:2]:
        actions.give_by_hand(SYSTEM, _approved(college, cycle, "best_ceremony", person), today)
    _partner(college, cycle)
    db.session.flush()


def _mentors(town: Town, college: Organization) -> list[Person]:
    """Нина first, then mentors of working pairs by number: those who agreed to publication stand before the rest."""
    found = db.session.scalars(
        sa.select(Person).join(MentorshipMember, MentorshipMember.person_id == Person.id)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(Mentorship.organization_id == college.id, Mentorship.state.in_(WORKING),
               MentorshipMember.side == MemberSide.MENTOR)
        .order_by(Person.id)
    ).unique().all()  # fmt: skip
    nina = town.people["nina"]
    return [nina, *(each for each in dict.fromkeys(found) if each.id != nina.id)]


def _ordered(town: Town, cycle: Cycle, mentors: list[Person]) -> None:
    """Four awards by one signed order, all of them on the board; one more order is still a draft."""
    college, denis = town.schools[1], town.people["denis"]
    chosen = [_approved(college, cycle, "certificate", each) for each in mentors[:4]]
    order = actions.draft_order(SYSTEM, chosen)
    order.signatory_id, order.signatory_name, order.signatory_post = denis.id, denis.full_name, "Директор"
    documents.send_to_signature(SYSTEM, order)
    documents.register(SYSTEM, order, registered_on=clock.today(ZONE))  # the journal of the town ends today
    for each, words in zip(chosen, BOARD, strict=False):
        _allow(college, each.person)
        actions.put_up(SYSTEM, each, achievement=words)
    draft = [_approved(college, cycle, "year_teacher", each) for each in mentors[1:3]]
    actions.draft_order(SYSTEM, draft)


def _allow(college: Organization, person: Person | None) -> None:
    """An adult mentor agrees to publication; who said so before keeps what was said, a minor's family is not asked."""
    today = clock.today(ZONE)
    text = text_for(college.id, Purpose.PUBLICATION, Category.ANY, today)
    is_adult = person is not None and person.birth_on is not None and (today - person.birth_on).days > 18 * 366
    if text is None or person is None or not is_adult:
        return
    consents.record_consent(SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN,
                            starts_on=today - timedelta(days=12), items=SHOWN)  # fmt: skip


def _titles(college: Organization, cycle: Cycle, mentors: list[Person]) -> None:
    """One title is being collected, one application was sent."""
    today = clock.today(ZONE)
    kind = _kind(college, "regional_contest")
    kind.due_on = today + timedelta(days=12)
    begun = _approved(college, cycle, "regional_contest", mentors[2])
    actions.tick_package(SYSTEM, begun, begun.kind.parts[:2])
    sent = _approved(college, cycle, "honorary_mentor", mentors[0])
    actions.tick_package(SYSTEM, sent, sent.kind.parts)
    actions.send_application(SYSTEM, sent, today - timedelta(days=2))


def _partner(college: Organization, cycle: Cycle) -> None:
    partner = db.session.scalars(sa.select(Partner).where(Partner.organization_id == college.id)).first()
    if partner is None:
        return
    thanks = actions.nominate(
        SYSTEM, _kind(college, "letter_partners"), cycle, partner, reason="Мастерские завода открыты для пар"
    )
    actions.decide(SYSTEM, thanks, is_yes=True)
    actions.give_by_hand(SYSTEM, thanks, clock.today(ZONE))


def _kind(college: Organization, code: str) -> AwardKind:
    return db.session.scalars(
        sa.select(AwardKind).where(AwardKind.organization_id == college.id, AwardKind.code == code)
    ).one()


def _nominated(college: Organization, cycle: Cycle, code: str, person: Person) -> Nomination:
    known = facts_of([person.id], cycle, ZONE)[person.id]
    words = WORDS[person.id % len(WORDS)]
    return actions.nominate(SYSTEM, _kind(college, code), cycle, person, facts=known, reason=words)


def _approved(college: Organization, cycle: Cycle, code: str, person: Person) -> Nomination:
    made = _nominated(college, cycle, code, person)
    actions.decide(SYSTEM, made, is_yes=True)
    return made
