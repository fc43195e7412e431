"""What sign-in puts on the desk: a password of one's own."""

from flask import url_for

from portal.access.actor import Actor
from portal.accounts.queries import Reader
from portal.core.i18n import _
from portal.core.web.desk import Step, finder


@finder("accounts.password")
def own_password(actor: Actor, reader: Reader) -> list[Step]:
    """A printed password is to be replaced first of all."""
    if not reader.must_change_password:
        return []
    return [
        Step(
            title=_("Придумайте свой пароль"),
            text=_("Сейчас действует пароль с листка. Свой знаете только вы."),
            button=_("Задать пароль"),
            url=url_for("accounts.show"),
        )
    ]
