"""What keeps a pair from being proposed: everything that can be said before anybody is asked."""

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ngettext
from portal.matching.conflicts.queries import conflicts_between
from portal.matching.drafts.queries import settings_for
from portal.matching.eligibility import blocking, remarks_on
from portal.matching.kinds import MarkKind, RequestState
from portal.matching.mentors.eligibility import kept_out
from portal.matching.mentors.kinds import MentorState
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import requirements_of, standing_pause
from portal.matching.models import MentoringRequest, SensitiveMark
from portal.matching.queries import own_places, place_in
from portal.mentorships.actions.places import no_place
from portal.mentorships.kinds import OPEN, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries.places import taken_by
from portal.people.kinds import QualificationKind
from portal.people.models import Membership, Person, Qualification
from portal.people.periods import in_force
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import formats, role_patterns
from portal.programs.kinds import RequirementKind, RuleForce
from portal.programs.models import Cycle
from portal.programs.queries import forms_that_run


class Doubt(Refusal):
    """Something speaks against the pair that the actor may set aside by insisting."""


WAITED = timedelta(days=14)
"""How long a mentor is sought before one may be assigned without asking."""


def refuse_cycle(cycle: Cycle, format_code: str) -> None:
    """The year is open and the format runs in it."""
    if cycle.closed_on is not None:
        raise Refusal(_("Этот год программы закрыт: новых пар в нём не бывает."))
    if format_code not in [each.format.code for each in forms_that_run(cycle)]:
        raise Refusal(_("Эта форма наставничества в этом году не работает."))


def refuse_mentor(profile: MentorProfile, cycle: Cycle, format_code: str, settings: CycleSettings, on: date) -> None:
    """An active mentor of this organisation, in this format, with a place that is free."""
    name = profile.person.full_name
    if profile.organization_id != cycle.program.organization_id or profile.state != MentorState.ACTIVE:
        raise Refusal(_("%(name)s: в базе наставников этой организации такого нет.", name=name))
    if standing_pause(profile, on) is not None:
        raise Refusal(_("%(name)s: наставник на паузе и новых наставляемых не берёт.", name=name))
    if format_code not in profile.format_codes:
        raise Refusal(_("%(name)s: в профиле нет этой формы наставничества.", name=name))
    if words := kept_out(requirements_of(profile, on).get(format_code, [])):
        raise Refusal(f"{name}: {words}")
    most = min(profile.capacity, settings.mentor_capacity)
    if len(taken_by(profile.person_id, profile.organization_id, MemberSide.MENTOR)) >= most:
        raise Refusal(f"{name}: {no_place(MemberSide.MENTOR).message}")


def refuse_mentee(person: Person, cycle: Cycle, format_code: str, settings: CycleSettings, on: date) -> None:
    """Somebody of the right side of the format, from here or, where the format reaches across, from elsewhere."""
    home = cycle.program.organization_id
    place = place_in(person.id, home, format_code, on)
    if place is None and formats()[format_code].across:
        place = next(iter(own_places(person.id, on)), None)
    if words := blocking(remarks_on(person, place, format_code, settings, on)):
        raise Refusal(f"{person.full_name}: {words}")
    if len(taken_by(person.id, home, MemberSide.MENTEE)) >= settings.mentee_capacity:
        raise Refusal(f"{person.full_name}: {no_place(MemberSide.MENTEE).message}")


def refuse_request(asked: MentoringRequest, cycle: Cycle, format_id: int) -> None:
    """The request stands in the base of this year and format, and in no other pair."""
    if asked.state != RequestState.IN_BASE or (asked.cycle_id, asked.format_id) != (cycle.id, format_id):
        raise Refusal(_("%(name)s: запрос не стоит в базе этого года и формы.", name=asked.person.full_name))
    standing = sa.exists().where(MentorshipMember.request_id == asked.id, MentorshipMember.ends_on.is_(None))
    if db.session.scalar(sa.select(standing)):
        raise in_a_pair(asked)


def in_a_pair(asked: MentoringRequest) -> Refusal:
    """A request stands in one pair at a time."""
    return Refusal(_("%(name)s: по этому запросу пара уже предложена.", name=asked.person.full_name))


def refuse_without_basis(people: Sequence[Person], organization_id: int, on: date) -> None:
    """Nobody stands in a pair without the consent to take part, given to the organisation of the programme."""
    for person in people:
        if basis_for(person.id, organization_id, Purpose.PARTICIPATION, on) is None:
            raise Refusal(_("%(name)s: нет согласия на участие. Сначала получите его.", name=person.full_name))


def refuse_doubles(mentors: Sequence[Person], mentees: Sequence[Person], settings: CycleSettings) -> None:
    """Everybody once, on one side, and no more than a group holds."""
    ids = [each.id for each in (*mentors, *mentees)]
    if len(ids) != len(set(ids)):
        raise Refusal(_("Один человек стоит в паре дважды: уберите повтор."))
    if len(mentees) > settings.group_size:
        most = settings.group_size
        words = ngettext("В группе бывает %(num)s наставляемый.", "В группе бывает до %(num)s наставляемых.", most)
        raise Refusal(words)


