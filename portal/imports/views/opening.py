"""How every page of a batch gets it: through the gate, with what its page shows."""

from typing import Any

from flask import current_app, url_for
from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.access.web import current_actor
from portal.imports.models import BatchState, ImportBatch
from portal.imports.previews import kind_of

OWN = Scope.OWN | Scope.REPRESENTED
AT_WORK = (BatchState.MATCHED, BatchState.RUNNING, BatchState.UNDOING)


def batch_of(public_id: str, *, lock: bool = False) -> ImportBatch:
    """The batch that the reader may work with."""
    loaded = () if lock else (joinedload(ImportBatch.job), joinedload(ImportBatch.file))
    return get_or_404(current_actor(), ImportBatch, public_id, Permission.IMPORT, *loaded, lock=lock)


def next_steps(batch: ImportBatch) -> list[tuple[str, str]]:
    """Pairs (address, label) of what the reader does after an import.

    Pages of rooms that are not there are passed over, and those that reach other people only for other roles.
    """
    whole: dict[str, Any] = {"everybody": "1", "import": batch.public_id}
    return [
        (url_for(step.endpoint, **(whole if step.with_people else {})), step.label)
        for step in kind_of(batch).next_steps
        if _is_open(step.endpoint)
    ]


def _is_open(endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    asked = getattr(view, "permission", None)
    return asked is not None and any(scope_of(asked, role) & ~OWN for role in current_actor().roles)
