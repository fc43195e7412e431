"""What pairs do when other rooms speak: a consent goes, an order is signed or repealed, somebody leaves a group."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.signals import consent_withdrawn, withdrawal_considered
from portal.core.db import db
from portal.core.i18n import _, ngettext
from portal.documents.labels import document_label
from portal.documents.models import Document
from portal.documents.signals import document_repealed, document_signed
from portal.matching.actions import match, reopen
from portal.matching.groups.actions import match_group, reopen_group
from portal.matching.models import MentoringRequest
from portal.matching.signals import (
    Proposal,
    Taken,
    base_left,
    draft_published,
    leaving_considered,
    places_taken,
)
from portal.mentorships import telling
from portal.mentorships.actions import PairFacts, end, leave, propose_mentorship
from portal.mentorships.actions.deciding import pass_order
from portal.mentorships.actions.groups import follow_groups
from portal.mentorships.actions.ordering import flag_orders
from portal.mentorships.kinds import OPEN, WORKING, Ending, MemberSide
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember
from portal.mentorships.papers import ORDER, pairs_of
from portal.mentorships.queries.pairs import WITH_MEMBERS
from portal.mentorships.signals import member_left, mentorship_began, mentorship_ended
from portal.people.models import Membership
from portal.people.signals import membership_ended
from portal.programs.actions import record_fact
from portal.programs.models import Cycle

SOUGHT_AGAIN = (Ending.INCOMPATIBLE, Ending.MENTOR_ASKED, Ending.LEFT)
ENDED_BY_SUCCESS = (Ending.COMPLETED, Ending.MENTOR_CHANGED)


@withdrawal_considered.connect
def tell_which_pairs_end(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose) -> str | None:
    """How many pairs the person would leave."""
    n = len(_standing(person_id, organization_id)) if purpose == Purpose.PARTICIPATION else 0
    if not n:
        return None
    return ngettext("Завершится участие в %(num)s паре.", "Завершится участие в %(num)s парах.", n)


@consent_withdrawn.connect
def end_pairs(actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, **_more: Any) -> str | None:
    """The person leaves every open pair at once; a pair without a side is over."""
    standing = _standing(person_id, organization_id) if purpose == Purpose.PARTICIPATION else ()
    for member in standing:
        leave(actor, member, Ending.CONSENT_WITHDRAWN, _("Согласие на участие отозвано"))
    if not standing:
        return None
    return ngettext("Завершено участие в %(num)s паре.", "Завершено участие в %(num)s парах.", len(standing))


@document_signed.connect
def begin_pairs(actor: Actor, *, document: Document) -> None:
    """Pairs of a signed order work from its day."""
    if document.kind == ORDER and document.registered_on is not None:
        for pair in pairs_of(document, lock=True):
            pass_order(actor, pair, document, document.registered_on)


@document_repealed.connect
def end_repealed(actor: Actor, *, document: Document, by: Document) -> None:
    """Pairs that rest on an order end with it."""
    if document.kind != ORDER:
        return
    rests = sa.exists().where(
        MentorshipDecision.mentorship_id == Mentorship.id, MentorshipDecision.document_id == document.id
    )
    pairs = db.session.scalars(
        sa.select(Mentorship).where(rests, Mentorship.state.in_(WORKING)).options(*WITH_MEMBERS)
    ).all()  # fmt: skip
    for pair in pairs:
        last = max(by.registered_on or document.registered_on, pair.starts_on)  # type: ignore[type-var]
        end(actor, pair, Ending.OTHER, _("Приказ отменён: %(what)s", what=document_label(by)), last)


@mentorship_began.connect
def find_what_was_asked(actor: Actor, *, mentorship: Mentorship) -> None:
    """Requests of the pair seek nobody any more; its members are told."""
    for each in mentorship.standing(MemberSide.MENTEE):
        if each.request is not None:
            match(actor, each.request)
    if mentorship.group_id is not None:
        match_group(actor, mentorship.group_id, mentorship.cycle_id, mentorship.format_id)
    if mentorship.starts_on is not None:
        record_fact(actor, mentorship.organization, "pair_began", mentorship.starts_on, mentorship)
    telling.tell_began(mentorship)


@mentorship_ended.connect
def seek_again(actor: Actor, *, mentorship: Mentorship) -> None:
    """Whoever lost a mentor before the goal stands in the base again, and the order is no longer true."""
    telling.tell_over(mentorship, by=actor.person_id)
    if mentorship.ending in ENDED_BY_SUCCESS:
        return
    for each in mentorship.standing(MemberSide.MENTEE):
        if each.request is not None and mentorship.ending in SOUGHT_AGAIN:
            reopen(actor, each.request)
    if mentorship.group_id is not None and mentorship.ending in SOUGHT_AGAIN:
        reopen_group(actor, mentorship.group_id, mentorship.cycle_id, mentorship.format_id)
    if mentorship.starts_on is not None:
        flag_orders(actor, mentorship, _("Пара завершена раньше срока"))


@member_left.connect
def amend_order(actor: Actor, *, member: MentorshipMember) -> None:
    """The order names somebody who is in the pair no longer."""
    if member.mentorship.state in WORKING:
        flag_orders(actor, member.mentorship, _("Изменился состав пары или группы"))


@membership_ended.connect
def follow_leavers(actor: Actor, *, membership: Membership) -> None:
    """Who left a group that is a mentee as a whole leaves its pair; a day that lies ahead is met by the clock."""
    if membership.group_id is not None:
        follow_groups(actor, membership.group_id)


@draft_published.connect
def propose_all(actor: Actor, *, proposals: Sequence[Proposal]) -> None:
    """Every pair of a published draft is proposed; one that a rule forbids stops the publication."""
    for each in proposals:
        asked = each.group_request or each.requests[0]
        whole = each.group_request
        propose_mentorship(
            actor, asked.cycle, asked.format, profiles=[each.profile], requests=each.requests,
            group=whole.group if whole else None, facts=PairFacts(goal=whole.goal if whole else ""),
        )  # fmt: skip


@leaving_considered.connect
def tell_which_pair_ends(actor: Actor, *, request: MentoringRequest) -> str | None:
    """With whom the mentee works."""
    names = [
        each.person.full_name
        for member in _of_request(request)
        for each in member.mentorship.standing(MemberSide.MENTOR)
    ]
    return _("Пара завершится сегодня. Наставник: %(names)s.", names=", ".join(names)) if names else None


@base_left.connect
def end_pair_of_leaver(actor: Actor, *, request: MentoringRequest, reason: str) -> None:
    """The mentee leaves the pair with today; whoever corrects the bases of an organisation may end its pairs too."""
    for member in _of_request(request):
        leave(actor, member, Ending.OTHER, reason)


@places_taken.connect
def count_taken(cycle: Cycle, *, on: date) -> Taken:
    """Places that pairs of the organisation hold or have asked for, and requests that stand in an open pair."""
    rows = db.session.execute(
        sa.select(MentorshipMember.profile_id, MentorshipMember.request_id)
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            Mentorship.organization_id == cycle.program.organization_id, Mentorship.state.in_(OPEN),
            MentorshipMember.ends_on.is_(None),
        )
    ).all()  # fmt: skip
    places = Counter(row.profile_id for row in rows if row.profile_id is not None)
    groups = db.session.execute(
        sa.select(Mentorship.group_id, Mentorship.format_id).where(
            Mentorship.cycle_id == cycle.id, Mentorship.group_id.is_not(None), Mentorship.state.in_(OPEN)
        )
    )
    return Taken(
        places=places, requests=frozenset(row.request_id for row in rows if row.request_id is not None),
        groups=frozenset((group_id, format_id) for group_id, format_id in groups if group_id is not None),
    )  # fmt: skip


def _of_request(request: MentoringRequest) -> Sequence[MentorshipMember]:
    return db.session.scalars(
        sa.select(MentorshipMember).join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            MentorshipMember.request_id == request.id, MentorshipMember.ends_on.is_(None), Mentorship.state.in_(OPEN)
        )
        .order_by(MentorshipMember.id)
    ).all()  # fmt: skip


def _standing(person_id: int, organization_id: int) -> Sequence[MentorshipMember]:
    return db.session.scalars(
        sa.select(MentorshipMember).join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            MentorshipMember.person_id == person_id, Mentorship.organization_id == organization_id,
            MentorshipMember.ends_on.is_(None), Mentorship.state.in_(OPEN),
        )
        .order_by(MentorshipMember.id)
    ).all()  # fmt: skip
