"""Work by the clock: birthdays at which signatures change, and consents whose term comes to its end."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.consents.collectors import collectors_of
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.queries.basis import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ngettext, ru_date
from portal.core.notices import Notice, notify
from portal.core.schedule import every
from portal.people.ages import ADULT_FROM, OWN_SIGNATURE_FROM, is_of_age
from portal.people.models import Organization, Person
from portal.people.periods import age_on

AHEAD, LATE = timedelta(days=30), timedelta(days=7)  # a worker that stood still for a week catches up
EXPIRING, GREW = "consent_expiring", "consent_birthday"
OWN_PAGE = "/account/consents"


@every(minute="7")
def ask_again() -> None:
    """Hourly, because midnight comes to each organisation at its own hour; nobody is told the same thing twice."""
    for organization in db.session.scalars(sa.select(Organization).order_by(Organization.id)).all():
        today = clock.today(organization.time_zone)
        tell_of_terms(organization, today)
        tell_of_birthdays(organization, today)
        db.session.commit()


def tell_of_terms(organization: Organization, today: date) -> None:
    """Thirty days before the end: whoever signed is asked to sign anew, the curator learns how many."""
    renewed = aliased(Consent)
    is_renewed = sa.exists().where(
        renewed.person_id == Consent.person_id, renewed.organization_id == Consent.organization_id,
        renewed.purpose == Consent.purpose, renewed.given_by_id == Consent.given_by_id,
        renewed.withdrawn_on.is_(None), sa.or_(renewed.ends_on.is_(None), renewed.ends_on > Consent.ends_on),
    )  # fmt: skip
    ending = db.session.execute(
        sa.select(Consent.given_by_id, Consent.purpose, Consent.ends_on).where(
            Consent.organization_id == organization.id,
            Consent.withdrawn_on.is_(None),
            Consent.is_accepted.is_(True),
            Consent.ends_on.between(today + AHEAD - LATE, today + AHEAD),
            ~is_renewed,
        )
    ).all()
    for signer, purpose, ends_on in ending:
        words = _("Согласие «%(what)s» действует до %(day)s. Подпишите его на новый срок.",
                  what=Purpose(purpose).label, day=ru_date(ends_on))  # fmt: skip
        _tell([signer], EXPIRING, words, OWN_PAGE)
    for day, count in sorted(Counter(row.ends_on for row in ending).items()):
        words = ngettext(
            "Истекает %(num)s согласие: %(day)s. Соберите подписи на новый срок.",
            "Истекает %(num)s согласий: %(day)s. Соберите подписи на новый срок.",
            count, day=ru_date(day),
        )  # fmt: skip
        _tell(collectors_of(organization.id, today), EXPIRING, words, _register(organization, "expiring"))


def tell_of_birthdays(organization: Organization, today: date) -> None:
    """From the 14th birthday the person signs too, from the 18th alone: who has no basis any more is asked."""
    counted: Counter[date] = Counter()
    for years, words in (
        (OWN_SIGNATURE_FROM, _("Вам исполнилось 14 лет: под согласием теперь нужна и ваша подпись.")),
        (ADULT_FROM, _("Вам исполнилось 18 лет: согласие теперь подписываете вы, подписи родителя мало.")),
    ):
        for person in _grown(organization, years, today):
            _tell([person.id], GREW, words, OWN_PAGE)
            counted[_birthday(person, years, today)] += 1
    for day, count in sorted(counted.items()):
        words = ngettext(
            "С %(day)s нужна новая подпись: %(num)s человеку исполнилось 14 или 18 лет.",
            "С %(day)s нужна новая подпись: %(num)s людям исполнилось 14 или 18 лет.",
            count, day=ru_date(day),
        )  # fmt: skip
        _tell(collectors_of(organization.id, today), GREW, words, _register(organization, "incomplete"))


def _grown(organization: Organization, years: int, today: date) -> Iterable[Person]:
    """Whose birthday was within the last days and whose consent to take part does not reach any more."""
    signed = sa.exists().where(
        Consent.person_id == Person.id, Consent.organization_id == organization.id,
        Consent.purpose == Purpose.PARTICIPATION, Consent.withdrawn_on.is_(None),
    )  # fmt: skip
    return db.session.scalars(
        sa.select(Person)
        .where(
            is_of_age(Person.birth_on, years, today), sa.not_(is_of_age(Person.birth_on, years, today - LATE)),
            Person.erased_on.is_(None), signed,
            ~has_basis(Person.id, sa.literal(organization.id), Purpose.PARTICIPATION, today),
        )
        .order_by(Person.id)
    ).all()  # fmt: skip


def _birthday(person: Person, years: int, today: date) -> date:
    """The day of the last week on which the person reached the age."""
    days = (today - timedelta(days=back) for back in range(LATE.days, -1, -1))
    return next((day for day in days if person.birth_on and age_on(person.birth_on, day) >= years), today)


def _tell(person_ids: Collection[int], kind: str, words: str, path: str) -> None:
    """Leave the line to those who have not got the very same one."""
    told = set(
        db.session.scalars(
            sa.select(Notice.person_id).where(
                Notice.person_id.in_(person_ids), Notice.kind == kind, Notice.text == words
            )
        )
    )
    notify([one for one in person_ids if one not in told], kind, words, path)


def _register(organization: Organization, state: str) -> str:
    return f"/consents?organization={organization.public_id}&state={state}"
