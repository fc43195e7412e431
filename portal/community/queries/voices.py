"""How those who write are called: a child by given name and one letter, an erased person by nobody's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.access.roles import Role
from portal.accounts.models import RoleGrant, User
from portal.community.models import CommunityMember, Post, Thread
from portal.community.queries.spaces import readers_among
from portal.core.db import db
from portal.core.i18n import _
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import age_on, in_force

GROWN = 18
# What somebody is here, the most telling first; a participant's role says nothing.
TELLING = (
    Role.MENTOR, Role.CURATOR, Role.METHODOLOGIST, Role.GROUP_CURATOR, Role.PSYCHOLOGIST, Role.SOCIAL_EDUCATOR,
    Role.FORM_LEAD, Role.DIRECTOR, Role.SECRETARY, Role.OPERATOR, Role.DEPARTMENT, Role.PARTNER_CURATOR,
    Role.MENTEE, Role.PARENT, Role.ADMINISTRATOR,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Voice:
    """An author on the page: name, letters of the chip, what the person is and where, address of the profile."""

    name: str
    initials: str
    badge: str = ""
    public_id: str = ""


NOBODY = Voice(name=_("Участник удалён"), initials="–")
UNNAMED = Voice(name=_("Без имени"), initials="?")


def is_child(birth_on: date | None, is_learner: bool, today: date) -> bool:
    """Whether somebody is not known to be grown: under 18, or a learner without a birth date."""
    return age_on(birth_on, today) < GROWN if birth_on is not None else is_learner


def voices_of(person_ids: Iterable[int], today: date) -> dict[int, Voice]:
    """Author by id; two statements, however many there are. Names of children are cut (no family name on the page)."""
    ids = list(dict.fromkeys(person_ids))
    learns = sa.exists().where(
        Membership.person_id == Person.id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, today)
    )
    people = db.session.execute(
        sa.select(Person, learns.label("learns"), CommunityMember.shows_post, CommunityMember.about)
        .outerjoin(CommunityMember, CommunityMember.person_id == Person.id)
        .where(Person.id.in_(ids))
    ).all()
    held: dict[int, dict[str, str]] = {}
    for person_id, role, label, labels, place in db.session.execute(
        sa.select(
            RoleGrant.person_id, RoleGrant.role, RoleGrant.label, Organization.role_labels, Organization.short_name
        )
        .join(Organization, Organization.id == RoleGrant.organization_id)
        .where(RoleGrant.person_id.in_(ids), in_force(RoleGrant, today))
        .order_by(RoleGrant.id)
    ):
        word = label or (labels or {}).get(role) or Role(role).label
        held.setdefault(person_id, {}).setdefault(role, f"{word.lower()}, {place}")
    return {
        person.id: _voice(person, is_child(person.birth_on, learns, today), held.get(person.id, {}))
        for person, learns, _shows, _about in people
    }


def _voice(person: Person, is_minor: bool, held: dict[str, str]) -> Voice:
    if person.erased_on is not None or not person.given_name:
        return NOBODY
    badge = next((held[role] for role in TELLING if role in held), "")
    name = f"{person.given_name} {person.family_name[:1]}." if is_minor else person.name
    letters = f"{person.given_name[:1]}{person.family_name[:1]}"
    return Voice(name=name, initials=letters.upper(), badge=badge, public_id="" if is_minor else person.public_id)


def is_minor(person_id: int, today: date) -> bool:
    """Whether the person is not known to be grown."""
    learns = sa.exists().where(
        Membership.person_id == Person.id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, today)
    )
    birth_on, is_learner = db.session.execute(sa.select(Person.birth_on, learns).where(Person.id == person_id)).one()
    return is_child(birth_on, is_learner, today)


def places_of_learner(person_id: int, today: date) -> Sequence[int]:
    """Organisations in which the person learns: a consent of one of them lets a child write."""
    query = sa.select(Membership.organization_id).where(
        Membership.person_id == person_id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, today)
    )
    return db.session.scalars(query.order_by(Membership.organization_id)).all()


def member(person_id: int | None) -> CommunityMember | None:
    """What the person agreed to show, if anything was said yet."""
    return db.session.scalars(sa.select(CommunityMember).where(CommunityMember.person_id == person_id)).one_or_none()


def find_mentioned(space_id: int, names: Sequence[tuple[str, str]], today: date) -> list[int]:
    """People of these names, in either order, who may read the space; a name that fits two of them means nobody."""
    found: list[int] = []
    for first, second in names:
        ids = db.session.scalars(
            sa.select(Person.id)
            .join(User, User.person_id == Person.id)
            .where(
                sa.or_(
                    sa.and_(Person.given_name == first, Person.family_name == second),
                    sa.and_(Person.given_name == second, Person.family_name == first),
                ),
                Person.erased_on.is_(None),
            )
            .limit(20)
        ).all()
        readers = readers_among(space_id, ids, today)
        found += readers if len(readers) == 1 else []
    return found


def met_in_common(actor_spaces: sa.Select[int], person_id: int) -> bool:
    """Whether the person has begun or could be met in one of these spaces: whoever wrote there has a profile there."""
    wrote = sa.exists().where(
        Post.author_id == person_id, Post.thread_id == Thread.id, Thread.space_id.in_(actor_spaces),
        sa.or_(Post.number > 1, Thread.hides_author.is_(False)),
    )  # fmt: skip
    return bool(db.session.scalar(sa.select(wrote)))
