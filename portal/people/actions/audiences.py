"""Variants of audience rules: an organisation counts «молодой педагог» its own way, or goes back to the library's."""

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.people.audiences import Conditions
from portal.people.models import AudienceRule, Organization
from portal.people.queries.audiences import Rule


def set_variant(actor: Actor, organization: Organization, rule: Rule, conditions: Conditions) -> AudienceRule:
    """Let the rule hold with these conditions in the organisation."""
    own = rule.own
    if own is None:
        own = AudienceRule(
            organization_id=organization.id, code=rule.code, title=rule.title, flag=rule.flag, source=rule.source,
            conditions={}, version=0,
        )  # fmt: skip
        db.session.add(own)
    own.conditions = conditions.as_data()
    own.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AUDIENCE_RULE_CHANGED, own, changes={"code": rule.code, **own.conditions})
    return own


def drop_variant(actor: Actor, organization: Organization, rule: Rule) -> None:
    """Go back to the rule of the library; where there was no variant nothing happens."""
    if rule.own is None:
        return
    audit.record(
        actor, AuditEvent.AUDIENCE_RULE_RETURNED, rule.own, organization_id=organization.id, changes={"code": rule.code}
    )
    db.session.delete(rule.own)
    db.session.flush()
