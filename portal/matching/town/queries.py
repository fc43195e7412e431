"""Who stands in the bases of the town by name (MTEE-9, MENT-10), and how many there are in each organisation.

By name stands only who consented that the organisation hands it to the operator; counts name nobody and are of all.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.consents.queries.basis import has_basis
from portal.core.db import db
from portal.core.text import clean_line
from portal.core.web.choices import chosen, key_of, one_of
from portal.matching.corrections.kinds import BaseKind
from portal.matching.corrections.snapshots import standing_profiles, standing_requests
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.models import MentorProfile, MentorTrait
from portal.matching.models import MentoringRequest
from portal.matching.town.coverage import Covered, Extra, covered_by_person
from portal.people.ages import ADULT_FROM
from portal.people.models import Membership, Organization, Person
from portal.people.periods import age_on, in_force
from portal.people.queries import named
from portal.programs.definitions import formats
from portal.programs.models import MentoringFormat

TOWN_BASES = (BaseKind.MENTEES, BaseKind.MENTORS)
LEAST_SHOWN, LONGEST_TEXT, BATCH = 5, 100, 500


@dataclass(frozen=True, kw_only=True)
class TownFilter:
    """What the reader chose above the list."""

    text: str = ""
    base: str = ""
    format: str = ""
    organization: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT], base=one_of(args, "base", set(TOWN_BASES)),
            format=one_of(args, "format", formats()), organization=key_of(args, "organization"),
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"q": self.text, "base": self.base, "format": self.format, "organization": self.organization})

    @property
    def is_set(self) -> bool:
        return bool(self.as_args)


@dataclass(kw_only=True)
class Entry:
    """One person of the town's bases: what the consent to hand it over covers, from every organisation it covers."""

    person: Person
    on: date
    requests: list[MentoringRequest] = field(default_factory=list)
    profiles: list[MentorProfile] = field(default_factory=list)
    places: list[Membership] = field(default_factory=list)
    covered: dict[int, Covered] = field(default_factory=dict)
    """By id of the organisation."""

    @property
    def person_ids(self) -> set[int]:
        """Whom the entry shows: the person, and the representatives whose contacts stand for a child's."""
        return {self.person.id, *(one.id for one in self.kin)}

    @property
    def kin(self) -> list[Person]:
        """Representatives of a child who handed over their own contacts; none for a grown-up."""
        person = self.person
        if person.birth_on is None or age_on(person.birth_on, self.on) >= ADULT_FROM:
            return []
        homes = self.homes_of(Extra.CONTACTS).values()
        return list({one.id: one for covered in homes for one in covered.signers}.values())

    def homes_of(self, extra: Extra) -> dict[int, Covered]:
        """Organisations of the person whose signed text hands this over."""
        return {each.id: self.covered[each.id] for each in self.organizations
                if each.id in self.covered and extra in self.covered[each.id].extras}  # fmt: skip

    @property
    def organizations(self) -> list[Organization]:
        """Organisations in whose bases the person stands, each once."""
        homes = [each.organization for each in self.requests] + [each.organization for each in self.profiles]
        return list({each.id: each for each in homes}.values())

    @property
    def format_codes(self) -> list[str]:
        """Formats of both sides, each once, in the order of the reference."""
        said = {each.format.code for each in self.requests} | {
            code for each in self.profiles for code in each.format_codes
        }
        return [code for code in formats() if code in said]


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many people stand in the bases of one organisation, or of all; None where so few are not shown."""

    organization: Organization | None
    mentees: int | None
    mentors: int | None


def find_people_of_town(actor: Actor, wanted: TownFilter, today: date) -> Any:
    """Persons of the town's bases, each once, by name."""
    sides = []
    if wanted.base in ("", BaseKind.MENTEES):
        sides.append(_requests_of(actor, wanted, today).where(MentoringRequest.person_id == Person.id).exists())
    if wanted.base in ("", BaseKind.MENTORS):
        sides.append(_profiles_of(actor, wanted, today).where(MentorProfile.person_id == Person.id).exists())
    return sa.select(Person).where(sa.or_(*sides), *named(wanted.text)).order_by(Person.sort_name, Person.id)


def entries_of(actor: Actor, people: Sequence[Person], wanted: TownFilter, today: date) -> list[Entry]:
    """What the consents cover of these persons, in their order."""
    found = {each.id: Entry(person=each, on=today) for each in people}
    ids = list(found)
    anywhere = TownFilter(base=wanted.base)
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        if wanted.base in ("", BaseKind.MENTEES):
            for asked in _covered_requests(actor, part, anywhere, today):
                found[asked.person_id].requests.append(asked)
        if wanted.base in ("", BaseKind.MENTORS):
            for profile in _covered_profiles(actor, part, anywhere, today):
                found[profile.person_id].profiles.append(profile)
        for (person_id, organization_id), covered in covered_by_person(part, today).items():
            found[person_id].covered[organization_id] = covered
        for place in _places(part, today):
            if place.organization_id in {each.id for each in found[place.person_id].organizations}:
                found[place.person_id].places.append(place)
    return list(found.values())


