"""The registry of pairs: which ones, in which state and with whom on a day; what was decided about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line
from portal.core.web.choices import chosen, day_of, key_of, one_of
from portal.documents.models import Document
from portal.mentorships.kinds import WORKING, MemberSide, MentorshipState, Outcome, Way
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember, MentorshipPeriod
from portal.people.models import Organization, Person
from portal.people.periods import in_force
from portal.people.queries import named, stands_in
from portal.programs.definitions import formats, role_patterns
from portal.programs.models import Cycle, CycleFormat, MentoringFormat
from portal.programs.routes import DECIDING

LONGEST_TEXT, LONGEST_YEAR = 100, 60
ANY, PAIR, GROUP = "any", "pair", "group"
SORTS = ("mentor", "until", "began")


@dataclass(frozen=True, kw_only=True)
class PairFilter:
    """What the reader chose above the registry; nonsense means nothing was chosen.

    Without a `state` pairs that work are shown; ANY is every state. `on` is a day: states and members as they were when
    it ended. `until` asks for pairs whose planned last day is not after it. `kind` is PAIR or GROUP.
    """

    text: str = ""
    state: str = ""
    format: str = ""
    pattern: str = ""
    way: str = ""
    kind: str = ""
    organization: str = ""
    group: str = ""
    year: str = ""
    directive: bool = False
    until: date | None = None
    on: date | None = None
    sort: str = SORTS[0]

    FIELDS = ("state", "format", "pattern", "way", "kind", "organization", "group", "year", "directive", "sort")

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            state=one_of(args, "state", {*MentorshipState, ANY}),
            format=one_of(args, "format", formats()),
            pattern=one_of(args, "pattern", role_patterns()),
            way=one_of(args, "way", set(Way)),
            kind=one_of(args, "kind", (PAIR, GROUP)),
            organization=key_of(args, "organization"),
            group=key_of(args, "group"),
            year=clean_line(args.get("year", ""))[:LONGEST_YEAR],
            directive=args.get("directive", "") == "1",
            until=day_of(args, "until"),
            on=day_of(args, "on"),
            sort=one_of(args, "sort", SORTS) or SORTS[0],
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({
            "q": self.text, "state": self.state, "format": self.format, "pattern": self.pattern, "way": self.way,
            "kind": self.kind, "organization": self.organization, "group": self.group, "year": self.year,
            "directive": "1" if self.directive else "", "until": self.until.isoformat() if self.until else "",
            "on": self.on.isoformat() if self.on else "", "sort": self.sort if self.sort != SORTS[0] else "",
        })  # fmt: skip

    @property
    def is_set(self) -> bool:
        """Whether fewer are shown than without any choice."""
        return bool(set(self.as_args) - {"sort", "on"})

    @property
    def more(self) -> int:
        """How many of the rarer conditions are chosen."""
        rare = ("pattern", "way", "kind", "group", "year", "directive", "until", "sort")
        return len(set(self.as_args) & set(rare))


def stood_on(day: date) -> sa.ColumnElement[bool]:
    """The clause «this member was in the pair on the day», of a pair that was over by then: stayed to its end."""
    member = MentorshipMember
    stays = sa.or_(member.ends_on.is_(None), member.ends_on >= day, member.ends_on == Mentorship.ends_on)
    return sa.and_(member.starts_on <= day, stays)


def find_pairs(
    actor: Actor, wanted: PairFilter, today: date, *, permission: Permission = Permission.MENTORSHIP_READ
) -> Any:
    """Pairs on which the actor has the permission as rows (pair, state), in the order that was asked for.

    The state is that of the day `wanted.on`, else of today.
    """
    on = wanted.on or today
    state: Any = MentorshipPeriod.state if wanted.on else Mentorship.state
    query = (
        _joined(sa.select(Mentorship, state.label("state")), wanted)
        .where(allowed(actor, permission, Mentorship), *_chosen(wanted, on, state))
        .options(
            contains_eager(Mentorship.organization), contains_eager(Mentorship.format),
            contains_eager(Mentorship.cycle), joinedload(Mentorship.group),
            selectinload(Mentorship.members).joinedload(MentorshipMember.person),
        )
    )  # fmt: skip
    return query.order_by(*_order(wanted, on), Mentorship.id)


def numbers_by_state(actor: Actor, wanted: PairFilter, today: date) -> dict[str, int]:
    """State → how many pairs, with every other condition as chosen: what the line above the list says."""
    on = wanted.on or today
    state: Any = MentorshipPeriod.state if wanted.on else Mentorship.state
    clauses = _chosen(wanted, on, state, with_state=False)
    query = (
        _joined(sa.select(state.label("state"), sa.func.count().label("n")), wanted)
        .where(allowed(actor, Permission.MENTORSHIP_READ, Mentorship), *clauses)
        .group_by(state)
    )
    found = {row.state: row.n for row in db.session.execute(query)}
    return {each: found[each] for each in MentorshipState if each in found}


def _joined(query: Any, wanted: PairFilter) -> Any:
    query = (
        query.select_from(Mentorship)
        .join(Organization, Organization.id == Mentorship.organization_id)
        .join(MentoringFormat, MentoringFormat.id == Mentorship.format_id)
        .join(Cycle, Cycle.id == Mentorship.cycle_id)
    )
    if wanted.on is None:
        return query
    covers = sa.and_(MentorshipPeriod.mentorship_id == Mentorship.id, in_force(MentorshipPeriod, wanted.on))
    return query.join(MentorshipPeriod, covers)


def _chosen(wanted: PairFilter, on: date, state: Any, *, with_state: bool = True) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = []
    if with_state and wanted.state != ANY:
        clauses.append(state == wanted.state if wanted.state else state.in_(WORKING))
    if wanted.format:
        clauses.append(MentoringFormat.code == wanted.format)
    if wanted.pattern:
        clauses.append(Mentorship.pattern == wanted.pattern)
    if wanted.way:
        clauses.append(sa.cast(Mentorship.ways, sa.Text).contains(f'"{wanted.way}"', autoescape=True))
    if wanted.kind:
        many = sa.or_(Mentorship.group_id.is_not(None), _mentees(on) > 1)
        clauses.append(many if wanted.kind == GROUP else ~many)
    if wanted.organization:
        clauses.append(Organization.public_id == wanted.organization)
    if wanted.group:
        clauses.append(_with_member(on, stands_in(wanted.group, MentorshipMember.person_id, on)))
    if wanted.year:
        clauses.append(Cycle.name == wanted.year)
    if wanted.directive:
        clauses.append(Mentorship.is_directive.is_(True))
    if wanted.until:
        clauses.append(Mentorship.planned_until <= wanted.until)
    for clause in named(wanted.text):
        people = sa.select(Person.id).where(clause)
        clauses.append(_with_member(on, MentorshipMember.person_id.in_(people)))
    return clauses


def _order(wanted: PairFilter, on: date) -> list[Any]:
    if wanted.sort == "until":
        return [Mentorship.planned_until.is_(None), Mentorship.planned_until]
    if wanted.sort == "began":
        return [Mentorship.starts_on.is_(None), Mentorship.starts_on.desc()]
    first = (
        sa.select(sa.func.min(Person.sort_name))
        .join(MentorshipMember, MentorshipMember.person_id == Person.id)
        .where(_of_pair(on), MentorshipMember.side == MemberSide.MENTOR)
        .correlate(Mentorship)
        .scalar_subquery()
    )
    return [first]


def _mentees(on: date) -> Any:
    return (
        sa.select(sa.func.count(MentorshipMember.id))
        .where(_of_pair(on), MentorshipMember.side == MemberSide.MENTEE)
        .correlate(Mentorship)
        .scalar_subquery()
    )


def _with_member(on: date, clause: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(_of_pair(on), clause).correlate(Mentorship)


def _of_pair(on: date) -> sa.ColumnElement[bool]:
    return sa.and_(MentorshipMember.mentorship_id == Mentorship.id, stood_on(on))


def members_on(pair: Mentorship, side: str, on: date) -> list[MentorshipMember]:
    """Members of one side on the day, of a pair that was over by then those who stayed to its end."""
    return [
        each for each in pair.members
        if each.side == side and each.starts_on <= on
        and (each.ends_on is None or each.ends_on >= on or each.ends_on == pair.ends_on)
    ]  # fmt: skip


def grounds_of(pair_ids: Sequence[int]) -> dict[int, tuple[MentorshipDecision, Document | None]]:
    """Pair id → the last yes of whoever decides, and its paper. One statement for a page."""
    rows = db.session.execute(
        sa.select(MentorshipDecision, Document)
        .outerjoin(Document, Document.id == MentorshipDecision.document_id)
        .where(
            MentorshipDecision.mentorship_id.in_(pair_ids),
            MentorshipDecision.outcome == Outcome.YES,
            MentorshipDecision.action.in_(DECIDING),
        )
        .order_by(MentorshipDecision.id)
    )
    return {decision.mentorship_id: (decision, document) for decision, document in rows}


def responsible_for(pairs: Sequence[Mentorship]) -> dict[int, str]:
    """Pair id → the post that leads its format in its year; one statement for a page."""
    rows = db.session.execute(
        sa.select(CycleFormat.cycle_id, CycleFormat.format_id, CycleFormat.responsible).where(
            CycleFormat.cycle_id.in_({each.cycle_id for each in pairs})
        )
    )
    posts = {(cycle_id, format_id): post for cycle_id, format_id, post in rows}
    return {each.id: posts.get((each.cycle_id, each.format_id), "") for each in pairs}


def years_of(actor: Actor) -> Sequence[str]:
    """Names of the years in which the actor may see pairs, the latest first."""
    return db.session.scalars(
        sa.select(Cycle.name)
        .join(Mentorship, Mentorship.cycle_id == Cycle.id)
        .where(allowed(actor, Permission.MENTORSHIP_READ, Mentorship))
        .group_by(Cycle.name)
        .order_by(sa.func.max(Cycle.starts_on).desc())
    ).all()
