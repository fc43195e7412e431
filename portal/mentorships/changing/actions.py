"""Changes of a pair that works: pause, return, another term, another mentor, mentees who come and go, an early end.

Each writes why into the history of the pair, tells its people, and is called with the pair locked.
"""

from collections.abc import Sequence
from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.text import clean_line
from portal.matching.actions import match
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.mentorships.actions import end, join, leave, rules, turn
from portal.mentorships.actions.ordering import flag_orders
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.kinds import WORKING, Ending, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.telling import tell_changed
from portal.people.models import Person
from portal.programs.queries import settings_of


def pause(actor: Actor, pair: Mentorship, *, reason: str) -> None:
    """The pair rests from today until somebody says that it goes on. Raises Refusal for one that does not work."""
    if pair.state != MentorshipState.ACTIVE:
        raise Refusal(_("Пауза бывает у пары, которая работает."))
    turn(pair, MentorshipState.PAUSED)
    _record(actor, pair, ChangeKind.PAUSED, reason, _("Наставническая пара на паузе"))
    audit.record(actor, AuditEvent.MENTORSHIP_PAUSED, pair)


def resume(actor: Actor, pair: Mentorship) -> None:
    """The pair works again from today; one that works already stays as it is."""
    if pair.state == MentorshipState.ACTIVE:
        return
    if pair.state != MentorshipState.PAUSED:
        raise Refusal(_("Продолжить можно пару, которая на паузе."))
    turn(pair, MentorshipState.ACTIVE)
    _record(actor, pair, ChangeKind.RESUMED, "", _("Наставническая пара снова работает"))
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
    said = _("Наставническая пара теперь работает до %(day)s", day=ru_date(until, "full"))
    _record(actor, pair, ChangeKind.EXTENDED, reason, said, until_before=before, until_after=until)
    audit.record(actor, AuditEvent.MENTORSHIP_EXTENDED, pair, changes={"until": until.isoformat()})


def change_mentor(
    actor: Actor,
    pair: Mentorship,
    former: MentorshipMember,
    profile: MentorProfile,
    *,
    agreed_on: date,
    reason: str,
    insists: bool = False,
) -> MentorshipMember:
    """Another mentor from today in place of `former`, whose last day is today; papers about the pair are marked.

    `agreed_on` is the day on which the new one said yes. Raises Refusal without a consent to take part, without a free
    place, and for somebody who is in the pair: then roll back.
    """
    _refuse_idle(pair)
    if former.mentorship_id != pair.id or former.side != MemberSide.MENTOR:
        raise Refusal(_("Этого наставника в паре нет."))
    today = clock.today(pair.organization.time_zone)
    rules.refuse_mentor(profile, pair.cycle, pair.format.code, settings_of(pair.cycle), today)
    _refuse_conflicts(pair, profile.person, MemberSide.MENTEE, today, insists=insists)
    before = _standing(pair)
    entered = _enter(actor, pair, profile.person, MemberSide.MENTOR, agreed_on, profile=profile)
    leave(actor, former, Ending.MENTOR_CHANGED, reason)
    what = _("В наставнической паре сменился наставник")
    _record(actor, pair, ChangeKind.MENTOR_CHANGED, reason, what, members=[*before, entered])
    return entered


def add_mentee(
    actor: Actor,
    pair: Mentorship,
    asked: MentoringRequest,
    *,
    agreed_on: date,
    reason: str = "",
    insists: bool = False,
) -> MentorshipMember:
    """One more mentee from today, by a request of the same year and format; papers about the pair are marked.

    Raises Refusal for a request that is over or of another year, a group that is full, a person without a consent or a
    free place: then roll back.
    """
    _refuse_idle(pair)
    if pair.group_id is not None:
        raise Refusal(_("Здесь наставляемый – группа целиком: её участники меняются вместе с группой."))
    settings, today = settings_of(pair.cycle), clock.today(pair.organization.time_zone)
    rules.refuse_request(asked, pair.cycle, pair.format_id)
    rules.refuse_mentee(asked.person, pair.cycle, pair.format.code, settings, today)
    _refuse_conflicts(pair, asked.person, MemberSide.MENTOR, today, insists=insists)
    if len(pair.standing(MemberSide.MENTEE)) >= settings.group_size:
        raise Refusal(_("В группе нет места: больше участников программа года не допускает."))
    entered = _enter(actor, pair, asked.person, MemberSide.MENTEE, agreed_on, asked=asked)
    match(actor, asked)
    flag_orders(actor, pair, _("Изменился состав пары или группы"))
    _record(actor, pair, ChangeKind.MENTEE_ADDED, reason, _("Изменился состав наставнической группы"))
    return entered


def let_go(actor: Actor, pair: Mentorship, member: MentorshipMember, *, ending: Ending, reason: str) -> None:
    """Today is the last day of one mentee, the others go on. Raises Refusal for the last one: end the pair instead."""
    _refuse_idle(pair)
    if member.mentorship_id != pair.id or member.side != MemberSide.MENTEE:
        raise Refusal(_("Этого наставляемого в паре нет."))
    if len(pair.standing(MemberSide.MENTEE)) < 2 and member.ends_on is None:
        raise Refusal(_("Это последний наставляемый: завершите пару."))
    before = _standing(pair)
    leave(actor, member, ending, reason)
    what = _("Изменился состав наставнической группы")
    _record(actor, pair, ChangeKind.MENTEE_LEFT, reason, what, members=before)


def end_early(actor: Actor, pair: Mentorship, *, ending: Ending, reason: str, on: date | None = None) -> None:
    """The last day of a pair that works, today or `on`; its people are told, orders about it are marked.

    Raises Refusal for a pair that does not work.
    """
    _refuse_idle(pair)
    end(actor, pair, ending, reason, on)
    _record(actor, pair, ChangeKind.ENDED, reason)


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


def _refuse_conflicts(pair: Mentorship, person: Person, with_: MemberSide, on: date, *, insists: bool) -> None:
    standing = [each.person for each in pair.standing(with_)]
    rules.refuse_conflicts([person], standing, pair.cycle, on, insists=insists)


def _enter(
    actor: Actor, pair: Mentorship, person: Person, side: MemberSide, agreed_on: date, *,
    profile: MentorProfile | None = None, asked: MentoringRequest | None = None,
) -> MentorshipMember:  # fmt: skip
    today = clock.today(pair.organization.time_zone)
    if agreed_on > today:
        raise Refusal(_("День согласия ещё не настал."))
    made = join(actor, pair, person, side, today, profile=profile, asked=asked)
    made.agreed_on, made.agreed_by_id = agreed_on, actor.person_id
    db.session.flush()
    return made


def _record(
    actor: Actor, pair: Mentorship, kind: ChangeKind, reason: str, what: str = "", *,
    members: Sequence[MentorshipMember] = (), until_before: date | None = None, until_after: date | None = None,
) -> None:  # fmt: skip
    """Keep the reason, and tell these members `what` changed; without members those who stand in the pair."""
    made = MentorshipChange(
        mentorship_id=pair.id, recorded_by_id=actor.person_id, kind=kind, reason=clean_line(reason),
        happened_on=clock.today(pair.organization.time_zone), until_before=until_before, until_after=until_after,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    if what:
        tell_changed(pair, members or _standing(pair), what, str(made.id))


def _standing(pair: Mentorship) -> list[MentorshipMember]:
    return [each for each in pair.members if each.ends_on is None]


def _refuse_idle(pair: Mentorship) -> None:
    if pair.state not in WORKING:
        raise Refusal(_("Изменить так можно пару, которая работает или на паузе."))
