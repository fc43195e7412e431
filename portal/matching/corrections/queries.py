"""Reads of corrections: those of the reader, rows of one, what is left, closed ones side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.accounts.models import RoleGrant
from portal.core import clock
from portal.core.db import db
from portal.core.web.choices import chosen, one_of
from portal.matching.corrections.kinds import BaseKind, RowAnswer
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.kinds import OPEN as OPEN_REQUESTS
from portal.matching.kinds import RequestState
from portal.matching.mentors.kinds import OPEN as OPEN_PROFILES
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.models import Organization, Person

_COLUMNS = {BaseKind.MENTEES: CorrectionRow.request_id, BaseKind.MENTORS: CorrectionRow.profile_id,
            BaseKind.CURATORS: CorrectionRow.grant_id}  # fmt: skip
UNANSWERED = "none"
MOST_COMPARED = 8


@dataclass(frozen=True, kw_only=True)
class RowFilter:
    """Which rows of a correction: of one base, with one answer or without any."""

    base: str = ""
    answer: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(base=one_of(args, "base", set(BaseKind)), answer=one_of(args, "answer", {*RowAnswer, UNANSWERED}))

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"base": self.base, "answer": self.answer})


def own_corrections(actor: Actor) -> Sequence[Any]:
    """Corrections of the reader's organisations as rows (correction, all rows, answered rows), the latest first."""
    of_it = CorrectionRow.correction_id == Correction.id
    everything = sa.select(sa.func.count()).select_from(CorrectionRow).where(of_it).correlate(Correction)
    answered = everything.where(CorrectionRow.answer.is_not(None))
    return db.session.execute(
        sa.select(Correction, everything.scalar_subquery().label("n"), answered.scalar_subquery().label("answered"))
        .where(allowed(actor, Permission.BASE_CORRECT, Correction))
        .options(joinedload(Correction.organization))
        .order_by(Correction.closed_on.is_not(None), Correction.opened_on.desc(), Correction.id.desc())
    ).all()


def rows_of(correction: Correction, wanted: RowFilter) -> Any:
    """Rows (row, person) of the correction: mentees, mentors, then curators, by name."""
    query = (
        sa.select(CorrectionRow, Person)
        .outerjoin(MentoringRequest, MentoringRequest.id == CorrectionRow.request_id)
        .outerjoin(MentorProfile, MentorProfile.id == CorrectionRow.profile_id)
        .outerjoin(RoleGrant, RoleGrant.id == CorrectionRow.grant_id)
        .join(
            Person, Person.id == sa.func.coalesce(
                MentoringRequest.person_id, MentorProfile.person_id, RoleGrant.person_id
            )
        )
        .where(CorrectionRow.correction_id == correction.id, Person.restricted_on.is_(None), Person.erased_on.is_(None))
        .options(
            contains_eager(CorrectionRow.request).joinedload(MentoringRequest.format),
            contains_eager(CorrectionRow.profile), contains_eager(CorrectionRow.grant).joinedload(RoleGrant.group),
            contains_eager(CorrectionRow.grant).joinedload(RoleGrant.organization),
        )
        .order_by(
            CorrectionRow.request_id.is_(None), CorrectionRow.profile_id.is_(None), Person.sort_name, CorrectionRow.id
        )
    )  # fmt: skip
    if wanted.base:
        query = query.where(_COLUMNS[BaseKind(wanted.base)].is_not(None))
    if wanted.answer == UNANSWERED:
        query = query.where(CorrectionRow.id.in_(unanswered_rows(correction.id).with_only_columns(CorrectionRow.id)))
    elif wanted.answer:
        query = query.where(CorrectionRow.answer == wanted.answer)
    return query


def row_of(correction: Correction, public_id: str) -> CorrectionRow | None:
    """One row of this correction."""
    return db.session.scalars(
        sa.select(CorrectionRow)
        .where(CorrectionRow.correction_id == correction.id, CorrectionRow.public_id == public_id)
        .options(
            joinedload(CorrectionRow.correction), joinedload(CorrectionRow.request).joinedload(MentoringRequest.format),
            joinedload(CorrectionRow.request).joinedload(MentoringRequest.person),
            joinedload(CorrectionRow.profile).joinedload(MentorProfile.person),
            joinedload(CorrectionRow.grant).joinedload(RoleGrant.person),
            joinedload(CorrectionRow.grant).joinedload(RoleGrant.organization),
        )
    ).one_or_none()  # fmt: skip


def unanswered_rows(correction_id: Any) -> Any:
    """Rows of which nothing was said and that still stand: whoever left a base meanwhile needs no answer."""
    asked, profile, grant = aliased(MentoringRequest), aliased(MentorProfile), aliased(RoleGrant)
    return (
        sa.select(CorrectionRow)
        .outerjoin(asked, asked.id == CorrectionRow.request_id)
        .outerjoin(profile, profile.id == CorrectionRow.profile_id)
        .outerjoin(grant, grant.id == CorrectionRow.grant_id)
        .where(
            CorrectionRow.correction_id == correction_id, CorrectionRow.answer.is_(None),
            sa.or_(
                asked.state.in_((*OPEN_REQUESTS, RequestState.MATCHED)), profile.state.in_(OPEN_PROFILES),
                sa.and_(grant.id.is_not(None), sa.or_(grant.ends_on.is_(None), grant.ends_on >= clock.now().date())),
            ),
        )
    )  # fmt: skip


def unanswered_count(correction_id: int) -> int:
    """How many rows wait for an answer."""
    waiting = unanswered_rows(correction_id).with_only_columns(CorrectionRow.id).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0


def closed_corrections(actor: Actor, organization: Organization) -> Sequence[Correction]:
    """Closed corrections of the organisation in the order of time, the latest MOST_COMPARED of them."""
    found = db.session.scalars(
        select_allowed(actor, Permission.BASE_CORRECT, Correction)
        .where(Correction.organization_id == organization.id, Correction.closed_on.is_not(None))
        .order_by(Correction.closed_on.desc(), Correction.id.desc())
        .limit(MOST_COMPARED)
    ).all()
    return list(reversed(found))


def due_soon(actor: Actor, by: date) -> sa.Select[Any]:
    """Open corrections of the reader that end by the day and have rows without an answer, the nearest first."""
    waiting = unanswered_rows(Correction.id).with_only_columns(CorrectionRow.id).correlate(Correction).exists()
    return (
        sa.select(Correction)
        .where(
            allowed(actor, Permission.BASE_CORRECT, Correction), Correction.closed_on.is_(None),
            Correction.due_on <= by, waiting,
        )
        .options(joinedload(Correction.organization))
        .order_by(Correction.due_on, Correction.id)
    )  # fmt: skip
