"""Whom a page of invitations or slips is about: a group, single people, or everybody whom the register found."""

from dataclasses import dataclass, replace

import sqlalchemy as sa
from flask import request, url_for

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
from portal.people.queries import chosen_people as people_of_register
from portal.people.queries.register import MOST_CHOSEN

WITHOUT_EMAIL = "without_email"
FILTERS = ("everybody", "q", "kind", "group", "audience", "organization", "lacks", "external", "import")


@dataclass(frozen=True)
class Chosen:
    """People by name and where they were chosen; `fields` names them again in the next form."""

    people: list[Invitee]
    group: Group | None
    fields: list[tuple[str, str]]
    is_cut: bool = False

    @property
    def most(self) -> int:
        """How many go at once, if there may be more of them than that; else nothing."""
        return MOST_CHOSEN if self.is_cut else 0

    @property
    def fields_without_email(self) -> list[tuple[str, str]]:
        """Those of them who have no e-mail, in as few words: hundreds of names would not go into an address."""
        return [*self.fields, (WITHOUT_EMAIL, "1")]

    @property
    def back_url(self) -> str:
        """The page from which one came."""
        if self.group:
            return group_url(self.group.public_id)
        one = self.people[0].person if len(self.people) == 1 else None
        return url_for("accounts.person_account", public_id=one.public_id) if one else register_url()


def chosen_people() -> Chosen:
    """Those named by `group` or `person`, or all whom the register found, as far as the actor may invite them.

    One foreign name among single people hides them all (404): a form never names one by itself. `without_email=1`
    leaves those who have no e-mail.
    """
    chosen = _named_people()
    if request.values.get(WITHOUT_EMAIL) != "1":
        return chosen
    return replace(
        chosen, people=[each for each in chosen.people if not each.person.email], fields=chosen.fields_without_email
    )


def _named_people() -> Chosen:
    said, actor = request.values, current_actor()
    if said.get("everybody") == "1":
        found = db.session.scalars(people_of_register(actor, Permission.ACCOUNT_OPEN, said)).all()
        fields = [(name, said[name]) for name in FILTERS if said.get(name)]
        return Chosen(invitees([person.id for person in found]), None, fields, len(found) == MOST_CHOSEN)
    key = said.get("group", "")
    if key:
        group = get_or_404(actor, Group, key, Permission.ACCOUNT_OPEN)
        return Chosen(invitees(_members(group)), group, [("group", key)])
    keys = list(dict.fromkeys(said.getlist("person")))
    found = db.session.scalars(people_of_register(actor, Permission.ACCOUNT_OPEN, said)).all()
    if not found or len(found) != len(keys):
        raise NotSeen
    return Chosen(invitees([person.id for person in found]), None, [("person", each) for each in keys])


def _members(group: Group) -> list[int]:
    """Those of the group whom the actor may invite: whose processing is restricted is left out like anywhere else."""
    actor = current_actor()
    here = sa.exists().where(
        Membership.person_id == Person.id, Membership.group_id == group.id,
        in_force(Membership, clock.today(actor.time_zone)),
    )  # fmt: skip
    wanted = select_allowed(actor, Permission.ACCOUNT_OPEN, Person).where(here)
    return list(db.session.scalars(wanted.with_only_columns(Person.id)))
