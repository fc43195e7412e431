"""Letters about documents. Subjects name nobody and quote nobody."""

from portal.core.mail import absolute, enqueue


def document_to_read(to: str, *, what: str, organization: str, path: str, event_key: str) -> bool:
    """Ask to read a document and to say so; `what` is its kind, number and day."""
    return enqueue(
        "document_to_read", to, event_key=event_key, what=what, organization=organization, url=absolute(path)
    )
