"""What own, represented, group and organisation mean for consents."""

import sqlalchemy as sa

import portal.consents.paper_access  # noqa: F401 — the same for papers and campaigns
from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.consents.models import Consent, ConsentText
from portal.core import clock
from portal.people.ages import ADULT_FROM, is_of_age
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force


@scopes(Consent, read=Permission.CONSENT_READ)
def consent_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is about oneself, REPRESENTED about one's child until 18, GROUP and ORGANIZATION those given to it."""
    today = clock.today(actor.time_zone)
    ids = actor.organization_ids(role)
    grown = sa.exists().where(Person.id == Consent.person_id, is_of_age(Person.birth_on, ADULT_FROM, today))
    return {
        Scope.OWN: Consent.person_id == actor.person_id,
        Scope.REPRESENTED: sa.and_(
            sa.exists().where(
                Representation.person_id == Consent.person_id,
                Representation.representative_id == actor.person_id,
                in_force(Representation, today),
            ),
            ~grown,
        ),
        Scope.GROUP: sa.and_(
            Consent.organization_id.in_(ids),
            sa.exists().where(
                Membership.person_id == Consent.person_id,
                Membership.group_id.in_(actor.group_ids(role)),
                in_force(Membership, today),
            ),
        ),
        Scope.ORGANIZATION: Consent.organization_id.in_(ids),
    }


@scopes(ConsentText, read=Permission.CONSENT_TEXT_EDIT)
def consent_text_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own; a group's curator reads the wordings that the group signs."""
    ids = actor.organization_ids(role)
    return {Scope.GROUP: ConsentText.organization_id.in_(ids), Scope.ORGANIZATION: ConsentText.organization_id.in_(ids)}
