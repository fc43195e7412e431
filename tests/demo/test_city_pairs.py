"""Pairs of a very small city, row by row: nothing that the registry itself would have refused stands in it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import selectinload

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.search.index import SearchDocument
from portal.demo.city import Size, load_city
from portal.matching.eligibility import blocking
from portal.matching.kinds import RequestState
from portal.matching.mentors.eligibility import suits
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.search import MENTOR
from portal.matching.models import MentoringRequest
from portal.matching.queries.openings import remarks_of
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.models import PairWarning
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.meetings.actions.rules import evidence_of
from portal.mentorships.meetings.kinds import MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.mentorships.plans.actions.agreeing import content_of
from portal.mentorships.plans.models import Plan
from portal.mentorships.queries.steps import steps_of
from portal.people.models import Organization
from portal.programs.queries import settings_of
from tests.conftest import NOW, db_engine, rolled_back

SMALL = Size(organizations=6, people=400, waves=0, responses=0, largest=0, pairs=200, meetings=3_000)
State = dict[str, int]


@pytest.fixture(scope="module")
def since(app: Flask) -> Iterator[int]:
    """The city for all tests of the module; the last pair of the town alone."""
    before: list[int] = []

    def note(text: str) -> None:
        before.append(db.session.scalar(sa.select(sa.func.max(Mentorship.id))) or 0)

    with rolled_back(app, db_engine(app)), clock.freeze(NOW):
        load_city(seed=7, more=SMALL, progress=note)
        yield before[0]


@pytest.fixture
def pairs(since: int) -> Sequence[Mentorship]:
    return db.session.scalars(
        sa.select(Mentorship).where(Mentorship.id > since).options(selectinload(Mentorship.members))
    ).all()


def test_pairs_stand_in_every_status_and_keep_the_places_and_the_rules_of_their_year(pairs: Any) -> None:
    assert len(pairs) == 200
    assert {pair.state for pair in pairs} == set(MentorshipState)
    held = Counter[tuple[int, int, str]]()
    for pair in pairs:
        settings = settings_of(pair.cycle)
        assert pair.cycle.starts_on <= pair.proposed_on
        assert {each.side for each in pair.members} == set(MemberSide)
        for each in pair.members:
            assert (each.place is not None) == (pair.is_open and each.agreed_on is not None)
            held[each.person_id, each.organization_id, each.side] += each.place is not None
            most = settings.mentor_capacity if each.side == MemberSide.MENTOR else settings.mentee_capacity
            assert (each.place or 1) <= most
    assert max(held.values()) > 1


def test_everybody_in_a_pair_has_the_consent_it_needs_and_suits_the_format(pairs: Any) -> None:
    for pair in pairs:
        for each in pair.members:
            basis = basis_for(each.person_id, pair.organization_id, Purpose.PARTICIPATION, pair.proposed_on)
            assert basis is not None, pair.format.code
        mentor = pair.members[0].profile
        assert mentor is not None
        assert suits(mentor.category, pair.format.code)
        assert pair.format.code in mentor.format_codes
        asked = pair.members[1].request
        assert asked is not None
        assert (asked.cycle_id, asked.format_id) == (pair.cycle_id, pair.format_id)
        assert blocking(remarks_of(asked, NOW.date())) == "" or pair.format.across, pair.format.code


def test_a_pair_that_works_has_passed_its_route_and_its_periods_follow_each_other(pairs: Any) -> None:
    passed: dict[int, list[str]] = {}
    for row in db.session.execute(sa.select(MentorshipDecision).order_by(MentorshipDecision.id)).scalars():
        passed.setdefault(row.mentorship_id, []).append(row.step)
    for pair in pairs:
        steps = [step.code for step in steps_of(pair)]
        said = passed.get(pair.id, [])
        assert said == (steps if pair.starts_on else steps[: len(said)])
        spans = db.session.scalars(
            sa.select(MentorshipPeriod).where(MentorshipPeriod.mentorship_id == pair.id)
            .order_by(MentorshipPeriod.starts_on)
        ).all()  # fmt: skip
        assert spans[0].starts_on == pair.proposed_on
        assert spans[-1].state == pair.state
        gaps = [after.starts_on - span.ends_on for span, after in pairwise(spans) if span.ends_on]
        assert gaps == [timedelta(days=1)] * (len(spans) - 1)


def test_a_request_is_open_while_its_pair_waits_and_found_when_it_works(pairs: Any) -> None:
    for pair in pairs:
        state = pair.members[1].request.state
        if pair.state in (MentorshipState.ACTIVE, MentorshipState.PAUSED):
            assert state == RequestState.MATCHED
        elif pair.is_open:
            assert state == RequestState.IN_BASE
        else:
            assert state in (RequestState.MATCHED, RequestState.IN_BASE, RequestState.CLOSED)
        assert state != RequestState.IN_BASE or pair.cycle.closed_on is None
    seeking = sa.select(sa.func.count()).where(MentoringRequest.state == RequestState.PRELIMINARY)
    assert db.session.scalar(seeking)


def test_meetings_lie_in_the_days_of_their_pairs_and_are_proven_by_their_sides(pairs: Any) -> None:
    by_id = {pair.id: pair for pair in pairs}
    meetings = db.session.scalars(
        sa.select(Meeting).where(Meeting.mentorship_id.in_(by_id))
        .options(selectinload(Meeting.sides).joinedload(MeetingSide.member))
    ).all()  # fmt: skip
    assert len(meetings) == 3_000
    assert {each.state for each in meetings} >= {MeetingState.HELD, MeetingState.PLANNED, MeetingState.MISSED}
    for each in meetings:
        pair = by_id[each.mentorship_id]
        assert pair.starts_on <= each.day
        assert pair.ends_on is None or each.day <= pair.ends_on
        assert (each.starts_at > NOW) == (each.state == MeetingState.PLANNED)
        if each.is_held:
            assert evidence_of(each.sides) == each.evidence
            assert {side.member.mentorship_id for side in each.sides} == {pair.id}


def test_plans_are_kept_as_they_were_approved(pairs: Any) -> None:
    plans = db.session.scalars(sa.select(Plan).where(Plan.mentorship_id.in_([pair.id for pair in pairs]))).all()
    approved = [plan for plan in plans if plan.approved_on]
    assert len(approved) > 20
    for plan in approved:
        assert [version.content for version in plan.versions] == [content_of(plan)]
    assert any(item.done_on for plan in plans for item in plan.items)


def test_the_journal_and_the_search_know_pairs_and_mentors(pairs: Any) -> None:
    keys = sa.select(AuditEntry.subject_id).where(AuditEntry.event == AuditEvent.MENTORSHIP_PROPOSED)
    assert {pair.public_id for pair in pairs} <= set(db.session.scalars(keys))
    mentors = {member.profile_id for pair in pairs for member in pair.members if member.profile_id}
    found = sa.select(SearchDocument.ref_id).where(SearchDocument.kind == MENTOR, SearchDocument.ref_id.in_(mentors))
    assert set(db.session.scalars(found)) == mentors
    ghosts = sa.select(sa.func.count()).where(MentorProfile.organization_id.not_in(sa.select(Organization.id)))
    assert db.session.scalar(ghosts) == 0


def test_the_health_of_the_pairs_was_looked_at(pairs: Any) -> None:
    ids = [pair.id for pair in pairs]
    warned = sa.select(sa.func.count()).where(PairWarning.mentorship_id.in_(ids), PairWarning.closed_on.is_(None))
    assert db.session.scalar(warned)
    assert evaluate() == 0
    assert db.session.scalar(sa.select(sa.func.count()).where(MentorshipMember.profile_id.is_not(None)))
