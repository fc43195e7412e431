"""Letters about reports: nobody's name in them."""

from datetime import date

from portal.core.i18n import ru_date
from portal.core.mail import For, absolute, enqueue


def report_due(
    to: str, *, due_on: date, organization: str, path: str, event_key: str, reader: For | None = None
) -> bool:  # fmt: skip
    """Ask for a report, or remind of one. `path` is its page; `event_key` keeps each letter single.

    `reader` as `core.mail.enqueue` says.
    """
    day = ru_date(due_on, "full")
    return enqueue(
        "mentor_report", to, event_key=event_key, day=day, organization=organization, url=absolute(path),
        reader=reader,
    )  # fmt: skip
