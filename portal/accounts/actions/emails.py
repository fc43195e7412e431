"""Another e-mail for one's own account: asked for, confirmed from the new address, told to the old one."""

from datetime import timedelta

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts import letters
from portal.accounts.actions.invitations import issue_key
from portal.accounts.actions.keys import revoke_keys, use_key
from portal.accounts.granting import GRANTS, may_open
from portal.accounts.models import AccountInvitation, Purpose, User
from portal.accounts.queries import account_of, find_account, invitees
from portal.core import audit, mail
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import login_key
from portal.people.models import Person

LASTS = timedelta(hours=24)


def ask_for_email(actor: Actor, user: User, address: str) -> None:
    """Send a confirming letter to the new address; nothing changes before it is followed."""
    if user.person.email and login_key(address) == login_key(user.person.email):
        raise Refusal(_("Это ваша нынешняя почта."))
    revoke_keys(user.person_id, Purpose.NEW_EMAIL)
    token = issue_key(actor, user.person, Purpose.NEW_EMAIL, LASTS, address=address)
    letters.email_change(address, path=f"/invitations/{token}")
    audit.record(actor, AuditEvent.EMAIL_CHANGE_ASKED, user)


def confirm_email(invitation: AccountInvitation) -> None:
    """Put the new address in force; where the old one was the name for sign-in, the new one is from now on."""
    user = account_of(invitation.person_id)
    new, old = invitation.address or "", invitation.person.email
    if user is None or not new:
        raise Refusal(_("Ссылка больше не действует."))
    use_key(invitation)
    is_login = bool(old) and user.login == login_key(old or "")
    owner = find_account(new)
    if is_login:
        if owner is not None and owner.id != user.id:
            raise Refusal(_("С этой почтой уже входит другой человек. Укажите другую."))
        user.login = login_key(new)
    user.person.email = new
    user.person.version += 1
    mail.redirect(user.person_id, new)
    revoke_keys(user.person_id, Purpose.NEW_PASSWORD)  # letters on their way to the old address
    actor = Actor(person_id=user.person_id)
    audit.record(actor, AuditEvent.EMAIL_CHANGED, user)
    if old:
        letters.email_changed(old, zone=actor.time_zone)
    db.session.flush()


def leave_address(actor: Actor, person: Person) -> None:
    """Before the staff put another e-mail on a card: the address is where a forgotten password is renewed.

    Keys on their way to the old address end, and its owner is told. Raises Refusal where the account is one that the
    actor could not hand out, and for one's own: a new address of one's own is confirmed by a letter.
    """
    user = account_of(person.id)
    if user is not None and person.id == actor.person_id:
        raise Refusal(_("Свою почту меняют на странице учётной записи: новый адрес подтверждают по ссылке из письма."))
    if actor.person_id is not None and not _may_move(actor, person, has_account=user is not None):
        raise Refusal(_("Эту учётную запись выдаёте не вы. Почту меняет её владелец или администратор."))
    revoke_keys(person.id, Purpose.FIRST_SIGN_IN, Purpose.NEW_PASSWORD, Purpose.NEW_EMAIL)
    if user is not None and person.email:
        letters.email_changed(person.email, zone=actor.time_zone)


def _may_move(actor: Actor, person: Person, *, has_account: bool) -> bool:
    """An open account counts with all its roles; without one only those do that the staff of a school do not give."""
    held = invitees([person.id])[0].roles
    return may_open(actor, held if has_account else [one for one in held if one[0] not in GRANTS[Role.CURATOR]])
