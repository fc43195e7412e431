"""Summing up a pair: the word of a member, the sheet of the curator, the reserve of mentors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.matching.mentors.actions import ProfileFacts, apply, reserve
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import MentorOpening
from portal.mentorships.closing.kinds import Criterion, Reached, Recommendation
from portal.mentorships.closing.models import ClosingSheet, ClosingWord
from portal.mentorships.closing.queries.members import member_of
from portal.mentorships.closing.queries.sheets import expected_of, sheet_of
from portal.mentorships.kinds import BEFORE, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Person


@dataclass(frozen=True, kw_only=True)
class SheetFacts:
    """What the curator writes; codes outside the catalogue are left out."""

    results: Mapping[str, str] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)
    reached: str = ""
    group_words: str = ""
    conclusion: str = ""
    recommendation: Recommendation | None = None
    advice: str = ""
    reviewed_on: date | None = None


def say_word(actor: Actor, pair: Mentorship, *, gained: str, ahead: str, review: str) -> ClosingWord:
    """What one member says about the time in the pair; said again, it is what was said last.

    A review is a mentee's. Call with the pair locked. Raises NotAllowed for whoever is not a member or left before
    the end, Refusal for a pair that has not begun.
    """
    member = _member(actor, pair)
    refuse_unbegun(pair)
    said = {"gained": clean_text(gained), "ahead": clean_text(ahead),
            "review": clean_text(review) if member.side == MemberSide.MENTEE else ""}  # fmt: skip
    found = db.session.scalars(
        sa.select(ClosingWord).where(
            ClosingWord.mentorship_id == pair.id, ClosingWord.person_id == member.person_id
        )
    ).one_or_none()  # fmt: skip
    today = clock.today(pair.organization.time_zone)
    if found is None:
        found = ClosingWord(mentorship_id=pair.id, person_id=member.person_id, said_on=today, **said)
        try:
            with db.session.begin_nested():
                db.session.add(found)
                db.session.flush()
        except IntegrityError:
            raise Refusal(_("Ваше слово уже записано. Откройте страницу заново.")) from None
    else:
        for name, value in said.items():
            setattr(found, name, value)
        found.said_on = today
        found.version += 1
        db.session.flush()
    audit.record(actor, AuditEvent.CLOSING_WORD_SAID, pair)
    return found


def draw_up(actor: Actor, pair: Mentorship, facts: SheetFacts) -> ClosingSheet:
    """Write the closing sheet, or write it anew. Nothing that is missing keeps from it. Call with the pair locked.

    Raises Refusal for a pair that has not begun, and for a day of the review that lies ahead.
    """
    refuse_unbegun(pair)
    if facts.reviewed_on is not None and facts.reviewed_on > clock.today(pair.organization.time_zone):
        raise Refusal(_("Этот день ещё не настал."))
    sheet = sheet_of(pair, lock=True) or _new_sheet(pair)
    sheet.results = _known(facts.results, [each.code for each in expected_of(pair)])
    sheet.criteria = _known(facts.criteria, list(Criterion))
    sheet.reached, sheet.group_words = clean_text(facts.reached), clean_text(facts.group_words)
    sheet.conclusion, sheet.advice = clean_text(facts.conclusion), clean_text(facts.advice)
    sheet.recommendation, sheet.reviewed_on = facts.recommendation, facts.reviewed_on
    sheet.recorded_by_id = actor.person_id
    sheet.version = (sheet.version or 0) + 1
    db.session.flush()
    audit.record(actor, AuditEvent.CLOSING_DRAWN_UP, pair, changes={"recommendation": facts.recommendation or ""})
    return sheet


def join_reserve(
    actor: Actor, pair: Mentorship, person: Person, opening: MentorOpening, formats: Collection[str]
) -> MentorProfile:
    """A mentee of the pair enters the base of potential mentors by their own yes (MENT-8).

    Raises NotAllowed for anybody else, Refusal without the consent to take part and for who is in the base already.
    """
    member = _member(actor, pair)
    if member.side != MemberSide.MENTEE or member.person_id != person.id:
        raise NotAllowed
    refuse_unbegun(pair)
    made = apply(actor, person, opening, formats, ProfileFacts())
    reserve(actor, made, reason=_("Прошлый опыт: участие в паре как наставляемый"))
    return made


def refuse_unbegun(pair: Mentorship) -> None:
    """Raise Refusal for a pair that has not worked yet, and one that never began."""
    if pair.state in (*BEFORE, MentorshipState.DECLINED):
        raise Refusal(_("Итоги подводят, когда пара поработала."))


def _member(actor: Actor, pair: Mentorship) -> MentorshipMember:
    found = member_of(pair, actor.person_id)
    if found is None:
        raise NotAllowed
    return found


def _new_sheet(pair: Mentorship) -> ClosingSheet:
    made = ClosingSheet(mentorship_id=pair.id, version=0)
    db.session.add(made)
    return made


def _known(said: Mapping[str, str], codes: Collection[str]) -> dict[str, str]:
    return {code: value for code, value in said.items() if code in codes and value in set(Reached)}
