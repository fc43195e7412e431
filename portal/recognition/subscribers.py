"""What recognition does when documents speak: a signed order gives its awards, a repealed one takes them back."""

from portal.access.actor import Actor
from portal.documents.models import Document
from portal.documents.signals import document_repealed, document_signed
from portal.recognition.actions import order_repealed, order_signed
from portal.recognition.queries import ORDER


@document_signed.connect
def give_awards_of_order(actor: Actor, *, document: Document) -> None:
    """The order is in force: what it names is given from its day."""
    if document.kind == ORDER and document.registered_on is not None:
        order_signed(actor, document)


@document_repealed.connect
def take_awards_of_order_back(actor: Actor, *, document: Document, by: Document) -> None:
    """The order is repealed."""
    if document.kind == ORDER:
        order_repealed(actor, document)
