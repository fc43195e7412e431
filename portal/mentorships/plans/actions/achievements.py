"""What members can show: written down with its level, result and file."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.actions.rules import refuse_later
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel
from portal.mentorships.plans.models import Achievement
from portal.people.models import Person


def add_achievement(
    actor: Actor, pair: Mentorship, person: Person, *, kind: AchievementKind, title: str, level: AchievementLevel,
    result: str, happened_on: date, upload: files.Upload | None = None,
) -> Achievement:  # fmt: skip
    """Write one down. Raises Refusal for somebody who never stood in the pair and for a day to come."""
    if person.id not in {each.person_id for each in pair.members}:
        raise Refusal(_("Выберите участника этой пары."))
    refuse_later(happened_on, clock.today(pair.organization.time_zone))
    made = Achievement(
        person_id=person.id, organization_id=pair.organization_id, mentorship_id=pair.id,
        recorded_by_id=actor.person_id, kind=kind, title=clean_line(title), level=level, result=clean_line(result),
        happened_on=happened_on, file_id=files.store(*upload).id if upload else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.ACHIEVEMENT_ADDED, pair, changes={"kind": kind, "level": level})
    return made


def remove_achievement(actor: Actor, achievement: Achievement) -> None:
    """It was written down by mistake; its file goes too."""
    pair, stored = achievement.mentorship, achievement.file
    db.session.delete(achievement)
    db.session.flush()
    if stored is not None:
        files.erase(stored)
    audit.record(actor, AuditEvent.ACHIEVEMENT_REMOVED, pair)
