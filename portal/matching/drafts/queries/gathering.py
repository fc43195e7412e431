"""Who is to be matched in a year, as the solver takes it: nothing here is shown, keys are random public ids."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.db import db
from portal.matching.conflicts.queries import conflicting_pairs
from portal.matching.drafts.kinds import CriterionCode
from portal.matching.drafts.models import MatchingAvoidance
from portal.matching.drafts.queries.groups import WaitingGroup, grade_of_course, group_mentee, waiting_groups
from portal.matching.drafts.queries.wishes import GRADE, wishes_of
from portal.matching.drafts.settings import FORMAT, GROUP, HOME, MatchingSettings
from portal.matching.kinds import RequestState
from portal.matching.mentors.kinds import MentorCategory, TraitKind
from portal.matching.models import MentoringRequest
from portal.matching.queries import MentorCapacity, mentor_capacities
from portal.matching.queries.openings import BELONGING
from portal.matching.signals import Taken, places_taken
from portal.matching.solving.kinds import Ground
from portal.matching.solving.pool import Answer, Ban, Mentee, Mentor, Pool
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle, MentoringFormat
from portal.programs.queries import settings_of

HEAD_MENTORS = "head_teacher"
SENIOR, STUDENT, TEACHER, EMPLOYER = "senior", "student", "teacher", "employer"
KINDS: Mapping[str, frozenset[str]] = {
    MentorCategory.PUPIL: frozenset({SENIOR}),
    MentorCategory.STUDENT: frozenset({SENIOR, STUDENT}),
    MentorCategory.ALUMNUS: frozenset({STUDENT, EMPLOYER}),
    MentorCategory.TEACHER: frozenset({TEACHER}),
    MentorCategory.ADMINISTRATION: frozenset({TEACHER}),
    MentorCategory.EMPLOYER: frozenset({EMPLOYER}),
    MentorCategory.NGO: frozenset({EMPLOYER}),
}
"""What a mentor of each category is to a mentee who said whom they would like."""
COMPARED = {CriterionCode.AREA: TraitKind.AREA, CriterionCode.AGE: TraitKind.AGE, CriterionCode.TIME: TraitKind.TIME,
            CriterionCode.CHANNEL: TraitKind.CHANNEL, CriterionCode.LANGUAGE: TraitKind.LANGUAGE}  # fmt: skip


def gather(
    cycle: Cycle, settings: MatchingSettings, on: date, *, format_: MentoringFormat | None = None,
    relaxed: frozenset[tuple[str, str]] = frozenset(), only: MentoringRequest | None = None,
) -> Pool:  # fmt: skip
    """Requests that stand in the base and mentors with the places that pairs leave them, on the day.

    Whoever is in a pair already, and whose data is restricted, is left out; a person has no more requests here than the
    year lets a mentee have mentors, the earliest first. `relaxed`: (public id of a request, rule). With `only` the pool
    has this mentee alone.
    """
    taken = _taken(cycle, on)
    requests = [only] if only else _waiting(cycle, format_, taken)
    groups = () if only else waiting_groups(cycle, format_, taken, on)
    mentors = mentor_capacities(cycle, on)
    if format_ is not None:
        mentors = [each for each in mentors if format_.code in each.formats]
    organization = cycle.program.organization
    learners = {person_id for each in groups for person_id in each.person_ids}
    people = {each.person_id for each in requests} | {each.person_id for each in mentors}
    places = _places(organization.id, people, on)
    said = wishes_of(organization.id, sorted({each.person_id for each in requests} | learners))
    head = str(organization.head_id or "") if settings.reporting else ""
    known = {each.public_id for each in requests} | {each.key for each in groups}
    return Pool(
        mentees=(
            *(_mentee(each, places.get(each.person_id), said.get(each.person_id, {}), head) for each in requests),
            *(group_mentee(each, said) for each in groups),
        ),
        mentors=tuple(_mentor(each, places.get(each.person_id), taken, head) for each in mentors),
        criteria=settings.criteria, rules=settings.rules, bans=_bans(cycle, _keys_of(requests, groups), mentors, on),
        relaxed=frozenset(each for each in relaxed if each[0] in known),
    )  # fmt: skip


def _keys_of(requests: Sequence[MentoringRequest], groups: Sequence[WaitingGroup]) -> dict[int, list[str]]:
    """Person id → keys of the mentees behind which the person stands."""
    found: dict[int, list[str]] = {}
    for each in requests:
        found.setdefault(each.person_id, []).append(each.public_id)
    for group in groups:
        for person_id in group.person_ids:
            found.setdefault(person_id, []).append(group.key)
    return found


def _taken(cycle: Cycle, on: date) -> Taken:
    places: dict[int, int] = {}
    requests: set[int] = set()
    groups: set[tuple[int, int]] = set()
    for _receiver, said in places_taken.send(cycle, on=on):
        requests |= said.requests
        groups |= said.groups
        for profile_id, n in said.places.items():
            places[profile_id] = places.get(profile_id, 0) + n
    return Taken(places=places, requests=frozenset(requests), groups=frozenset(groups))


def waiting(cycle: Cycle) -> Any:
    """Requests of the year that stand in the base, those of restricted people left out; the earliest first."""
    return (
        sa.select(MentoringRequest)
        .join(Person, Person.id == MentoringRequest.person_id)
        .join(MentoringFormat, MentoringFormat.id == MentoringRequest.format_id)
        .where(
            MentoringRequest.cycle_id == cycle.id, MentoringRequest.state == RequestState.IN_BASE,
            Person.restricted_on.is_(None), Person.erased_on.is_(None),
        )
        .options(contains_eager(MentoringRequest.format), contains_eager(MentoringRequest.person))
        .order_by(MentoringRequest.starts_on, MentoringRequest.id)
    )  # fmt: skip


def _waiting(cycle: Cycle, format_: MentoringFormat | None, taken: Taken) -> list[MentoringRequest]:
    most, count, found = settings_of(cycle).mentee_capacity, dict[int, int](), []
    rows: Sequence[MentoringRequest] = db.session.scalars(waiting(cycle)).all()
    for each in sorted(rows, key=lambda row: row.id not in taken.requests):
        count[each.person_id] = count.get(each.person_id, 0) + 1
        suits = format_ is None or each.format_id == format_.id
        if each.id not in taken.requests and suits and count[each.person_id] <= most:
            found.append(each)
    return found


def _places(organization_id: int, people: set[int], on: date) -> dict[int, Membership]:
    """The place of each person in the organisation on the day, where they learn or work before any other."""
    rows = db.session.scalars(
        sa.select(Membership)
        .where(Membership.organization_id == organization_id, Membership.person_id.in_(people),
               in_force(Membership, on))
        .options(joinedload(Membership.group), joinedload(Membership.organization))
        .order_by(Membership.starts_on, Membership.id)
    ).all()  # fmt: skip
    found: dict[int, Membership] = {}
    for each in sorted(rows, key=lambda row: row.kind in BELONGING):
        found[each.person_id] = each
    return found


def _mentee(asked: MentoringRequest, place: Membership | None, said: Mapping[str, frozenset[str]], head: str) -> Mentee:
    grade = grade_of(place) or said.get(GRADE, frozenset())
    answers: dict[str, Answer] = {code: codes for code, codes in said.items() if codes and code != GRADE}
    answers |= {FORMAT: frozenset({asked.format.code}), HOME: frozenset({str(asked.organization_id)})}
    if asked.languages:
        answers[CriterionCode.LANGUAGE] = frozenset(asked.languages)
    if grade:
        answers[CriterionCode.AGE] = grade
    if place and place.group_id:
        answers[GROUP] = frozenset({str(place.group_id)})
    is_led = bool(head) and place is not None and place.kind == MembershipKind.EMPLOYEE
    return Mentee(
        key=asked.public_id, answers={str(code): codes for code, codes in answers.items()},
        people=frozenset({str(asked.person_id)}), applied=asked.starts_on.isoformat(),
        heads=frozenset({head}) if is_led and asked.format.code != HEAD_MENTORS else frozenset(),
    )  # fmt: skip


def _mentor(mentor: MentorCapacity, place: Membership | None, taken: Taken, head: str) -> Mentor:
    profile = mentor.profile
    answers: dict[str, Answer] = {code: frozenset(profile.codes_of(kind)) for code, kind in COMPARED.items()}
    answers[CriterionCode.MENTOR_KIND] = KINDS[profile.category]
    answers[FORMAT] = frozenset(mentor.formats)
    answers[HOME] = frozenset({str((place.home_id if place else None) or profile.organization_id)})
    if place and place.group_id:
        answers[GROUP] = frozenset({str(place.group_id)})
    is_led = bool(head) and place is not None and place.kind == MembershipKind.EMPLOYEE
    return Mentor(
        key=profile.public_id, capacity=max(mentor.places - taken.places.get(profile.id, 0), 0),
        answers={str(code): codes for code, codes in answers.items() if codes},
        people=frozenset({str(profile.person_id)}),
        heads=frozenset({head}) if is_led else frozenset(),
    )  # fmt: skip


def grade_of(place: Membership | None) -> frozenset[str]:
    """The class or the year of study in the codes of the mentors' list; nothing where it is not written down."""
    if place is None:
        return frozenset()
    if place.kind == MembershipKind.EMPLOYEE:
        return frozenset({"adult"})
    return grade_of_course(place.group.course if place.group else None, place.organization.kind)


def _bans(
    cycle: Cycle, by_person: Mapping[int, Sequence[str]], mentors: Sequence[MentorCapacity], on: date
) -> frozenset[Ban]:
    """Pairs that one of the two does not want, who said so does not go on from here; pairs of the conflict list."""
    said = db.session.execute(
        sa.select(MatchingAvoidance.person_id, MatchingAvoidance.other_id).where(
            MatchingAvoidance.organization_id == cycle.program.organization_id
        )
    ).all()
    listed = [(one, other, Ground.REFUSED) for one, other in said]
    listed += [(one, other, Ground.CONFLICT) for one, other in conflicting_pairs(cycle.id, on)]
    profiles = {each.person_id: each.profile.public_id for each in mentors}
    return frozenset(
        Ban(mentee=mentee, mentor=profiles[mentor], ground=ground)
        for one, other, ground in listed
        for person_id, mentor in ((one, other), (other, one))
        if mentor in profiles
        for mentee in by_person.get(person_id, ())
    )
