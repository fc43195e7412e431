"""How the bases stand, in counts: frozen when a correction is closed, compared year with year."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import sqlalchemy as sa

from portal.accounts.queries.curators import to_review
from portal.core import clock
from portal.core.db import db
from portal.matching.corrections.kinds import BaseKind
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.kinds import RequestState
from portal.matching.mentors.kinds import MentorState, TraitKind
from portal.matching.mentors.models import MentorProfile, MentorTrait
from portal.matching.models import MentoringRequest
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, MentoringFormat

STANDING_REQUESTS = (RequestState.IN_BASE, RequestState.MATCHED)
STANDING_PROFILES = (MentorState.ACTIVE, MentorState.RESERVE)
Counts = dict[str, int]


@dataclass(frozen=True, kw_only=True)
class BaseCounts:
    """People of one base: all of them, by state, format and category. Somebody with two formats counts in both."""

    total: int = 0
    by_state: Counts = field(default_factory=dict)
    by_format: Counts = field(default_factory=dict)
    by_category: Counts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The bases on a day, and how many rows got which answer; the category of a curator is the role."""

    mentees: BaseCounts = field(default_factory=BaseCounts)
    mentors: BaseCounts = field(default_factory=BaseCounts)
    curators: BaseCounts = field(default_factory=BaseCounts)
    answers: Counts = field(default_factory=dict)

    @classmethod
    def from_data(cls, kept: Mapping[str, Any]) -> Self:
        """From what `as_data` wrote; earlier ones know no curators. Raises TypeError for a key that nobody knows."""
        bases = {base.value: BaseCounts(**kept.get(base.value, {})) for base in BaseKind}
        return cls(**bases, answers=dict(kept["answers"]))

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)

    def of(self, base: BaseKind) -> BaseCounts:
        """The counts of one base."""
        return {
            BaseKind.MENTEES: self.mentees, BaseKind.MENTORS: self.mentors, BaseKind.CURATORS: self.curators
        }[base]  # fmt: skip


def standing_requests() -> list[sa.ColumnElement[bool]]:
    """The clauses «stands in the base of mentees»: accepted or in a pair, in a year that is not closed."""
    open_year = sa.exists().where(Cycle.id == MentoringRequest.cycle_id, Cycle.closed_on.is_(None))
    return [
        MentoringRequest.state.in_(STANDING_REQUESTS), open_year.correlate(MentoringRequest),
        _is_processed(MentoringRequest),
    ]  # fmt: skip


def standing_profiles() -> list[sa.ColumnElement[bool]]:
    """The clauses «stands in the base of mentors»."""
    return [MentorProfile.state.in_(STANDING_PROFILES), _is_processed(MentorProfile)]


def snapshot_of(correction: Correction) -> Snapshot:
    """How the bases of the organisation stand now."""
    here = correction.organization_id
    by_answer = sa.select(CorrectionRow.answer, sa.func.count()).where(
        CorrectionRow.correction_id == correction.id, CorrectionRow.answer.is_not(None)
    ).group_by(CorrectionRow.answer)  # fmt: skip
    return Snapshot(
        mentees=_mentees(here), mentors=_mentors(here), curators=_curators(correction.organization),
        answers=_counts(by_answer),
    )  # fmt: skip


def _mentees(organization_id: int) -> BaseCounts:
    asked = MentoringRequest
    people, clauses = sa.func.count(sa.distinct(asked.person_id)), standing_requests()
    clauses.append(asked.organization_id == organization_id)
    formats = sa.select(MentoringFormat.code, people).join(MentoringFormat, MentoringFormat.id == asked.format_id)
    return BaseCounts(
        total=db.session.scalar(sa.select(people).where(*clauses)) or 0,
        by_state=_counts(sa.select(asked.state, people).where(*clauses).group_by(asked.state)),
        by_format=_counts(formats.where(*clauses).group_by(MentoringFormat.code)),
        by_category=_counts(sa.select(asked.variant, people).where(*clauses).group_by(asked.variant)),
    )


def _mentors(organization_id: int) -> BaseCounts:
    profile = MentorProfile
    people, clauses = sa.func.count(sa.distinct(profile.person_id)), standing_profiles()
    clauses.append(profile.organization_id == organization_id)
    formats = sa.select(MentorTrait.code, people).join(profile, profile.id == MentorTrait.profile_id)
    return BaseCounts(
        total=db.session.scalar(sa.select(people).where(*clauses)) or 0,
        by_state=_counts(sa.select(profile.state, people).where(*clauses).group_by(profile.state)),
        by_format=_counts(
            formats.where(MentorTrait.kind == TraitKind.FORMAT, *clauses).group_by(MentorTrait.code)
        ),
        by_category=_counts(sa.select(profile.category, people).where(*clauses).group_by(profile.category)),
    )  # fmt: skip


def _curators(organization: Organization) -> BaseCounts:
    """Who is appointed beyond today: an appointment that ends with today has left."""
    today = clock.today(organization.time_zone)
    stand = [each for each in to_review(organization.id, today) if each.ends_on is None or each.ends_on > today]
    stand = [each for each in stand if each.person.restricted_on is None]
    by_role = {role: {each.person_id for each in stand if each.role == role} for role in {each.role for each in stand}}
    return BaseCounts(
        total=len({each.person_id for each in stand}),
        by_category={str(role): len(people) for role, people in sorted(by_role.items())},
    )


def _counts(query: Any) -> Counts:
    rows: Sequence[Any] = db.session.execute(query).all()
    return {str(code): number for code, number in sorted(rows, key=lambda row: str(row[0]))}


def _is_processed(model: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Person.id == model.person_id, Person.restricted_on.is_(None), Person.erased_on.is_(None)
    ).correlate(model)  # fmt: skip
