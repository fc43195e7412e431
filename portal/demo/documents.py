"""Documents of the demo town in every state: drafts, on signature, signed and read by some, cancelled."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.documents import actions as documents
from portal.documents.actions import Named
from portal.documents.content import AgendaItem, Content
from portal.documents.kinds import Numbering
from portal.documents.models import Document
from portal.documents.queries import acquaintances_of
from portal.people.kinds import BodyKind
from portal.people.models import CollegialBody, Organization

AGENDA = (
    AgendaItem(
        title="О базе наставников на учебный год", heard="Куратор программы представила список кандидатов.",
        decided="Рекомендовать базу наставников к утверждению приказом.", votes_for=7, abstained=1,
    ),
    AgendaItem(
        title="О порядке встреч пар",
        decided="Встречи проводить не реже двух раз в месяц, итоги записывать на портале.",
        votes_for=8,
    ),
)  # fmt: skip


def add_documents(town: Town) -> None:
    """Papers of the college over the last two months, and one of the town."""
    college, now = town.schools[1], clock.now()
    documents.set_numbering(SYSTEM, college, "orders", mode=Numbering.AUTO, suffix="-од", last=46)
    with clock.freeze(now - timedelta(days=60)):
        order = _registered(town, "order_introduction", "kira", "nina", "polina")
        documents.publish(SYSTEM, order, is_open=True)
    with clock.freeze(now - timedelta(days=52)):
        for asked in acquaintances_of(order)[:2]:
            documents.acknowledge(SYSTEM, asked)
        _hold_council(college)
    with clock.freeze(now - timedelta(days=6)):
        changed = _registered(town, "order_curators", "nina", "polina")
        documents.flag_for_amendment(SYSTEM, changed, "Сменилась должность человека, названного в приказе")
        waiting = documents.issue_document(SYSTEM, "order_other", college, title="О днях наставника",
                                           content=Content(place="г. Северный", preamble="В целях поддержки пар",
                                                           items=("Объявить вторник днём наставника.",)))  # fmt: skip
        documents.send_to_signature(SYSTEM, waiting)
    with clock.freeze(now - timedelta(days=2)):
        documents.issue_document(SYSTEM, "extra_agreement", college, people=[Named(person=town.people["kira"])])
        spare = documents.issue_document(SYSTEM, "order_other", college, title="О награждении в декабре")
        documents.cancel(SYSTEM, spare, reason="Награды объявят в мае одним приказом")
        documents.issue_document(SYSTEM, "order_other", town.schools[0], title="О муниципальных кураторах модели")


def _registered(town: Town, kind: str, *keys: str) -> Document:
    people = [Named(person=town.people[key], note="«студент – студент»" if key == "nina" else "") for key in keys]
    made = documents.issue_document(SYSTEM, kind, town.schools[1], people=people)
    documents.send_to_signature(SYSTEM, made)
    documents.register(SYSTEM, made, registered_on=clock.today(ZONE))
    return made


def _hold_council(college: Organization) -> None:
    """A sitting with two questions, its protocol, an extract that waits to be sent."""
    body = db.session.scalars(
        sa.select(CollegialBody).where(
            CollegialBody.organization_id == college.id, CollegialBody.kind == BodyKind.PEDAGOGICAL_COUNCIL
        )
    ).first()
    protocol = documents.issue_document(SYSTEM, "protocol", college, title="Итоги набора наставников", body=body)
    said = replace(Content.from_json(protocol.content), agenda=AGENDA)
    documents.edit_draft(SYSTEM, protocol, title=protocol.title, content=said)
    documents.send_to_signature(SYSTEM, protocol)
    documents.register(SYSTEM, protocol, registered_on=clock.today(ZONE))
    documents.issue_extract(SYSTEM, protocol, 1)
