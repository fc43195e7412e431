"""Reads about campaigns: the list, whom one concerns, and who was told by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.consents.audiences import Named, named_audiences
from portal.consents.crowds import GROUP, STAFF, Crowd, crowds_of, people_of
from portal.consents.models import Campaign, CampaignFact
from portal.core.db import db
from portal.core.i18n import _
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force

KIN = "kin"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of an audience: a crowd, who represents the learners of a group, or a named audience of the crowd's
    organisation. `key` names it in forms."""

    crowd: Crowd
    is_kin: bool = False
    name: str = ""
    named: Named | None = None

    @property
    def key(self) -> str:
        if self.named:
            return self.name
        return f"{KIN}.{self.crowd.key}" if self.is_kin else self.crowd.key

    @property
    def title(self) -> str:
        if self.named:
            return self.named.title
        return _("%(group)s: родители", group=self.crowd.title) if self.is_kin else self.crowd.title


@dataclass(frozen=True, kw_only=True)
class Told:
    """A part of an audience with its people and the facts about them."""

    part: Part
    people: Sequence[Person]
    facts: dict[int, CampaignFact]

    @property
    def told(self) -> int:
        return sum(person.id in self.facts for person in self.people)


def parts_for(actor: Actor, organization_id: int) -> list[Part]:
    """Every part of an audience that the reader may name or work with in the organisation."""
    crowds = [one for one in crowds_of(actor, Permission.CAMPAIGN_RUN) if one.organization.id == organization_id]
    kin = [Part(crowd=crowd, is_kin=True) for crowd in crowds if crowd.kind == GROUP]
    whole = next((crowd for crowd in crowds if crowd.kind == STAFF), None)  # who reaches everybody names anybody
    known = named_audiences(whole.organization, whole.today) if whole else {}
    named = [Part(crowd=whole, name=key, named=one) for key, one in known.items() if whole]
    return [*(Part(crowd=crowd) for crowd in crowds), *kin, *named]


def find_campaigns(actor: Actor) -> sa.Select[Any]:
    """Campaigns that the reader may see, the latest first, with how many people were told."""
    told = (
        sa.select(sa.func.count())
        .select_from(CampaignFact)
        .where(CampaignFact.campaign_id == Campaign.id)
        .correlate(Campaign)
        .scalar_subquery()
    )
    return (
        sa.select(Campaign, told.label("told"))
        .where(allowed(actor, Permission.CAMPAIGN_RUN, Campaign))
        .options(joinedload(Campaign.organization))
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
    )


def running_campaigns(organization_id: int) -> Sequence[Campaign]:
    """The last campaigns of the organisation, for naming the one in which somebody was told."""
    return db.session.scalars(
        sa.select(Campaign)
        .where(Campaign.organization_id == organization_id)
        .order_by(Campaign.starts_on.desc(), Campaign.id.desc())
        .limit(20)
    ).all()


def audience_of(actor: Actor, campaign: Campaign) -> list[Told]:
    """Whom the campaign concerns, as far as the reader reaches, by parts; a question more for each named one."""
    named = set(campaign.audience.get("parts", []))
    parts = [part for part in parts_for(actor, campaign.organization_id) if part.key in named]
    crowds = people_of([part.crowd for part in parts if not part.is_kin and not part.named])
    kin = _kin_of([part.crowd for part in parts if part.is_kin])
    facts = {
        fact.person_id: fact
        for fact in db.session.scalars(sa.select(CampaignFact).where(CampaignFact.campaign_id == campaign.id))
    }
    return [Told(part=part, facts=facts, people=_people_of(part, crowds, kin)) for part in parts]


def _people_of(
    part: Part, crowds: Mapping[str, Sequence[Person]], kin: Mapping[int, Sequence[Person]]
) -> Sequence[Person]:
    if part.named:
        return _named_people(part.named, part.crowd)
    if part.is_kin:
        return kin.get(part.crowd.group.id, []) if part.crowd.group else []
    return crowds[part.crowd.key]


def _named_people(named: Named, crowd: Crowd) -> Sequence[Person]:
    """The people of a named audience who are in the organisation today, by name; one question an audience."""
    here = sa.exists().where(
        Membership.person_id == Person.id,
        Membership.organization_id == crowd.organization.id,
        in_force(Membership, crowd.today),
    )
    people = sa.select(Person).where(Person.id.in_(named.people), here, Person.erased_on.is_(None))
    return db.session.scalars(people.order_by(Person.sort_name, Person.id)).all()


def _kin_of(crowds: Sequence[Crowd]) -> dict[int, list[Person]]:
    """Who represents the learners of these groups, by group and name."""
    ids = [crowd.group.id for crowd in crowds if crowd.group]
    if not ids:
        return {}
    on = crowds[0].today
    rows = db.session.execute(
        sa.select(Membership.group_id, Person)
        .join(Representation, Representation.person_id == Membership.person_id)
        .join(Person, Person.id == Representation.representative_id)
        .where(
            Membership.group_id.in_(ids),
            Membership.kind == MembershipKind.LEARNER,
            in_force(Membership, on),
            in_force(Representation, on),
            Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    )
    found: dict[int, list[Person]] = {}
    for group_id, person in rows:
        kin = found.setdefault(int(group_id or 0), [])
        if person not in kin:
            kin.append(person)
    return found
