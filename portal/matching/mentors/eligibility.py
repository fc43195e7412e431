"""Who may be a mentor in which format, and what the year formally asks for: experience, stage, courses (MENT-9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import _, ngettext
from portal.matching.eligibility import SCHOOLS
from portal.matching.mentors.kinds import MentorCategory
from portal.people.kinds import MembershipKind, OrganizationKind, QualificationKind
from portal.people.models import Membership, Qualification
from portal.people.periods import age_on
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import formats, role_patterns
from portal.programs.kinds import RequirementKind, RuleForce, Side

C = MentorCategory
# «Работодатель» is any adult with rich experience (S1): an alumnus stands on that side. Who leads may also teach.
SIDES: dict[str, tuple[Side, ...]] = {
    C.PUPIL: (Side.PUPIL,),
    C.STUDENT: (Side.STUDENT,),
    C.ALUMNUS: (Side.EMPLOYER,),
    C.TEACHER: (Side.TEACHER,),
    C.ADMINISTRATION: (Side.ADMINISTRATION, Side.TEACHER),
    C.EMPLOYER: (Side.EMPLOYER,),
    C.NGO: (Side.NGO,),
}
PAID = (C.TEACHER, C.ADMINISTRATION)
"""Whose written agreement the labour code asks for (ТК РФ ст. 351.8)."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """A formal requirement: whether it is met (None: nothing is recorded to tell), and whether it keeps one out."""

    text: str
    is_met: bool | None
    blocks: bool = False

    @property
    def keeps_out(self) -> bool:
        return self.blocks and self.is_met is False


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the register knows of a mentor: the place here, the first day of experience, what stands on the card."""

    place: Membership | None
    began_on: date | None
    courses: Sequence[Qualification]


def categories_of(place: Membership) -> tuple[MentorCategory, ...]:
    """As whom somebody with this place may be a mentor, the likeliest first; empty for a parent."""
    if place.kind == MembershipKind.LEARNER:
        return (C.PUPIL,) if (place.home or place.organization).kind in SCHOOLS else (C.STUDENT,)
    if place.kind == MembershipKind.EMPLOYEE:
        return (C.TEACHER, C.ADMINISTRATION)
    if place.kind == MembershipKind.SPECIALIST:
        is_ngo = place.home is not None and place.home.kind == OrganizationKind.NGO
        return (C.NGO, C.EMPLOYER) if is_ngo else (C.EMPLOYER, C.NGO)
    return (C.ALUMNUS,) if place.kind == MembershipKind.ALUMNUS else ()


def suits(category: str, format_code: str) -> bool:
    """Whether a mentor of this category may work in the format."""
    known = formats().get(format_code)
    return known is not None and not set(SIDES[category]).isdisjoint(known.mentors)


def route_category(category: str) -> Side:
    """The side by which the programme's route into the base is chosen."""
    return SIDES[category][0]


def checks_of(known: Known, format_code: str, settings: CycleSettings, on: date) -> list[Check]:
    """What the year asks of a mentor of this format, on the day."""
    asked = {each.kind for each in formats()[format_code].requirements}
    found = []
    if RequirementKind.EXPERIENCE in asked and settings.experience != RuleForce.OFF:
        found.append(_experience(known.began_on, settings, on))
    if RequirementKind.HIGHER_STAGE in asked and settings.higher_stage != RuleForce.OFF:
        found.append(_higher_stage(known.place, settings))
    if _knows_ovz(format_code) and settings.ovz_course != RuleForce.OFF:
        found.append(_ovz(known.courses, on))
    return found


def kept_out(checks: Sequence[Check]) -> str:
    """The sentences that keep the person out of the base, together; empty where nothing does."""
    return " ".join(each.text for each in checks if each.keeps_out)


def _experience(began_on: date | None, settings: CycleSettings, on: date) -> Check:
    least = settings.experience_years
    needed = ngettext("нужен от %(num)s года", "нужен от %(num)s лет", least)
    if began_on is None:
        return Check(text=_("Стаж не записан, %(needed)s.", needed=needed), is_met=None)
    years = age_on(began_on, on)
    has = ngettext("Стаж %(num)s год", "Стаж %(num)s лет", years)
    return Check(text=f"{has}, {needed}.", is_met=years >= least, blocks=settings.experience == RuleForce.BLOCK)


def _higher_stage(place: Membership | None, settings: CycleSettings) -> Check:
    course = place.group.course if place and place.group else None
    if course is None:
        return Check(text=_("Курс или класс не записан: наставник старше наставляемого, проверьте."), is_met=None)
    if course > 1:
        return Check(text=_("Есть кому помогать на ступень младше."), is_met=True)
    return Check(text=_("Первая ступень: младших наставляемых нет."), is_met=False,
                 blocks=settings.higher_stage == RuleForce.BLOCK)  # fmt: skip


def _ovz(courses: Iterable[Qualification], on: date) -> Check:
    """Never keeps out of the base: only a mentee with ОВЗ asks for the course."""
    has = any(
        each.kind == QualificationKind.OVZ and (each.valid_until is None or each.valid_until >= on) for each in courses
    )
    return Check(
        text=_("Курс по ОВЗ есть.") if has else _("Нет курса по ОВЗ: студента с ОВЗ не назначают."), is_met=has
    )


def _knows_ovz(format_code: str) -> bool:
    return any(
        each.format == format_code and any(one.kind == RequirementKind.OVZ_COURSE for one in each.requirements)
        for each in role_patterns().values()
    )
