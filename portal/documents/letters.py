"""Letters about documents. Subjects name nobody and quote nobody."""

from portal.core.mail import For, absolute, enqueue


def document_to_read(
    to: str, *, what: str, organization: str, path: str, event_key: str, reader: For | None = None
) -> bool:  # fmt: skip
    """Ask to read a document and to say so; `what` is its kind, number and day. `reader`: see `core.mail.enqueue`."""
    return enqueue(
        "document_to_read", to, event_key=event_key, reader=reader, what=what, organization=organization,
        url=absolute(path),
    )  # fmt: skip
