"""The check of a month: who was silent, whose plan is late, how long mentors met. Figures and public ids, no names."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.core.db import db
from portal.mentorships.access import has_restricted_member
from portal.mentorships.health.models import MonthlyCheck
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.meetings.queries import minutes_by_month, rhythms
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.plans.models import Plan, PlanItem
from portal.people.models import Organization, Person
from portal.programs.models import Cycle


@dataclass(frozen=True, kw_only=True)
class Named:
    """Pairs and people of a check by public id, as they are called today."""

    pairs: Mapping[str, Mentorship]
    people: Mapping[str, Person]


@dataclass(frozen=True, kw_only=True)
class MonthRead:
    """The check of a month as somebody reads it: as it was signed, or as it stands today (`signed` is None)."""

    month: date
    content: Mapping[str, Any]
    named: Named
    signed: MonthlyCheck | None
    digest: str


def first_of(month: date) -> date:
    """The first day of the month of a day."""
    return month.replace(day=1)


def last_of(month: date) -> date:
    """The last day of the month of a day."""
    return (first_of(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def content_of(organization: Organization, month: date, today: date) -> dict[str, Any]:
    """The check of a month as it stands on the day: silence and terms of today, confirmed minutes of the month.

    Pairs with somebody whose data is restricted are no part of it, and such mentors neither.
    """
    pairs = db.session.scalars(
        sa.select(Mentorship)
        .where(
            Mentorship.organization_id == organization.id, Mentorship.state == MentorshipState.ACTIVE,
            ~has_restricted_member(),
        )
        .options(joinedload(Mentorship.organization), joinedload(Mentorship.cycle).joinedload(Cycle.program))
        .order_by(Mentorship.id)
    ).all()  # fmt: skip
    counted = rhythms(pairs, today)
    silent = [
        {"pair": pair.public_id, "last": each.last.isoformat() if each.last else None, "days": each.days}
        for pair in pairs if (each := counted[pair.id]).is_late
    ]  # fmt: skip
    return {
        "on": today.isoformat(), "pairs": len(pairs),
        "silent": sorted(silent, key=lambda each: (-int(str(each["days"])), str(each["pair"]))),
        "plans": _late_plans([pair.id for pair in pairs], today),
        "hours": _hours(organization, first_of(month), last_of(month)),
    }  # fmt: skip


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content as canonical JSON: sorted keys, no spaces, UTF-8."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def names_in(content: Mapping[str, Any]) -> Named:
    """Whom the ids of a check mean today; who was erased, or is restricted now, is absent. Two statements."""
    keys = {each["pair"] for part in ("silent", "plans") for each in content[part]}
    pairs = db.session.scalars(
        sa.select(Mentorship).where(Mentorship.public_id.in_(keys), ~has_restricted_member())
        .options(joinedload(Mentorship.group), selectinload(Mentorship.members).joinedload(MentorshipMember.person))
    ).all()  # fmt: skip
    people = db.session.scalars(
        sa.select(Person).where(
            Person.public_id.in_({each["person"] for each in content["hours"]}),
            Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
        )
    ).all()
    return Named(pairs={each.public_id: each for each in pairs}, people={each.public_id: each for each in people})


def check_of(organization: Organization, month: date) -> MonthlyCheck | None:
    """The check of the month that was signed."""
    return db.session.scalars(
        sa.select(MonthlyCheck)
        .where(MonthlyCheck.organization_id == organization.id, MonthlyCheck.month == first_of(month))
        .options(joinedload(MonthlyCheck.signed_by))
    ).one_or_none()


def checks_of(organization_ids: Collection[int]) -> Sequence[MonthlyCheck]:
    """Signed checks of these organisations, the latest month first."""
    return db.session.scalars(
        sa.select(MonthlyCheck).where(MonthlyCheck.organization_id.in_(organization_ids))
        .options(joinedload(MonthlyCheck.organization), joinedload(MonthlyCheck.signed_by))
        .order_by(MonthlyCheck.month.desc(), MonthlyCheck.id.desc()).limit(60)
    ).all()  # fmt: skip


def _late_plans(ids: Collection[int], today: date) -> list[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(Mentorship.public_id, sa.func.count(), sa.func.min(PlanItem.due_on))
        .join(Plan, Plan.mentorship_id == Mentorship.id).join(PlanItem, PlanItem.plan_id == Plan.id)
        .where(Mentorship.id.in_(ids), PlanItem.due_on < today, PlanItem.done_on.is_(None))
        .group_by(Mentorship.id, Mentorship.public_id)
    ).all()  # fmt: skip
    found = [{"pair": key, "n": n, "first": first.isoformat()} for key, n, first in rows if first is not None]
    return sorted(found, key=lambda each: (each["first"], each["pair"]))


def _hours(organization: Organization, first: date, last: date) -> list[dict[str, Any]]:
    """Confirmed minutes in pairs of the organisation, of whoever stood as a mentor in one during the month."""
    rows = db.session.execute(
        sa.select(Person.id, Person.public_id)
        .join(MentorshipMember, MentorshipMember.person_id == Person.id)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            Mentorship.organization_id == organization.id, Mentorship.starts_on <= last, Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
            MentorshipMember.side == MemberSide.MENTOR, MentorshipMember.starts_on <= last,
            sa.or_(MentorshipMember.ends_on.is_(None), MentorshipMember.ends_on >= first),
        )
        .distinct().order_by(Person.id)
    ).all()  # fmt: skip
    minutes = minutes_by_month([person_id for person_id, _key in rows], first, last, organization_id=organization.id)
    return [{"person": key, "minutes": minutes.get((person_id, first.year, first.month), 0)} for person_id, key in rows]
