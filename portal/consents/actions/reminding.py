"""Reminding of a consent that is missing: a line on the portal, and a letter where there is an address."""

from collections.abc import Sequence

from portal.access.actor import Actor
from portal.consents import letters
from portal.consents.kinds import Purpose
from portal.consents.queries.needs import signatures_of
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.i18n import _
from portal.core.notices import notify
from portal.people.models import Organization, Person

PATH = "/account/consents"


def remind_of_consent(actor: Actor, organization: Organization, people: Sequence[Person]) -> int:
    """Remind whoever's signature is missing: the person, or who represents a child; returns how many were.

    The same person is reminded once a day at most, however many children or buttons there are.
    """
    today = clock.today(organization.time_zone)
    signers: dict[int, Person] = {}
    for each in signatures_of(organization.id, people, [Purpose.PARTICIPATION], today):
        if not each.is_given and not each.is_refused and each.signer and each.text:
            signers[each.signer.id] = each.signer
    told = [signer for signer in signers.values() if _letter(signer, organization, today.isoformat())]
    silent = [signer.id for signer in signers.values() if not signer.email]
    notify([*(signer.id for signer in told), *silent], "consent", _("Ждём вашего решения о согласии"), PATH)
    if signers:
        audit.record(actor, AuditEvent.CONSENT_REMINDED, organization, changes={"people": len(signers)})
    return len(told) + len(silent)


def _letter(signer: Person, organization: Organization, day: str) -> bool:
    """Whether the letter of today is new."""
    return bool(signer.email) and letters.consent_reminder(
        signer.email or "", organization=organization.short_name, path=PATH,
        event_key=f"consent-reminder:{organization.id}:{signer.id}:{day}",
    )  # fmt: skip
