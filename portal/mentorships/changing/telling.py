"""Who hears of a change: the people of the pair, for a child its representatives; and the papers that name the pair."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.mail import absolute, enqueue
from portal.core.notices import notify
from portal.documents.actions import flag_for_amendment
from portal.documents.kinds import DocumentState
from portal.documents.models import Document, DocumentSubject
from portal.matching.exports import representatives_of
from portal.mentorships.changing.models import MentorshipChange
from portal.mentorships.models import Mentorship, MentorshipDecision
from portal.people.ages import ADULT_FROM
from portal.people.models import Person
from portal.people.periods import age_on

KIND = "mentorship"


def tell(actor: Actor, pair: Mentorship, people: Iterable[Person], change: MentorshipChange, what: str) -> None:
    """A line on the portal and a letter that name nobody; whoever made the change is not told.

    `what` is a sentence without names. A child's parents are told beside the child, and the letter goes to them.
    """
    today = clock.today(pair.organization.time_zone)
    heard = [each for each in dict.fromkeys(people) if each.erased_on is None]
    children = {each.id for each in heard if _is_child(each, today)}
    kin = representatives_of(sorted(children), today)
    parents = [one for several in kin.values() for one in several]
    told = [each for each in dict.fromkeys([*heard, *parents]) if each.id != actor.person_id]
    path = f"/mentorships/{pair.public_id}"
    notify([each.id for each in told], KIND, what, path)
    for each in told:
        if each.email and each.id not in children:
            enqueue(
                "mentorship_changed", each.email, event_key=f"mentorship_change:{change.id}:{each.id}", what=what,
                organization=pair.organization.short_name, url=absolute(path),
            )  # fmt: skip


def flag_papers(actor: Actor, pair: Mentorship) -> int:
    """Mark the signed papers about the pair as needing an amendment; returns how many are marked anew."""
    named = sa.select(DocumentSubject.document_id).where(
        DocumentSubject.kind == Mentorship.__tablename__, DocumentSubject.ref == pair.public_id
    )
    decided = sa.select(MentorshipDecision.document_id).where(
        MentorshipDecision.mentorship_id == pair.id, MentorshipDecision.document_id.is_not(None)
    )
    about = sa.or_(Document.id.in_(named), Document.id.in_(decided))
    papers = db.session.scalars(
        sa.select(Document).where(about, Document.state == DocumentState.SIGNED).order_by(Document.id).with_for_update()
    )
    reason = _("Изменился состав пары, которую называет документ")
    return sum(flag_for_amendment(actor, each, reason) for each in papers)


def _is_child(person: Person, on: date) -> bool:
    return person.birth_on is not None and age_on(person.birth_on, on) < ADULT_FROM
