"""What consents put on the desk: one's own signature, the children's, and what the curator waits for."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose, State
from portal.consents.queries.basis import has_basis
from portal.consents.queries.own import Paper, organizations_of, papers_of
from portal.consents.queries.register import Wanted, organizations_with_register, register
from portal.consents.queries.signers import children_of
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Step, finder
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force

ASKED_FIRST = (Purpose.PARTICIPATION,)  # the others are offered on the page of consents and pressed by nobody


@finder("consents.own")
def own_signatures(actor: Actor, reader: Any) -> list[Step]:
    """The reader's own signature, and under the consents of their children, where nobody has refused."""
    if actor.person_id is None or not actor.has(Permission.CONSENT_GIVE):
        return []
    today = clock.today(actor.time_zone)
    lacking = _lacking(actor.person_id, today)
    if not lacking:
        return []
    me = db.session.scalars(sa.select(Person).where(Person.id == actor.person_id)).one()
    people = [person for person in (me, *children_of(me.id, today)) if person.id in lacking]
    return [_step(paper, me) for person in people for paper in _asking(person, me, today)]


@finder("consents.collecting")
def missing_papers(actor: Actor, reader: Any) -> list[Step]:
    """How many people of the curator's have no full consent, and confirmations that wait for their sheets."""
    steps = []
    for organization in organizations_with_register(actor, Permission.CONSENT_RECORD):
        today = clock.today(organization.time_zone)
        wanted = Wanted(organization=organization, purpose=Purpose.PARTICIPATION, on=today, state=State.INCOMPLETE)
        rows = register(actor, wanted, Permission.CONSENT_RECORD).order_by(None).subquery()
        count = db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0
        if count:
            steps.append(
                Step(
                    title=ngettext("Не хватает подписи: %(num)s человек", "Не хватает подписи: %(num)s человек", count),
                    text=organization.short_name,
                    button=_("Открыть согласия"),
                    url=url_for("consents.index", organization=organization.public_id, state=State.INCOMPLETE.value),
                )
            )
    return steps


def _lacking(person_id: int, today: date) -> set[int]:
    """Oneself and one's children without a basis in some place, in one statement: mostly nobody."""
    mine = sa.select(Representation.person_id).where(
        Representation.representative_id == person_id, in_force(Representation, today)
    )
    rows = db.session.scalars(
        sa.select(Membership.person_id).where(
            sa.or_(Membership.person_id == person_id, Membership.person_id.in_(mine)),
            in_force(Membership, today),
            Membership.kind.not_in([MembershipKind.PARENT, MembershipKind.ALUMNUS]),
            ~has_basis(Membership.person_id, Membership.organization_id, Purpose.PARTICIPATION, today),
        )
    )
    return set(rows)


def _asking(person: Person, me: Person, today: date) -> list[Paper]:
    places = organizations_of(person.id, today)
    papers = [paper for place in places for paper in papers_of(person, place, clock.today(place.time_zone))]
    return [
        paper for paper in papers if paper.purpose in ASKED_FIRST and paper.state != State.REFUSED and paper.asks(me)
    ]


def _step(paper: Paper, me: Person) -> Step:
    is_mine = paper.person.id == me.id
    return Step(
        title=_("Подпишите согласие: %(what)s", what=paper.purpose.label.lower()),
        text=paper.organization.short_name if is_mine else f"{paper.person.name}, {paper.organization.short_name}",
        button=_("Прочитать и подписать"),
        url=url_for(
            "own_consents.show", public_id=paper.person.public_id, organization=paper.organization.public_id,
            purpose=paper.purpose.value,
        ),
    )  # fmt: skip
