"""How an organisation collects consents: settled once, changed rarely."""

from collections.abc import Sequence

from portal.access.actor import Actor
from portal.consents.kinds import Evidence, Minors, Term
from portal.consents.models import ConsentPolicy
from portal.consents.queries.texts import policy_of
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.text import clean_line
from portal.people.models import Organization


def save_policy(
    actor: Actor,
    organization: Organization,
    *,
    evidence: Sequence[str],
    minors: Minors | str = Minors.BOTH,
    term: Term | str = Term.MONTHS,
    term_months: int = 12,
    operator_name: str = "",
    operator_address: str = "",
    operator_contact: str = "",
) -> ConsentPolicy:
    """Settle what proves a consent, who signs between 14 and 17 and how long new wordings last.

    Consents recorded before keep their standing; who has to sign follows the new order from now on. A scan is taken
    whatever is chosen.
    """
    policy = policy_of(organization)
    before = (sorted(policy.evidence), policy.minors, policy.term, policy.term_months)
    policy.evidence = [one.value for one in Evidence if one == Evidence.SCAN or one.value in evidence]
    policy.minors, policy.term, policy.term_months = Minors(minors), Term(term), term_months
    policy.operator_name = clean_line(operator_name) or organization.name
    policy.operator_address, policy.operator_contact = clean_line(operator_address), clean_line(operator_contact)
    policy.version += 1
    db.session.add(policy)
    db.session.flush()
    after = (sorted(policy.evidence), policy.minors, policy.term, policy.term_months)
    names = ("evidence", "minors", "term", "term_months")
    changes = {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}
    audit.record(actor, AuditEvent.CONSENT_POLICY_CHANGED, policy, changes=changes)
    return policy
