"""Drafts of a year, what stands in one, and who is behind its keys."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.matching.drafts.answers import Answer
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.models import MatchingAvoidance, MatchingChoice, MatchingRun, MatchingSetup
from portal.matching.drafts.pools import read_pool
from portal.matching.drafts.queries.gathering import gather
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.groups.models import GroupRequest
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.matching.solving.kinds import Hold, Objective
from portal.matching.solving.pool import Barred, Choices, Held, Pool
from portal.matching.solving.stored import input_hash, load, pool_hash
from portal.people.models import Organization
from portal.programs.models import Cycle, Program

HOLDS = {ChoiceKind.LOCK: Hold.LOCK, ChoiceKind.PICK: Hold.HAND_PICK}
AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class People:
    """Who is behind the keys of a draft, as far as the reader sees them."""

    requests: Mapping[str, MentoringRequest]
    profiles: Mapping[str, MentorProfile]
    groups: Mapping[str, GroupRequest]

    @property
    def person_ids(self) -> set[int]:
        return {each.person_id for each in self.requests.values()} | {each.person_id for each in self.profiles.values()}

    def mentee(self, key: str) -> str:
        """The name of a mentee, or of a group; empty where the reader sees nobody."""
        if key in self.groups:
            return self.groups[key].group.name
        return self.requests[key].person.full_name if key in self.requests else ""

    def asked(self, key: str) -> MentoringRequest | GroupRequest | None:
        """Who asks for a mentor, as far as the reader sees it."""
        return self.requests.get(key) or self.groups.get(key)

    def order(self, key: str) -> tuple[bool, str]:
        """Sorts mentees by name; those whom the reader does not see come last."""
        if key in self.groups:
            return False, self.groups[key].group.sort_name
        return (False, self.requests[key].person.sort_name) if key in self.requests else (True, "")

    def mentor(self, key: str | None) -> str:
        """The name of a mentor; empty where the reader sees nobody."""
        return self.profiles[key].person.full_name if key and key in self.profiles else ""

    def mentees(self, keys: Sequence[str]) -> str:
        """Names of several mentees, one after another."""
        return ", ".join(name for name in map(self.mentee, keys) if name)

    def mentors(self, keys: Sequence[str]) -> str:
        """Names of several mentors, one after another."""
        return ", ".join(name for name in map(self.mentor, keys) if name)


def setup_of(cycle: Cycle) -> MatchingSetup | None:
    """What the organisation said about matching in the year; None where the defaults hold."""
    return db.session.scalars(sa.select(MatchingSetup).where(MatchingSetup.cycle_id == cycle.id)).one_or_none()


def settings_for(cycle: Cycle) -> MatchingSettings:
    """How the year matches."""
    said = setup_of(cycle)
    return MatchingSettings.from_data(said.settings) if said else MatchingSettings()


def cycles_to_match(actor: Actor, on: date) -> Sequence[Cycle]:
    """Years in which the actor may read drafts: not closed and not over on the day, by organisation and start."""
    reached = select_allowed(actor, Permission.MATCHING_READ, Cycle).with_only_columns(Cycle.id)
    return db.session.scalars(
        sa.select(Cycle)
        .join(Program, Program.id == Cycle.program_id)
        .join(Organization, Organization.id == Program.organization_id)
        .where(Cycle.id.in_(reached), Cycle.closed_on.is_(None), Cycle.ends_on >= on)
        .options(contains_eager(Cycle.program).contains_eager(Program.organization))
        .order_by(Organization.sort_name, Organization.id, Cycle.starts_on, Cycle.id)
    ).all()


def runs_of(actor: Actor, cycle: Cycle) -> sa.Select[MatchingRun]:
    """Drafts of the year that the actor may see, the latest first."""
    return (
        select_allowed(actor, Permission.MATCHING_READ, MatchingRun)
        .where(MatchingRun.cycle_id == cycle.id)
        .options(joinedload(MatchingRun.made_by), joinedload(MatchingRun.format))
        .order_by(MatchingRun.number.desc())
    )


def answer_of(run: MatchingRun) -> Answer | None:
    """What the solver said; None where it has not, and where the texts are gone."""
    return load(Answer, run.answer) if run.answer else None


def pool_of(run: MatchingRun) -> Pool | None:
    """What the solver was told; None where it is gone."""
    return read_pool(run.pool) if run.pool else None


def choices_of(run: MatchingRun, pool: Pool | None = None) -> tuple[Choices, frozenset[tuple[str, str]]]:
    """What was set by hand as the solver takes it, and rules set aside; of people who are not in the pool nothing."""
    mentees = {each.key for each in pool.mentees} if pool else None
    mentors = {each.key for each in pool.mentors} if pool else None
    rows = db.session.execute(
        sa.select(
            MatchingChoice.kind, MatchingChoice.rule,
            sa.func.coalesce(MentoringRequest.public_id, GroupRequest.public_id), MentorProfile.public_id,
        )
        .outerjoin(MentoringRequest, MentoringRequest.id == MatchingChoice.request_id)
        .outerjoin(GroupRequest, GroupRequest.id == MatchingChoice.group_request_id)
        .outerjoin(MentorProfile, MentorProfile.id == MatchingChoice.profile_id)
        .where(MatchingChoice.run_id == run.id)
        .order_by(MatchingChoice.id)
    ).all()  # fmt: skip
    held, barred, relaxed = set(), set(), set()
    for kind, rule, mentee, mentor in rows:
        if mentees is not None and mentee not in mentees:
            continue
        if kind == ChoiceKind.RELAX:
            relaxed.add((mentee, rule))
        elif mentors is None or mentor in mentors:
            if kind == ChoiceKind.BAN:
                barred.add(Barred(mentee=mentee, mentor=mentor))
            else:
                held.add(Held(mentee=mentee, mentor=mentor, hold=HOLDS[kind]))
    return Choices(held=frozenset(held), barred=frozenset(barred)), frozenset(relaxed)


def is_stale(run: MatchingRun) -> bool:
    """Whether the base, the mentors, their places or answers have changed since the draft was made."""
    settings = MatchingSettings.from_data(run.settings)
    relaxed = choices_of(run)[1]
    today = clock.today(run.organization.time_zone)
    pool = gather(run.cycle, settings, today, format_=run.format, relaxed=relaxed)
    choices, _relaxed = choices_of(run, pool)
    return input_hash(pool_hash(pool), Objective(run.objective), choices) != run.input_hash


def people_of(actor: Actor, mentees: Collection[str], mentors: Collection[str]) -> People:
    """Requests and profiles under these keys that the actor may see."""
    requests, profiles, groups = dict[str, MentoringRequest](), dict[str, MentorProfile](), dict[str, GroupRequest]()
    for keys in _parts(mentees):
        for each in db.session.scalars(
            sa.select(MentoringRequest)
            .where(MentoringRequest.public_id.in_(keys), allowed(actor, Permission.REQUEST_READ, MentoringRequest))
            .options(joinedload(MentoringRequest.person), joinedload(MentoringRequest.format))
        ):
            requests[each.public_id] = each
        for of_group in db.session.scalars(
            sa.select(GroupRequest)
            .where(GroupRequest.public_id.in_(keys), allowed(actor, Permission.REQUEST_READ, GroupRequest))
            .options(joinedload(GroupRequest.group), joinedload(GroupRequest.format))
        ):
            groups[of_group.public_id] = of_group
    for keys in _parts(mentors):
        for profile in db.session.scalars(
            sa.select(MentorProfile)
            .where(MentorProfile.public_id.in_(keys), allowed(actor, Permission.MENTOR_READ, MentorProfile))
            .options(joinedload(MentorProfile.person))
        ):
            profiles[profile.public_id] = profile
    return People(requests=requests, profiles=profiles, groups=groups)


def own_avoidances(person_id: int | None) -> Sequence[MatchingAvoidance]:
    """Whom the person would rather not be paired with, by name."""
    return db.session.scalars(
        sa.select(MatchingAvoidance)
        .where(MatchingAvoidance.person_id == person_id)
        .options(joinedload(MatchingAvoidance.other), joinedload(MatchingAvoidance.organization))
        .order_by(MatchingAvoidance.id)
    ).all()


def _parts(keys: Collection[str]) -> list[list[str]]:
    rows = sorted(set(keys))
    return [rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE)]
