"""Who stands behind `/s/<token>`: a signed link makes an actor with LINK, a bare id needs the signed-in person."""

from portal.access.actor import Actor
from portal.access.web import SignInNeeded, current_actor
from portal.core.db import read_apart
from portal.core.errors import NotSeen
from surveys.filling import Filling, Invited
from surveys.finding import find_filling, find_invited
from surveys.links import is_signed, split_token


def actor_of(token: str) -> Actor:
    """The actor of this address. Raises SignInNeeded for a bare id without a signed-in person."""
    public_id, signature = split_token(token)
    actor = Actor.guest(link=public_id) if signature else current_actor()
    if actor.person_id is None and not signature:
        raise SignInNeeded
    return actor


def invited_by(token: str) -> Invited:
    """The invitation behind the address; one query. Raises NotSeen for a foreign id and for a wrong signature.

    The reading is over when it comes, and its definition compiled: what follows may take its time, and a write
    begins with its own first statement.
    """
    with read_apart():
        invited = find_invited(actor_of(token), split_token(token)[0])
        _check_signature(invited, token)
        _ = invited.definition
    return invited


def filling_by(token: str) -> Filling:
    """The same with what is saved; one query."""
    with read_apart():
        filling = find_filling(actor_of(token), split_token(token)[0])
        _check_signature(filling, token)
        _ = filling.definition
    return filling


def _check_signature(invited: Invited, token: str) -> None:
    signature = split_token(token)[1]
    if signature and not is_signed(invited.invitation, signature):
        raise NotSeen
