"""Letters about meetings: plain values in, nobody's name in them."""

from portal.core.mail import For, absolute, enqueue


def meeting_reminder(
    to: str, *, when: str, kind: str, place: str, link: str, organization: str, path: str, event_key: str,
    reader: For | None = None,
) -> bool:  # fmt: skip
    """Remind of a planned meeting. `path` is its page; `event_key` keeps one letter a meeting and a person.

    `reader` as `core.mail.enqueue` says.
    """
    return enqueue(
        "meeting_reminder", to, event_key=event_key, when=when, kind=kind, place=place, link=link,
        organization=organization, url=absolute(path), reader=reader,
    )  # fmt: skip
