"""Letters about consents: one function a letter. Subjects name nobody and quote nobody."""

from portal.core.mail import absolute, enqueue


def campaign(to: str, *, title: str, body: str, organization: str, address: str, event_key: str) -> bool:
    """Tell about the programme in the words of the curator; the title stands inside, never in the subject."""
    return enqueue(
        "campaign", to, event_key=event_key, title=title, body=body, organization=organization, address=address
    )


def consent_reminder(to: str, *, organization: str, path: str, event_key: str) -> bool:
    """Remind of the consent that waits for a decision."""
    return enqueue("consent_reminder", to, event_key=event_key, organization=organization, url=absolute(path))
