"""What consents add to the pages of the registers: papers of a person by purpose."""

from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.consents.queries.own import organizations_of, papers_of
from portal.consents.queries.register import organizations_with_register
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.people.models import Person


@panel("people.show", order=40)
def papers_of_person(person: Any) -> Panel | None:
    """Consents by purpose with the missing paper named, in the reader's organisation; nothing for who may not see."""
    actor = current_actor()
    mine = {one.id for one in organizations_with_register(actor)}
    may = db.session.scalar(
        sa.select(Person.id).where(Person.id == person.id, allowed(actor, Permission.CONSENT_READ, Person))
    ) if mine else None  # fmt: skip
    places = [one for one in organizations_of(person.id, clock.today(actor.time_zone)) if one.id in mine]
    if not may or not places:
        return None
    place = places[0]
    papers = papers_of(person, place, clock.today(place.time_zone))
    recording = {one.id for one in organizations_with_register(actor, Permission.CONSENT_RECORD)}
    return Panel(
        name="consents", title=_("Согласия"), template="consents/panel.html", more_label=_("Все согласия"),
        more_url=url_for("consents.person", public_id=person.public_id, organization=place.public_id),
        context={"papers": papers, "may_record": place.id in recording},
    )  # fmt: skip
