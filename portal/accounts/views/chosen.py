"""Whom a page of invitations or slips is about: a group, or single people, as the address or the form names them."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.datastructures import MultiDict

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.accounts.queries import Invitee, invitees
from portal.accounts.views.places import group_url, register_url
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.people.models import Group, Membership, Person
from portal.people.periods import in_force

MOST = 1_000


@dataclass(frozen=True)
class Chosen:
    """People by name and where they were chosen; `fields` names them again in the next form."""

    people: list[Invitee]
    group: Group | None
    fields: list[tuple[str, str]]

    @property
    def back_url(self) -> str:
        """The page from which one came."""
        if self.group:
            return group_url(self.group.public_id)
        one = self.people[0].person if len(self.people) == 1 else None
        return url_for("accounts.person_account", public_id=one.public_id) if one else register_url()


def chosen_people(said: MultiDict[str, str] | None = None) -> Chosen:
    """Those named by `group` or `person` whom the actor may invite. One foreign name hides them all (404)."""
    said = request.values if said is None else said
    actor, key = current_actor(), said.get("group", "")
    if key:
        group = get_or_404(actor, Group, key, Permission.ACCOUNT_OPEN)
        return Chosen(invitees(_members(group)), group, [("group", key)])
    keys = list(dict.fromkeys(said.getlist("person")))[:MOST]
    allowed = select_allowed(actor, Permission.ACCOUNT_OPEN, Person).where(Person.public_id.in_(keys))
    ids = db.session.scalars(allowed.with_only_columns(Person.id)).all()
    if not ids or len(ids) != len(keys):
        raise NotSeen
    return Chosen(invitees(ids), None, [("person", each) for each in keys])


def _members(group: Group) -> list[int]:
    today = clock.today(current_actor().time_zone)
    wanted = sa.select(Membership.person_id).where(Membership.group_id == group.id, in_force(Membership, today))
    return list(db.session.scalars(wanted.distinct()))
