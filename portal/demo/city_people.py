"""The people of the city: schools and colleges, teachers, learners, parents, their consents and roles, in batches."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.consents import actions as consents
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import Consent, ConsentText
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.core.text import sort_key
from portal.demo.names import drawn_names
from portal.demo.schools import SUBJECTS
from portal.demo.town import BEGAN_ON, CONSENT_BODY, SYSTEM, ZONE, Town
from portal.people import actions as register
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Membership, Organization, Person, Representation

Progress = Callable[[str], None]
Name = tuple[str, str, str]
Row = dict[str, Any]
BATCH = 300  # people a transaction; with their papers and the journal some 2,500 rows
COLLEGE_SHARE = 8  # every eighth person of the city learns in the college of the cast
IN_GROUP = 25
WITHOUT_PAPER = 0.02


@dataclass
class Place:
    """An organisation that people settle in."""

    school: Organization
    text: ConsentText
    kind: OrganizationKind
    group_id: int = 0
    learners: int = 0


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """A person to be entered; `parent` is the place of the parent among those who came with them."""

    born_on: date
    kind: MembershipKind
    role: Role | None
    post: str = ""
    subject: str = ""
    group_id: int | None = None
    parent: int | None = None
    has_signed: bool = True


def settle_city(town: Town, *, organizations: int, people: int, seed: int, progress: Progress) -> list[Organization]:
    """Add organisations to the municipality of the town and people to them; returns the new organisations.

    Every eighth person learns in the college of the cast, so that its curator has a large school.
    """
    chance = random.Random(f"city/{seed}")  # noqa: S311 — invented people
    names = drawn_names(seed)
    college = Place(town.schools[1], town.consent_texts[1], OrganizationKind.COLLEGE)
    in_college = people // COLLEGE_SHARE
    done = _fill(college, _learners(college, in_college, chance), names)
    places = []
    for number in range(organizations):
        place = _open_place(town, number)
        share = (people - done) // (organizations - number)
        done += _fill(place, _newcomers(place, share, chance), names)
        places.append(place)
        progress(_("Люди: %(done)s из %(total)s", done=done, total=people))
    return [place.school for place in places]


def staff_of(school: Organization) -> Sequence[int]:
    """Ids of those who work there, the first to come first."""
    return db.session.scalars(
        sa.select(Membership.person_id)
        .where(Membership.organization_id == school.id, Membership.kind == MembershipKind.EMPLOYEE)
        .order_by(Membership.id)
    ).all()


def _open_place(town: Town, number: int) -> Place:
    is_college = number % 6 == 5
    kind = OrganizationKind.COLLEGE if is_college else OrganizationKind.SCHOOL
    name = f"Городской колледж № {number + 1}" if is_college else f"Городская школа № {number + 20}"
    short = f"Колледж № {number + 1}" if is_college else f"Школа № {number + 20}"
    school = register.add_organization(
        SYSTEM, kind=kind, name=name, short_name=short, time_zone=ZONE, municipality=town.municipality
    )
    text = consents.add_consent_text(
        SYSTEM, school, purpose=Purpose.PARTICIPATION, category="any", title="Согласие на участие и мониторинг",
        body=CONSENT_BODY, starts_on=BEGAN_ON,
    )  # fmt: skip
    return Place(school, text, kind)


def _newcomers(place: Place, count: int, chance: random.Random) -> list[Newcomer]:
    """Of ten people of a school one teaches, four are parents and five learn; in a college one teaches."""
    staff = max(3, count // 10)
    found = [_teacher(order) for order in range(min(staff, count))]
    if place.kind is OrganizationKind.COLLEGE:
        return found + _learners(place, count - len(found), chance)
    while len(found) < count:
        first = len(found)
        family = [_parent() for _number in range(4)][: count - first]
        children = min(5, count - first - len(family))
        found += family
        found += [_pupil(place, chance, first + order % 4, order) for order in range(children)]
    return found


def _teacher(order: int) -> Newcomer:
    """The first three lead, curate and counsel; every third of the others is young and has a mentor."""
    posts = {
        0: ("Директор", Role.DIRECTOR),
        1: ("Заместитель директора", Role.CURATOR),
        2: ("Педагог-психолог", Role.PSYCHOLOGIST),
    }
    is_young = order % 3 == 0
    post, role = posts.get(order, ("Преподаватель", Role.MENTEE if is_young else Role.MENTOR))
    subject = "" if order in posts else SUBJECTS[order % len(SUBJECTS)]
    born_on = date(1999 if is_young and order else 1974, 1 + order % 12, 10)
    return Newcomer(born_on=born_on, kind=MembershipKind.EMPLOYEE, role=role, post=post, subject=subject)


def _parent() -> Newcomer:
    return Newcomer(born_on=date(1982, 4, 4), kind=MembershipKind.PARENT, role=Role.PARENT)


def _pupil(place: Place, chance: random.Random, parent: int, order: int) -> Newcomer:
    """At least 14 when the year began: the pupil and a parent sign."""
    return _learner(place, chance, age=14 + order % 3, parent=parent, number=order)


def _learners(place: Place, count: int, chance: random.Random) -> list[Newcomer]:
    return [_learner(place, chance, age=18 + number % 4, parent=None, number=number) for number in range(count)]


def _learner(place: Place, chance: random.Random, *, age: int, parent: int | None, number: int) -> Newcomer:
    today = clock.today(ZONE)
    return Newcomer(
        born_on=date(today.year - age - 1, 1 + chance.randrange(12), 1 + chance.randrange(28)),
        kind=MembershipKind.LEARNER,
        role=Role.MENTEE if number % 4 != 3 else None,
        group_id=_group_with_room(place, course=9 + age % 3 if parent is not None else 1 + age % 4),
        parent=parent,
        has_signed=chance.random() >= WITHOUT_PAPER,
    )


def _group_with_room(place: Place, course: int) -> int:
    """The group that is being filled; every IN_GROUP learners the next one opens."""
    if place.learners % IN_GROUP == 0:
        name = f"{course}-{place.learners // IN_GROUP + 1:02}"
        place.group_id = register.add_group(SYSTEM, place.school, name=name, course=course, starts_on=BEGAN_ON).id
    place.learners += 1
    return place.group_id


def _fill(place: Place, newcomers: Sequence[Newcomer], names: Iterator[Name]) -> int:
    """Enter the newcomers with everything that belongs to them, a batch a transaction; returns how many."""
    known: list[Row] = []
    for start in range(0, len(newcomers), BATCH):
        known += _enter(place, newcomers[start : start + BATCH], names, known)
        db.session.commit()
    return len(known)


def _enter(place: Place, batch: Sequence[Newcomer], names: Iterator[Name], known: Sequence[Row]) -> list[Row]:
    """One batch; `known` are the people of the place entered before it, parents among them."""
    persons = [_person_row(who, next(names)) for who in batch]
    ids = db.session.scalars(sa.insert(Person).returning(Person.id, sort_by_parameter_order=True), persons).all()
    entered = [{"id": key, "public_id": row["public_id"]} for key, row in zip(ids, persons, strict=True)]
    everybody, school = [*known, *entered], place.school.id
    consents: list[Row] = []
    kin: list[Row] = []
    for who, person in zip(batch, entered, strict=True):
        parent = None if who.parent is None else everybody[who.parent]["id"]
        if parent is not None:
            kin.append({"person_id": person["id"], "representative_id": parent, "relation": "родитель",
                        "starts_on": BEGAN_ON})  # fmt: skip
        if who.has_signed:
            consents += [consent_row(place, person["id"], signer) for signer in (person["id"], parent) if signer]
    members = [_membership_row(who, person["id"], school) for who, person in zip(batch, entered, strict=True)]
    grants = [_grant_row(who, person["id"], school) for who, person in zip(batch, entered, strict=True) if who.role]
    for model, rows in ((Membership, members), (Representation, kin), (Consent, consents), (RoleGrant, grants)):
        if rows:
            db.session.execute(sa.insert(model), rows)
    note_entered(school, entered, kin, consents, grants)
    return entered


def _person_row(who: Newcomer, name: Name) -> Row:
    family, given, father = name
    return {
        "public_id": new_public_id(), "family_name": family, "given_name": given, "patronymic": father,
        "sort_name": sort_key(" ".join(name)), "birth_on": who.born_on,
    }  # fmt: skip


def _membership_row(who: Newcomer, person_id: int, school_id: int) -> Row:
    return {
        "person_id": person_id, "organization_id": school_id, "group_id": who.group_id, "kind": who.kind,
        "post": who.post, "subject": who.subject, "starts_on": BEGAN_ON,
    }  # fmt: skip


def consent_row(place: Place, person_id: int, signer: int) -> Row:
    """The signature of `signer` under the consent of the person, from today."""
    is_own = signer == person_id
    return {
        "public_id": new_public_id(), "person_id": person_id, "organization_id": place.school.id,
        "text_id": place.text.id, "text_hash": place.text.body_hash, "purpose": Purpose.PARTICIPATION,
        "given_by_id": signer, "by_representative": not is_own,
        "evidence": Evidence.SCAN if is_own else Evidence.PAPER, "starts_on": clock.today(ZONE),
    }  # fmt: skip


def _grant_row(who: Newcomer, person_id: int, school_id: int) -> Row:
    return {
        "public_id": new_public_id(), "person_id": person_id, "organization_id": school_id, "role": who.role,
        "starts_on": BEGAN_ON,
    }  # fmt: skip


def note_entered(
    school: int, entered: Sequence[Row], kin: Sequence[Row], consents: Sequence[Row], grants: Sequence[Row]
) -> None:
    """The entries that the actions would have written, all at once."""
    named = {row["id"]: row["public_id"] for row in entered}
    person, consent, grant = Person.__tablename__, Consent.__tablename__, RoleGrant.__tablename__
    said: list[tuple[AuditEvent, int | None, str, str, Row]] = []
    for row in entered:
        said.append((AuditEvent.PERSON_ADDED, None, person, row["public_id"], {}))
        said.append((AuditEvent.MEMBERSHIP_ADDED, school, person, row["public_id"], {}))
    said += [(AuditEvent.REPRESENTATION_ADDED, None, person, named[row["person_id"]], {}) for row in kin]
    said += [(AuditEvent.CONSENT_RECORDED, school, consent, row["public_id"], {}) for row in consents]
    said += [
        (AuditEvent.ROLE_GRANTED, school, grant, row["public_id"],
         {"role": row["role"], "person": named[row["person_id"]]})
        for row in grants
    ]  # fmt: skip
    columns = ("event", "organization_id", "subject_kind", "subject_id", "changes")
    happened = {"happened_at": clock.now(), "person_id": SYSTEM.person_id}
    db.session.execute(sa.insert(AuditEntry), [{**happened, **dict(zip(columns, row, strict=True))} for row in said])
