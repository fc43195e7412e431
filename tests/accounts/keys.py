"""What tests of keys need: people without an account, tokens out of letters, codes out of sheets."""

import re
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts import actions
from portal.accounts.models import AccountInvitation, Purpose, User
from portal.accounts.queries import account_of, invitees
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from portal.people.models import Person
from tests.house.stage import BEGAN_ON

SYSTEM = Actor.system("tests")
NEW = "утренний трамвай идёт"


def newcomer(world: Any, name: str = "Ёлкин", *, email: str | None = "elkin@demo.example", school: int = 1,
             kind: MembershipKind = MembershipKind.LEARNER) -> Person:  # fmt: skip
    """A person of the group without an account or a role."""
    person = people.add_person(SYSTEM, family_name=name, given_name="Пётр", email=email)
    group = world.town.groups[school] if kind is MembershipKind.LEARNER else None
    people.add_membership(SYSTEM, person, world.town.schools[school], kind=kind, starts_on=BEGAN_ON, group=group)
    db.session.commit()
    return person


def last_token() -> str:
    """The one-time address of the latest letter that has one."""
    letters = db.session.scalars(sa.select(OutboxMessage.text).order_by(OutboxMessage.id.desc()))
    return next(found.group(1) for text in letters if (found := re.search(r"/invitations/(\S+)", text)))


def letters() -> list[str]:
    """Kinds of all letters, in order."""
    return list(db.session.scalars(sa.select(OutboxMessage.letter).order_by(OutboxMessage.id)))


def user_of(person: Person) -> User:
    """The account of the person, read anew."""
    db.session.expire_all()
    user = account_of(person.id)
    assert user
    return user


def key_for(world: Any, purpose: Purpose, person: Person) -> str:
    """A fresh token of the purpose, out of its letter."""
    if purpose is Purpose.FIRST_SIGN_IN:
        actions.invite(world.actor("kira"), invitees([person.id]), again=True)
    elif purpose is Purpose.NEW_PASSWORD:
        actions.send_new_password(world.actor("kira"), user_of(person))
    else:
        actions.ask_for_email(Actor(person_id=person.id), user_of(person), "new@demo.example")
    db.session.commit()
    return last_token()


def keys_of(person: Person) -> list[AccountInvitation]:
    """All keys of the person, the latest last."""
    wanted = sa.select(AccountInvitation).where(AccountInvitation.person_id == person.id)
    return list(db.session.scalars(wanted.order_by(AccountInvitation.id)))


def printed(html: str) -> dict[str, str]:
    """Name for sign-in → code, as a sheet shows them."""
    words = re.findall(r'class="slip-word">([^<]+)<', html)
    return dict(zip(words[::2], words[1::2], strict=True))
