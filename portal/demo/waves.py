"""Questionnaires of the demo town: finished waves with entry and exit, running ones, and one that has not opened yet."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.demo.answers import Respondent
from portal.demo.town import Town
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from surveys.actions.assignments import assign_questionnaire
from surveys.actions.responses import save_answers, submit_response
from surveys.codes import new_code
from surveys.models import Mode, Questionnaire, SurveyAssignment, SurveyInvitation
from surveys.storage import compiled


@dataclass(frozen=True, kw_only=True)
class Wave:
    """A wave to be held: days count from today, negative ones lie in the past; `share` of the invited answer."""

    code: str
    school: int
    role: Role | None = None
    kind: MembershipKind | None = None
    opens: int
    closes: int
    share: float
    title: str = ""
    grown: bool = False
    quiet: tuple[str, ...] = ()


MENTEE, MENTOR, PARENT, CURATOR = Role.MENTEE, Role.MENTOR, Role.PARENT, Role.CURATOR
LEARNER, EMPLOYEE = MembershipKind.LEARNER, MembershipKind.EMPLOYEE
WAVES: tuple[Wave, ...] = (
    Wave(code="mentor_readiness", school=1, role=MENTOR, opens=-400, closes=-386, share=1.0, title="Самодиагностика наставника: вход"),
    Wave(code="mentor_readiness", school=1, role=MENTOR, opens=-180, closes=-166, share=0.9, grown=True, title="Самодиагностика наставника: итог"),
    Wave(code="student_mentee_before", school=1, kind=LEARNER, opens=-395, closes=-380, share=1.0),
    Wave(code="student_mentee_after", school=1, kind=LEARNER, opens=-182, closes=-165, share=0.85, grown=True),
    Wave(code="final_satisfaction", school=1, kind=LEARNER, opens=-178, closes=-160, share=0.9, grown=True),
    Wave(code="final_satisfaction", school=2, kind=MembershipKind.PARENT, opens=-178, closes=-160, share=0.3, grown=True),
    Wave(code="climate_learner_before", school=1, kind=LEARNER, opens=-390, closes=-375, share=0.95),
    Wave(code="climate_learner_after", school=1, kind=LEARNER, opens=-176, closes=-162, share=0.9, grown=True),
    Wave(code="growth_before", school=1, kind=EMPLOYEE, opens=-392, closes=-378, share=0.9),
    Wave(code="growth_after", school=1, kind=EMPLOYEE, opens=-174, closes=-160, share=0.85, grown=True),
    Wave(code="swot_session", school=1, kind=EMPLOYEE, opens=-260, closes=-255, share=0.9),
    Wave(code="peer_feedback", school=1, role=MENTOR, opens=-120, closes=-106, share=0.9, grown=True),
    *(Wave(code="needs_teacher", school=number, kind=EMPLOYEE, opens=-70, closes=-45, share=0.8) for number in (1, 3, 4, 5)),
    Wave(code="mentor_candidate", school=1, role=MENTOR, opens=-30, closes=-12, share=0.8, quiet=("nina",)),
    Wave(code="needs_student", school=1, kind=LEARNER, opens=-9, closes=10, share=0.6, quiet=("misha", "pasha")),
    Wave(code="needs_student", school=2, kind=LEARNER, opens=-9, closes=10, share=0.4),
    Wave(code="needs_student", school=3, kind=LEARNER, opens=-12, closes=2, share=0.3),
    Wave(code="needs_teacher", school=2, kind=EMPLOYEE, opens=-6, closes=14, share=0.5, quiet=("yana", "vera", "karim")),
    Wave(code="pulse_mid", school=1, kind=LEARNER, opens=-5, closes=25, share=0.35, quiet=("misha",)),
    Wave(code="mentor_readiness", school=1, kind=EMPLOYEE, opens=-4, closes=17, share=0.45, quiet=("nina", "polina", "kira", "denis"), title="Самодиагностика перед новым циклом"),
    Wave(code="parent_feedback", school=1, role=PARENT, opens=-3, closes=20, share=0.0),
    Wave(code="curator_review", school=1, role=CURATOR, opens=-2, closes=28, share=0.0),
    Wave(code="final_satisfaction", school=1, role=Role.PARTNER_CURATOR, opens=-2, closes=28, share=0.0),
    Wave(code="pulse_mid", school=2, kind=LEARNER, opens=12, closes=40, share=0.0),
    Wave(code="pair_compat_psychologist", school=1, role=Role.PSYCHOLOGIST, opens=-20, closes=20, share=1.0),
)  # fmt: skip


def hold_waves(town: Town, *, seed: int) -> None:
    """Open the waves at their time by the curator's hand, and let people answer on the days between."""
    now, codes = clock.now(), dict[int, str]()
    for number, wave in enumerate(WAVES):
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 — invented answers
        with clock.freeze(min(now, now + timedelta(days=wave.opens))):
            assignment = _open(town, wave, now)
        _let_answer(town, wave, assignment, now, chance, codes=codes)
        db.session.commit()
    _begin_unfinished(town, now)


