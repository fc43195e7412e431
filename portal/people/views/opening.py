"""What the pages below a person share: the gate to the person, today, choices of organisations and groups."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.people.models import Group, Organization, Person
from portal.people.queries import groups_of
from portal.people.queries.cards import neighbours


def person_or_404(public_id: str, permission: Permission, *, lock: bool = False) -> Person:
    """The person for this reader; one who was erased is gone for everybody."""
    person = get_or_404(current_actor(), Person, public_id, permission, lock=lock)
    if person.erased_on is not None:
        raise NotSeen
    return person


def own_organizations() -> Sequence[Organization]:
    """Organisations whose people the reader enters, by name; those that are closed are left out."""
    query = select_allowed(current_actor(), Permission.PERSON_EDIT, Organization)
    return db.session.scalars(query.where(Organization.ends_on.is_(None)).order_by(Organization.sort_name)).all()


def organization_named(key: str, organizations: Sequence[Organization]) -> Organization:
    """The organisation with the public key among these; the only one where nothing was named. Raises NotSeen."""
    if not key and len(organizations) == 1:
        return organizations[0]
    found = next((each for each in organizations if each.public_id == key), None)
    if found is None:
        raise NotSeen
    return found


def today_in(organization: Organization | None = None) -> date:
    """The day where the organisation is, or where the reader works."""
    return clock.today(organization.time_zone if organization else current_actor().time_zone)


def offer_places(form: Any, organization: Organization) -> tuple[Sequence[Group], Sequence[Organization]]:
    """Fill the choices of groups and of neighbours; returns both for looking up what was chosen."""
    groups, around = groups_of(organization.id, form.today), neighbours(organization)
    nothing = SelectChoice("", _("Не указано"))
    form.group.choices = [nothing, *(SelectChoice(group.public_id, group.name) for group in groups)]
    form.home.choices = [nothing, *(SelectChoice(each.public_id, each.short_name) for each in around)]
    return groups, around


def place_of(form: Any, groups: Sequence[Group], around: Sequence[Organization]) -> dict[str, Any]:
    """What the form says about a place, as arguments of `add_membership`."""
    return {
        "kind": form.kind.data,
        "starts_on": form.starts_on.data,
        "post": form.post.data or "",
        "subject": form.subject.data or "",
        "group": next((group for group in groups if group.public_id == form.group.data), None),
        "home": next((each for each in around if each.public_id == form.home.data), None),
    }
