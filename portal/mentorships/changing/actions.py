"""Changes of a pair that works: pause, return, another term, another mentor, mentees who come and go, an early end.

Each writes why into the history of the pair, tells its people, and is called with the pair locked.
"""

from collections.abc import Sequence
from datetime import date

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.text import clean_line
from portal.matching.actions.requests import match
from portal.matching.kinds import RequestState
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.mentorships.actions import end, leave, turn
from portal.mentorships.actions.places import take_place
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.changing.telling import flag_papers, tell
from portal.mentorships.kinds import WORKING, Ending, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Person
from portal.programs.queries import settings_of


def pause(actor: Actor, pair: Mentorship, *, reason: str) -> None:
    """The pair rests from today until somebody says that it goes on. Raises Refusal for one that does not work."""
    if pair.state != MentorshipState.ACTIVE:
        raise Refusal(_("Пауза бывает у пары, которая работает."))
    turn(pair, MentorshipState.PAUSED)
    _record(actor, pair, ChangeKind.PAUSED, reason, _("Работа пары приостановлена."))
    audit.record(actor, AuditEvent.MENTORSHIP_PAUSED, pair)


def resume(actor: Actor, pair: Mentorship) -> None:
    """The pair works again from today; one that works already stays as it is."""
    if pair.state == MentorshipState.ACTIVE:
        return
    if pair.state != MentorshipState.PAUSED:
        raise Refusal(_("Продолжить можно пару, которая на паузе."))
    turn(pair, MentorshipState.ACTIVE)
    _record(actor, pair, ChangeKind.RESUMED, "", _("Пара снова работает."))
    audit.record(actor, AuditEvent.MENTORSHIP_RESUMED, pair)


def extend(actor: Actor, pair: Mentorship, *, until: date, reason: str) -> None:
    """Another planned last day. Raises Refusal for a pair that does not work, a past day, the day that is planned."""
    _refuse_idle(pair)
    if until < clock.today(pair.organization.time_zone):
        raise Refusal(_("Новый срок уже прошёл."))
    if until == pair.planned_until:
        raise Refusal(_("Этот срок уже записан."))
    before, pair.planned_until = pair.planned_until, until
    pair.version += 1
    said = _("Срок работы пары теперь до %(day)s.", day=ru_date(until, "full"))
    _record(actor, pair, ChangeKind.EXTENDED, reason, said, until_before=before, until_after=until)
    audit.record(actor, AuditEvent.MENTORSHIP_EXTENDED, pair, changes={"until": until.isoformat()})


def change_mentor(
    actor: Actor, pair: Mentorship, former: MentorshipMember, profile: MentorProfile, *, agreed_on: date, reason: str
) -> MentorshipMember:
    """Another mentor from today in place of `former`, whose last day is today; papers about the pair are marked.

    `agreed_on` is the day on which the new one said yes. Raises Refusal without a consent to take part, without a free
    place, and for somebody who is in the pair: then roll back.
    """
    _refuse_idle(pair)
    if former.mentorship_id != pair.id or former.side != MemberSide.MENTOR:
        raise Refusal(_("Этого наставника в паре нет."))
    told = _people(pair)
    entered = _enter(actor, pair, profile.person, MemberSide.MENTOR, agreed_on, profile=profile)
    leave(actor, former, Ending.MENTOR_CHANGED, reason)
    flag_papers(actor, pair)
    what = _("В паре сменился наставник.")
    _record(actor, pair, ChangeKind.MENTOR_CHANGED, reason, what, people=[*told, profile.person])
    return entered


def add_mentee(
    actor: Actor, pair: Mentorship, asked: MentoringRequest, *, agreed_on: date, reason: str = ""
) -> MentorshipMember:
    """One more mentee from today, by a request of the same year and format; papers about the pair are marked.

    Raises Refusal for a request that is over or of another year, a group that is full, a person without a consent or a
    free place: then roll back.
    """
    _refuse_idle(pair)
    if pair.group_id is not None:
        raise Refusal(_("Здесь наставляемый – группа целиком: её участники меняются вместе с группой."))
    if asked.state != RequestState.IN_BASE or (asked.cycle_id, asked.format_id) != (pair.cycle_id, pair.format_id):
        raise Refusal(_("Этот запрос не подходит: нужен запрос в базе того же года и той же формы."))
    if len(pair.standing(MemberSide.MENTEE)) >= settings_of(pair.cycle).group_size:
        raise Refusal(_("В группе нет места: больше участников программа года не допускает."))
    entered = _enter(actor, pair, asked.person, MemberSide.MENTEE, agreed_on, request=asked)
    match(actor, asked)
    flag_papers(actor, pair)
    _record(actor, pair, ChangeKind.MENTEE_ADDED, reason, _("Состав группы изменился."))
    return entered


