"""Written consents on which sensitive marks and the base of the town rest."""

from portal.consents import actions as consents
from portal.consents.kinds import Category, Evidence, Purpose
from portal.consents.models import Consent
from portal.consents.queries import text_for
from portal.core import clock
from portal.demo.town import SYSTEM
from portal.people.models import Organization, Person


def sign_for_marks(
    person: Person, organization: Organization, *, by: Person | None = None, evidence: Evidence = Evidence.SCAN
) -> Consent:
    """The person's signature of today, or that of `by`, under the organisation's wording about marks."""
    today = clock.today(organization.time_zone)
    text = text_for(organization.id, Purpose.SENSITIVE, Category.ANY, today) or consents.add_consent_text(
        SYSTEM, organization, purpose=Purpose.SENSITIVE, category="any", title="Согласие на чувствительные отметки",
        body="Отметки в запросе на наставника.", starts_on=today,
    )  # fmt: skip
    return consents.record_consent(SYSTEM, person, text, given_by=by or person, evidence=evidence, starts_on=today)


def sign_for_operator(person: Person, organization: Organization) -> Consent:
    """The person's signature of today under the wording about the operator of the town."""
    today = clock.today(organization.time_zone)
    text = text_for(organization.id, Purpose.OPERATOR, Category.ANY, today) or consents.add_consent_text(
        SYSTEM, organization, purpose=Purpose.OPERATOR, category="any", title="Передача муниципальному оператору",
        body="Имя, организация, группа или должность, роль, запрос.", starts_on=today,
    )  # fmt: skip
    return consents.record_consent(SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=today)
