"""Who may sign, refuse and withdraw; every deed of this room asks here."""

from datetime import date

import sqlalchemy as sa

from portal.consents.queries.signers import is_adult, may_sign_alone, represents
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Organization, Person


def refuse_signature(person: Person, signer: Person, on: date) -> bool:
    """Raise Refusal unless `signer` may decide for the person on the day; returns whether as a representative.

    Oneself from 14, a legal representative until 18 (ГК РФ ст. 26, 28).
    """
    if person.erased_on is not None:
        raise Refusal(_("Данные этого человека стёрты."))
    if signer.id == person.id:
        if not may_sign_alone(person, on):
            raise Refusal(_("До 14 лет согласие подписывает законный представитель."))
        return False
    if not represents(signer.id, person.id, on):
        raise Refusal(_("Подписавший не записан законным представителем."))
    if is_adult(person, on):
        raise Refusal(_("С 18 лет решает сам человек."))
    return True


def zone_of(organization_id: int) -> str:
    """The zone in which the organisation's days begin."""
    return str(db.session.scalar(sa.select(Organization.time_zone).where(Organization.id == organization_id)))
