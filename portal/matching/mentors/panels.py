"""What the base of mentors adds to the card of a person: the profile, or the way into the base."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.matching.mentors.queries import profiles_on_card
from portal.people.models import Person


@panel("people.show", order=51)
def mentor_of_person(person: Person) -> Panel | None:
    """Profiles that the reader may see; nothing where there are none and nobody may be brought."""
    actor = current_actor()
    found = profiles_on_card(actor, person)
    is_there = any(each.is_open for each in found)
    brings = person.id != actor.person_id and Permission.MENTOR_NOMINATE in permissions_on(actor, person)
    if not found and not brings:
        return None
    return Panel(
        name="mentors", title=_("База наставников"), template="mentors/panel.html",
        more_label=_("Представить в наставники") if brings and not is_there else "",
        more_url=url_for("mentors.nominate", person_id=person.public_id) if brings and not is_there else "",
        context={"found": found},
    )  # fmt: skip
