"""Long work of this room: erasures, packages of data, batches that outlived their term."""

from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.core.jobs import Run, job
from portal.privacy.actions.erasures import ERASURE, carry_out
from portal.privacy.cleaning import clean_up
from portal.privacy.models import Erasure


@job(ERASURE)
def erase_people(run: Run) -> None:
    """Erase one person after another, each in a transaction of its own, then clean the disk once."""
    keys = list(run.args["erasures"])
    for number, key in enumerate(keys):
        actor = run.actor
        entry = db.session.scalars(
            select_allowed(actor, Permission.SUBJECT_REQUEST_HANDLE, Erasure).where(Erasure.public_id == key)
        ).one_or_none()
        if entry is None:
            raise Refusal(_("Стирать эти данные вы больше не можете."))
        carry_out(actor, entry)
        run.progress(number + 1, len(keys))
    clean_up()
    run.finish(ngettext("Стёрт %(num)s человек. Акт готов.", "Стёрто %(num)s человек. Акты готовы.", len(keys)))
