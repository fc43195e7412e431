"""What road maps do when other rooms speak: an order is signed, a specialist is hired, a fact becomes known."""

from datetime import timedelta

from portal.access.actor import Actor
from portal.core import clock
from portal.documents.models import Document
from portal.documents.signals import document_signed
from portal.people.kinds import FactKind as CareerKind
from portal.people.models import CareerFact
from portal.people.signals import career_fact_added
from portal.programs.actions import record_fact
from portal.programs.models import ProgramFact
from portal.programs.roadmaps.actions import close_by
from portal.programs.roadmaps.kinds import FactKind
from portal.programs.signals import fact_recorded

RECENT = timedelta(days=365)


@fact_recorded.connect
def close_steps(actor: Actor, *, fact: ProgramFact) -> None:
    """Steps that are tied to this kind of fact are done."""
    if fact.kind in set(FactKind):
        close_by(actor, fact)


@document_signed.connect
def tell_of_order(actor: Actor, *, document: Document) -> None:
    """A signed order is a fact of its kind."""
    if document.kind in set(FactKind) and document.registered_on is not None:
        record_fact(actor, document.organization, document.kind, document.registered_on, document)


@career_fact_added.connect
def tell_of_hiring(actor: Actor, *, fact: CareerFact) -> None:
    """Somebody was hired this year: steps that wait for it are done. What lies long ago is a register being filled."""
    is_news = fact.happened_on > clock.today(fact.organization.time_zone) - RECENT
    if fact.kind == CareerKind.HIRED and is_news:
        record_fact(actor, fact.organization, FactKind.SPECIALIST_HIRED, fact.happened_on, fact)
