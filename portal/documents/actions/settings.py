"""What an organisation sets for its documents: own templates and numbering."""

import io

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.documents.definitions import SERIES, kind_of
from portal.documents.kinds import Numbering
from portal.documents.models import DocumentTemplate, NumberingRule
from portal.documents.numbering import set_last_number
from portal.documents.paper import check_template
from portal.documents.queries import numbering_rule, template_for
from portal.people.models import Organization

LONGEST_SUFFIX = 20


class TemplateProblems(Refusal):
    """The template cannot be used; `problems` says why, line by line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(_("Шаблон не принят: исправьте и загрузите снова."))
        self.problems = problems


def set_template(actor: Actor, organization: Organization, kind: str, upload: files.Upload) -> DocumentTemplate:
    """Papers of this kind are made by the organisation's own DOCX from now on; the former stays for what it made.

    Raises TemplateProblems with the list, and Refusal for a file that is no DOCX or not safe.
    """
    kind_of(kind)
    kept = files.store(*upload)
    if not kept.name.lower().endswith(".docx"):
        raise Refusal(_("Шаблон нужен в формате DOCX."))
    with files.open_file(kept) as stream:
        content = stream.read()
    if problems := check_template(content):
        raise TemplateProblems(problems)
    _retire(organization, kind)
    today = clock.today(organization.time_zone)
    made = DocumentTemplate(
        organization_id=organization.id, kind=kind, file_id=kept.id, sha256=files.digest_of(io.BytesIO(content)),
        starts_on=today,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_TEMPLATE_CHANGED, made, changes={"kind": kind})
    return made


def drop_template(actor: Actor, template: DocumentTemplate) -> None:
    """Back to the portal's layout; papers made by the template keep it."""
    if template.ends_on is not None:
        return
    template.ends_on = max(template.starts_on, clock.today(template.organization.time_zone))
    db.session.flush()
    audit.record(actor, AuditEvent.DOCUMENT_TEMPLATE_CHANGED, template, changes={"kind": template.kind})


def set_numbering(
    actor: Actor, organization: Organization, series: str, *, mode: Numbering, suffix: str, last: int | None = None
) -> None:
    """How the series is numbered; `last` is the last number of this year's journal before the portal took over.

    Raises Refusal where the portal gave numbers this year and `last` would change them.
    """
    if series not in SERIES:
        raise Refusal(_("Такого журнала нет."))
    rule = numbering_rule(organization.id, series)
    if rule is None:
        rule = NumberingRule(organization_id=organization.id, series=series, version=0)
        db.session.add(rule)
    rule.mode, rule.suffix = mode, clean_line(suffix)[:LONGEST_SUFFIX]
    rule.version += 1
    if last is not None:
        set_last_number(organization.id, series, clock.today(organization.time_zone).year, last)
    db.session.flush()
    audit.record(actor, AuditEvent.NUMBERING_CHANGED, organization, organization_id=organization.id,
                 changes={"series": series, "mode": mode})  # fmt: skip


def _retire(organization: Organization, kind: str) -> None:
    former = template_for(organization.id, kind)
    if former is not None:
        former.ends_on = max(former.starts_on, clock.today(organization.time_zone))
        db.session.flush()
