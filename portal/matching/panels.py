"""What requests add to the card of a person: what the person asked for, and the way to ask for them."""

from flask import url_for

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.matching.queries import requests_on_card
from portal.people.models import Person


@panel("people.show", order=50)
def requests_of_person(person: Person) -> Panel | None:
    """Requests that the reader may see; nothing where there are none and nothing may be asked."""
    actor = current_actor()
    found = requests_on_card(actor, person)
    may_nominate = person.id != actor.person_id and Permission.REQUEST_NOMINATE in permissions_on(actor, person)
    if not found and not may_nominate:
        return None
    return Panel(
        name="requests", title=_("Запросы на наставника"), template="requests/panel.html",
        more_label=_("Представить в базу") if may_nominate else "",
        more_url=url_for("requests.nominate", person_id=person.public_id) if may_nominate else "",
        context={"found": found},
    )  # fmt: skip
