"""Where these pages lead back to in the registers."""

from flask import url_for

from portal.people.models import Person


def card_url(person: Person) -> str:
    """The card of the person."""
    return url_for("people.show", public_id=person.public_id)


def group_url(public_id: str) -> str:
    """The page of a group."""
    return url_for("groups.show", public_id=public_id)


def register_url() -> str:
    """The register of people."""
    return url_for("people.index")
