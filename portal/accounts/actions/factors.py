"""The second factor of an account: beginning it, showing it at sign-in, ending it."""

from portal.access.actor import Actor
from portal.accounts import letters, second_factor
from portal.accounts.actions.sessions import end_sessions, raise_session
from portal.accounts.models import User
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _


class WrongCode(Refusal):
    """The code was not the one in force: an attempt that counts."""


def begin_second_factor(actor: Actor, user: User, secret: str, *, code: str, session_id: int) -> tuple[list[str], str]:
    """Put the secret in force once a code proves that the telephone has it.

    Returns the recovery codes, to be shown now and never again, and the new token of this session. The same press
    twice gives the same codes.
    """
    step = second_factor.matching_step(secret, code)
    if step is None:
        raise WrongCode(_("Код не подошёл. Проверьте время на телефоне и введите новый код."))
    codes = second_factor.codes_of(secret)
    is_repeated = second_factor.unseal_secret(user.second_factor) == secret and user.second_factor_step == step
    if user.second_factor_at and not is_repeated:
        raise Refusal(_("Второй шаг входа уже включён. Чтобы заменить телефон, сначала отключите прежний."))
    if not is_repeated:
        user.second_factor, user.second_factor_at = second_factor.seal_secret(secret), clock.now()
        user.second_factor_step = step
        user.recovery_codes = [second_factor.code_hash(each) for each in codes]
        end_sessions(user.id, except_id=session_id)
        _note(actor, user, AuditEvent.SECOND_FACTOR_ADDED)
    return codes, raise_session(session_id)


def show_second_factor(actor: Actor, user: User, *, code: str, session_id: int) -> str:
    """Let the session through; returns its new token. A code of the telephone and a recovery code work once each.

    Raises WrongCode for anything else, also for a code that was used already.
    """
    secret = second_factor.unseal_secret(user.second_factor)
    step = second_factor.matching_step(secret, code) if secret else None
    kept, typed = user.recovery_codes or [], second_factor.code_hash(code)
    if step is not None and (user.second_factor_step is None or step > user.second_factor_step):
        user.second_factor_step = step
    elif typed in kept:
        user.recovery_codes = [each for each in kept if each != typed]
        audit.record(actor, AuditEvent.RECOVERY_CODE_USED, user)
    else:
        raise WrongCode(_("Код не подошёл. Дождитесь нового кода или введите один из запасных."))
    db.session.flush()
    return raise_session(session_id)


def remove_second_factor(actor: Actor, user: User) -> None:
    """Switch the second factor off by its owner, who has just typed the password."""
    _clear(user)
    _note(actor, user, AuditEvent.SECOND_FACTOR_REMOVED)


def reset_second_factor(actor: Actor, user: User) -> None:
    """Switch it off for somebody who lost the telephone: every session ends, the owner is told."""
    if user.person_id == actor.person_id:
        raise Refusal(_("Свой второй шаг входа отключают в учётной записи."))
    if not user.second_factor_at:
        raise Refusal(_("Второй шаг входа не включён."))
    _clear(user)
    end_sessions(user.id)
    _note(actor, user, AuditEvent.SECOND_FACTOR_RESET)


def recovery_codes(user: User) -> int:
    """How many recovery codes are left."""
    return len(user.recovery_codes or [])


def _clear(user: User) -> None:
    user.second_factor = user.second_factor_at = user.second_factor_step = None
    user.recovery_codes = []


def _note(actor: Actor, user: User, event: AuditEvent) -> None:
    db.session.flush()
    audit.record(actor, event, user)
    if user.person.email:
        letters.second_factor_changed(
            user.person.email, zone=actor.time_zone, is_on=event is AuditEvent.SECOND_FACTOR_ADDED
        )