def let_go(actor: Actor, pair: Mentorship, member: MentorshipMember, *, ending: Ending, reason: str) -> None:
    """Today is the last day of one mentee, the others go on. Raises Refusal for the last one: end the pair instead."""
    _refuse_idle(pair)
    if member.mentorship_id != pair.id or member.side != MemberSide.MENTEE:
        raise Refusal(_("Этого наставляемого в паре нет."))
    if len(pair.standing(MemberSide.MENTEE)) < 2 and member.ends_on is None:
        raise Refusal(_("Это последний наставляемый: завершите пару."))
    told = _people(pair)
    leave(actor, member, ending, reason)
    flag_papers(actor, pair)
    _record(actor, pair, ChangeKind.MENTEE_LEFT, reason, _("Состав группы изменился."), people=told)


def end_early(actor: Actor, pair: Mentorship, *, ending: Ending, reason: str) -> None:
    """Today is the last day of a pair that works; papers about it are marked. Raises Refusal for one that does not."""
    _refuse_idle(pair)
    told = _people(pair)
    end(actor, pair, ending, reason)
    flag_papers(actor, pair)
    _record(actor, pair, ChangeKind.ENDED, reason, _("Работа пары завершена."), people=told)


def extend_each(actor: Actor, pairs: Sequence[Mentorship], *, until: date, reason: str) -> int:
    """The same planned last day for many; who has it already is left alone. Returns how many were changed."""
    others = [each for each in pairs if each.planned_until != until]
    for pair in others:
        extend(actor, pair, until=until, reason=reason)
    return len(others)


def end_each(actor: Actor, pairs: Sequence[Mentorship], *, ending: Ending, reason: str) -> int:
    """The same end for many: all of them or, where one refuses, none once the caller rolls back."""
    for pair in pairs:
        end_early(actor, pair, ending=ending, reason=reason)
    return len(pairs)


def _enter(
    actor: Actor, pair: Mentorship, person: Person, side: MemberSide, agreed_on: date, *,
    profile: MentorProfile | None = None, request: MentoringRequest | None = None,
) -> MentorshipMember:  # fmt: skip
    today = clock.today(pair.organization.time_zone)
    if agreed_on > today:
        raise Refusal(_("День согласия ещё не настал."))
    if any(each.person_id == person.id and each.ends_on is None for each in pair.members):
        raise Refusal(_("Этот человек уже в паре."))
    if basis_for(person.id, pair.organization_id, Purpose.PARTICIPATION, today) is None:
        raise Refusal(_("Нет согласия на участие и мониторинг: сначала получите его."))
    made = MentorshipMember(
        mentorship=pair, person_id=person.id, person=person, organization_id=pair.organization_id, side=side,
        profile_id=profile.id if profile else None, profile=profile, request_id=request.id if request else None,
        agreed_by_id=actor.person_id, agreed_on=agreed_on, starts_on=today,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    take_place(made)
    pair.version += 1
    changes = {"member": made.public_id, "side": side}
    audit.record(actor, AuditEvent.MENTORSHIP_MEMBER_JOINED, pair, changes=changes)
    return made


def _record(
    actor: Actor, pair: Mentorship, kind: ChangeKind, reason: str, what: str, *,
    people: Sequence[Person] | None = None, until_before: date | None = None, until_after: date | None = None,
) -> None:  # fmt: skip
    made = MentorshipChange(
        mentorship_id=pair.id, recorded_by_id=actor.person_id, kind=kind, reason=clean_line(reason),
        happened_on=clock.today(pair.organization.time_zone), until_before=until_before, until_after=until_after,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    tell(actor, pair, _people(pair) if people is None else people, made, what)


def _people(pair: Mentorship) -> list[Person]:
    return [each.person for each in pair.members if each.ends_on is None]


def _refuse_idle(pair: Mentorship) -> None:
    if pair.state not in WORKING:
        raise Refusal(_("Изменить так можно пару, которая работает или на паузе."))
