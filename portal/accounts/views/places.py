"""Where these pages lead back to in the registers."""

from typing import Any

from flask import current_app, url_for

from portal.people.models import Person


def card_url(person: Person) -> str:
    """The card of the person."""
    return _address("people.show", public_id=person.public_id)


def group_url(public_id: str) -> str:
    """The page of a group."""
    return _address("groups.show", public_id=public_id)


def register_url() -> str:
    """The register of people."""
    return _address("people.index")


def _address(endpoint: str, **values: Any) -> str:
    """The page, or the desk in a portal without that room."""
    if endpoint not in current_app.view_functions:
        return url_for("home.index")
    return url_for(endpoint, **values)
