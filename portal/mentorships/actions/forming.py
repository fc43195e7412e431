"""Pairs are proposed: from requests and mentors, by hand, for a whole group of learners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.mentorships import telling
from portal.mentorships.actions import rules
from portal.mentorships.actions.answers import settle
from portal.mentorships.actions.deciding import pass_own_proposal
from portal.mentorships.actions.places import take_place
from portal.mentorships.kinds import MemberSide, MentorshipState, Way
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.people.models import Group, Person
from portal.programs.definitions import role_patterns
from portal.programs.models import Cycle, MentoringFormat
from portal.programs.queries import settings_of


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """What a pair is for: a role pattern of its format (code), ways of working, a goal, the last day that is meant."""

    pattern: str = ""
    ways: Sequence[str] = ()
    goal: str = ""
    planned_until: date | None = None


def propose_mentorship(
    actor: Actor, cycle: Cycle, format_: MentoringFormat, *, profiles: Sequence[MentorProfile],
    requests: Sequence[MentoringRequest] = (), people: Sequence[Person] = (), group: Group | None = None,
    facts: PairFacts = PairFacts(), directive: str = "", insists: bool = False,
) -> Mentorship:  # fmt: skip
    """Propose a pair, or a group of several on either side; its members are asked for their yes.

    Mentees are those of `requests`, `people` brought by hand, and the learners of `group`, who follow it by date.
    `directive` is the reason of an assignment without asking (PAIR-9): places are taken at once, answers are still
    recorded. `insists` sets aside what the year only warns of. Raises Refusal for whatever forbids the pair: a rule of
    the year, a missing consent, no free place, a request that stands in another pair.
    """
    today = clock.today(cycle.program.organization.time_zone)
    settings, home = settings_of(cycle), cycle.program.organization_id
    rules.refuse_cycle(cycle, format_.code)
    learners = [
        each for each in (rules.group_members(group.id, today) if group else ())
        if basis_for(each.id, home, Purpose.PARTICIPATION, today) is not None
    ]  # fmt: skip
    singles = [*(each.person for each in requests), *people]
    mentors = [each.person for each in profiles]
    if not profiles or not (singles or group):
        raise Refusal(_("В паре нужны наставник и наставляемый."))
    if group is not None and not learners:
        raise Refusal(_("В группе нет никого с согласием на участие."))
    rules.refuse_doubles(mentors, [*singles, *learners], settings)
    rules.refuse_without_basis([*mentors, *singles], home, today)
    for each in profiles:
        rules.refuse_mentor(each, cycle, format_.code, settings, today)
        rules.refuse_untrained(each, requests, facts.pattern, settings, today)
    for person in singles:
        rules.refuse_mentee(person, cycle, format_.code, settings, today)
    for asked in requests:
        rules.refuse_request(asked, cycle, format_.id)
    rules.refuse_conflicts(mentors, [*singles, *learners], cycle, today, insists=insists)
    rules.refuse_twins(mentors, [*singles, *learners], cycle, format_.id)
    if directive:
        rules.refuse_directive(requests, directive, settings, today)
    pair = Mentorship(
        organization_id=home, organization=cycle.program.organization, cycle=cycle, format=format_, group=group,
        proposed_by_id=actor.person_id, proposed_on=today, is_directive=bool(directive), reason=clean_line(directive),
        planned_until=facts.planned_until or cycle.ends_on, **_words(facts, format_.code, requests),
    )  # fmt: skip
    db.session.add(pair)
    db.session.flush()
    db.session.add(MentorshipPeriod(mentorship_id=pair.id, state=MentorshipState.PROPOSED, starts_on=today))
    for profile in profiles:
        _add(pair, profile.person, MemberSide.MENTOR, today, profile=profile)
    for asked in requests:
        _add(pair, asked.person, MemberSide.MENTEE, today, asked=asked)
    for person in (*people, *learners):
        _add(pair, person, MemberSide.MENTEE, today)
    if directive:
        for member in pair.members:
            take_place(member)
    audit.record(
        actor, AuditEvent.MENTORSHIP_PROPOSED, pair, changes={"format": format_.code, "directive": bool(directive)}
    )
    telling.tell_proposed(pair)
    pass_own_proposal(actor, pair)
    settle(pair)
    return pair


def join(
    actor: Actor, pair: Mentorship, person: Person, side: MemberSide, on: date, *, profile: MentorProfile | None = None,
    asked: MentoringRequest | None = None,
) -> MentorshipMember:  # fmt: skip
    """One more member from the day on; `profile` and `asked` as far as there are. Takes the place at once.

    Raises Refusal without a place or a consent, and for who stands in the pair. Call with the pair locked.
    """
    if any(each.person_id == person.id and each.ends_on is None for each in pair.members):
        raise Refusal(_("Этот человек уже стоит в паре."))
    rules.refuse_without_basis([person], pair.organization_id, on)
    member = _add(pair, person, side, on, profile=profile, asked=asked)
    take_place(member)
    pair.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MENTORSHIP_MEMBER_JOINED, pair, changes={"member": member.public_id})
    return member


def _add(
    pair: Mentorship, person: Person, side: MemberSide, on: date, *, profile: MentorProfile | None = None,
    asked: MentoringRequest | None = None,
) -> MentorshipMember:  # fmt: skip
    member = MentorshipMember(
        mentorship_id=pair.id, person_id=person.id, organization_id=pair.organization_id, side=side, starts_on=on,
        profile_id=profile.id if profile else None, request_id=asked.id if asked else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(member)
            db.session.flush()
    except IntegrityError:  # somebody else proposed the same request in the same moment
        raise rules.in_a_pair(asked) if asked else Refusal(_("Этот человек уже стоит в паре.")) from None
    db.session.expire(pair, ["members"])
    return member


def _words(facts: PairFacts, format_code: str, requests: Sequence[MentoringRequest]) -> dict[str, object]:
    """Only what the format and the lists know; without a goal that of the only request."""
    known = role_patterns().get(facts.pattern)
    goal = facts.goal or (requests[0].goal if len(requests) == 1 else "")
    return {
        "pattern": facts.pattern if known and known.format == format_code else "",
        "ways": [way.value for way in Way if way in facts.ways],
        "goal": clean_text(goal),
    }
