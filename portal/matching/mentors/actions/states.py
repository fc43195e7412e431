"""States of a mentor: approved, in reserve, on a pause, gone. One state a day, that in which the day ended."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.matching.mentors.actions.rules import refuse_later, refuse_over, refuse_unasked, refuse_without_consent
from portal.matching.mentors.eligibility import kept_out
from portal.matching.mentors.kinds import OPEN, MentorState
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile
from portal.matching.mentors.queries import requirements_of, scores_of, standing_pause
from portal.programs.actions.changes import change

DAY = timedelta(days=1)


def approve(actor: Actor, profile: MentorProfile, *, decision: str, decided_on: date) -> None:
    """A candidate, or somebody from the reserve, becomes an active mentor from the day of the decision.

    Points of the selection are frozen as the baseline. Raises Refusal without the person's yes, without the consent to
    take part, and where a requirement of the year keeps the person out. Call with the profile locked.
    """
    today = clock.today(profile.organization.time_zone)
    if profile.state not in (MentorState.CANDIDATE, MentorState.RESERVE):
        raise Refusal(_("По этому наставнику решение уже принято."))
    refuse_unasked(profile)
    refuse_later(decided_on, today)
    refuse_without_consent(profile.person_id, profile.organization_id, today)
    words = kept_out([each for checks in requirements_of(profile, today).values() for each in checks])
    if words:
        raise Refusal(words)
    frozen = {}
    if profile.baseline_on is None and scores_of(profile):
        frozen = {"baseline_on": today, "baseline_by_id": actor.person_id}
    change(profile, {"decision": clean_line(decision), "decided_on": decided_on, **frozen})
    _turn(profile, MentorState.ACTIVE, decided_on)
    audit.record(actor, AuditEvent.MENTOR_APPROVED, profile)


def reserve(actor: Actor, profile: MentorProfile, *, reason: str) -> None:
    """A candidate or a mentor waits in the reserve until somebody calls. Call with the profile locked."""
    if profile.state not in (MentorState.CANDIDATE, MentorState.ACTIVE):
        raise Refusal(_("В резерв переводят кандидата или действующего наставника."))
    refuse_unasked(profile)
    _end_pause(profile)
    _turn(profile, MentorState.RESERVE)
    change(profile, {"reason": clean_line(reason)})
    audit.record(actor, AuditEvent.MENTOR_RESERVED, profile)


def pause(
    actor: Actor, profile: MentorProfile, *, starts_on: date, ends_on: date | None = None, reason: str = ""
) -> None:
    """The mentor takes nobody new for these days, both included, and stays in the base. Call with the row locked."""
    if profile.state != MentorState.ACTIVE:
        raise Refusal(_("Пауза бывает у действующего наставника."))
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(_("Последний день паузы раньше первого."))
    if starts_on < clock.today(profile.organization.time_zone):
        raise Refusal(_("Пауза начинается сегодня или позже."))
    reaches = [MentorPause.starts_on <= ends_on] if ends_on else []
    lasts = sa.or_(MentorPause.ends_on.is_(None), MentorPause.ends_on >= starts_on)
    meets = sa.exists().where(MentorPause.profile_id == profile.id, lasts, *reaches)
    if db.session.scalar(sa.select(meets)):
        raise Refusal(_("На эти дни пауза уже записана."))
    made = MentorPause(profile_id=profile.id, starts_on=starts_on, ends_on=ends_on, reason=clean_line(reason))
    db.session.add(made)
    change(profile, {})
    audit.record(actor, AuditEvent.MENTOR_PAUSED, profile)


def resume(actor: Actor, profile: MentorProfile) -> None:
    """The pause is over before its end, or one that lies ahead is called off; without any nothing changes."""
    if _end_pause(profile):
        change(profile, {})
        audit.record(actor, AuditEvent.MENTOR_RESUMED, profile)


def leave(actor: Actor, profile: MentorProfile, *, reason: str = "") -> None:
    """The person is a mentor here no longer."""
    _end(profile, MentorState.LEFT, reason)
    audit.record(actor, AuditEvent.MENTOR_LEFT, profile)


def decline(actor: Actor, profile: MentorProfile, *, reason: str) -> None:
    """The candidate does not enter the base, and it is said why."""
    if profile.state != MentorState.CANDIDATE:
        raise Refusal(_("Не включить в базу можно только кандидата."))
    if not reason.strip():
        raise Refusal(_("Напишите, почему кандидат не включён в базу."))
    _end(profile, MentorState.DECLINED, reason)
    audit.record(actor, AuditEvent.MENTOR_DECLINED, profile)


def leave_all(actor: Actor, person_id: int, organization_id: int, *, reason: str) -> Sequence[MentorProfile]:
    """End the open profile of the person in the organisation: what rested on a consent ends with it."""
    found = db.session.scalars(
        sa.select(MentorProfile).where(
            MentorProfile.person_id == person_id,
            MentorProfile.organization_id == organization_id,
            MentorProfile.state.in_(OPEN),
        )
    ).all()
    for profile in found:
        leave(actor, profile, reason=reason)
    return found


def _end(profile: MentorProfile, state: MentorState, reason: str) -> None:
    refuse_over(profile)
    _end_pause(profile)
    _turn(profile, state)
    change(profile, {"reason": clean_line(reason)})


def _turn(profile: MentorProfile, state: MentorState, on: date | None = None) -> None:
    """Give the profile another state from the day on, else from today; never before the present one began."""
    today = clock.today(profile.organization.time_zone)
    current = db.session.scalars(
        sa.select(MentorPeriod).where(MentorPeriod.profile_id == profile.id, MentorPeriod.ends_on.is_(None))
    ).one()
    since = max(on or today, current.starts_on)
    if since == current.starts_on:
        current.state = state
    else:
        current.ends_on = since - DAY
        db.session.flush()
        db.session.add(MentorPeriod(profile_id=profile.id, state=state, starts_on=since))
    profile.state = state
    profile.ends_on = None if state in OPEN else today
    db.session.flush()


def _end_pause(profile: MentorProfile) -> bool:
    """Yesterday was the last day of the pause that stands; one that has not begun goes. Whether there was any."""
    today = clock.today(profile.organization.time_zone)
    standing = standing_pause(profile, today)
    ahead = db.session.scalars(
        sa.select(MentorPause).where(MentorPause.profile_id == profile.id, MentorPause.starts_on >= today)
    ).all()
    if standing is not None and standing not in ahead:
        standing.ends_on = today - DAY
    for each in ahead:
        db.session.delete(each)
    db.session.flush()
    return standing is not None or bool(ahead)
