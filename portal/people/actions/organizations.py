"""Changes in the register of organisations."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization, Person
from portal.people.search import index_organization


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """Where the organisation is found and how the state numbers it; checked by whoever reads them in."""

    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    inn: str = ""
    ogrn: str = ""


def add_organization(
    actor: Actor,
    *,
    kind: OrganizationKind,
    name: str,
    short_name: str,
    time_zone: str,
    municipality: Organization | None = None,
    contour: Contour = Contour.INTERNAL,
    contacts: Contacts | None = None,
    starts_on: date | None = None,
) -> Organization:
    """Enter an organisation in the register; `municipality` is the one it belongs to, if any."""
    organization = Organization(
        kind=kind,
        contour=contour,
        name=clean_line(name),
        short_name=clean_line(short_name),
        sort_name=sort_key(name),
        time_zone=time_zone,
        municipality_id=municipality.id if municipality else None,
        starts_on=starts_on,
        **_cleaned(contacts or Contacts()),
    )
    db.session.add(organization)
    db.session.flush()
    index_organization(organization)
    audit.record(actor, AuditEvent.ORGANIZATION_ADDED, organization, organization_id=organization.id)
    return organization


def edit_organization(
    actor: Actor,
    organization: Organization,
    *,
    kind: OrganizationKind,
    contour: Contour,
    name: str,
    short_name: str,
    time_zone: str,
    contacts: Contacts,
    head: Person | None,
) -> None:
    """Put right what the card says. A municipality stays one: others stand under it."""
    if OrganizationKind.MUNICIPALITY in (kind, organization.kind) and kind != organization.kind:
        raise Refusal(_("Муниципалитет нельзя сделать организацией другого вида, и наоборот."))
    wanted = {
        "kind": kind, "contour": contour, "name": clean_line(name), "short_name": clean_line(short_name),
        "sort_name": sort_key(name), "time_zone": time_zone, "head_id": head.id if head else None,
        **_cleaned(contacts),
    }  # fmt: skip
    changed = [field for field, value in wanted.items() if getattr(organization, field) != value]
    for field in changed:
        setattr(organization, field, wanted[field])
    organization.version += 1
    db.session.flush()
    index_organization(organization)
    _record(actor, AuditEvent.ORGANIZATION_CHANGED, organization, {"fields": changed})


def close_organization(actor: Actor, organization: Organization, *, on: date) -> None:
    """The last day on which the organisation works. Nothing is deleted: people, groups and papers stay."""
    if organization.kind == OrganizationKind.MUNICIPALITY:
        raise Refusal(_("Муниципалитет не закрывают: под ним стоят остальные организации."))
    if organization.ends_on is not None:
        raise Refusal(_("Организация уже закрыта."))
    if organization.starts_on and on < organization.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    organization.ends_on = on
    organization.version += 1
    _record(actor, AuditEvent.ORGANIZATION_CLOSED, organization, {"ends_on": on.isoformat()})


def reopen_organization(actor: Actor, organization: Organization) -> None:
    """Take the closing back."""
    if organization.ends_on is None:
        raise Refusal(_("Организация работает."))
    organization.ends_on = None
    organization.version += 1
    _record(actor, AuditEvent.ORGANIZATION_REOPENED, organization, {})


def set_organization_words(
    actor: Actor, organization: Organization, *, labels: Mapping[Role, str], terms: Sequence[tuple[str, str]]
) -> None:
    """How this organisation calls roles, and its glossary as pairs (term, what it means); empty ones are dropped.

    A label equal to the usual one is not kept: when the portal's word changes, the organisation follows.
    """
    kept = {role: clean_line(label) for role, label in labels.items()}
    organization.role_labels = {
        role.value: label for role, label in kept.items() if label and label != role.label
    }  # fmt: skip
    pairs = [(clean_line(term), clean_line(meaning)) for term, meaning in terms]
    said = [{"term": term, "meaning": meaning} for term, meaning in pairs if term and meaning]
    organization.settings = {**(organization.settings or {}), "terms": said}
    organization.version += 1
    changes = {"roles": sorted(organization.role_labels), "terms": len(said)}
    _record(actor, AuditEvent.ORGANIZATION_WORDS_CHANGED, organization, changes)


def refuse_if_closed(organization: Organization) -> None:
    """A closed organisation opens nothing new."""
    if organization.ends_on is not None and organization.ends_on < clock.today(organization.time_zone):
        raise Refusal(_("Организация закрыта: новое в ней не открывают."))


def _cleaned(contacts: Contacts) -> dict[str, str]:
    return {field: clean_line(value) for field, value in asdict(contacts).items()}


def _record(actor: Actor, event: AuditEvent, organization: Organization, changes: dict[str, Any]) -> None:
    db.session.flush()
    audit.record(actor, event, organization, organization_id=organization.id, changes=changes)
