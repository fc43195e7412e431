"""All about one profile: where the mentor is, what the year asks, points, pauses, history of states."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core.db import db
from portal.core.i18n import _
from portal.matching.mentors.eligibility import PAID, Check, Known, categories_of, checks_of
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile, MentorScore
from portal.matching.mentors.queries.openings import cycles_by_format, own_mentor_places
from portal.people.kinds import FactKind
from portal.people.models import CareerFact, Membership, Person
from portal.people.periods import in_force
from portal.people.queries.cards import qualifications_of
from portal.programs.definitions import formats
from portal.programs.queries import settings_of

WORKED = (FactKind.HIRED, FactKind.EMPLOYED)
GENERAL = ""
"""The key of what does not hang on a format."""


def place_of(profile: MentorProfile, on: date) -> Membership | None:
    """Where the person is in the organisation on the day, so that the category fits; None for who has left."""
    places = own_mentor_places(profile.person_id, on)
    found = [each for each in places if each.organization_id == profile.organization_id]
    return next((each for each in found if profile.category in categories_of(each)), None)


def requirements_of(profile: MentorProfile, on: date) -> dict[str, list[Check]]:
    """Format code → what its year asks of this mentor; under GENERAL what holds for every format.

    Formats that ask nothing, or that no year runs any more, are left out.
    """
    person: Person = profile.person
    place = place_of(profile, on)
    known = Known(place=place, began_on=experience_from(person), courses=qualifications_of(person))
    cycles = cycles_by_format(profile.organization_id, on)
    found = {GENERAL: _general(profile, place, on)}
    for code in (each for each in formats() if each in profile.format_codes and each in cycles):
        found[code] = checks_of(known, code, settings_of(cycles[code]), on)
    return {code: checks for code, checks in found.items() if checks}


def _general(profile: MentorProfile, place: Membership | None, on: date) -> list[Check]:
    found = []
    if place is None:
        words = _("Сейчас человек не числится здесь в этом качестве.")
        found.append(Check(text=words, is_met=False, blocks=True))
    if profile.category in PAID:
        has = basis_for(profile.person_id, profile.organization_id, Purpose.VOLUNTARY, on) is not None
        words = _("Письменное добровольное согласие быть наставником есть.")
        lacks = _("Письменного добровольного согласия быть наставником ещё нет.")
        found.append(Check(text=words if has else lacks, is_met=has))
    return found


def experience_from(person: Person) -> date | None:
    """The first day of experience: as the card says, else the first dated fact of work."""
    if person.career_began_on:
        return person.career_began_on
    return db.session.scalar(
        sa.select(sa.func.min(CareerFact.happened_on)).where(
            CareerFact.person_id == person.id, CareerFact.kind.in_(WORKED), CareerFact.removed_at.is_(None)
        )
    )


def scores_of(profile: MentorProfile) -> dict[str, MentorScore]:
    """Points of the selection by criterion."""
    rows = db.session.scalars(sa.select(MentorScore).where(MentorScore.profile_id == profile.id)).all()
    return {each.criterion: each for each in rows}


def points_of(profile_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Profile id → points by criterion, for a whole list."""
    rows = db.session.execute(
        sa.select(MentorScore.profile_id, MentorScore.criterion, MentorScore.points).where(
            MentorScore.profile_id.in_(profile_ids)
        )
    )
    found: dict[int, dict[str, int]] = {}
    for profile_id, criterion, points in rows:
        found.setdefault(profile_id, {})[criterion] = points
    return found


def pauses_of(profile: MentorProfile) -> Sequence[MentorPause]:
    """Every pause, the latest first."""
    return db.session.scalars(
        sa.select(MentorPause).where(MentorPause.profile_id == profile.id).order_by(MentorPause.starts_on.desc())
    ).all()


def standing_pause(profile: MentorProfile, on: date) -> MentorPause | None:
    """The pause that covers the day."""
    return db.session.scalars(
        sa.select(MentorPause).where(MentorPause.profile_id == profile.id, in_force(MentorPause, on))
    ).one_or_none()


def periods_of(profile: MentorProfile) -> Sequence[MentorPeriod]:
    """States of the profile from day to day, the latest first."""
    return db.session.scalars(
        sa.select(MentorPeriod).where(MentorPeriod.profile_id == profile.id).order_by(MentorPeriod.starts_on.desc())
    ).all()
