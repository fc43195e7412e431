"""A parent's desk: each child with what is signed, what waits for answers, and the way to the data."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for

from portal.access.roles import Role
from portal.access.web import current_actor
from portal.accounts.queries import Reader
from portal.consents.kinds import Purpose
from portal.consents.queries import children_of, missing_paper
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.core.web.panels import Panel, panel
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force
from surveys.models import SurveyAssignment, SurveyInvitation
from surveys.queries import WaveState, is_in


@panel("home.index", order=5)
def children(reader: Reader) -> Panel | None:
    """«Мои дети», for whoever works as a parent."""
    actor = current_actor()
    if Role.PARENT not in actor.roles:
        return None
    today = clock.today(reader.time_zone)
    rows = [_child(child, today) for child in children_of(actor.person_id or 0, today)]
    return Panel(
        name="children", title=_("Мои дети"), template="home/panels/children.html",
        more_label=_("Согласия"), more_url=url_for("own_consents.index"), context={"children": rows},
    )  # fmt: skip


def _child(child: Person, today: date) -> dict[str, Any]:
    place = db.session.execute(
        sa.select(Organization.id, Organization.short_name, Group.name)
        .select_from(Membership)
        .join(Organization, Organization.id == Membership.organization_id)
        .outerjoin(Group, Group.id == Membership.group_id)
        .where(
            Membership.person_id == child.id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, today)
        )
        .order_by(Membership.starts_on.desc(), Membership.id)
        .limit(1)
    ).one_or_none()  # fmt: skip
    missing = missing_paper(child.id, place.id, Purpose.PARTICIPATION, today) if place else ""
    return {
        "name": child.name,
        "place": ", ".join(filter(None, (place.short_name, place.name))) if place else "",
        "missing": missing,
        "waiting": _waiting_words(child.id),
    }


def _waiting_words(person_id: int) -> str:
    """How many questionnaires wait for the child: the number only, answers are the child's own."""
    open_waves = (
        sa.select(sa.func.count())
        .select_from(SurveyInvitation)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(
            SurveyInvitation.person_id == person_id, SurveyInvitation.withdrawn_at.is_(None),
            is_in(WaveState.OPEN, clock.now()),
        )
    )  # fmt: skip
    n = db.session.scalar(open_waves) or 0
    return ngettext("%(num)s анкета открыта", "%(num)s анкет открыто", n) if n else ""
