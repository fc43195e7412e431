"""Where these pages lead back to in the registers."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.people.models import Person

Way = list[tuple[str, str]]


def card_url(person: Person) -> str:
    """The card of the person."""
    return url_for("people.show", public_id=person.public_id)


def group_url(public_id: str) -> str:
    """The page of a group."""
    return url_for("groups.show", public_id=public_id)


def register_url() -> str:
    """The register of people."""
    return url_for("people.index")


def way_to_roles(person: Person) -> Way:
    """What stands above a person's roles, as far as the reader may open it: who appoints may not read every card."""
    if Permission.PERSON_READ not in permissions_on(current_actor(), person):
        return [(_("База кураторов"), url_for("accounts.curators"))]
    register = [(_("Люди"), register_url())] if current_actor().has(Permission.REGISTER_READ) else []
    return [*register, (person.full_name, card_url(person))]
