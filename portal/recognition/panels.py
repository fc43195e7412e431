"""What recognition adds to other pages: awards to the card of a person and to the portfolio of a mentor."""

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.core.web.waiting import Waiting
from portal.matching.mentors.models import MentorProfile
from portal.people.models import Person
from portal.recognition.kinds import NominationState
from portal.recognition.models import Nomination
from portal.recognition.queries import LOADED


@panel("people.show", order=57)
def awards_of_person(person: Person) -> Waiting | None:
    """Awards of the person that the reader may see."""
    return _awards(current_actor(), person.id)


@panel("mentors.portfolio", order=10)
def awards_in_portfolio(profile: MentorProfile) -> Waiting | None:
    """The same on the portfolio that is printed, without links."""
    return _awards(current_actor(), profile.person_id, links=False)


def _awards(actor: Actor, person_id: int, *, links: bool = True) -> Waiting | None:
    if not actor.has(Permission.AWARD_READ):
        return None
    query = (
        sa.select(Nomination)
        .where(allowed(actor, Permission.AWARD_READ, Nomination), Nomination.person_id == person_id,
               Nomination.state == NominationState.AWARDED)
        .options(*LOADED).order_by(Nomination.awarded_on.desc(), Nomination.id.desc())
    )  # fmt: skip

    def tell(rows: object) -> list[Panel]:
        found = [row[0] for row in rows]  # type: ignore[attr-defined]
        more = actor.has(Permission.AWARD_LIST) and links
        return [
            Panel(name="awards", title=_("Награды"), template="recognition/panel.html",
                  more_label=_("Реестр поощрений") if more else "", more_url=url_for("awards.index") if more else "",
                  context={"found": found, "links": links})
        ]  # fmt: skip

    return Waiting(query=query, tell=tell)
