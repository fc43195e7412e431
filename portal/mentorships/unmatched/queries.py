"""The queue of those who stand in the base and whom no pair answers, who waits longest first (MTEE-7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.web.choices import chosen, key_of, one_of
from portal.matching.drafts.models import MatchingRun
from portal.matching.kinds import RequestState, SupportState
from portal.matching.models import MentoringRequest, Support
from portal.mentorships.actions.rules import WAITED
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Organization, Person
from portal.people.queries import group_name_of
from portal.programs.definitions import formats
from portal.programs.models import Cycle, MentoringFormat
from portal.programs.queries import settings_of

LONG = "long"


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What the reader chose above the queue. `wait` is LONG or nothing, `support` a state for those who may see it."""

    format: str = ""
    organization: str = ""
    wait: str = ""
    support: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(
            format=one_of(args, "format", formats()), organization=key_of(args, "organization"),
            wait=one_of(args, "wait", (LONG,)), support=one_of(args, "support", set(SupportState)),
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"format": self.format, "organization": self.organization, "wait": self.wait,
                       "support": self.support})  # fmt: skip

    @property
    def is_set(self) -> bool:
        return bool(self.as_args)


def find_waiting(actor: Actor, wanted: QueueFilter, today: date) -> Any:
    """Rows (request, group_name, runs, refusals, may_support, support) of those who wait, the longest wait first.

    `runs` are drafts since the request stands in the base that took its year and format, `refusals` proposals that did
    not become a pair. `support` is empty for those who may not see it.
    """
    may_support = allowed(actor, Permission.SUPPORT_KEEP, MentoringRequest)
    support = sa.select(Support.state).where(Support.request_id == MentoringRequest.id).scalar_subquery()
    query = (
        sa.select(
            MentoringRequest, group_name_of(MentoringRequest, today).label("group_name"), _runs().label("runs"),
            _refusals().label("refusals"), may_support.label("may_support"),
            sa.case((may_support, support)).label("support"),
        )
        .join(Person, Person.id == MentoringRequest.person_id)
        .join(Organization, Organization.id == MentoringRequest.organization_id)
        .join(MentoringFormat, MentoringFormat.id == MentoringRequest.format_id)
        .join(Cycle, Cycle.id == MentoringRequest.cycle_id)
        .where(allowed(actor, Permission.REQUEST_NOMINATE, MentoringRequest), *unanswered())
        .options(
            contains_eager(MentoringRequest.person), contains_eager(MentoringRequest.organization),
            contains_eager(MentoringRequest.format), contains_eager(MentoringRequest.cycle),
        )
        .order_by(MentoringRequest.decided_on, Person.sort_name, MentoringRequest.id)
    )  # fmt: skip
    if wanted.format:
        query = query.where(MentoringFormat.code == wanted.format)
    if wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    if wanted.wait:
        query = query.where(MentoringRequest.decided_on <= today - WAITED)
    if wanted.support:
        query = query.where(may_support, support == wanted.support)
    return query


def unanswered() -> list[sa.ColumnElement[bool]]:
    """The clauses «stands in the base and no pair answers it»."""
    answered = sa.exists().where(
        MentorshipMember.request_id == MentoringRequest.id, MentorshipMember.ends_on.is_(None)
    ).correlate(MentoringRequest)  # fmt: skip
    return [MentoringRequest.state == RequestState.IN_BASE, ~answered]


def may_be_directive(rows: Sequence[Any], today: date) -> set[int]:
    """Ids of requests that a mentor may be assigned to without asking: the year allows it and the search failed."""
    years = {row.MentoringRequest.cycle_id: row.MentoringRequest.cycle for row in rows}
    allowing = {key for key, cycle in years.items() if settings_of(cycle).directive}
    return {
        row.MentoringRequest.id for row in rows
        if row.MentoringRequest.cycle_id in allowing
        and (row.refusals or row.MentoringRequest.decided_on + WAITED <= today)
    }  # fmt: skip


def long_waits(actor: Actor, today: date) -> sa.Select[str, str, int]:
    """(short name, public id, number) of organisations in which people wait longer than WAITED."""
    return _counted(
        allowed(actor, Permission.MENTORSHIP_PROPOSE, MentoringRequest), *unanswered(),
        MentoringRequest.decided_on <= today - WAITED,
    )  # fmt: skip


def support_needed(actor: Actor) -> sa.Select[str, str, int]:
    """(short name, public id, number) of organisations in which support is needed and not given yet."""
    needed = sa.exists().where(
        Support.request_id == MentoringRequest.id, Support.state == SupportState.NEEDED
    ).correlate(MentoringRequest)  # fmt: skip
    return _counted(allowed(actor, Permission.SUPPORT_KEEP, MentoringRequest), *unanswered(), needed)


def days_waited(asked: MentoringRequest, today: date) -> int:
    """Full days since the request stands in the base."""
    waited: timedelta = today - (asked.decided_on or asked.starts_on)
    return waited.days


def _counted(*clauses: sa.ColumnElement[bool]) -> sa.Select[str, str, int]:
    return (
        sa.select(Organization.short_name, Organization.public_id, sa.func.count())
        .join(MentoringRequest, MentoringRequest.organization_id == Organization.id)
        .where(*clauses)
        .group_by(Organization.id, Organization.short_name, Organization.public_id, Organization.sort_name)
        .order_by(Organization.sort_name)
    )


def _runs() -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(MatchingRun)
        .where(
            MatchingRun.cycle_id == MentoringRequest.cycle_id, MatchingRun.input_hash != "",
            sa.or_(MatchingRun.format_id.is_(None), MatchingRun.format_id == MentoringRequest.format_id),
            sa.func.date(MatchingRun.created_at) >= MentoringRequest.decided_on,
        )
        .correlate(MentoringRequest)
        .scalar_subquery()
    )  # fmt: skip


def _refusals() -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(MentorshipMember)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            MentorshipMember.request_id == MentoringRequest.id, Mentorship.state == MentorshipState.DECLINED
        )
        .correlate(MentoringRequest)
        .scalar_subquery()
    )  # fmt: skip
