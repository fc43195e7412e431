"""What drafts hold about a person where no key leads: kept runs, and «не с этим человеком» from either end."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.matching.drafts.models import MatchingAvoidance, MatchingChoice, MatchingRun
from portal.matching.groups.models import GroupRequest
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.models import Membership, Organization

RUNS, AVOIDANCES, CHOICES = "matching_run", "matching_avoidance", "matching_choice"


def _count_runs(erasing: Erasing) -> Iterable[Line]:
    yield Line(table=RUNS, columns=("pool", "answer"), rows=len(_runs(erasing)), how="erased")


@erases(RUNS, counted_by=_count_runs)
def forget_in_runs(erasing: Erasing) -> Iterable[Line]:
    """A run in which the person stands loses what it was made from and what came of it: the rest of it says nothing."""
    ids = _runs(erasing)
    if ids:
        db.session.execute(sa.update(MatchingRun).where(MatchingRun.id.in_(ids)).values(pool="", answer=""))
    yield Line(table=RUNS, columns=("pool", "answer"), rows=len(ids), how="erased")


@collects(RUNS)
def own_runs(subject: Subject) -> Iterable[Held]:
    """In which drafts the person stands, and how they ended; other people of the draft have rights too."""
    found = _runs(Erasing(subject=subject))
    query = (
        sa.select(MatchingRun.number, MatchingRun.state, MatchingRun.created_at, Organization.short_name)
        .join(Organization, Organization.id == MatchingRun.organization_id)
        .where(MatchingRun.id.in_(found))
        .order_by(MatchingRun.id)
    )
    yield Held(table=RUNS, rows=[dict(row) for row in db.session.execute(query).mappings()])


def _runs(erasing: Erasing) -> list[int]:
    """Ids of runs whose texts bear a key of the person."""
    person_id = erasing.subject.person_id
    keys = [
        *db.session.scalars(sa.select(MentoringRequest.public_id).where(MentoringRequest.person_id == person_id)),
        *db.session.scalars(sa.select(MentorProfile.public_id).where(MentorProfile.person_id == person_id)),
        *db.session.scalars(
            sa.select(GroupRequest.public_id).join(Membership, Membership.group_id == GroupRequest.group_id)
            .where(Membership.person_id == person_id).distinct()
        ),
    ]  # fmt: skip
    if not keys:
        return []
    bears: Any = sa.or_(*(MatchingRun.pool.contains(f'"{key}"', autoescape=True) for key in keys))
    if erasing.organization_id is not None and not erasing.is_whole:
        bears = sa.and_(bears, MatchingRun.organization_id == erasing.organization_id)
    return list(db.session.scalars(sa.select(MatchingRun.id).where(bears)))


def _count_avoidances(erasing: Erasing) -> Iterable[Line]:
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(MatchingAvoidance).where(_said(erasing))) or 0
    yield Line(table=AVOIDANCES, columns=("other_id",), rows=rows, how="erased")


@erases(AVOIDANCES, counted_by=_count_avoidances)
def forget_avoidances(erasing: Erasing) -> Iterable[Line]:
    """What the person said goes, and what others said of the person."""
    rows = run(sa.delete(MatchingAvoidance).where(_said(erasing)))
    yield Line(table=AVOIDANCES, columns=("other_id",), rows=rows, how="erased")


@collects(AVOIDANCES)
def own_avoidances(subject: Subject) -> Iterable[Held]:
    """What the person said; never what others said of the person."""
    query = (
        sa.select(MatchingAvoidance.other_id, MatchingAvoidance.created_at)
        .where(MatchingAvoidance.person_id == subject.person_id)
        .order_by(MatchingAvoidance.id)
    )
    yield Held(table=AVOIDANCES, rows=[dict(row) for row in db.session.execute(query).mappings()])


def _said(erasing: Erasing) -> sa.ColumnElement[bool]:
    person_id = erasing.subject.person_id
    either = sa.or_(MatchingAvoidance.person_id == person_id, MatchingAvoidance.other_id == person_id)
    if erasing.organization_id is None or erasing.is_whole:
        return either
    return sa.and_(either, MatchingAvoidance.organization_id == erasing.organization_id)


def _count_choices(erasing: Erasing) -> Iterable[Line]:
    rows = db.session.scalar(sa.select(sa.func.count()).select_from(MatchingChoice).where(_chosen(erasing))) or 0
    yield Line(table=CHOICES, columns=("kind", "reason"), rows=rows, how="erased")


@erases(CHOICES, counted_by=_count_choices)
def forget_choices(erasing: Erasing) -> Iterable[Line]:
    """What was set by hand about the person goes whole: without one of the two it says nothing."""
    rows = run(sa.delete(MatchingChoice).where(_chosen(erasing)))
    yield Line(table=CHOICES, columns=("kind", "reason"), rows=rows, how="erased")


@collects(CHOICES)
def own_choices(subject: Subject) -> Iterable[Held]:
    """What was set by hand about the person, without the other one of the pair."""
    query = (
        sa.select(MatchingChoice.kind, MatchingChoice.rule, MatchingChoice.reason, MatchingChoice.created_at)
        .where(_chosen(Erasing(subject=subject)))
        .order_by(MatchingChoice.id)
    )
    yield Held(table=CHOICES, rows=[dict(row) for row in db.session.execute(query).mappings()])


def _chosen(erasing: Erasing) -> sa.ColumnElement[bool]:
    person_id = erasing.subject.person_id
    asked = sa.select(MentoringRequest.id).where(MentoringRequest.person_id == person_id)
    profiles = sa.select(MentorProfile.id).where(MentorProfile.person_id == person_id)
    if erasing.organization_id is not None and not erasing.is_whole:
        asked = asked.where(MentoringRequest.organization_id == erasing.organization_id)
        profiles = profiles.where(MentorProfile.organization_id == erasing.organization_id)
    return sa.or_(MatchingChoice.request_id.in_(asked), MatchingChoice.profile_id.in_(profiles))