def crowds(actor: Actor) -> tuple[list[Crowd], Crowd]:
    """(a line for each organisation with a base, the whole town, a person once); fewer than LEAST_SHOWN are hidden.

    The whole is hidden too where it would tell the hidden ones by subtraction.
    """
    here = _organizations(actor, Permission.TOWN_BASE_COUNT)
    mentees = _numbers(MentoringRequest, standing_requests(), here)
    mentors = _numbers(MentorProfile, standing_profiles(), here)
    homes = db.session.scalars(
        sa.select(Organization)
        .where(Organization.id.in_([key for key in {*mentees, *mentors} if key is not None]))
        .order_by(Organization.sort_name, Organization.id)
    ).all()
    lines = [
        Crowd(organization=home, mentees=shown(mentees.get(home.id, 0)), mentors=shown(mentors.get(home.id, 0)))
        for home in homes
    ]
    return lines, Crowd(organization=None, mentees=_whole(mentees), mentors=_whole(mentors))


def shown(number: int) -> int | None:
    """The number, or None for a group so small that it would tell of somebody; nobody at all is told."""
    return number if number == 0 or number >= LEAST_SHOWN else None


def _whole(numbers: dict[int | None, int]) -> int | None:
    """The whole, where nobody finds a hidden part by subtraction.

    Of `n` hidden parts a reader knows that each is from 1 to LEAST_SHOWN − 1, and what they come to: the whole less the
    parts that are shown. It is told where two of them at least may still differ by two either way. A person who stands
    in two parts makes the remainder smaller than their sum: both have to pass.
    """
    parts = [number for key, number in numbers.items() if key is not None]
    hidden = [number for number in parts if shown(number) is None]
    whole, n = numbers.get(None, 0), len(hidden)
    remainder = whole - (sum(parts) - sum(hidden))
    least, most = max(LEAST_SHOWN, n + 2), n * (LEAST_SHOWN - 1) - 2
    if hidden and (n < 2 or not all(least <= each <= most for each in (remainder, sum(hidden)))):
        return None
    return shown(whole)


def _numbers(model: Any, standing: Collection[sa.ColumnElement[bool]], here: Any) -> dict[int | None, int]:
    """Organisation id → people; under None all of them, a person once."""
    people = sa.func.count(sa.distinct(model.person_id))
    clauses = [*standing, model.organization_id.in_(here)]
    rows = db.session.execute(sa.select(model.organization_id, people).where(*clauses).group_by(model.organization_id))
    found: dict[int | None, int] = {row[0]: row[1] for row in rows.all()}
    found[None] = db.session.scalar(sa.select(people).where(*clauses)) or 0
    return found


def _requests_of(actor: Actor, wanted: TownFilter, today: date) -> Any:
    """Requests that the operator may see: the organisation is of the town, and the consent covers it."""
    asked = MentoringRequest
    query = sa.select(asked).where(
        *standing_requests(), asked.organization_id.in_(_organizations(actor, Permission.TOWN_BASE_READ, wanted)),
        has_basis(asked.person_id, asked.organization_id, Purpose.OPERATOR, today),
    )  # fmt: skip
    if wanted.format:
        of_format = sa.select(MentoringFormat.id).where(MentoringFormat.code == wanted.format)
        query = query.where(asked.format_id.in_(of_format))
    return query


def _profiles_of(actor: Actor, wanted: TownFilter, today: date) -> Any:
    profile = MentorProfile
    query = sa.select(profile).where(
        *standing_profiles(), profile.organization_id.in_(_organizations(actor, Permission.TOWN_BASE_READ, wanted)),
        has_basis(profile.person_id, profile.organization_id, Purpose.OPERATOR, today),
    )  # fmt: skip
    if wanted.format:
        of_format = sa.select(MentorTrait.profile_id).where(
            MentorTrait.kind == TraitKind.FORMAT, MentorTrait.code == wanted.format
        )
        query = query.where(profile.id.in_(of_format))
    return query


def _covered_requests(actor: Actor, ids: list[int], wanted: TownFilter, today: date) -> Sequence[MentoringRequest]:
    found: Sequence[MentoringRequest] = db.session.scalars(
        _requests_of(actor, wanted, today)
        .where(MentoringRequest.person_id.in_(ids))
        .options(joinedload(MentoringRequest.organization), joinedload(MentoringRequest.format))
        .order_by(MentoringRequest.organization_id, MentoringRequest.id)
    ).all()
    return found


def _covered_profiles(actor: Actor, ids: list[int], wanted: TownFilter, today: date) -> Sequence[MentorProfile]:
    found: Sequence[MentorProfile] = db.session.scalars(
        _profiles_of(actor, wanted, today)
        .where(MentorProfile.person_id.in_(ids))
        .options(joinedload(MentorProfile.organization), selectinload(MentorProfile.traits))
        .order_by(MentorProfile.organization_id, MentorProfile.id)
    ).all()
    return found


def _places(ids: list[int], today: date) -> Sequence[Membership]:
    return db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id.in_(ids), in_force(Membership, today))
        .options(joinedload(Membership.group))
        .order_by(Membership.starts_on.desc(), Membership.id)
    ).all()


def _organizations(actor: Actor, permission: Permission, wanted: TownFilter | None = None) -> Any:
    query = sa.select(Organization.id).where(allowed(actor, permission, Organization))
    if wanted is not None and wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    return query
