"""One document as a view gets it: through the gate, with what its page shows."""

from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.documents.models import Document


def one_document(public_id: str, permission: Permission, *, lock: bool = False) -> Document:
    """The document on which the reader has the permission."""
    loaded = (joinedload(Document.organization), joinedload(Document.amends), joinedload(Document.based_on))
    return get_or_404(current_actor(), Document, public_id, permission, *loaded, lock=lock)
