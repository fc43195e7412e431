"""Waves of the city: one very large, many usual ones, and those that ask after every meeting."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.core import clock
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.demo.city_answers import Asked, Crowd, Form, begin_drafts, invent_forms, submit_all
from portal.demo.city_questions import lesson_feedback
from portal.demo.town import SYSTEM, Town
from portal.demo.waves import curator_of
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Group, Organization
from surveys.actions.assignments import assign_questionnaire, close_assignment
from surveys.audience import Rule
from surveys.models import Mode, Questionnaire, SurveyAssignment, SurveyInvitation
from surveys.storage import compiled, publish_questionnaire

Progress = Callable[[str], None]
LEARNER, EMPLOYEE, PARENT = MembershipKind.LEARNER, MembershipKind.EMPLOYEE, MembershipKind.PARENT
MEETINGS = "meeting_feedback"
# Code, who is asked, whether the programme is over by then, and a mode other than that of the questionnaire.
USUAL: tuple[tuple[str, MembershipKind, bool, Mode | None], ...] = (
    ("needs_student", LEARNER, False, None),
    ("student_mentee_before", LEARNER, False, None),
    ("student_mentee_after", LEARNER, True, None),
    ("pulse_mid", LEARNER, True, Mode.LINKED),
    ("final_satisfaction", LEARNER, True, None),
    ("parent_feedback", PARENT, True, None),
    ("employer_mentee_before", LEARNER, False, None),
    ("employer_mentee_after", LEARNER, True, Mode.LINKED),
    ("needs_teacher", EMPLOYEE, False, None),
    ("mentor_readiness", EMPLOYEE, False, None),
    ("mentor_candidate", EMPLOYEE, False, None),
    ("teacher_mentee_before", EMPLOYEE, False, None),
    ("teacher_mentee_after", EMPLOYEE, True, Mode.LINKED),
    ("final_satisfaction", PARENT, True, None),
    ("pulse_mid", LEARNER, False, None),
)
MOST_SHARE = 0.95  # of those who may answer; the others never do
PER_TRANSACTION = 3_000
STILL_RUNNING = 0.2
DRAFTS = 0.05


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A wave to be held; days count from today."""

    number: int
    code: str
    school_id: int
    rule: Rule
    grown: bool = False
    mode: Mode | None = None
    opens: int
    closes: int

    @property
    def is_over(self) -> bool:
        return self.closes < 0

    @property
    def asks_often(self) -> bool:
        """Whether people are asked once a meeting, not once."""
        return self.code == MEETINGS or self.number == 0


def hold_city_waves(
    town: Town, schools: Sequence[Organization], *, waves: int, responses: int, largest: int, seed: int,
    progress: Progress,
) -> None:  # fmt: skip
    """Hold `waves` waves with exactly `responses` responses, `largest` of them in one wave of the college of the cast.

    The usual waves get what their people answer; waves about meetings ask as often as the figure needs.
    """
    left = responses
    plans = [_largest(town), *_plans(schools, waves - 1, seed)]
    known, forms = "", list[Form]()
    for place, plan in enumerate(plans):
        wave = _open(plan)
        if known != f"{plan.code}/{plan.grown}":  # plans stand by questionnaire: one set of forms at a time
            known = f"{plan.code}/{plan.grown}"
            forms = _forms(wave, plan, seed, responses)
        wanted = largest if place == 0 else left // (len(plans) - place)
        left -= _answer(wave, plan, forms, min(left, wanted) if plan.asks_often else left, seed)
        db.session.expunge_all()
        progress(_("Ответы: %(done)s из %(total)s", done=responses - left, total=responses))


def _largest(town: Town) -> Plan:
    """The learners who came with the city are asked after each lesson of half a year."""
    college, of_cast = town.schools[1], town.groups[1]
    publish_questionnaire(SYSTEM, lesson_feedback(), organization=college)
    groups = db.session.scalars(
        sa.select(Group.public_id).where(Group.organization_id == college.id, Group.id != of_cast.id)
    ).all()
    return Plan(
        number=0, code=lesson_feedback().code, school_id=college.id, rule={"groups": groups}, opens=-200, closes=-3
    )


def _plans(schools: Sequence[Organization], waves: int, seed: int) -> list[Plan]:
    """Every third wave is about meetings, all of them at the end; of the usual ones some are still running."""
    chance = random.Random(f"city/{seed}/plans")  # noqa: S311 — an invented calendar
    usual = cycle(USUAL)
    plans = []
    for number in range(1, waves + 1):
        is_meeting = number % 3 == 1
        code, kind, grown, mode = (MEETINGS, LEARNER, False, None) if is_meeting else next(usual)
        opens = -chance.randint(30, 400)
        closes = opens + chance.randint(10, 25)
        if not is_meeting and chance.random() < STILL_RUNNING:
            opens, closes = -chance.randint(2, 12), chance.randint(3, 25)
        fitting = [one for one in schools if kind is not PARENT or one.kind == OrganizationKind.SCHOOL]
        plans.append(Plan(
            number=number, code=code, school_id=chance.choice(fitting).id, rule={"kinds": [kind]}, grown=grown,
            mode=mode, opens=opens, closes=closes,
        ))  # fmt: skip
    return sorted(plans, key=lambda plan: (plan.asks_often, plan.code, plan.grown, plan.number))


