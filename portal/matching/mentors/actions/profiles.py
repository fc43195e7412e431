"""Profiles of mentors: offered, nominated, agreed to, filled in, scored."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.matching.kinds import Origin
from portal.matching.mentors.actions.rules import refuse_later, refuse_over, refuse_without_consent
from portal.matching.mentors.criteria import criteria_for
from portal.matching.mentors.kinds import MentorState, TraitKind
from portal.matching.mentors.labels import WORDS
from portal.matching.mentors.models import MOST_POINTS, MentorPeriod, MentorProfile, MentorScore, MentorTrait
from portal.matching.mentors.queries import MentorOpening, formats_for, open_profile, scores_of
from portal.matching.mentors.search import index_mentor
from portal.people.models import Person
from portal.programs.actions.changes import change

TEXTS = ("competences", "achievements", "interests", "about")


@dataclass(frozen=True, kw_only=True)
class ProfileFacts:
    """What a profile says of itself: texts, time a week in minutes, how many mentees at once, choices by kind of trait.

    A kind that is not named is left as it stands.
    """

    competences: str = ""
    achievements: str = ""
    interests: str = ""
    about: str = ""
    minutes_week: int | None = None
    capacity: int = 1
    traits: Mapping[TraitKind, Collection[str]] = field(default_factory=dict)


def apply(
    actor: Actor, person: Person, opening: MentorOpening, formats: Collection[str], facts: ProfileFacts
) -> MentorProfile:
    """The person offers to be a mentor; offering is agreeing. Raises Refusal as `nominate`."""
    today = clock.today(opening.organization.time_zone)
    return _add(actor, person, opening, formats, facts, origin=Origin.OWN, recommendation="", agreed_on=today)


def nominate(
    actor: Actor, person: Person, opening: MentorOpening, formats: Collection[str], *, origin: Origin,
    recommendation: str, agreed_on: date | None = None, since: date | None = None, facts: ProfileFacts | None = None,
) -> MentorProfile:  # fmt: skip
    """Somebody else brings the person; `agreed_on` is the day on which the person said yes, if they did.

    `since` is the day of entering where a table of the organisation tells an earlier one than today, `facts` what it
    says of the mentor. Raises Refusal without the consent to take part, without a format that suits, and for who is in
    the base already.
    """
    return _add(actor, person, opening, formats, facts or ProfileFacts(), origin=origin, recommendation=recommendation,
                agreed_on=agreed_on, since=since)  # fmt: skip


def _add(
    actor: Actor, person: Person, opening: MentorOpening, formats: Collection[str], facts: ProfileFacts, *,
    origin: Origin, recommendation: str, agreed_on: date | None, since: date | None = None,
) -> MentorProfile:  # fmt: skip
    organization = opening.organization
    today = clock.today(organization.time_zone)
    refuse_without_consent(person.id, organization.id, today)
    refuse_later(agreed_on, today)
    refuse_later(since, today)
    _refuse_formats(formats, opening.formats)
    if open_profile(person.id, organization.id) is not None:
        raise _twice()
    made = MentorProfile(
        person_id=person.id, organization_id=organization.id, recorded_by_id=actor.person_id,
        category=opening.category, origin=origin, recommendation=clean_text(recommendation), agreed_on=agreed_on,
        starts_on=since or today, minutes_week=facts.minutes_week, capacity=facts.capacity,
        **{name: clean_text(getattr(facts, name)) for name in TEXTS},
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # somebody else was quicker
        raise _twice() from None
    _set_traits(made, {**facts.traits, TraitKind.FORMAT: formats})
    db.session.add(MentorPeriod(profile_id=made.id, state=MentorState.CANDIDATE, starts_on=made.starts_on))
    db.session.flush()
    index_mentor(made)
    audit.record(actor, AuditEvent.MENTOR_ADDED, made, changes={"origin": origin, "category": opening.category})
    return made


def agree(actor: Actor, profile: MentorProfile) -> None:
    """The person says yes to what others wrote down; saying it again changes nothing."""
    refuse_over(profile)
    if profile.agreed_on is None:
        change(profile, {"agreed_on": clock.today(profile.organization.time_zone)})
        audit.record(actor, AuditEvent.MENTOR_AGREED, profile)


def fill(
    actor: Actor, profile: MentorProfile, formats: Collection[str], facts: ProfileFacts, *,
    agreed_on: date | None = None,
) -> None:  # fmt: skip
    """Put right what the profile says; `agreed_on` records a yes that was given on paper. Call with the row locked."""
    refuse_over(profile)
    today = clock.today(profile.organization.time_zone)
    refuse_later(agreed_on, today)
    _refuse_formats(formats, {*formats_for(profile, today), *profile.format_codes})
    wanted = {name: value for name, value in asdict(facts).items() if name != "traits"}
    wanted |= {name: clean_text(wanted[name]) for name in TEXTS}
    wanted["agreed_on"] = profile.agreed_on or agreed_on
    changed = _set_traits(profile, {**facts.traits, TraitKind.FORMAT: formats})
    changed += change(profile, wanted)
    index_mentor(profile)
    audit.record(actor, AuditEvent.MENTOR_CHANGED, profile, changes={"fields": changed})


def set_scores(actor: Actor, profile: MentorProfile, points: Mapping[str, int], notes: Mapping[str, str]) -> None:
    """Points of the commission by criterion; a criterion without points loses those it had.

    Raises Refusal once they are frozen, and for what the category is not judged by. Call with the profile locked.
    """
    refuse_over(profile)
    if profile.baseline_on is not None:
        raise Refusal(_("Баллы закреплены решением: теперь это исходный замер, его не меняют."))
    known = {each.code for each in criteria_for(profile.category)}
    if not set(points) <= known or not all(0 <= each <= MOST_POINTS for each in points.values()):
        raise Refusal(_("Такого критерия или балла нет. Откройте страницу заново."))
    stand, today = scores_of(profile), clock.today(profile.organization.time_zone)
    run(sa.delete(MentorScore).where(MentorScore.profile_id == profile.id, MentorScore.criterion.not_in(points)))
    for code, value in points.items():
        score = stand.get(code) or MentorScore(profile_id=profile.id, criterion=code)
        note = clean_text(notes.get(code, ""))
        if (score.points, score.note) != (value, note):
            score.points, score.note, score.recorded_on, score.recorded_by_id = value, note, today, actor.person_id
            db.session.add(score)
    profile.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.MENTOR_SCORED, profile)


def _set_traits(profile: MentorProfile, wanted: Mapping[TraitKind, Collection[str]]) -> list[str]:
    """These and no other choices of each kind that is named; words of no list are left out. The kinds that changed."""
    changed = []
    for kind, codes in wanted.items():
        chosen = [code for code in WORDS.get(kind, codes) if code in codes]
        if set(profile.codes_of(kind)) == set(chosen):
            continue
        changed.append(kind.value)
        kept = [each for each in profile.traits if each.kind != kind or each.code in chosen]
        there = {each.code for each in kept if each.kind == kind}
        profile.traits = [*kept, *(MentorTrait(kind=kind, code=code) for code in chosen if code not in there)]
    db.session.flush()
    return changed


def _refuse_formats(chosen: Collection[str], known: Collection[str]) -> None:
    if not chosen:
        raise Refusal(_("Выберите хотя бы одну форму наставничества."))
    if not set(chosen) <= set(known):
        raise Refusal(_("Эта форма наставничества для других наставников. Выберите из тех, что подходят."))


def _twice() -> Refusal:
    return Refusal(_("Человек уже есть в базе наставников этой организации."))
