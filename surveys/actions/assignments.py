"""Waves: opened by one deed in one organisation or in several, planned for later, closed, opened again.

A wave keeps the version it was opened with.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.text import clean_line
from portal.people.models import Organization
from surveys import occasions
from surveys.actions.inviting import invite, zone_of
from surveys.actions.public_links import mint_public_link
from surveys.audience import Rule, as_data, people_of
from surveys.models import Mode, Questionnaire, QuestionnaireVersion, SurveyAssignment
from surveys.records import scatter_participation
from surveys.results.history import note_cuts_seen
from surveys.results.release import release_rest
from surveys.search import index_wave
from surveys.storage import compiled
from surveys.terms import SMALLEST_GROUP
from surveys.waves.words import REMINDER_DAYS

MOST_ORGANIZATIONS = 300


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
    takes_newcomers: bool = False,
    reminders: Sequence[int] = (),
    with_public_link: bool = False,
    batch: str | None = None,
) -> SurveyAssignment:
    """Open a wave by the version in force and invite everybody whom the rule names, each once.

    `audience` is a rule as `surveys.audience` reads it; `mode` is that of the version unless said otherwise;
    `reminders` are days before the last one. A wave that opens later invites then, whoever fits by that day; one with
    an `occasion` other than the calendar invites when its occasion comes. With a public link nobody need be named.
    Raises Refusal when nobody fits the rule, when the dates contradict each other or nothing is published.
    """
    version = _version_in_force(questionnaire)
    mode = mode or version.mode
    _refuse_the_impossible(version, mode, opens_at, closes_at)
    occasion = occasions.checked(occasion or {})
    is_by_date = occasions.kind_of(occasion) is occasions.OccasionKind.DATE
    people = people_of(audience, organization.id, clock.today(organization.time_zone))
    if not people and is_by_date and not with_public_link:
        raise Refusal(_("По этому правилу никого не нашлось. Выберите другую группу или роль."))
    is_later = is_by_date and opens_at > clock.now()
    assignment = SurveyAssignment(
        organization_id=organization.id, version_id=version.id, created_by_id=actor.person_id,
        title=clean_line(title) or version.title, mode=mode, audience=as_data(audience),
        readers=list(readers or _usual_readers(version, mode)), occasion=occasion, batch=batch,
        min_group=SMALLEST_GROUP, opens_at=opens_at, closes_at=closes_at, takes_newcomers=takes_newcomers,
        reminders=_known_days(reminders),
    )  # fmt: skip
    db.session.add(assignment)
    db.session.flush()
    if is_later:
        assignment.invited_at = None  # nobody yet: the worker asks on its day
        db.session.flush()
    invited = invite(assignment, [(person, "") for person in people]) if is_by_date and not is_later else 0
    if with_public_link:
        mint_public_link(actor, assignment)
    index_wave(assignment, version)
    audit.record(
        actor, AuditEvent.SURVEY_OPENED, assignment,
        changes={"version": version.number, "mode": assignment.mode, "invited": invited},
    )  # fmt: skip
    return assignment


def assign_to_several(
    actor: Actor, questionnaire: Questionnaire, organizations: Sequence[Organization], **asked: Any
) -> list[SurveyAssignment]:
    """Open one wave for each of these organisations by one deed, all or none; they share `batch`.

    `asked` is what `assign_questionnaire` takes; `moments` gives opening and end by the zone of each organisation.
    An organisation in which nobody fits the rule is passed over, unless an occasion is waited for. Raises Refusal
    where nobody fits anywhere.
    """
    if len(organizations) > MOST_ORGANIZATIONS:
        raise Refusal(_("Слишком много организаций за один раз."))
    moments, batch = asked.pop("moments"), new_public_id()
    is_by_date = occasions.kind_of(asked.get("occasion") or {}) is occasions.OccasionKind.DATE
    opened = []
    for organization in organizations:
        opens_at, closes_at = moments(organization)
        today = clock.today(organization.time_zone)
        if is_by_date and not people_of(asked["audience"], organization.id, today):
            continue
        opened.append(
            assign_questionnaire(
                actor, questionnaire, organization, opens_at=opens_at, closes_at=closes_at, batch=batch, **asked
            )
        )
    if not opened:
        raise Refusal(_("По этому правилу никого не нашлось. Выберите другую группу или роль."))
    return opened


def open_planned(actor: Actor, assignment: SurveyAssignment) -> int:
    """Invite into a wave whose day has come, once, whichever worker is first; returns how many.

    The people who fit by now are asked, not those of the day it was planned. Where nobody fits, or the rule is not
    known any more, whoever planned it is told.
    """
    taking = sa.update(SurveyAssignment).where(
        SurveyAssignment.id == assignment.id, SurveyAssignment.invited_at.is_(None)
    )
    if not run(taking.values(invited_at=clock.now())):
        return 0
    db.session.refresh(assignment)
    today = clock.today(zone_of(assignment))
    try:
        people = people_of(assignment.audience, assignment.organization_id, today)
    except Refusal:
        people = []
    invited = invite(assignment, [(person, "") for person in people])
    audit.record(actor, AuditEvent.SURVEY_OPENED, assignment, changes={"invited": invited})
    if not invited and assignment.created_by_id is not None:
        text = _("Анкета открылась, но приглашать некого: %(title)s", title=assignment.title)
        notify([assignment.created_by_id], "survey", text, f"/surveys/{assignment.public_id}")
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


def reopen_assignment(actor: Actor, assignment: SurveyAssignment) -> None:
    """Take answers again until the term that stands. Raises Refusal where it has passed: it must be extended."""
    if assignment.closed_at is None:
        return
    if assignment.closes_at is not None and assignment.closes_at <= clock.now():
        raise Refusal(_("Срок анкеты уже прошёл: укажите новый последний день."))
    note_cuts_seen(assignment)
    assignment.closed_at = None
    db.session.flush()
    audit.record(actor, AuditEvent.SURVEY_REOPENED, assignment)


def extend_assignment(actor: Actor, assignment: SurveyAssignment, closes_at: datetime) -> None:
    """Take answers until another moment; a closed wave opens again. Raises Refusal for a moment in the past."""
    if closes_at <= max(clock.now(), assignment.opens_at):
        raise Refusal(_("Новый срок должен быть позже сегодняшнего дня."))
    before = assignment.closed_at or assignment.closes_at
    note_cuts_seen(assignment)
    assignment.closes_at, assignment.closed_at = closes_at, None
    db.session.flush()
    changes = {"closes_at": [before.isoformat() if before else None, closes_at.isoformat()]}
    audit.record(actor, AuditEvent.SURVEY_EXTENDED, assignment, changes=changes)


def may_change_occasion(assignment: SurveyAssignment) -> bool:
    """Whether the wave can still hang on another clock: nobody was invited yet, or it invites one by one anyway."""
    is_by_date = occasions.kind_of(assignment.occasion) is occasions.OccasionKind.DATE
    return not is_by_date or assignment.invited_at is None


def change_wave(
    actor: Actor,
    assignment: SurveyAssignment,
    *,
    title: str,
    reminders: Sequence[int],
    takes_newcomers: bool,
    occasion: dict[str, Any] | None = None,
) -> None:
    """Another title for the respondents, other days of reminders, newcomers asked or not, and another occasion.

    A wave that begins to wait for an occasion invites from now on; one that is given back to the calendar is opened
    by the worker. Without `occasion` that stays. Raises Refusal for an empty title, an occasion that nobody knows or
    that cannot be changed any more, and a date where the wave names nobody.
    """
    line = clean_line(title)
    if not line:
        raise Refusal(_("Укажите название анкеты"))
    wanted = {"title": line, "reminders": _known_days(reminders), "takes_newcomers": takes_newcomers}
    if occasion is not None:
        wanted["occasion"] = _another_occasion(assignment, occasion)
    changes = {
        name: [getattr(assignment, name), value] for name, value in wanted.items() if getattr(assignment, name) != value
    }
    if not changes:
        return
    for name, value in wanted.items():
        setattr(assignment, name, value)
    if "occasion" in changes:
        is_by_date = occasions.kind_of(assignment.occasion) is occasions.OccasionKind.DATE
        assignment.invited_at = None if is_by_date else clock.now()
    assignment.version += 1
    db.session.flush()
    version = db.session.scalars(
        sa.select(QuestionnaireVersion).where(QuestionnaireVersion.id == assignment.version_id)
    ).one()
    index_wave(assignment, version)
    audit.record(actor, AuditEvent.SURVEY_CHANGED, assignment, changes=changes)


def _another_occasion(assignment: SurveyAssignment, occasion: dict[str, Any]) -> dict[str, Any]:
    wanted = occasions.checked(occasion)
    if wanted == assignment.occasion:
        return wanted
    if not may_change_occasion(assignment):
        raise Refusal(_("Приглашения уже ушли: эта анкета привязана к дате."))
    if occasions.kind_of(wanted) is occasions.OccasionKind.DATE and not assignment.audience:
        raise Refusal(_("Анкета не называет, кого спросить, поэтому пригласить к дате некого."))
    return wanted


def _known_days(reminders: Sequence[int]) -> list[int]:
    return [day for day in REMINDER_DAYS if day in set(reminders)]


def _refuse_the_impossible(
    version: QuestionnaireVersion, mode: Mode, opens_at: datetime, closes_at: datetime | None
) -> None:
    if mode != Mode.NAMED and any(item.type == "file" for item in compiled(version.id).items):
        raise Refusal(_("Файл выдаёт автора: анкету с файлом назначают только с именами."))
    if closes_at is not None and closes_at <= max(opens_at, clock.now()):
        raise Refusal(_("Срок уже прошёл или стоит раньше начала. Укажите другую дату."))


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
