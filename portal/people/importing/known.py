"""Who is known in the register of one organisation, and whom the file has named so far, under one rule of identity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.core.text import sort_key
from portal.people.importing.values import digits_of
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Person, Representation
from portal.people.periods import in_force

Place = tuple[str, str, str]
"""Kind, group, post: names for comparison."""


@dataclass(eq=False, kw_only=True)
class Known:
    """A person of the register, or one whom a row of the file will make (`id` is None until then).

    `number` is the row of this very file that made them; those of the register have none.
    """

    name: str
    full_name: str
    birth_on: date | None = None
    email: str = ""
    phone: str = ""
    career_began_on: date | None = None
    id: int | None = None
    number: int | None = None
    places: set[Place] = field(default_factory=set)
    represented_by: set[str] = field(default_factory=set)

    @property
    def is_only_parent(self) -> bool:
        return bool(self.places) and all(kind == MembershipKind.PARENT for kind, _group, _post in self.places)


class People:
    """The people of one organisation, found by name, by contact and by id."""

    def __init__(self, organization_id: int, today: date, made: Mapping[tuple[str, int], int]) -> None:
        self._by_name: dict[str, list[Known]] = {}
        self._by_email: dict[str, list[Known]] = {}
        self._by_contact: dict[tuple[str, str], list[Known]] = {}
        self._by_id: dict[int, Known] = {}
        self._load(organization_id, today, made)

    def add(self, known: Known) -> Known:
        """Remember somebody."""
        self._by_name.setdefault(known.name, []).append(known)
        if known.id is not None:
            self._by_id[known.id] = known
        self.index_contacts(known)
        return known

    def index_contacts(self, known: Known) -> None:
        """Make a new address or telephone of somebody findable."""
        if known.email and known not in self._by_email.setdefault(known.email, []):
            self._by_email[known.email].append(known)
        for contact in filter(None, (known.email, digits_of(known.phone))):
            same = self._by_contact.setdefault((known.name, contact), [])
            if known not in same:
                same.append(known)

    def sharing(self, name: str, email: str, phone: str) -> list[Known]:
        """Those of this name with this e-mail or this telephone."""
        contacts = filter(None, (email, digits_of(phone)))
        return [known for contact in contacts for known in self._by_contact.get((name, contact), ())]

    def named(self, name: str) -> list[Known]:
        return self._by_name.get(name, [])

    def by_id(self, key: int | None) -> Known | None:
        return self._by_id.get(key) if key is not None else None

    def owner_of(self, email: str, *, but: Known | None) -> Known | None:
        """Somebody else who has this address already."""
        return next((known for known in self._by_email.get(email, ()) if known is not but), None) if email else None

    def _load(self, organization_id: int, today: date, made: Mapping[tuple[str, int], int]) -> None:
        rows = db.session.execute(
            sa.select(Person, Membership, Group.name)
            .join(Membership, Membership.person_id == Person.id)
            .outerjoin(Group, Group.id == Membership.group_id)
            .where(Membership.organization_id == organization_id, Person.erased_on.is_(None))
            .order_by(Person.id)
        )
        for person, place, group in rows:
            known = self._by_id.get(person.id) or self.add(
                Known(
                    id=person.id, name=name_key(person.family_name, person.given_name, person.patronymic),
                    full_name=person.full_name, birth_on=person.birth_on, email=(person.email or "").lower(),
                    phone=person.phone or "", career_began_on=person.career_began_on,
                    number=made.get(("person", person.id)),
                )
            )  # fmt: skip
            is_in_force = place.starts_on <= today and (place.ends_on is None or place.ends_on >= today)
            if is_in_force or ("membership", place.id) in made:
                known.places.add(place_key(place.kind, group or "", place.post))
        self._load_families(organization_id, today)

    def _load_families(self, organization_id: int, today: date) -> None:
        here = sa.select(Membership.person_id).where(Membership.organization_id == organization_id)
        rows = db.session.execute(
            sa.select(Representation.person_id, Person.family_name, Person.given_name, Person.patronymic)
            .join(Person, Person.id == Representation.representative_id)
            .where(Representation.person_id.in_(here), in_force(Representation, today))
        )
        for child, *names in rows:
            if child in self._by_id:
                self._by_id[child].represented_by.add(name_key(*names))

    def __iter__(self) -> Iterator[Known]:
        return (known for known_ones in self._by_name.values() for known in known_ones)


def name_key(family: str, given: str, patronymic: str) -> str:
    """A full name for comparison."""
    return sort_key(" ".join(filter(None, (family, given, patronymic))))


def place_key(kind: str, group: str, post: str) -> Place:
    """A place for comparison: learners and alumni have a group and no post, the others a post and no group."""
    is_of_group = kind in (MembershipKind.LEARNER, MembershipKind.ALUMNUS)
    return (str(kind), sort_key(group) if is_of_group else "", "" if is_of_group else sort_key(post))
