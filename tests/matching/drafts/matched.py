"""Steps of the tests about drafts: a base, mentors of the year, a draft made by the worker."""

from portal.core.db import db
from portal.core.jobs import run_job
from portal.matching import actions as matching
from portal.matching.drafts import actions
from portal.matching.drafts.models import MatchingRun
from portal.matching.mentors.kinds import TraitKind
from portal.matching.solving.kinds import Objective
from tests.conftest import NOW
from tests.matching.conftest import openings
from tests.matching.mentoring import DECISION, offer, take

TODAY = NOW.date()
AREAS = {"nina": ("method", "subject"), "denis": ("documents",)}


def ask_in_base(world, key, code):
    """A request that stands in the base."""
    asked = matching.apply(world.actor(key), world.person(key), openings(world, key)[code], goal="Нужна помощь")
    matching.accept_into_base(world.actor("kira"), asked, decision=DECISION, decided_on=TODAY)
    db.session.commit()
    return asked


def mentor(world, key="nina", formats=("teacher_student",), category="teacher", **facts):
    """A mentor of the base."""
    facts.setdefault("traits", {TraitKind.AREA: AREAS.get(key, ("subject",)), TraitKind.AGE: ("c1", "c2")})
    return take(world, offer(world, key, formats=formats, category=category, **facts))


def draft(world, cycle, objective=Objective.COVERAGE, who="kira", **more):
    """A draft, made by the worker."""
    return made(actions.ask_for_draft(world.actor(who), cycle, objective=objective, **more))


def made(run: MatchingRun) -> MatchingRun:
    """The draft once the worker has done it."""
    db.session.commit()
    run_id, job_id = run.id, run.job_id
    db.session.rollback()
    assert run_job(job_id)
    return db.session.get_one(MatchingRun, run_id, populate_existing=True)
