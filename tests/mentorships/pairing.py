"""Pairs for tests that are not about forming them: rows as they stand once everything is agreed and signed."""

from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember, MentorshipPeriod
from portal.people.models import Person
from portal.programs.models import Cycle, Program
from portal.programs.queries import forms_that_run

BEGAN_ON = date(2026, 10, 15)


def make_pair(
    mentor: Person, mentee: Person, cycle: Cycle, *, starts_on: date = BEGAN_ON, code: str = ""
) -> Mentorship:
    """An active pair in a cycle of a programme, in the format of this code, or the first that runs."""
    running = [each.format for each in forms_that_run(cycle)]
    format_ = next(each for each in running if code in ("", each.code))
    made = Mentorship(
        organization_id=cycle.program.organization_id, cycle_id=cycle.id, format_id=format_.id,
        state=MentorshipState.ACTIVE, goal="Научиться вести урок", proposed_on=starts_on, starts_on=starts_on,
        planned_until=cycle.ends_on,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    for person, side in ((mentor, MemberSide.MENTOR), (mentee, MemberSide.MENTEE)):
        taken = db.session.scalars(
            sa.select(MentorshipMember.place).where(
                MentorshipMember.person_id == person.id, MentorshipMember.side == side,
                MentorshipMember.place.is_not(None),
            )
        ).all()  # fmt: skip
        db.session.add(
            MentorshipMember(
                mentorship_id=made.id, person_id=person.id, organization_id=made.organization_id, side=side,
                place=max([place for place in taken if place], default=0) + 1, agreed_on=starts_on,
                agreed_by_id=person.id, starts_on=starts_on,
            )
        )  # fmt: skip
    db.session.add(MentorshipPeriod(mentorship_id=made.id, state=made.state, starts_on=starts_on))
    db.session.flush()
    return made


def cycle_of(organization_id: int) -> Cycle:
    """The latest cycle of an organisation."""
    return db.session.scalars(
        sa.select(Cycle).join(Program).where(Program.organization_id == organization_id)
        .order_by(Cycle.starts_on.desc()).limit(1)
    ).one()  # fmt: skip
