"""Who may enter a pair that works, and the pairs that a deed for many names."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.matching.kinds import RequestState
from portal.matching.models import MentoringRequest
from portal.matching.queries.mentors import MentorCapacity, mentor_capacities
from portal.mentorships.kinds import WORKING, MemberSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries import WITH_MEMBERS
from portal.mentorships.queries.places import taken_by_each
from portal.mentorships.registry.queries import PairFilter, find_pairs
from portal.people.models import Person

MOST_CHOSEN = 200


def free_mentors(pair: Mentorship, on: date) -> list[MentorCapacity]:
    """Mentors of the pair's year and format with a free place who are not in it, by name."""
    inside = {each.person_id for each in pair.members if each.ends_on is None}
    suiting = [
        each for each in mentor_capacities(pair.cycle, on)
        if pair.format.code in each.formats and each.person_id not in inside
    ]  # fmt: skip
    taken = taken_by_each([each.person_id for each in suiting], pair.organization_id, MemberSide.MENTOR)
    free = [each for each in suiting if len(taken.get(each.person_id, ())) < each.places]
    # The mentors' names in one statement: profiles come without their persons.
    db.session.scalars(sa.select(Person).where(Person.id.in_([each.person_id for each in free]))).all()
    return sorted(free, key=lambda each: (each.profile.person.sort_name, each.person_id))


def open_requests(pair: Mentorship) -> Sequence[MentoringRequest]:
    """Requests in the base of the pair's year and format that no pair answers yet, by name."""
    answered = sa.select(MentorshipMember.request_id).where(
        MentorshipMember.request_id.is_not(None), MentorshipMember.ends_on.is_(None)
    )
    return db.session.scalars(
        sa.select(MentoringRequest)
        .join(Person, Person.id == MentoringRequest.person_id)
        .where(
            MentoringRequest.cycle_id == pair.cycle_id, MentoringRequest.format_id == pair.format_id,
            MentoringRequest.state == RequestState.IN_BASE, MentoringRequest.id.not_in(answered),
            Person.restricted_on.is_(None), Person.erased_on.is_(None),
        )
        .options(joinedload(MentoringRequest.person))
        .order_by(Person.sort_name, Person.id)
    ).all()  # fmt: skip


def chosen_pairs(actor: Actor, values: Any, today: date, *, lock: bool = False) -> Sequence[Mentorship]:
    """Working pairs that a deed for many names and the actor may change: ticked ones, or all that the list found.

    `values` are the fields of the form: `pair` for each ticked one, or `everybody=1` with the filters of the registry.
    At most MOST_CHOSEN, by id.
    """
    query = select_allowed(actor, Permission.MENTORSHIP_CHANGE, Mentorship).where(Mentorship.state.in_(WORKING))
    if values.get("everybody") == "1":
        wanted = PairFilter.from_args(values)
        found = find_pairs(actor, wanted, today, permission=Permission.MENTORSHIP_CHANGE)
        query = query.where(Mentorship.id.in_(found.order_by(None).with_only_columns(Mentorship.id)))
    else:
        keys = [key for key in values.getlist("pair") if len(key) == 22][:MOST_CHOSEN]
        query = query.where(Mentorship.public_id.in_(keys))
    query = query.options(*WITH_MEMBERS).order_by(Mentorship.id).limit(MOST_CHOSEN)
    return db.session.scalars(query.with_for_update(of=Mentorship) if lock else query).all()
