"""What this room does when others speak: a consent that ended closes what rested on it, in the same transaction."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.queries import basis_for
from portal.consents.signals import consent_given, consent_withdrawn, withdrawal_considered
from portal.core import clock
from portal.core.db import db
from portal.core.files import StoredFile, erase
from portal.core.i18n import ngettext
from portal.people.models import CareerFact, Person
from portal.people.signals import career_fact_added
from surveys.actions.inviting import invite_for_event
from surveys.actions.pausing import pause_invitations, restore_invitations, unanswered_invitations, write_again
from surveys.beginnings import TOLD
from surveys.models import Answer, Item, Response, ResponseState
from surveys.records import drop_response


@withdrawal_considered.connect
def tell_what_closes(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> str | None:
    """How many questionnaires would close."""
    if purpose != Purpose.PARTICIPATION:
        return None
    waiting = len(unanswered_invitations(person_id, organization_id))
    if not waiting:
        return None
    return ngettext(
        "Закроется %(num)s именная анкета вместе с личной ссылкой, начатые ответы сотрутся сразу.",
        "Закроется %(num)s именных анкет вместе с личными ссылками, начатые ответы сотрутся сразу.",
        waiting,
    )


@consent_withdrawn.connect
def close_questionnaires(
    actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, on: date, **_more: Any
) -> str | None:
    """Withdraw named invitations that were not answered, end their links and erase drafts with their files.

    Submitted answers wait for destruction within the thirty days of the law.
    """
    if purpose != Purpose.PARTICIPATION:
        return None
    invitations = pause_invitations(actor, person_id, organization_id, on=on)
    drafts = _drop_drafts([invitation.id for invitation in invitations])
    if not invitations:
        return None
    closed = ngettext("Закрыта %(num)s именная анкета.", "Закрыто %(num)s именных анкет.", len(invitations))
    erased = ngettext("Стёрт %(num)s черновик.", "Стёрто %(num)s черновиков.", drafts) if drafts else ""
    return f"{closed} {erased}".strip()


@consent_given.connect
def open_questionnaires_again(actor: Actor, *, consent: Consent, **_more: Any) -> None:
    """The last signature that was missing brings back what was withdrawn with the consent before it."""
    if consent.purpose != Purpose.PARTICIPATION:
        return
    today = clock.today(consent.organization.time_zone)
    if basis_for(consent.person_id, consent.organization_id, Purpose.PARTICIPATION, today) is not None:
        restore_invitations(actor, consent.person_id, consent.organization_id)
        write_again(consent.person_id, consent.organization_id)


@career_fact_added.connect
def ask_about_the_career(actor: Actor, *, fact: CareerFact) -> None:
    """«Приём на работу» and its like: waves that wait for it ask the person."""
    if fact.kind in TOLD:
        person = db.session.scalars(sa.select(Person).where(Person.id == fact.person_id)).one()
        invite_for_event(actor, str(fact.kind), f"fact:{fact.public_id}", person, fact.happened_on)


def _drop_drafts(invitation_ids: list[int]) -> int:
    """Erase what was written and not sent, files too; returns how many drafts there were."""
    drafts = db.session.scalars(
        sa.select(Response.id).where(Response.invitation_id.in_(invitation_ids), Response.state == ResponseState.DRAFT)
    ).all()
    for draft in drafts:
        files = db.session.scalars(
            sa.select(Answer.value)
            .join(Response, Response.id == Answer.response_id)
            .join(Item, sa.and_(Item.version_id == Response.version_id, Item.code == Answer.item_code))
            .where(Answer.response_id == draft, Item.type == "file")
        ).all()
        for file in db.session.scalars(sa.select(StoredFile).where(StoredFile.public_id.in_(files))):
            erase(file)
        drop_response(draft)
    return len(drafts)
