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


def account_invitation(to: str, *, path: str, event_key: str | None = None) -> bool:
    """Ask somebody to the portal: a one-time address for the first sign-in, good for a week."""
    return enqueue(
        "account_invitation", to, event_key=event_key, url=absolute(path), about_url=absolute("/about"),
        help_url=absolute("/help"),
    )  # fmt: skip


def password_reset(to: str, *, path: str, event_key: str | None = None) -> bool:
    """A one-time address for a new password, good for a day."""
    return enqueue("password_reset", to, event_key=event_key, url=absolute(path), help_url=absolute("/help"))


def access_renewed(to: str, *, zone: str, event_key: str | None = None) -> bool:
    """Tell the owner that the staff put a printed code in place of the password."""
    return enqueue(
        "access_renewed", to, event_key=event_key, changed_at=ru_datetime(clock.now(), zone), help_url=absolute("/help")
    )


def email_change(to: str, *, path: str, event_key: str | None = None) -> bool:
    """Ask the new address to confirm itself."""
    return enqueue("email_change", to, event_key=event_key, url=absolute(path), help_url=absolute("/help"))


def email_changed(to: str, *, zone: str, event_key: str | None = None) -> bool:
    """Tell the old address that it is the old one now."""
    return enqueue(
        "email_changed", to, event_key=event_key, changed_at=ru_datetime(clock.now(), zone), help_url=absolute("/help")
    )


def second_factor_changed(to: str, *, zone: str, is_on: bool, event_key: str | None = None) -> bool:
    """Tell the owner that the second step of sign-in is on or off from now on."""
    return enqueue(
        "second_factor_changed", to, event_key=event_key, changed_at=ru_datetime(clock.now(), zone), is_on=is_on,
        account_url=absolute("/account"), help_url=absolute("/help"),
    )  # fmt: skip
