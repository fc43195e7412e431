"""The yearly correction of the base of curators: each appointment is extended or ended, the result is kept."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.access.actor import Actor
from portal.accounts.actions.roles import end_grant
from portal.accounts.granting import grantable
from portal.accounts.models import CuratorReview, RoleGrant
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Organization

KEEP, EXTEND, END = "keep", "extend", "end"
DECISIONS = (KEEP, EXTEND, END)


def review_curators(
    actor: Actor, organization: Organization, grants: Sequence[RoleGrant], decisions: Mapping[str, str], *, until: date
) -> CuratorReview:
    """Go through the curators of the organisation: `decisions` maps the id of a grant to extend, end or keep.

    Extended ones last to `until`, ended ones to today; whoever may not be changed by the actor stays as they are.
    """
    today = clock.today(organization.time_zone)
    if until <= today:
        raise Refusal(_("Новый последний день должен быть позже сегодняшнего."))
    may = grantable(actor, organization)
    lines = []
    for grant in grants:
        is_mine = grant.role in may and grant.person_id != actor.person_id
        decision = decisions.get(grant.public_id, KEEP) if is_mine else KEEP
        if decision == END:
            end_grant(actor, grant, today)
        elif decision == EXTEND:
            grant.ends_on = until
            audit.record(
                actor, AuditEvent.ROLE_EXTENDED, grant, changes={"role": grant.role, "ends_on": until.isoformat()}
            )
        lines.append(_line(grant, decision))
    return _keep(actor, organization, lines, today)


def school_year(day: date) -> str:
    """«2026/2027»: the school year that a correction on this day prepares; from April on it is the coming one."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first}/{first + 1}"


def _line(grant: RoleGrant, decision: str) -> dict[str, object]:
    return {
        "person_id": grant.person_id,
        "role": grant.role,
        "group_id": grant.group_id,
        "starts_on": grant.starts_on.isoformat(),
        "ends_on": grant.ends_on.isoformat() if grant.ends_on else None,
        "decision": decision,
    }


def _keep(actor: Actor, organization: Organization, lines: list[dict[str, object]], today: date) -> CuratorReview:
    review = CuratorReview(
        organization_id=organization.id, reviewed_by_id=actor.person_id, school_year=school_year(today),
        reviewed_on=today, lines=lines,
    )  # fmt: skip
    db.session.add(review)
    db.session.flush()
    audit.record(actor, AuditEvent.CURATORS_REVIEWED, review, changes={"lines": len(lines)})
    return review
