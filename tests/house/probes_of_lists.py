"""Probes for questions to the gate whose answer no page of the examples would show to the wrong person."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.queries import find_actor
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.waiting import Waiting
from portal.events.experts.models import Expert
from portal.events.experts.queries import events_of
from portal.events.models import Event
from portal.mentorships.curating import behind
from portal.mentorships.curating import queries as curating
from portal.mentorships.monitoring import queries as monitoring
from portal.people.importing.persons import places_of
from portal.practices.contests.models import Contest
from portal.practices.contests.queries.contests import nominees_for, practices_for
from portal.practices.models import Practice
from portal.recognition import panels
from portal.recognition.desk import titles_to_apply_for
from portal.recognition.jobs import chosen_awards
from portal.recognition.models import AwardKind, Nomination
from portal.recognition.queries.board import kept_boards
from portal.recognition.queries.kinds import kinds_on
from portal.recognition.queries.nominations import counted_waiting
from surveys.models import SurveyAssignment
from tests.conftest import NOW
from tests.house.stage import Stage

Probe = Callable[[Stage], Iterator[str]]


def asking(work: Callable[[Stage], Iterable[str]]) -> Probe:
    """A probe that only reads, or whose writes are undone."""

    def probe(stage: Stage) -> Iterator[str]:
        with stage.app.app_context(), stage.trial():
            found = list(work(stage))
            db.session.rollback()
            db.session.remove()
        return iter(found)  # never half-way inside the trial

    return probe


def _actor(stage: Stage, who: str) -> Actor:
    found = find_actor(stage.person_ids[who])
    assert found, who
    return found


def _kinds(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    own = karim.organization_ids(Role.CURATOR)
    return [each.name for each in kinds_on(karim) if each.organization_id not in own]


def _boards(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    return [each.name for each in kept_boards(karim) if each.id not in karim.organization_ids(Role.CURATOR)]


def _awards_of_another(stage: Stage) -> Iterable[str]:
    waiting = panels._awards(_actor(stage, "misha"), stage.person_ids["nina"])
    return ["an award"] if waiting and db.session.execute(waiting.query).first() else []


def _papers_of_another_school(stage: Stage) -> Iterable[str]:
    try:
        chosen_awards(_actor(stage, "karim"), {"awards": [stage.props["given award here"]]})
    except Refusal:
        return []
    return ["papers of another school"]


def _practices(stage: Stage) -> Iterable[str]:
    nina, contest = _actor(stage, "nina"), _contest(stage)
    writes = {each.id for each in db.session.scalars(select_allowed(nina, Permission.PRACTICE_WRITE, Practice))}
    return [each.public_id for each in practices_for(nina, contest) if each.id not in writes]


def _nominees(stage: Stage) -> Iterable[str]:
    nina = _actor(stage, "nina")
    found = nominees_for(nina, nina.organization_ids(Role.MENTOR), NOW.date())
    return [person.full_name for person, _home in found if person.id != nina.person_id]


def _contest(stage: Stage) -> Contest:
    return db.session.scalars(
        sa.select(Contest).where(Contest.public_id == stage.props["contest of town"])
    ).one()  # fmt: skip


def _rows_of_another_pair(stage: Stage) -> Iterable[str]:
    rows = behind._open_to(_actor(stage, "nina"), "pair")([stage.props["called pair of yana"]])
    return ["a pair"] if db.session.execute(rows).first() else []


def _warnings_for_a_methodologist(stage: Stage) -> Iterable[str]:
    return [f"a warning of pair {each}" for each in db.session.scalars(behind._warned(_actor(stage, "mark")))]


def _answers_of_another_school(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    elsewhere = sa.select(SurveyAssignment.id).where(
        SurveyAssignment.organization_id.not_in(karim.organization_ids(Role.CURATOR))
    )
    return [f"wave {each}" for each in monitoring._read_by(karim, set(db.session.scalars(elsewhere)))]


def _events_of_another_school(stage: Stage) -> Iterable[str]:
    expert = db.session.scalars(sa.select(Expert).where(Expert.public_id == stage.props["expert of town"])).one()
    event = db.session.scalars(sa.select(Event).where(Event.public_id == stage.props["held final there"])).one()
    expert.events.append(event)
    db.session.flush()
    return [each.title for each in events_of(_actor(stage, "misha"), expert)]


def _places_without_a_base(stage: Stage) -> Iterable[str]:
    return [each.name for each in places_of(_actor(stage, "sonya"), also=Permission.REQUEST_EDIT)]


def _reports_to_write(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    found = db.session.scalars(curating.unsent(karim, NOW.date() + timedelta(days=400)))
    own = karim.organization_ids(Role.CURATOR)
    return [each.public_id for each in found if each.cycle.program.organization_id not in own]


def _reports_to_accept(stage: Stage) -> Iterable[str]:
    denis = _actor(stage, "denis")
    own = denis.organization_ids(Role.DIRECTOR)
    found = db.session.scalars(curating.waiting(denis))
    return [each.public_id for each in found if each.cycle.program.organization_id not in own]


def _titles(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    db.session.execute(sa.update(AwardKind).values(due_on=NOW.date() + timedelta(days=3)))
    waiting = titles_to_apply_for(karim, None)
    assert isinstance(waiting, Waiting)
    own = set(db.session.scalars(sa.select(Nomination.public_id).where(_nominated_by_school_of(karim))))
    return [row.public_id for row in db.session.execute(waiting.query) if row.public_id not in own]


def _counts(stage: Stage) -> Iterable[str]:
    karim = _actor(stage, "karim")
    own = db.session.scalar(sa.select(sa.func.count()).select_from(Nomination).where(_nominated_by_school_of(karim)))
    told = db.session.scalar(counted_waiting(karim, Permission.AWARD_KEEP))
    return ["awards of others are counted"] if (told or 0) > (own or 0) else []


def _nominated_by_school_of(actor: Actor) -> sa.ColumnElement[bool]:
    return Nomination.organization_id.in_(actor.organization_ids(Role.CURATOR))


PROBES = {
    "portal.mentorships.curating.queries.unsent": asking(_reports_to_write),
    "portal.mentorships.curating.queries.waiting": asking(_reports_to_accept),
    "portal.recognition.desk.titles_to_apply_for": asking(_titles),
    "portal.recognition.queries.nominations.counted_waiting": asking(_counts),
    "portal.recognition.queries.kinds.kinds_on": asking(_kinds),
    "portal.recognition.queries.board.kept_boards": asking(_boards),
    "portal.recognition.panels._awards": asking(_awards_of_another),
    "portal.recognition.jobs.chosen_awards": asking(_papers_of_another_school),
    "portal.practices.contests.queries.contests.practices_for": asking(_practices),
    "portal.practices.contests.queries.contests.nominees_for": asking(_nominees),
    "portal.mentorships.curating.behind._open_to": asking(_rows_of_another_pair),
    "portal.mentorships.curating.behind._warned": asking(_warnings_for_a_methodologist),
    "portal.mentorships.monitoring.queries._read_by": asking(_answers_of_another_school),
    "portal.events.experts.queries.events_of": asking(_events_of_another_school),
    "portal.people.importing.persons.places_of": asking(_places_without_a_base),
}
