"""The review: handed in, remarked section by section, passed on, sent back, rejected, published."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.search import index
from portal.core.text import clean_text
from portal.practices.actions.faceting import refresh_facets
from portal.practices.kinds import Evidence, Section, Stage, VersionState
from portal.practices.models import Practice, PracticeAuthor, PracticeRemark, PracticeVersion
from portal.practices.queries.uses import told_outcomes
from portal.practices.readiness import evidence_refusal, lacks_of
from portal.practices.sections import searchable_text
from portal.programs.queries import add_working_days

KIND = "practice"
TERM = 10  # working days of one stage
ALIVE = timedelta(days=548)  # eighteen months


def submit_for_review(actor: Actor, practice: Practice, *, skips_organization: bool) -> None:
    """Hand the working version in. `skips_organization` where nobody but its authors would read it there.

    Raises Refusal while something is missing, naming the first of it.
    """
    version = _working(practice)
    if not version.is_writable:
        raise Refusal(_("Практика уже на проверке."))
    lacks = lacks_of(version)
    if lacks:
        raise Refusal(_("Отправить пока нельзя. %(what)s.", what=lacks[0].text))
    today = clock.today(practice.organization.time_zone)
    version.state = VersionState.IN_REVIEW
    version.stage = Stage.MUNICIPALITY if skips_organization else Stage.ORGANIZATION
    version.round += 1
    version.submitted_on, version.due_on = today, add_working_days(practice.organization, today, TERM)
    practice.submitted_on = practice.submitted_on or today
    practice.version += 1
    audit.record(actor, AuditEvent.PRACTICE_SUBMITTED, practice, changes={"round": version.round})


def add_remark(actor: Actor, practice: Practice, *, section: Section, text: str) -> PracticeRemark:
    """Say what is wrong with one section. Raises Refusal for an author and when nobody reviews it."""
    version = _reviewed(actor, practice)
    made = PracticeRemark(
        version_id=version.id, written_by_id=actor.person_id, section=section, text=clean_text(text),
        round=version.round,
    )  # fmt: skip
    db.session.add(made)
    audit.record(actor, AuditEvent.PRACTICE_REMARKED, practice, changes={"section": section})
    return made


def pass_on(actor: Actor, practice: Practice) -> None:
    """The organisation agrees: the methodologist of the municipality reads it next."""
    version = _reviewed(actor, practice)
    if version.stage != Stage.ORGANIZATION:
        raise Refusal(_("Практику уже читает методист муниципалитета."))
    version.stage = Stage.MUNICIPALITY
    version.due_on = add_working_days(practice.organization, clock.today(practice.organization.time_zone), TERM)
    practice.version += 1
    audit.record(actor, AuditEvent.PRACTICE_PASSED, practice)


def return_to_authors(actor: Actor, practice: Practice) -> None:
    """Send the version back with the remarks of this round. Raises Refusal where there is none to work on."""
    version = _reviewed(actor, practice)
    n = db.session.scalar(
        sa.select(sa.func.count()).select_from(PracticeRemark).where(
            PracticeRemark.version_id == version.id, PracticeRemark.round == version.round
        )
    )  # fmt: skip
    if not n:
        raise Refusal(_("Сначала запишите хотя бы одно замечание: автор должен знать, что исправить."))
    version.state, version.stage, version.due_on = VersionState.RETURNED, "", None
    practice.version += 1
    audit.record(actor, AuditEvent.PRACTICE_RETURNED, practice, changes={"remarks": n})
    _tell_authors(practice, _("Практика вернулась с замечаниями: %(n)s", n=n), "/edit")


def reject(actor: Actor, practice: Practice, *, reason: str) -> None:
    """This version will not be published; the reason goes to its authors."""
    version = _reviewed(actor, practice)
    if not reason.strip():
        raise Refusal(_("Напишите, почему практика отклонена."))
    version.state, version.stage, version.due_on = VersionState.REJECTED, "", None
    version.reason = clean_text(reason)
    practice.version += 1
    audit.record(actor, AuditEvent.PRACTICE_REJECTED, practice)
    _tell_authors(practice, _("Практика отклонена: причина на её странице"), "/edit")


def publish_practice(actor: Actor, practice: Practice, *, evidence: Evidence, on: date) -> None:
    """Open the version to every reader, weigh it, index it for search and tell its authors.

    Raises Refusal for an author, before the organisation has agreed, and where the step of evidence is not earned.
    """
    version = _reviewed(actor, practice)
    if version.stage != Stage.MUNICIPALITY:
        raise Refusal(_("Сначала практику читает её организация."))
    refusal = evidence_refusal(version, evidence, told_outcomes(practice))
    if refusal:
        raise Refusal(refusal)
    number = (practice.current_number or 0) + 1
    version.state, version.stage, version.due_on = VersionState.PUBLISHED, "", None
    version.number, version.published_on = number, on
    practice.current_number, practice.published_on = number, practice.published_on or on
    practice.review_on = on + ALIVE
    practice.evidence, practice.evidence_on, practice.evidence_by_id = evidence.value, on, actor.person_id
    practice.lowered_on = None
    practice.version += 1
    db.session.flush()
    refresh_facets(practice, version)
    index.put(KIND, practice.id, version.title, searchable_text(version))
    audit.record(actor, AuditEvent.PRACTICE_PUBLISHED, practice, changes={"number": number, "evidence": evidence.value})
    _tell_authors(practice, _("Ваша практика опубликована в банке"), "")


def is_author(actor: Actor, practice: Practice) -> bool:
    """Whether the actor wrote it: nobody reviews their own."""
    return any(each.person_id == actor.person_id for each in practice.authors)


def _working(practice: Practice) -> PracticeVersion:
    if practice.archived_on is not None:
        raise Refusal(_("Практика в архиве: она больше не меняется."))
    if practice.working is None:
        raise Refusal(_("У практики нет черновика. Начните новую версию."))
    return practice.working


def _reviewed(actor: Actor, practice: Practice) -> PracticeVersion:
    """The version that reviewers read now."""
    version = _working(practice)
    if version.state != VersionState.IN_REVIEW:
        raise Refusal(_("Практика не на проверке: решение уже принято."))
    if is_author(actor, practice):
        raise Refusal(_("Свою практику проверяет другой человек."))
    return version


def _tell_authors(practice: Practice, words: str, tail: str) -> None:
    people = db.session.scalars(sa.select(PracticeAuthor.person_id).where(PracticeAuthor.practice_id == practice.id))
    notify(list(people), KIND, words, f"/practices/{practice.public_id}{tail}")
