"""The letter of a call: nobody's name and nothing of what was told."""

from portal.core.mail import absolute, enqueue


def curator_call(to: str, *, urgency: str, organization: str, path: str, event_key: str) -> bool:
    """Tell a reader that somebody of a pair wrote. `path` is the page of the call, open after signing in."""
    return enqueue(
        "curator_call", to, event_key=event_key, urgency=urgency, organization=organization, url=absolute(path)
    )
