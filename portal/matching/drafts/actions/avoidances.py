"""«Не с этим человеком»: said by the person alone, kept from everybody else.

No entry in the trail: it would tell who said something, and the day would tell the rest.
"""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.core.text import sort_key
from portal.matching.drafts.models import MatchingAvoidance
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force

MOST = 10


def avoid(actor: Actor, organization: Organization, name: str) -> int:
    """Remember everybody of the organisation with exactly this full name; returns how many there are.

    Namesakes are all remembered, so nobody has to be described. Raises Refusal without the consent to take part, where
    nobody is called so, for oneself, and beyond `MOST`.
    """
    today = clock.today(organization.time_zone)
    if actor.person_id is None or basis_for(actor.person_id, organization.id, Purpose.PARTICIPATION, today) is None:
        raise Refusal(_("Сначала нужно согласие на участие и мониторинг."))
    words = sort_key(name)
    here = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == organization.id, in_force(Membership, today)
    )
    found = db.session.scalars(
        sa.select(Person.id).where(
            sa.or_(Person.sort_name == words, Person.sort_name.startswith(f"{words} ", autoescape=True)), here,
            Person.id != actor.person_id, Person.erased_on.is_(None),
        )
    ).all()  # fmt: skip
    if not found or len(words.split()) < 2:
        raise Refusal(_("Здесь нет человека с таким именем. Напишите фамилию и имя, как в списке группы."))
    stand = db.session.scalar(
        sa.select(sa.func.count()).select_from(MatchingAvoidance).where(
            MatchingAvoidance.person_id == actor.person_id, MatchingAvoidance.organization_id == organization.id
        )
    )  # fmt: skip
    if (stand or 0) + len(found) > MOST:
        raise Refusal(ngettext("Можно назвать не больше %(num)s человека.", "Можно назвать не больше %(num)s человек.",
                               MOST))  # fmt: skip
    for other_id in found:
        _write(actor.person_id, organization.id, other_id)
    return len(found)


def _write(person_id: int, organization_id: int, other_id: int) -> None:
    """Write the row; saying it again changes nothing."""
    try:
        with db.session.begin_nested():
            db.session.add(MatchingAvoidance(person_id=person_id, organization_id=organization_id, other_id=other_id))
            db.session.flush()
    except IntegrityError:
        pass  # it stands already


def stop_avoiding(row: MatchingAvoidance) -> None:
    """Take it back; nothing is left."""
    db.session.delete(row)
    db.session.flush()
