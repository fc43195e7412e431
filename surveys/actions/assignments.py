"""Waves: who is asked, by which version, until when. A wave keeps the version it was opened with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, insert_for_upsert, new_public_id
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_datetime
from portal.core.notices import notify
from portal.core.text import clean_line
from portal.people.models import Organization
from surveys.audience import Rule, as_data, people_of
from surveys.models import Mode, Questionnaire, QuestionnaireVersion, SurveyAssignment, SurveyInvitation
from surveys.records import scatter_participation
from surveys.results.release import release_rest
from surveys.search import index_wave
from surveys.storage import compiled

SMALLEST_GROUP = 5


def assign_questionnaire(
    actor: Actor,
    questionnaire: Questionnaire,
    organization: Organization,
    *,
    title: str = "",
    audience: Rule,
    opens_at: datetime,
    closes_at: datetime | None,
    mode: Mode | None = None,
    readers: Sequence[str] = (),
    occasion: dict[str, Any] | None = None,
) -> SurveyAssignment:
    """Open a wave by the version in force and invite everybody whom the rule names, each once.

    `audience` is a rule as `surveys.audience` reads it; `mode` is that of the version unless said otherwise.
    Raises Refusal when nobody fits the rule, when the dates contradict each other or nothing is published.
    """
    version = _version_in_force(questionnaire)
    mode = mode or version.mode
    _refuse_the_impossible(version, mode, opens_at, closes_at)
    people = people_of(audience, organization.id, clock.today(organization.time_zone))
    if not people:
        raise Refusal(_("По этому правилу никого не нашлось. Выберите другую группу или роль."))
    assignment = SurveyAssignment(
        organization_id=organization.id, version_id=version.id, created_by_id=actor.person_id,
        title=clean_line(title) or version.title, mode=mode, audience=as_data(audience),
        readers=list(readers or _usual_readers(version, mode)), occasion=occasion or {},
        min_group=SMALLEST_GROUP, opens_at=opens_at, closes_at=closes_at,
    )  # fmt: skip
    db.session.add(assignment)
    db.session.flush()
    invited = _invite(assignment, people)
    index_wave(assignment, version)
    audit.record(
        actor, AuditEvent.SURVEY_OPENED, assignment,
        changes={"version": version.number, "mode": assignment.mode, "invited": invited},
    )  # fmt: skip
    return assignment


def _refuse_the_impossible(
    version: QuestionnaireVersion, mode: Mode, opens_at: datetime, closes_at: datetime | None
) -> None:
    if mode != Mode.NAMED and any(item.type == "file" for item in compiled(version.id).items):
        raise Refusal(_("Файл выдаёт автора: анкету с файлом назначают только с именами."))
    if closes_at is not None and closes_at <= max(opens_at, clock.now()):
        raise Refusal(_("Срок уже прошёл или стоит раньше начала. Укажите другую дату."))


def invite_more(actor: Actor, assignment: SurveyAssignment) -> int:
    """Invite whoever fits the rule of the wave by now and is not asked yet; returns how many.

    Raises Refusal for a wave that takes no answers any more.
    """
    now = clock.now()
    if assignment.closed_at is not None or (assignment.closes_at is not None and assignment.closes_at < now):
        raise Refusal(_("Сбор ответов закрыт. Сначала продлите срок."))
    today = clock.today(_zone_of(assignment))
    invited = _invite(assignment, people_of(assignment.audience, assignment.organization_id, today))
    if invited:
        audit.record(actor, AuditEvent.SURVEY_OPENED, assignment, changes={"invited": invited})
    return invited


def close_assignment(actor: Actor, assignment: SurveyAssignment) -> None:
    """Take no more answers from now on; drafts stay and count nowhere. Closing twice changes nothing."""
    if assignment.closed_at is None:
        assignment.closed_at = clock.now()
        db.session.flush()
        if assignment.mode != Mode.NAMED:
            scatter_participation(assignment.id)
        release_rest(assignment)
        audit.record(actor, AuditEvent.SURVEY_CLOSED, assignment)


def extend_assignment(actor: Actor, assignment: SurveyAssignment, closes_at: datetime) -> None:
    """Take answers until another moment; a closed wave opens again. Raises Refusal for a moment in the past."""
    if closes_at <= max(clock.now(), assignment.opens_at):
        raise Refusal(_("Новый срок должен быть позже сегодняшнего дня."))
    before = assignment.closed_at or assignment.closes_at
    assignment.closes_at, assignment.closed_at = closes_at, None
    db.session.flush()
    changes = {"closes_at": [before.isoformat() if before else None, closes_at.isoformat()]}
    audit.record(actor, AuditEvent.SURVEY_EXTENDED, assignment, changes=changes)


def renew_link(actor: Actor, invitation: SurveyInvitation) -> None:
    """End the personal links handed out so far: one was lost or passed on."""
    invitation.link_revision += 1
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_LINK_RENEWED, invitation)


def withdraw_invitation(actor: Actor, invitation: SurveyInvitation) -> None:
    """Ask this person no more; what was submitted stays. Withdrawing twice changes nothing."""
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        db.session.flush()
        audit.record(actor, AuditEvent.SURVEY_INVITATION_WITHDRAWN, invitation)
    elif invitation.consent_ended_on is not None:
        invitation.consent_ended_on = None  # a new consent does not bring it back
        db.session.flush()


def _version_in_force(questionnaire: Questionnaire) -> QuestionnaireVersion:
    version = db.session.scalars(
        sa.select(QuestionnaireVersion)
        .where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id, QuestionnaireVersion.published_at.is_not(None)
        )
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    ).one_or_none()
    if version is None:
        raise Refusal(_("У анкеты ещё нет опубликованной версии."))
    return version


def _usual_readers(version: QuestionnaireVersion, mode: Mode) -> list[str]:
    """Who reads named answers where nobody chose: the roles that the questionnaire names, else the curator."""
    named = list(compiled(version.id).visible_to) or [Role.CURATOR.value]
    return named if mode == Mode.NAMED else []


def _invite(assignment: SurveyAssignment, people: list[int]) -> int:
    """One invitation each for those who have none; the counter of the wave and a notice go with it."""
    asked = set(
        db.session.scalars(sa.select(SurveyInvitation.person_id).where(SurveyInvitation.assignment_id == assignment.id))
    )
    new = [person for person in people if person not in asked]
    if not new:
        return 0
    now = clock.now()
    rows = [
        {
            "public_id": new_public_id(), "assignment_id": assignment.id, "person_id": person, "subject": "",
            "link_revision": 0, "created_at": now, "updated_at": now,
        }
        for person in new
    ]  # fmt: skip
    inserting = insert_for_upsert(SurveyInvitation.__table__).on_conflict_do_nothing(
        index_elements=["assignment_id", "person_id", "subject"]
    )
    db.session.execute(inserting, rows)
    everybody = sa.select(sa.func.count()).where(SurveyInvitation.assignment_id == assignment.id)
    assignment.invited = db.session.scalar(everybody) or 0
    db.session.flush()
    notify(new, "survey", _notice(assignment), "/my/surveys")
    return len(new)


def _notice(assignment: SurveyAssignment) -> str:
    if assignment.opens_at > clock.now():
        when = ru_datetime(assignment.opens_at, _zone_of(assignment))
        return _("Анкета откроется %(when)s: %(title)s", when=when, title=assignment.title)
    return _("Анкета ждёт вас: %(title)s", title=assignment.title)


def _zone_of(assignment: SurveyAssignment) -> str:
    zone = db.session.scalar(sa.select(Organization.time_zone).where(Organization.id == assignment.organization_id))
    return zone or "Europe/Moscow"
