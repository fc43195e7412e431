"""How a year matches: weights and hard rules."""

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.matching.drafts.models import MatchingSetup
from portal.matching.drafts.queries import setup_of
from portal.matching.drafts.settings import MatchingSettings
from portal.programs.models import Cycle


def set_up(actor: Actor, cycle: Cycle, settings: MatchingSettings) -> MatchingSetup:
    """Save it; drafts that were made before keep theirs."""
    if cycle.closed_on is not None:
        raise Refusal(_("Этот год программы завершён."))
    row = setup_of(cycle)
    stood = MatchingSettings.from_data(row.settings) if row else MatchingSettings()
    if row is None:
        row = MatchingSetup(cycle_id=cycle.id, settings={})
        db.session.add(row)
    else:
        row.version += 1
    row.settings = settings.as_data()
    db.session.flush()
    old, new = stood.as_data(), settings.as_data()
    changed = sorted(name for name in new if new[name] != old[name])
    audit.record(actor, AuditEvent.MATCHING_SETUP_CHANGED, cycle, changes={"fields": changed})
    return row
