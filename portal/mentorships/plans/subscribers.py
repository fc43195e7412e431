"""What plans do when rooms below speak: whoever was hired gets a plan of adaptation (PLAN-3)."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.queries import basis_for
from portal.consents.signals import consent_given
from portal.core import clock
from portal.core.db import db
from portal.mentorships.plans.actions import start_adaptation
from portal.mentorships.plans.actions.starting import has_adaptation
from portal.people.kinds import FactKind
from portal.people.models import CareerFact
from portal.people.signals import career_fact_added
from portal.programs.models import Cycle, CycleFormat, MentoringFormat, Program

NEW_FOR = timedelta(days=180)
FORMAT = "teacher_teacher"


@career_fact_added.connect
def begin_adaptation(actor: Actor, *, fact: CareerFact) -> None:
    """Somebody was hired lately where colleagues are mentored: a plan of adaptation in draft, once."""
    today = clock.today(fact.organization.time_zone)
    if fact.kind != FactKind.HIRED or not today - NEW_FOR <= fact.happened_on <= today:
        return
    may = basis_for(fact.person_id, fact.organization_id, Purpose.PARTICIPATION, today) is not None
    if (
        may
        and not has_adaptation(fact.person_id, fact.organization_id)
        and _mentors_colleagues(fact.organization_id, today)
    ):
        start_adaptation(actor, fact.person, fact.organization, starts_on=fact.happened_on)


@consent_given.connect
def begin_adaptation_late(actor: Actor, *, consent: Consent) -> None:
    """The consent came after the hiring: what waited for it begins now."""
    if consent.text.purpose != Purpose.PARTICIPATION:
        return
    hired = db.session.scalars(
        sa.select(CareerFact)
        .where(
            CareerFact.person_id == consent.person_id, CareerFact.organization_id == consent.text.organization_id,
            CareerFact.kind == FactKind.HIRED, CareerFact.removed_at.is_(None),
        )
        .order_by(CareerFact.happened_on.desc())
        .limit(1)
    ).one_or_none()  # fmt: skip
    if hired is not None:
        begin_adaptation(actor, fact=hired)


def _mentors_colleagues(organization_id: int, today: date) -> bool:
    """Whether the format «педагог – педагог» is on in a year of a programme that is not over."""
    runs = (
        sa.exists()
        .where(
            Program.organization_id == organization_id, Cycle.program_id == Program.id, Cycle.closed_on.is_(None),
            Cycle.ends_on >= today,
            CycleFormat.cycle_id == Cycle.id, CycleFormat.is_on, CycleFormat.format_id == MentoringFormat.id,
            MentoringFormat.code == FORMAT,
        )
    )  # fmt: skip
    return bool(db.session.scalar(sa.select(runs)))