def refuse_twins(mentors: Sequence[Person], mentees: Sequence[Person], cycle: Cycle, format_id: int) -> None:
    """These two are in an open pair of this year and format already."""
    ours, theirs = aliased(MentorshipMember), aliased(MentorshipMember)
    found = sa.exists().where(
        Mentorship.cycle_id == cycle.id, Mentorship.format_id == format_id, Mentorship.state.in_(OPEN),
        ours.mentorship_id == Mentorship.id, ours.side == MemberSide.MENTOR, ours.ends_on.is_(None),
        ours.person_id.in_([each.id for each in mentors]),
        theirs.mentorship_id == Mentorship.id, theirs.side == MemberSide.MENTEE, theirs.ends_on.is_(None),
        theirs.person_id.in_([each.id for each in mentees]),
    )  # fmt: skip
    if db.session.scalar(sa.select(found)):
        raise Refusal(_("Эти люди уже стоят в одной паре этого года."))


def refuse_conflicts(
    mentors: Sequence[Person], mentees: Sequence[Person], cycle: Cycle, on: date, *, insists: bool = False
) -> None:
    """Nobody from the conflict list of the year is joined; where the year only warns, `insists` is asked for first.

    Why these two must not be joined is not said here: the reason is for those who run the matching.
    """
    names = {each.id: each.full_name for each in (*mentors, *mentees)}
    ours, theirs = {each.id for each in mentors}, {each.id for each in mentees}
    found = conflicts_between(cycle.id, ours, theirs, on)
    blocks = settings_for(cycle).conflicts == RuleForce.BLOCK
    if not found or (insists and not blocks):
        return
    who = f"{names[found[0][0]]} – {names[found[0][1]]}"
    if blocks:
        raise Refusal(_("%(who)s: эта пара запрещена правилами.", who=who))
    raise Doubt(_("%(who)s: эта пара запрещена правилами. Если она всё же нужна, подтвердите это ниже.", who=who))


def refuse_untrained(
    profile: MentorProfile, asked: Sequence[MentoringRequest], pattern: str, settings: CycleSettings, on: date
) -> None:
    """A mentee with ОВЗ asks for a mentor with the course, where the year blocks (S2, п. 3.1.3.2).

    Marks are for few: what is said does not tell whether a mark or the role pattern spoke.
    """
    if settings.ovz_course != RuleForce.BLOCK:
        return
    known = role_patterns().get(pattern)
    needs = known is not None and any(each.kind == RequirementKind.OVZ_COURSE for each in known.requirements)
    marked = sa.exists().where(
        SensitiveMark.request_id.in_([each.id for each in asked]), SensitiveMark.kind == MarkKind.OVZ
    )
    if not needs and not db.session.scalar(sa.select(marked)):
        return
    trained = sa.exists().where(
        Qualification.person_id == profile.person_id, Qualification.kind == QualificationKind.OVZ,
        Qualification.removed_at.is_(None),
        sa.or_(Qualification.valid_until.is_(None), Qualification.valid_until >= on),
    )  # fmt: skip
    if not db.session.scalar(sa.select(trained)):
        raise Refusal(_("%(name)s: не отвечает требованиям к наставнику этих людей.", name=profile.person.full_name))


def refuse_directive(asked: Sequence[MentoringRequest], reason: str, settings: CycleSettings, on: date) -> None:
    """A mentor is assigned without asking only by the year's leave, after a search that failed, with a reason."""
    if not settings.directive:
        raise Refusal(_("Директивное назначение в программе этого года выключено."))
    if not reason.strip():
        raise Refusal(_("Напишите, почему наставник назначается директивно."))
    if not asked or not all(_has_waited(each, on) for each in asked):
        raise Refusal(_("Директивно назначают после поиска: запрос ждёт две недели или от пары уже отказались."))


def _has_waited(asked: MentoringRequest, on: date) -> bool:
    if asked.decided_on is not None and asked.decided_on + WAITED <= on:
        return True
    refused = sa.exists().where(
        MentorshipMember.request_id == asked.id, MentorshipMember.mentorship_id == Mentorship.id,
        Mentorship.state == MentorshipState.DECLINED,
    )  # fmt: skip
    return bool(db.session.scalar(sa.select(refused)))


def group_members(group_id: int, on: date) -> Sequence[Person]:
    """Who learns in the group on the day, by name."""
    return db.session.scalars(
        sa.select(Person).join(Membership, Membership.person_id == Person.id)
        .where(Membership.group_id == group_id, in_force(Membership, on), Person.erased_on.is_(None))
        .distinct().order_by(Person.sort_name, Person.id)
    ).all()  # fmt: skip
