"""Partners: begun, described, their agreements recorded, their curators named."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.actions import add_organization
from portal.people.actions.organizations import refuse_if_closed
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization, Person
from portal.programs.actions.changes import Upload, change
from portal.programs.actions.papers import record_fact
from portal.programs.kinds import AgreementKind
from portal.programs.models import Partner, PartnerAgreement, PartnerCurator
from portal.programs.search import index_partner


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What an agreement says of itself; without `ends_on` it is open-ended."""

    kind: AgreementKind
    number: str
    signed_on: date
    starts_on: date
    ends_on: date | None


def enter_organization(actor: Actor, beside: Organization, *, kind: OrganizationKind, name: str) -> Organization:
    """Enter a partner that the register does not know yet, in the outer contour of the same municipality."""
    above = beside if beside.kind == OrganizationKind.MUNICIPALITY else None
    if above is None and beside.municipality_id is not None:
        above = db.session.scalars(sa.select(Organization).where(Organization.id == beside.municipality_id)).one()
    return add_organization(
        actor, kind=kind, name=name, short_name=name, time_zone=beside.time_zone, municipality=above,
        contour=Contour.EXTERNAL,
    )  # fmt: skip


def add_partner(
    actor: Actor, organization: Organization, home: Organization, *, starts_on: date, about: str = "",
    resources: str = "",
) -> Partner:  # fmt: skip
    """`home` becomes a partner of the organisation. Raises Refusal when it is one already, or the same one."""
    refuse_if_closed(organization)
    if home.id == organization.id:
        raise Refusal(_("Организация не бывает партнёром самой себе."))
    same = sa.select(Partner.id).where(Partner.organization_id == organization.id, Partner.home_id == home.id)
    if db.session.scalar(same) is not None:
        raise Refusal(_("Эта организация уже среди партнёров."))
    partner = Partner(
        organization_id=organization.id, home_id=home.id, about=clean_text(about), resources=clean_text(resources),
        starts_on=starts_on,
    )  # fmt: skip
    db.session.add(partner)
    db.session.flush()
    index_partner(partner, home)
    audit.record(actor, AuditEvent.PARTNER_ADDED, partner, changes={"home": home.id})
    return partner


def edit_partner(
    actor: Actor, partner: Partner, *, about: str, resources: str, starts_on: date, ends_on: date | None
) -> None:
    """Put right what the card says; `ends_on` is the last day of the partnership."""
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    wanted = {"about": clean_text(about), "resources": clean_text(resources), "starts_on": starts_on,
              "ends_on": ends_on}  # fmt: skip
    changed = change(partner, wanted)
    index_partner(partner, partner.home)
    audit.record(actor, AuditEvent.PARTNER_CHANGED, partner, changes={"fields": changed})


def add_agreement(actor: Actor, partner: Partner, terms: Terms, upload: Upload | None = None) -> PartnerAgreement:
    """Record a signed agreement with its scan. Raises Refusal for impossible days and for a file that is not taken."""
    _refuse_days(terms)
    agreement = PartnerAgreement(partner_id=partner.id, **_stored(terms))
    if upload is not None:
        agreement.file_id = files.store(*upload).id
    db.session.add(agreement)
    db.session.flush()
    _record(actor, AuditEvent.AGREEMENT_ADDED, agreement, partner, {"kind": terms.kind})
    for kind in ("agreement_signed", f"agreement_{terms.kind}"):
        record_fact(actor, partner.organization, kind, terms.signed_on, agreement)
    return agreement


def edit_agreement(actor: Actor, agreement: PartnerAgreement, terms: Terms, upload: Upload | None = None) -> None:
    """Put right what was recorded; a new scan takes the place of the old one."""
    _refuse_days(terms)
    fields = {"fields": change(agreement, _stored(terms), upload)}
    _record(actor, AuditEvent.AGREEMENT_CHANGED, agreement, agreement.partner, fields)


def add_partner_curator(
    actor: Actor, partner: Partner, person: Person, *, starts_on: date, document: str = ""
) -> PartnerCurator:
    """Somebody curates on the partner's side from a day. Call with the partner locked.

    Raises Refusal when the person does so already.
    """
    overlapping = sa.select(PartnerCurator.id).where(
        PartnerCurator.partner_id == partner.id,
        PartnerCurator.person_id == person.id,
        sa.or_(PartnerCurator.ends_on.is_(None), PartnerCurator.ends_on >= starts_on),
    )
    if db.session.scalar(overlapping.limit(1)) is not None:
        raise Refusal(_("Этот человек уже куратор от партнёра в эти дни."))
    curator = PartnerCurator(
        partner_id=partner.id, person_id=person.id, starts_on=starts_on, document=clean_line(document)
    )
    db.session.add(curator)
    db.session.flush()
    _record(actor, AuditEvent.PARTNER_CURATOR_ADDED, curator, partner, {})
    return curator


def end_partner_curator(actor: Actor, curator: PartnerCurator, *, on: date) -> None:
    """The last day on which the person curates."""
    if curator.ends_on is not None:
        raise Refusal(_("Последний день уже записан."))
    if on < curator.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    curator.ends_on = on
    db.session.flush()
    _record(actor, AuditEvent.PARTNER_CURATOR_ENDED, curator, curator.partner, {"ends_on": on.isoformat()})


def _refuse_days(terms: Terms) -> None:
    if terms.ends_on is not None and terms.ends_on < terms.starts_on:
        raise Refusal(_("Соглашение кончается раньше, чем начинается."))


def _stored(terms: Terms) -> dict[str, Any]:
    return {"kind": terms.kind, "number": clean_line(terms.number), "signed_on": terms.signed_on,
            "starts_on": terms.starts_on, "ends_on": terms.ends_on}  # fmt: skip


def _record(actor: Actor, event: AuditEvent, row: Any, partner: Partner, changes: dict[str, Any]) -> None:
    """Whatever belongs to a partner is told in the trail of the partner's organisation."""
    audit.record(actor, event, row, organization_id=partner.organization_id, changes=changes)
