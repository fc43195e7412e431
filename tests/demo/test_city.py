"""A very small city is recounted row by row: its counters say exactly what its tables hold."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.community.models import Post, Thread
from portal.community.search import POST
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.queries import missing_signatures, signatures
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.search.index import SearchDocument
from portal.demo.city import Size, load_city
from portal.demo.city_questions import lesson_feedback
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship
from portal.people.models import Group, Membership, Organization, Person, Representation
from portal.practices.models import Practice, PracticeFacet
from surveys.checks import check_definition
from surveys.counting import response_counts
from surveys.items import type_of
from surveys.models import (
    Answer,
    AnswerCount,
    Mode,
    Participation,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.search import WAVE
from surveys.storage import compiled
from surveys.validation import check_submission
from tests.conftest import NOW, db_engine, rolled_back

TINY = Size(
    organizations=3, people=120, waves=9, responses=400, largest=120, practices=20, posts=50, longest=15,
    pairs=60, meetings=500,
)  # fmt: skip
SEED = 7
State = dict[str, Any]


@pytest.fixture(scope="module")
def before(app: Flask) -> Iterator[State]:
    """The city, for all tests of the module, and what the town alone had; built twice to compare."""
    figures: list[dict[str, int]] = []
    with rolled_back(app, db_engine(app)), clock.freeze(NOW):
        load_city(seed=SEED, more=TINY)
        first = digest()
    with rolled_back(app, db_engine(app)), clock.freeze(NOW):
        load_city(seed=SEED, more=TINY, progress=lambda text: figures.append(counted()))
        yield {**figures[0], "digest": first}


def counted() -> dict[str, int]:
    """How much of everything stands in the tables."""
    clauses: dict[str, Any] = {
        "organizations": Organization.id.is_not(None),
        "people": Person.id.is_not(None),
        "waves": SurveyAssignment.id.is_not(None),
        "responses": Response.state == ResponseState.SUBMITTED,
        "practices": Practice.current_number.is_not(None),
        "posts": Post.id.is_not(None),
        "pairs": Mentorship.id.is_not(None),
        "meetings": Meeting.id.is_not(None),
    }
    return {name: number(sa.select(sa.func.count()).where(clause)) for name, clause in clauses.items()}


def number(query: sa.Select[Any]) -> int:
    return db.session.scalar(query) or 0


def digest() -> list[Any]:
    """What the same seed must give again: everything but the random ids."""
    waves = db.session.execute(
        sa.select(SurveyAssignment.id, SurveyAssignment.title, SurveyAssignment.mode, SurveyAssignment.opens_at,
                  SurveyAssignment.closed_at, SurveyAssignment.invited, SurveyAssignment.submitted)
        .order_by(SurveyAssignment.id)
    ).all()  # fmt: skip
    place = {wave.id: order for order, wave in enumerate(waves)}
    counts = db.session.execute(sa.select(AnswerCount.__table__)).all()
    people = db.session.scalars(sa.select(Person.sort_name).order_by(Person.id)).all()
    return [
        [tuple(wave)[1:] for wave in waves],
        sorted((place[row.assignment_id], row.item_code, row.value, row.n) for row in counts),
        list(people),
    ]


def waves() -> list[SurveyAssignment]:
    return list(db.session.scalars(sa.select(SurveyAssignment)))


def largest() -> SurveyAssignment:
    title = lesson_feedback().title
    return db.session.scalars(sa.select(SurveyAssignment).where(SurveyAssignment.title == title)).one()


def test_the_figures_are_those_that_were_asked_for(before: State) -> None:
    grown = {name: n - before[name] for name, n in counted().items()}

    assert grown == {
        "organizations": 3, "people": 120, "waves": 9, "responses": 400, "practices": 20, "posts": 50, "pairs": 60,
        "meetings": 500,
    }  # fmt: skip
    assert largest().submitted == 120


def test_threads_know_how_many_posts_they_have_and_the_index_knows_each(before: State) -> None:
    said = db.session.execute(sa.select(Thread.n_posts, sa.func.count()).join(Post).group_by(Thread.id, Thread.n_posts))
    assert all(counted == held for counted, held in said)
    assert number(sa.select(sa.func.max(Thread.n_posts))) == 15
    for kind, model in ((POST, Post), ("practice", Practice)):
        new = sa.select(model.id).order_by(model.id.desc()).limit(20)
        found = sa.select(SearchDocument.ref_id).where(SearchDocument.kind == kind, SearchDocument.ref_id.in_(new))
        assert set(db.session.scalars(found)) == set(db.session.scalars(new)), kind


def test_practices_of_the_city_are_found_by_their_facets_and_have_an_author_of_the_place(before: State) -> None:
    new = db.session.scalars(sa.select(Practice).order_by(Practice.id.desc()).limit(20)).all()
    for practice in new:
        facets = db.session.execute(
            sa.select(PracticeFacet.facet, PracticeFacet.code).where(PracticeFacet.practice_id == practice.id)
        ).all()
        assert ("organization", practice.organization.public_id) in facets
        assert practice.published
        assert practice.published.steps
        assert len(practice.authors) == 1
        places = sa.select(Membership.organization_id).where(Membership.person_id == practice.authors[0].person_id)
        assert practice.organization_id in set(db.session.scalars(places))


def test_the_same_seed_builds_the_same_city(before: State) -> None:
    assert digest() == before["digest"]


def test_a_used_database_is_refused(before: State) -> None:
    with pytest.raises(Refusal):
        load_city(seed=SEED, more=TINY)


def test_counters_equal_the_rows_they_stand_for(before: State) -> None:
    said: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for wave, answers in submitted_answers():
        said[wave.id].update(response_counts(compiled(wave.version_id), answers))
    kept: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for row in db.session.execute(sa.select(AnswerCount.__table__)):
        kept[row.assignment_id][row.item_code, row.value] = row.n

    assert kept == said


def test_invited_submitted_and_participation_equal_their_rows(before: State) -> None:
    of_wave = SurveyInvitation.assignment_id
    invited = dict(db.session.execute(sa.select(of_wave, sa.func.count()).group_by(of_wave)).all())
    took_part = dict(
        db.session.execute(
            sa.select(of_wave, sa.func.count())
            .join(Participation, Participation.invitation_id == SurveyInvitation.id)
            .group_by(of_wave)
        ).all()
    )
    responses = dict(
        db.session.execute(
            sa.select(Response.assignment_id, sa.func.count())
            .where(Response.state == ResponseState.SUBMITTED)
            .group_by(Response.assignment_id)
        ).all()
    )
    for wave in waves():
        assert (wave.invited, wave.submitted) == (invited.get(wave.id, 0), responses.get(wave.id, 0)), wave.title
        assert took_part.get(wave.id, 0) == wave.submitted


def test_answers_are_such_as_the_form_takes(before: State) -> None:
    assert check_definition(lesson_feedback()) == []
    questions = [item for item in compiled(largest().version_id).items if type_of(item).is_question]
    assert len(questions) == 30
    for wave, answers in submitted_answers():
        assert check_submission(compiled(wave.version_id), answers) == {}


def test_anonymous_answers_lead_to_nobody_and_named_ones_to_their_invitation(before: State) -> None:
    modes = Counter[str]()
    for row in db.session.execute(
        sa.select(Response.__table__, SurveyAssignment.mode, SurveyInvitation.assignment_id.label("invited_to"),
                  Participation.submitted_on)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .outerjoin(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
    ):  # fmt: skip
        modes[row.mode] += 1
        if row.mode == Mode.NAMED:
            assert row.invited_to == row.assignment_id
            assert (row.submitted_on is not None) == (row.state == ResponseState.SUBMITTED)
            assert row.submitted_at is None or row.started_at <= row.submitted_at <= NOW
            continue
        assert row.invitation_id is row.receipt is row.started_at is None
        assert (row.link_code is not None) == (row.mode == Mode.LINKED)
        assert (row.submitted_at.hour, row.submitted_at.minute, row.submitted_at.second) == (0, 0, 0)
    assert modes.keys() == {"named", "anonymous", "linked"}


def test_nobody_answers_by_name_without_the_papers(before: State) -> None:
    own, representative = signatures(Person.id, SurveyAssignment.organization_id, Purpose.PARTICIPATION, NOW.date())
    rows = db.session.execute(
        sa.select(Person.birth_on, own.label("own"), representative.label("representative"))
        .join(SurveyInvitation, SurveyInvitation.person_id == Person.id)
        .join(Response, Response.invitation_id == SurveyInvitation.id)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
    ).all()
    assert rows
    for row in rows:
        assert missing_signatures(row.birth_on, True, row.own, row.representative, NOW.date()) == []


def test_responses_lie_between_opening_and_closing(before: State) -> None:
    outside = sa.select(sa.func.count()).select_from(Response).join(
        SurveyAssignment, SurveyAssignment.id == Response.assignment_id
    ).where(
        SurveyAssignment.mode == Mode.NAMED,
        sa.or_(
            Response.started_at < SurveyAssignment.opens_at,
            Response.submitted_at > sa.func.coalesce(SurveyAssignment.closed_at, SurveyAssignment.closes_at),
        ),
    )  # fmt: skip
    assert number(outside) == 0


def test_everybody_has_a_place_and_every_parent_a_child(before: State) -> None:
    homeless = sa.select(sa.func.count()).where(~sa.exists().where(Membership.person_id == Person.id))
    assert number(homeless.select_from(Person)) == 0
    strangers = sa.select(sa.func.count()).select_from(Membership).join(Group, Group.id == Membership.group_id)
    assert number(strangers.where(Group.organization_id != Membership.organization_id)) == 0
    others = sa.exists().where(
        Representation.person_id == Consent.person_id, Representation.representative_id == Consent.given_by_id
    )
    unsigned = sa.select(sa.func.count()).where(Consent.by_representative, ~others)
    assert number(unsigned) == 0


def test_the_journal_and_the_search_know_every_wave(before: State) -> None:
    keys = {wave.public_id for wave in waves()}
    opened = sa.select(AuditEntry.subject_id).where(AuditEntry.event == AuditEvent.SURVEY_OPENED)
    assert set(db.session.scalars(opened)) == keys
    found = sa.select(SearchDocument.ref_id).where(SearchDocument.kind == WAVE)
    assert set(db.session.scalars(found)) == {wave.id for wave in waves()}
    people = number(sa.select(sa.func.count()).where(AuditEntry.event == AuditEvent.PERSON_ADDED))
    assert people == counted()["people"]


def submitted_answers() -> Iterator[tuple[SurveyAssignment, dict[str, Any]]]:
    """Every submitted response with its wave."""
    by_id = {wave.id: wave for wave in waves()}
    answers: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in db.session.execute(sa.select(Answer.__table__)):
        answers[row.response_id][row.item_code] = row.value
    submitted = sa.select(Response.id, Response.assignment_id).where(Response.state == ResponseState.SUBMITTED)
    for row in db.session.execute(submitted).all():
        yield by_id[row.assignment_id], answers[row.id]
