"""Letters of sign-in: one function a letter. Subjects name nobody."""

from portal.core import clock
from portal.core.i18n import ru_datetime
from portal.core.mail import absolute, enqueue


def password_changed(to: str, *, zone: str, event_key: str | None = None) -> bool:
    """Tell the owner of the account that its password is new, so that a stranger's hand is noticed."""
    return enqueue(
        "password_changed",
        to,
        event_key=event_key,
        changed_at=ru_datetime(clock.now(), zone),
        account_url=absolute("/account"),
        help_url=absolute("/help"),
    )
