"""Letters about steps of a road map: nobody's name in them."""

from datetime import date

from portal.core.i18n import ru_date
from portal.core.mail import For, absolute, enqueue


def step_due(
    to: str, *, title: str, due_on: date, organization: str, path: str, event_key: str, reader: For | None = None
) -> bool:  # fmt: skip
    """Say that the term of a step comes near. `path` is its page; `event_key` keeps each letter single.

    `reader` as `core.mail.enqueue` says: the letter may wait for the morning.
    """
    return enqueue(
        "roadmap_due", to, event_key=event_key, title=title, day=ru_date(due_on, "full"), organization=organization,
        url=absolute(path), reader=reader,
    )  # fmt: skip
