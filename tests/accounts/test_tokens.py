"""One-time addresses: every kind × every misuse is refused, a hundred guesses are the last (reliability S8)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.accounts import actions
from portal.accounts.models import AccountInvitation, Purpose
from portal.accounts.queries import find_invitation
from portal.core import clock
from portal.core.db import db
from portal.demo.cast import PASSWORD
from portal.people.models import Person
from tests.accounts.keys import NEW, SYSTEM, key_for, newcomer, user_of

KINDS = (Purpose.FIRST_SIGN_IN, Purpose.NEW_PASSWORD, Purpose.NEW_EMAIL)
Spoil = Callable[[Any, Person, str], str]


def holder(world: Any, purpose: Purpose) -> Person:
    """Somebody for whom a key of the purpose is made."""
    return newcomer(world) if purpose is Purpose.FIRST_SIGN_IN else world.misha


def _use(world: Any, person: Person, token: str) -> str:
    invitation = find_invitation(token)
    assert invitation
    if invitation.purpose == Purpose.NEW_EMAIL:
        actions.confirm_email(invitation)
    else:
        actions.accept_invitation(invitation, password=NEW)
    return token


def _replace(world: Any, person: Person, token: str) -> str:
    purpose = Purpose(db.session.scalars(sa.select(AccountInvitation.purpose).order_by(AccountInvitation.id)).all()[-1])
    key_for(world, purpose, person)
    return token


def _new_password(world: Any, person: Person, token: str) -> str:
    if person is not world.misha:
        actions.open_account(SYSTEM, person, login="other-name", password=PASSWORD)
        db.session.commit()
    user = user_of(person)
    actions.change_password(Actor(person_id=person.id), user, old=PASSWORD, new=NEW, session_id=0)
    return token


def _close(world: Any, person: Person, token: str) -> str:
    if person is not world.misha:
        actions.open_account(SYSTEM, person, login="other-name", password=PASSWORD)
        db.session.commit()
    actions.close_account(SYSTEM, user_of(person))
    return token


def _erase(world: Any, person: Person, token: str) -> str:
    person.erased_on = clock.today("Asia/Irkutsk")
    return token


def _hash_itself(world: Any, person: Person, token: str) -> str:
    return db.session.scalars(sa.select(AccountInvitation.token_hash).order_by(AccountInvitation.id)).all()[-1]


def _slip(world: Any, person: Person, token: str) -> str:
    """The hash of a printed code must not serve as an address."""
    row = db.session.scalars(sa.select(AccountInvitation).order_by(AccountInvitation.id.desc())).first()
    assert row
    row.channel = "slip"
    return token


MISUSES: dict[str, Spoil] = {
    "used before": _use,
    "replaced by a newer one": _replace,
    "after a change of password": _new_password,
    "of a closed account": _close,
    "of an erased person": _erase,
    "one letter wrong": lambda world, person, token: ("A" if token[0] != "A" else "B") + token[1:],
    "cut short": lambda world, person, token: token[:-1],
    "longer": lambda world, person, token: token + "A",
    "another case": lambda world, person, token: token.swapcase(),
    "the hash out of the table": _hash_itself,
    "of a printed slip": _slip,
    "empty but for a dot": lambda world, person, token: ".",
}


@pytest.mark.parametrize("misuse", MISUSES)
@pytest.mark.parametrize("purpose", KINDS, ids=str)
def test_a_misused_address_opens_nothing(world: Any, client: Any, post: Any, purpose: Purpose, misuse: str) -> None:
    person = holder(world, purpose)
    token = key_for(world, purpose, person)
    assert client.get(f"/invitations/{token}").status_code == 200
    spoiled = MISUSES[misuse](world, person, token)
    db.session.commit()
    before = snapshot()
    assert client.get(f"/invitations/{spoiled}").status_code == 404
    answer = post(client, f"/invitations/{spoiled}", new="совсем другая фраза", again="совсем другая фраза")
    assert answer.status_code == 404
    assert "Ссылка не действует" in answer.text
    assert snapshot() == before


def snapshot() -> list[Any]:
    """Passwords and addresses of everybody."""
    db.session.expire_all()
    rows = sa.text(
        'SELECT u.login, u.password_hash, p.email FROM "user" u JOIN person p ON p.id = u.person_id ORDER BY u.id'
    )
    return list(db.session.execute(rows))


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [(Purpose.FIRST_SIGN_IN, timedelta(days=7)), (Purpose.NEW_PASSWORD, timedelta(hours=24)),
     (Purpose.NEW_EMAIL, timedelta(hours=24))],
    ids=str,
)  # fmt: skip
def test_an_address_ends_when_it_says(world: Any, client: Any, purpose: Purpose, lasts: timedelta) -> None:
    token = key_for(world, purpose, holder(world, purpose))
    with clock.freeze(clock.now() + lasts - timedelta(seconds=1)):
        assert client.get(f"/invitations/{token}").status_code == 200
    with clock.freeze(clock.now() + lasts):
        assert client.get(f"/invitations/{token}").status_code == 404


@pytest.mark.parametrize("purpose", KINDS, ids=str)
def test_the_table_keeps_no_token_and_a_look_uses_nothing_up(world: Any, client: Any, purpose: Purpose) -> None:
    token = key_for(world, purpose, holder(world, purpose))
    assert len(token) >= 43  # 256 bits
    for _look in range(3):
        assert client.get(f"/invitations/{token}").status_code == 200
    kept = db.session.execute(sa.select(AccountInvitation)).scalars().all()
    assert all(token not in (row.token_hash, row.public_id, row.batch) for row in kept)
    assert all(row.used_at is None for row in kept)


def test_a_key_for_one_purpose_does_not_serve_another(world: Any, client: Any, post: Any) -> None:
    """The address that confirms an e-mail sets no password, whatever fields are sent along."""
    before = user_of(world.misha).password_hash
    token = key_for(world, Purpose.NEW_EMAIL, world.misha)
    assert post(client, f"/invitations/{token}", new=NEW, again=NEW, purpose="new_password").status_code == 200
    assert user_of(world.misha).password_hash == before
    assert user_of(world.misha).person.email == "new@demo.example"


def test_a_hundred_guesses_are_the_last_and_the_owner_is_let_in_elsewhere(world: Any, client: Any) -> None:
    token = key_for(world, Purpose.NEW_PASSWORD, world.misha)
    answers = [client.get(f"/invitations/guess{number}").status_code for number in range(101)]
    assert answers[:100] == [404] * 100
    assert answers[100] == 429
    assert client.get(f"/invitations/{token}").status_code == 429
    elsewhere = client.get(f"/invitations/{token}", environ_base={"REMOTE_ADDR": "10.0.0.2"})
    assert elsewhere.status_code == 200


def test_two_presses_at_once_set_one_password(world: Any) -> None:
    """The second request found the key before the first used it: the row decides."""
    from portal.core.errors import NotSeen

    token = key_for(world, Purpose.NEW_PASSWORD, world.misha)
    first = find_invitation(token)
    assert first
    stale = AccountInvitation(id=first.id, purpose=first.purpose, person=first.person, person_id=first.person_id)
    actions.accept_invitation(first, password=NEW)
    with pytest.raises(NotSeen), db.session.no_autoflush:
        actions.accept_invitation(stale, password="совсем другая фраза")
