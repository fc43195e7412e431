"""Another e-mail for one's own account: asked for, confirmed from the new address, told to the old one."""

from datetime import timedelta

from portal.access.actor import Actor
from portal.accounts import letters
from portal.accounts.actions.invitations import issue_key
from portal.accounts.actions.keys import revoke_keys, use_key
from portal.accounts.models import AccountInvitation, Purpose, User
from portal.accounts.queries import account_of, find_account
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import login_key

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
    revoke_keys(user.person_id, Purpose.NEW_PASSWORD)  # letters on their way to the old address
    actor = Actor(person_id=user.person_id)
    audit.record(actor, AuditEvent.EMAIL_CHANGED, user)
    if old:
        letters.email_changed(old, zone=actor.time_zone)
    db.session.flush()
