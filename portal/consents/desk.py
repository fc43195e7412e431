"""What consents put on the desk: one's own signature, the children's, and what the curator waits for."""

from collections.abc import Sequence
from datetime import date
from functools import cache, partial
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose, State
from portal.consents.models import ConsentText
from portal.consents.queries.basis import has_basis
from portal.consents.queries.own import Paper, organizations_of, papers_of
from portal.consents.queries.register import count_states, places_with_register
from portal.consents.queries.signers import children_of
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.core.web.desk import Found, Step, Waiting, finder
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Membership, Organization, Person, Representation
from portal.people.periods import in_force

ASKED_FIRST = (Purpose.PARTICIPATION,)  # the others are offered on the page of consents and pressed by nobody
UNSIGNED = (State.NONE, State.INCOMPLETE, State.EXPIRED)
DECIDED = (State.REFUSED, State.WITHDRAWN)


@finder("consents.own")
def own_signatures(actor: Actor, reader: Any) -> Found:
    """The reader's own signature, and under the consents of their children, where nobody has refused or withdrawn."""
    if actor.person_id is None or not actor.has(Permission.CONSENT_GIVE):
        return None
    today = clock.today(actor.time_zone)
    asked = {"me": actor.person_id, "day": today}
    return Waiting(query=_asks_who_lacks(), tell=partial(_lacking, actor.person_id, today), params=asked)


def _lacking(reader_id: int, today: date, rows: Sequence[Any]) -> list[Step]:
    lacking = {person_id for (person_id,) in rows}
    me = db.session.scalars(sa.select(Person).where(Person.id == reader_id)).one()
    people = [person for person in (me, *children_of(me.id, today)) if person.id in lacking]
    return [_step(paper, me) for person in people for paper in _asking(person, me, today)]


@finder("consents.texts")
def missing_texts(actor: Actor, reader: Any) -> Found:
    """An organisation of the reader's in which nothing can be signed yet."""
    if not actor.has(Permission.CONSENT_TEXT_EDIT):
        return None
    places = places_with_register(actor, Permission.CONSENT_TEXT_EDIT)
    bare = places.where(Organization.kind != OrganizationKind.MUNICIPALITY, ~_has_text(actor))
    return Waiting(query=bare, tell=_untexted)


def _untexted(rows: Sequence[Any]) -> list[Step]:
    return [
        Step(
            title=_("Введите тексты согласий"),
            text=_("%(place)s: без них нельзя ни напечатать бланк, ни открыть именную анкету.", place=each.short_name),
            button=_("Выбрать тексты"),
            url=url_for("consents.texts", organization=each.public_id),
        )
        for (each,) in rows
    ]


@finder("consents.collecting")
def missing_papers(actor: Actor, reader: Any) -> Found:
    """How many people of the curator's lack a consent that nobody has refused, and whose ends within a month."""
    if not actor.has(Permission.CONSENT_RECORD):
        return None
    signable = places_with_register(actor, Permission.CONSENT_RECORD).where(_has_text(actor))
    return [step for each in db.session.scalars(signable) for step in _collecting(actor, each)]


def _collecting(actor: Actor, organization: Organization) -> list[Step]:
    today = clock.today(organization.time_zone)
    counts = count_states(actor, organization, Purpose.PARTICIPATION, today, Permission.CONSENT_RECORD)
    lacking, ending = sum(counts.get(state, 0) for state in UNSIGNED), counts.get(State.EXPIRING, 0)
    steps = []
    if lacking:
        steps.append(
            Step(
                title=ngettext("Соберите согласия: %(num)s человек", "Соберите согласия: %(num)s человек", lacking),
                text=organization.short_name,
                button=_("Кому чего не хватает"),
                url=url_for("consents.table", organization=organization.public_id, lacks="consent"),
            )
        )
    if ending:
        steps.append(
            Step(
                title=ngettext("Согласие кончается: %(num)s человек", "Согласие кончается: %(num)s человек", ending),
                text=_("%(place)s, в ближайшие 30 дней", place=organization.short_name),
                button=_("Открыть согласия"),
                url=url_for("consents.index", organization=organization.public_id, state=State.EXPIRING.value),
            )
        )
    return steps


def _has_text(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether a consent to participation can be signed today in an organisation."""
    return sa.exists().where(
        ConsentText.organization_id == Organization.id,
        ConsentText.purpose == Purpose.PARTICIPATION,
        in_force(ConsentText, clock.today(actor.time_zone)),
    )


@cache
def _asks_who_lacks() -> sa.Select[Any]:
    """The question of every desk, put together once a process."""
    me: Any = sa.bindparam("me", type_=sa.Integer)
    today: Any = sa.bindparam("day", type_=sa.Date)
    mine = sa.select(Representation.person_id).where(
        Representation.representative_id == me, in_force(Representation, today)
    )
    return sa.select(Membership.person_id).where(
        sa.or_(Membership.person_id == me, Membership.person_id.in_(mine)),
        in_force(Membership, today),
        Membership.kind.not_in([MembershipKind.PARENT, MembershipKind.ALUMNUS]),
        ~has_basis(Membership.person_id, Membership.organization_id, Purpose.PARTICIPATION, today),
    )


def _asking(person: Person, me: Person, today: date) -> list[Paper]:
    places = organizations_of(person.id, today)
    papers = [paper for place in places for paper in papers_of(person, place, clock.today(place.time_zone))]
    return [paper for paper in papers if paper.purpose in ASKED_FIRST and paper.state not in DECIDED and paper.asks(me)]


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