def _open(plan: Plan) -> SurveyAssignment:
    """The curator of the school opens it at its time, as ever."""
    now = clock.now()
    school = db.session.scalars(sa.select(Organization).where(Organization.id == plan.school_id)).one()
    questionnaire = db.session.scalars(
        sa.select(Questionnaire)
        .where(Questionnaire.code == plan.code, sa.or_(
            Questionnaire.organization_id.is_(None), Questionnaire.organization_id == school.id))
    ).one()  # fmt: skip
    opens_at, closes_at = now + timedelta(days=plan.opens), now + timedelta(days=plan.closes)
    with clock.freeze(opens_at):
        wave = assign_questionnaire(
            curator_of(school), questionnaire, school, audience=plan.rule, opens_at=opens_at, closes_at=closes_at,
            mode=plan.mode,
        )  # fmt: skip
        db.session.commit()
    return wave


def _forms(wave: SurveyAssignment, plan: Plan, seed: int, most: int) -> list[Form]:
    return invent_forms(
        compiled(wave.version_id), seed=str(seed), grown=plan.grown, today=wave.opens_at.date(), wanted=most
    )


def _answer(wave: SurveyAssignment, plan: Plan, forms: Sequence[Form], wanted: int, seed: int) -> int:
    """Let people answer and close the wave where its time is over; returns how many answered."""
    chance = random.Random(f"city/{seed}/{plan.number}")  # noqa: S311 — invented answers
    crowd = _crowd(wave)
    asked = _who_may_answer(wave)
    if plan.asks_often and asked:
        _ask_again(wave, math.ceil(wanted / (len(asked) * MOST_SHARE)))
        asked = _who_may_answer(wave)
    else:
        share = chance.uniform(0.6, MOST_SHARE) if plan.is_over else chance.uniform(0.1, 0.6)
        wanted = min(wanted, round(len(asked) * share))
    chance.shuffle(asked)
    submit_all(crowd, asked[:wanted], forms, chance)
    silent = asked[wanted:]
    if crowd.mode == Mode.NAMED and not plan.is_over:
        begin_drafts(crowd, silent[: math.ceil(len(silent) * DRAFTS)], forms, chance)
    if plan.is_over and (crowd.mode != Mode.NAMED or plan.number % 2):
        _close(wave)
    return min(wanted, len(asked))


def _crowd(wave: SurveyAssignment) -> Crowd:
    closes_at = wave.closes_at or clock.now()
    return Crowd(
        wave_id=wave.id, version_id=wave.version_id, organization_id=wave.organization_id, mode=Mode(wave.mode),
        zone=wave.organization.time_zone, begins=wave.opens_at + timedelta(hours=1),
        ends=min(closes_at - timedelta(hours=3), clock.now() - timedelta(hours=1)),
    )  # fmt: skip


def _who_may_answer(wave: SurveyAssignment) -> list[Asked]:
    """Invitations in their order; of a named wave only of people whose papers are there.

    The people of the city have signed everything or nothing, so one consent tells of all.
    """
    query = sa.select(SurveyInvitation.id, SurveyInvitation.public_id, SurveyInvitation.person_id).where(
        SurveyInvitation.assignment_id == wave.id
    )
    if wave.mode == Mode.NAMED:
        query = query.where(
            sa.exists().where(
                Consent.person_id == SurveyInvitation.person_id,
                Consent.organization_id == wave.organization_id,
                Consent.purpose == Purpose.PARTICIPATION,
            )
        )
    rows = db.session.execute(query.order_by(SurveyInvitation.id))
    return [Asked(row.id, row.public_id, row.person_id or 0) for row in rows]


def _ask_again(wave: SurveyAssignment, rounds: int) -> None:
    """The same people about the next lessons: `rounds` in all, each an invitation of its own."""
    moment = wave.opens_at
    people = db.session.scalars(
        sa.select(SurveyInvitation.person_id)
        .where(SurveyInvitation.assignment_id == wave.id)
        .order_by(SurveyInvitation.id)
    ).all()
    wave_id = wave.id
    rows: list[dict[str, Any]] = [
        {
            "public_id": new_public_id(), "assignment_id": wave_id, "person_id": person, "subject": f"round:{number}",
            "link_revision": 0, "created_at": moment, "updated_at": moment,
        }
        for number in range(2, rounds + 1)
        for person in people
    ]  # fmt: skip
    for start in range(0, len(rows), PER_TRANSACTION):
        part = rows[start : start + PER_TRANSACTION]
        db.session.execute(sa.insert(SurveyInvitation.__table__), part)  # type: ignore[arg-type]
        db.session.execute(
            sa.update(SurveyAssignment)
            .where(SurveyAssignment.id == wave_id)
            .values(invited=SurveyAssignment.invited + len(part), updated_at=SurveyAssignment.updated_at),
            execution_options={"synchronize_session": False},
        )
        db.session.commit()


def _close(wave: SurveyAssignment) -> None:
    """By hand, an hour before its time: of unnamed waves that also scatters who took part."""
    closes_at = wave.closes_at or clock.now()
    with clock.freeze(closes_at - timedelta(hours=1)):
        close_assignment(curator_of(wave.organization), wave)
        db.session.commit()
