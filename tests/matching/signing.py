"""The written consent on which sensitive marks rest."""

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
