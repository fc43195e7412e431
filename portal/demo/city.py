"""`portal demo load --size city`: a large city around the demo town, to see how the portal bears real numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.community.models import Post
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.demo.city_bank import fill_bank
from portal.demo.city_meetings import hold_city_meetings
from portal.demo.city_pairs import pair_city
from portal.demo.city_people import settle_city
from portal.demo.city_plans import plan_city
from portal.demo.city_programs import invite_neighbours, open_houses
from portal.demo.city_talk import talk_in_city
from portal.demo.city_waves import hold_city_waves
from portal.demo.load import BEGAN, load_town
from portal.demo.town import Town
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship
from portal.people.models import Organization, Person
from portal.practices.models import Practice
from surveys.models import Response, ResponseState, SurveyAssignment

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of everything; `largest` of the responses belong to one wave, `longest` of the posts to one thread."""

    organizations: int
    people: int
    waves: int
    responses: int
    largest: int
    practices: int = 0
    posts: int = 0
    longest: int = 0
    pairs: int = 0
    meetings: int = 0


CITY = Size(
    organizations=60, people=20_000, waves=200, responses=200_000, largest=100_000, practices=5_000, posts=50_000,
    longest=5_000, pairs=6_000, meetings=120_000,
)  # fmt: skip


def load_city(*, seed: int = 2026, progress: Progress = lambda text: None, more: Size | None = None) -> None:
    """Build the town and the city around it, and commit in small steps. Raises Refusal in a used database.

    `more` is what comes on top of the town; without it the city grows to the figures of CITY.
    """
    town = load_town(seed=seed)
    progress(_("Городок построен, вокруг него растёт город"))
    size = more or _missing(town)
    now = clock.now()
    with clock.freeze(now - BEGAN):
        schools = settle_city(town, organizations=size.organizations, people=size.people, seed=seed, progress=progress)
        invite_neighbours(schools)
    ids, college = [school.id for school in schools], town.schools[1].id
    with clock.freeze(now):
        hold_city_waves(
            town, schools, waves=size.waves, responses=size.responses, largest=size.largest, seed=seed,
            progress=progress,
        )  # fmt: skip
        schools = _found_again(ids)
        fill_bank(schools, practices=size.practices, seed=seed, progress=progress)
        talk_in_city(schools, posts=size.posts, longest=size.longest, seed=seed, progress=progress)
        _pair(schools, _found_again([college]), size, seed=seed, progress=progress)


def _pair(
    schools: list[Organization], of_cast: list[Organization], size: Size, *, seed: int, progress: Progress
) -> None:
    """Two years of pairs with their meetings and plans; the health of the pairs is looked at as every night."""
    since = db.session.scalar(sa.select(sa.func.max(Mentorship.id))) or 0
    pair_city(open_houses(schools, of_cast[0]), pairs=size.pairs, seed=seed, progress=progress)
    hold_city_meetings(since=since, meetings=size.meetings, progress=progress)
    plan_city(since=since, progress=progress)
    evaluate()


def _found_again(ids: list[int]) -> list[Organization]:
    """The waves have emptied the session on their way."""
    return list(db.session.scalars(sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.id)))


def _missing(town: Town) -> Size:
    """What the town lacks to be CITY; organisations are those of its municipality."""
    return Size(
        organizations=CITY.organizations - _count(Organization.municipality_id == town.municipality.id),
        people=CITY.people - _count(Person.id.is_not(None)),
        waves=CITY.waves - _count(SurveyAssignment.id.is_not(None)),
        responses=CITY.responses - _count(Response.state == ResponseState.SUBMITTED),
        largest=CITY.largest,
        practices=CITY.practices - _count(Practice.current_number.is_not(None)),
        posts=CITY.posts - _count(Post.id.is_not(None)),
        longest=CITY.longest,
        pairs=CITY.pairs - _count(Mentorship.id.is_not(None)),
        meetings=CITY.meetings - _count(Meeting.id.is_not(None)),
    )


def _count(clause: sa.ColumnElement[Any]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(clause)) or 0