def _open(town: Town, wave: Wave, now: datetime) -> SurveyAssignment:
    school = town.schools[wave.school]
    people = _people_of(school, wave)
    questionnaire = db.session.scalars(sa.select(Questionnaire).where(Questionnaire.code == wave.code)).one()
    return assign_questionnaire(
        curator_of(school),
        questionnaire,
        school,
        title=wave.title,
        audience={"persons": [person.public_id for person in people]},
        opens_at=now + timedelta(days=wave.opens),
        closes_at=clock.end_of_day((now + timedelta(days=wave.closes)).date(), school.time_zone),
        readers=("psychologist",) if wave.role is Role.PSYCHOLOGIST else ("curator",),
    )


def _people_of(school: Organization, wave: Wave) -> Sequence[Person]:
    people = sa.select(Person).order_by(Person.sort_name)
    if wave.role:
        granted = sa.select(RoleGrant.person_id).where(
            RoleGrant.organization_id == school.id, RoleGrant.role == wave.role
        )
        return db.session.scalars(people.where(Person.id.in_(granted))).all()
    belong = sa.select(Membership.person_id).where(
        Membership.organization_id == school.id, Membership.kind == wave.kind
    )
    return db.session.scalars(people.where(Person.id.in_(belong))).all()


def curator_of(school: Organization) -> Actor:
    """The curator of the school with exactly that right."""
    curator = db.session.scalars(
        sa.select(RoleGrant).where(RoleGrant.organization_id == school.id, RoleGrant.role == CURATOR)
    ).first()
    assert curator, school.name  # noqa: S101 — every school of the town has one
    grant = Grant(role=CURATOR, organization_id=school.id)
    return Actor(person_id=curator.person_id, grants=(grant,), time_zone=school.time_zone)


def _let_answer(
    town: Town,
    wave: Wave,
    assignment: SurveyAssignment,
    now: datetime,
    chance: random.Random,
    *,
    codes: dict[int, str],
) -> None:
    """People of the wave answer; whoever is asked in the linked mode keeps one private code, in `codes`."""
    quiet = {town.people[key].id for key in wave.quiet}
    invitations = db.session.scalars(
        sa.select(SurveyInvitation)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(SurveyInvitation.assignment_id == assignment.id)
        .order_by(Person.sort_name)
    ).all()
    definition = compiled(assignment.version_id)
    for invitation in invitations:
        if invitation.person_id in quiet or chance.random() >= wave.share:
            continue
        days = chance.uniform(wave.opens + 0.2, min(wave.closes, 0) - 0.1)
        with clock.freeze(now + timedelta(days=days)):
            person = invitation.person
            respondent = Respondent(person.sort_name if person else "", grown=wave.grown)
            fields = respondent.fill(definition, clock.now().date())
            try:
                submit_response(
                    _respondent(invitation), invitation, fields, submissions.new_key(),
                    code=_code_of(invitation, codes) if assignment.mode == Mode.LINKED else "",
                )  # fmt: skip
            except Refusal:
                continue  # a paper is missing: the town has such people too


def _code_of(invitation: SurveyInvitation, codes: dict[int, str]) -> str:
    return codes.setdefault(invitation.person_id or 0, new_code())


def _respondent(invitation: SurveyInvitation) -> Actor:
    return Actor(person_id=invitation.person_id, grants=(Grant(role=MENTEE),))


def _begin_unfinished(town: Town, now: datetime) -> None:
    """Миша has answered the first questions on the phone and put it aside."""
    invitation = db.session.scalars(
        sa.select(SurveyInvitation)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(SurveyInvitation.person_id == town.people["misha"].id, SurveyAssignment.closes_at > now)
        .order_by(SurveyAssignment.closes_at)
    ).first()
    if invitation:
        definition = compiled(invitation.assignment.version_id)
        fields = Respondent("Миша").fill(definition, now.date())
        begun = {code: fields[code] for code in list(fields)[:3]}
        save_answers(_respondent(invitation), invitation, begun, client="demo", seq=1)
        db.session.commit()
