"""Changes of the conflict list. The trail says that it was changed, never why two people must not be joined."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.matching.conflicts.models import MatchingConflict
from portal.people.models import Person
from portal.programs.actions.changes import change
from portal.programs.models import Cycle


def keep_apart(
    actor: Actor, cycle: Cycle, one: Person, other: Person, *, reason: str, starts_on: date, ends_on: date | None
) -> MatchingConflict:
    """These two may not be joined in the year. Raises Refusal for one person twice and for a pair that stands."""
    _refuse_closed(cycle)
    if one.id == other.id:
        raise Refusal(_("Назовите двух разных людей."))
    first, second = sorted((one.id, other.id))
    made = MatchingConflict(
        organization_id=cycle.program.organization_id, cycle_id=cycle.id, first_id=first, second_id=second,
        recorded_by_id=actor.person_id, reason=clean_text(reason), starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Эти люди уже стоят в списке. Измените дни в той записи.")) from None
    audit.record(actor, AuditEvent.CONFLICT_ADDED, made)
    return made


def change_conflict(
    actor: Actor, conflict: MatchingConflict, *, reason: str, starts_on: date, ends_on: date | None
) -> None:
    """Put the reason and the days right; with a last day the rule stands until then. Call with the row locked."""
    _refuse_closed(conflict.cycle)
    wanted = {"reason": clean_text(reason), "starts_on": starts_on, "ends_on": ends_on}
    audit.record(actor, AuditEvent.CONFLICT_CHANGED, conflict, changes={"fields": change(conflict, wanted)})


def drop_conflict(actor: Actor, conflict: MatchingConflict) -> None:
    """The entry was a mistake: nothing of it is left but the line in the trail."""
    audit.record(actor, AuditEvent.CONFLICT_REMOVED, conflict)
    db.session.delete(conflict)
    db.session.flush()


def _refuse_closed(cycle: Cycle) -> None:
    if cycle.closed_on is not None:
        raise Refusal(_("Этот год программы завершён."))
