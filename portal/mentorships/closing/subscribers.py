"""What summing up does when other rooms speak: a signed order on the end of pairs ends them."""

from portal.access.actor import Actor
from portal.documents.models import Document
from portal.documents.signals import document_signed
from portal.mentorships.closing.actions import end_signed
from portal.mentorships.closing.papers import ORDER


@document_signed.connect
def end_pairs_of_order(actor: Actor, *, document: Document) -> None:
    """The order is in force: its pairs are over from its day."""
    if document.kind == ORDER and document.registered_on is not None:
        end_signed(actor, document)
