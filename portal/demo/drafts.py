"""A draft of pairs in the college: a pool of students who ask for a teacher, the draft, and one changed by hand."""

from collections.abc import Sequence

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.queries.basis import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.jobs import Job, JobState
from portal.demo.mentees import DECISION
from portal.demo.mentors import welcome_teachers
from portal.demo.town import SYSTEM, ZONE, Town
from portal.matching import actions as matching
from portal.matching.conflicts.actions import keep_apart
from portal.matching.drafts import actions as drafts
from portal.matching.drafts.answers import Answer
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.models import MatchingRun
from portal.matching.drafts.queries import answer_of
from portal.matching.groups.actions import file_for_group
from portal.matching.groups.queries import group_openings
from portal.matching.kinds import Origin
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.queries import openings_of, own_places
from portal.matching.solving.kinds import Objective
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.programs.models import Cycle
from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment, SurveyInvitation

FORMAT = "teacher_student"
GOALS = (
    "Подготовиться к чемпионату профессий и не растеряться на площадке.",
    "Разобраться с физикой: пропуски в начале года.",
    "Собрать проект по электротехнике и защитить его.",
    "Увереннее выступать перед группой.",
    "Понять, как устроена практика на предприятии.",
    "Подтянуть чертежи и читать их без подсказок.",
)


GROUP_GOAL = "Всей группой подготовиться к первой практике на предприятии."


def add_drafts(town: Town) -> None:
    """Two drafts of the year that runs; nothing is published. Commits: the solver holds nothing while it works."""
    college_id = town.schools[1].id
    welcome_teachers(town.schools[1], FORMAT)
    for person, goal in zip(_students(college_id), GOALS, strict=False):
        _bring(person, college_id, goal)
    asked = sa.select(MentoringRequest).where(MentoringRequest.organization_id == college_id)
    year = db.session.scalars(asked.order_by(MentoringRequest.id).limit(1)).one().cycle
    _file_for_group(town)
    first = _solved(drafts.ask_for_draft(SYSTEM, year, objective=Objective.COVERAGE))
    answer = answer_of(first)
    if answer is None or not answer.draft.pairs:
        return
    weakest = min(answer.draft.pairs, key=lambda each: (each.score, each.mentee))
    one = db.session.scalars(asked.where(MentoringRequest.public_id == weakest.mentee)).one()
    profile = db.session.scalars(sa.select(MentorProfile).where(MentorProfile.public_id == weakest.mentor)).one()
    _keep_apart(year, one, profile, answer)
    _solved(drafts.choose(SYSTEM, first, ChoiceKind.BAN, one, profile=profile, reason="Вместе работали в прошлом году"))


def _file_for_group(town: Town) -> None:
    """The group of the college asks as a whole; nobody has decided yet."""
    openings = group_openings([town.schools[1]], clock.today(ZONE))
    found = next((each for each in openings if each.format.code == FORMAT), None)
    if found is not None:
        file_for_group(SYSTEM, town.groups[1], found, origin=Origin.GROUP_CURATOR, goal=GROUP_GOAL, languages=("ru",))


def _keep_apart(year: Cycle, asked: MentoringRequest, but: MentorProfile, answer: Answer) -> None:
    """One mentor of the draft is a relative of the mentee who has another."""
    others = sorted({each.mentor for each in answer.draft.pairs} - {but.public_id})
    if others:
        other = db.session.scalars(sa.select(MentorProfile).where(MentorProfile.public_id == others[0])).one()
        keep_apart(SYSTEM, year, asked.person, other.person, reason=_("Близкие родственники"),
                   starts_on=clock.today(ZONE), ends_on=None)  # fmt: skip


def _students(college_id: int) -> Sequence[Person]:
    """Students with a consent and no request, those who answered the questionnaire of needs first."""
    today = clock.today(ZONE)
    answered = sa.exists().where(
        SurveyInvitation.person_id == Person.id, SurveyInvitation.assignment_id == SurveyAssignment.id,
        SurveyAssignment.version_id == QuestionnaireVersion.id,
        QuestionnaireVersion.questionnaire_id == Questionnaire.id, Questionnaire.code == "needs_student",
    )  # fmt: skip
    here = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == college_id,
        Membership.kind == MembershipKind.LEARNER, in_force(Membership, today),
    )  # fmt: skip
    return db.session.scalars(
        sa.select(Person)
        .where(
            here, has_basis(Person.id, college_id, Purpose.PARTICIPATION, today),
            Person.id.not_in(sa.select(MentoringRequest.person_id)),
            Person.id.not_in(sa.select(MentorProfile.person_id)),
        )
        .order_by(answered.desc(), Person.id)
        .limit(len(GOALS))
    ).all()  # fmt: skip


def _bring(person: Person, college_id: int, goal: str) -> None:
    today = clock.today(ZONE)
    opening = next(
        (each for each in openings_of(own_places(person.id, today), today)
         if each.format.format.code == FORMAT and each.place.organization_id == college_id), None
    )  # fmt: skip
    if opening is not None:
        asked = matching.nominate(SYSTEM, person, opening, origin=Origin.TEACHER, goal=goal, agreed_on=today)
        matching.accept_into_base(SYSTEM, asked, decision=DECISION, decided_on=today)


def _solved(run: MatchingRun) -> MatchingRun:
    """The draft as the worker leaves it; its job is over."""
    run_id, job_id = run.id, run.job_id
    db.session.commit()
    drafts.solve_run(run_id)
    db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id)
        .values(state=JobState.DONE, message=_("Готово."), finished_at=clock.now())
    )
    db.session.commit()
    return db.session.scalars(sa.select(MatchingRun).where(MatchingRun.id == run_id)).one()
