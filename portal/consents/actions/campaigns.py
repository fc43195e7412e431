"""Information campaigns: opening one, recording that people were told, letters, and taking a mark back."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents import letters
from portal.consents.models import Campaign, CampaignFact
from portal.consents.paper_kinds import Way
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, insert_for_upsert, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.models import Group, Organization, Person


def open_campaign(
    actor: Actor,
    organization: Organization,
    *,
    title: str,
    body: str,
    way: Way,
    parts: Sequence[str],
    starts_on: date,
    ends_on: date | None = None,
    address: str = "",
) -> Campaign:
    """Say what is told to whom from a day on; `parts` are keys of parts of the audience."""
    campaign = Campaign(
        organization_id=organization.id, created_by_id=actor.person_id, title=clean_line(title), body=clean_text(body),
        address=clean_line(address), way=way, audience={"parts": list(parts)}, starts_on=starts_on, ends_on=ends_on,
    )  # fmt: skip
    db.session.add(campaign)
    db.session.flush()
    audit.record(actor, AuditEvent.CAMPAIGN_OPENED, campaign, changes={"way": way, "parts": len(parts)})
    return campaign


def record_facts(
    actor: Actor,
    campaign: Campaign,
    people: Sequence[Person],
    *,
    on: date,
    way: Way,
    group: Group | None = None,
) -> int:
    """Record that these people were told on the day; who is marked already keeps the first mark.

    Returns how many marks are new. Raises Refusal for a day that has not come or lies before the beginning.
    """
    if on > clock.today(campaign.organization.time_zone) or on < campaign.starts_on:
        raise Refusal(_("День должен быть не раньше начала информирования и не позже сегодняшнего."))
    now = clock.now()
    rows = [
        {
            "campaign_id": campaign.id, "person_id": person_id, "group_id": group.id if group else None,
            "recorded_by_id": actor.person_id, "informed_on": on, "way": way, "created_at": now, "updated_at": now,
        }
        for person_id in dict.fromkeys(person.id for person in people)
    ]  # fmt: skip
    if not rows:
        return 0
    writing = insert_for_upsert(CampaignFact).values(rows)
    count = run(writing.on_conflict_do_nothing(index_elements=["campaign_id", "person_id"]))
    if count:
        audit.record(actor, AuditEvent.CAMPAIGN_RECORDED, campaign, changes={"people": count, "way": way})
    return count


def take_back_facts(actor: Actor, campaign: Campaign, people: Sequence[Person]) -> int:
    """Take marks back that were made by mistake; returns how many."""
    count = run(
        sa.delete(CampaignFact).where(
            CampaignFact.campaign_id == campaign.id, CampaignFact.person_id.in_([person.id for person in people])
        )
    )
    if count:
        audit.record(actor, AuditEvent.CAMPAIGN_TAKEN_BACK, campaign, changes={"people": count})
    return count


def mail_campaign(actor: Actor, campaign: Campaign, people: Sequence[Person]) -> int:
    """A letter to everybody who has an address and was not written to about this; returns how many letters.

    A letter that was queued is a fact of informing. The event key keeps a second press from writing twice.
    """
    today = clock.today(campaign.organization.time_zone)
    if today < campaign.starts_on:
        raise Refusal(_("Информирование ещё не началось."))
    open_to = [person for person in people if person.email and not _is_restricted(person, today)]
    written = [
        person
        for person in dict.fromkeys(open_to)
        if letters.campaign(
            person.email or "", event_key=f"campaign:{campaign.public_id}:{person.public_id}", title=campaign.title,
            organization=campaign.organization.short_name, body=campaign.body, address=campaign.address,
        )
    ]  # fmt: skip
    if written:
        record_facts(actor, campaign, written, on=today, way=Way.LETTER)
        campaign.mailed_at = clock.now()
        db.session.flush()
        audit.record(actor, AuditEvent.CAMPAIGN_MAILED, campaign, changes={"letters": len(written)})
    return len(written)


def _is_restricted(person: Person, on: date) -> bool:
    return person.restricted_on is not None and person.restricted_on <= on
