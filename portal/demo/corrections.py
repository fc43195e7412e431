"""Corrections of the college's bases: two that are closed, one that is under way; who is handed to the operator."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.kinds import Category, Evidence, Purpose
from portal.consents.queries import text_for
from portal.consents.queries.signers import is_adult
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.matching.corrections import actions as corrections
from portal.matching.corrections.kinds import RowAnswer, Season
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.snapshots import BaseCounts, Snapshot, standing_profiles, standing_requests
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.models import Person

CONFIRMED = 2
EARLIER = (
    (Season.AUTUMN, 1, (8, 20), (9, 28), Snapshot(
        mentees=BaseCounts(total=9, by_state={"in_base": 3, "matched": 6},
                           by_format={"student_student": 5, "teacher_student": 4}, by_category={"": 9}),
        mentors=BaseCounts(total=6, by_state={"active": 5, "reserve": 1},
                           by_format={"student_student": 2, "teacher_student": 4},
                           by_category={"student": 2, "teacher": 4}),
        answers={"stays": 12, "leaves": 3},
    )),
    (Season.SPRING, 0, (4, 10), (5, 24), Snapshot(
        mentees=BaseCounts(total=11, by_state={"in_base": 2, "matched": 9},
                           by_format={"student_student": 6, "teacher_student": 5}, by_category={"": 11}),
        mentors=BaseCounts(total=8, by_state={"active": 7, "reserve": 1},
                           by_format={"student_student": 3, "teacher_student": 5},
                           by_category={"student": 3, "teacher": 5}),
        answers={"stays": 15, "clarified": 2, "leaves": 2},
    )),
)  # fmt: skip


def add_corrections(town: Town) -> None:
    """Earlier snapshots, the correction that is under way, and consents that hand some people to the operator."""
    college, today = town.schools[1], clock.today(ZONE)
    for season, ago, first, last, snapshot in EARLIER:
        year = today.year - ago
        if date(year, *last) < today:
            db.session.add(
                Correction(
                    organization_id=college.id, year=year, season=season, opened_on=date(year, *first),
                    due_on=date(year, *last), closed_on=date(year, *last), snapshot=snapshot.as_data(),
                )
            )  # fmt: skip
    db.session.flush()
    made = corrections.open_correction(SYSTEM, college, Season.AUTUMN, due_on=today + timedelta(days=12))
    rows = db.session.scalars(
        sa.select(CorrectionRow).where(CorrectionRow.correction_id == made.id).order_by(CorrectionRow.id)
    ).all()
    for row in rows[:CONFIRMED]:
        corrections.confirm(SYSTEM, row, RowAnswer.STAYS)
    _hand_over(college.id, today)


def _hand_over(organization_id: int, today: date) -> None:
    """Grown-ups of both bases have signed the sheet about the operator of the town."""
    text = text_for(organization_id, Purpose.OPERATOR, Category.ANY, today)
    if text is None:
        return
    asked = sa.select(MentoringRequest.person_id).where(
        MentoringRequest.organization_id == organization_id, *standing_requests()
    )
    mentors = sa.select(MentorProfile.person_id).where(
        MentorProfile.organization_id == organization_id, *standing_profiles()
    )
    people = db.session.scalars(
        sa.select(Person).where(sa.or_(Person.id.in_(asked), Person.id.in_(mentors))).order_by(Person.id)
    ).all()
    for person in people:
        if is_adult(person, today):
            consents.record_consent(
                SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=today
            )  # fmt: skip
