"""Who may stand in the base of a year, by the rules that the organisation set for it (MTEE-4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import _, ngettext
from portal.people.kinds import GroupKind, MembershipKind, OrganizationKind
from portal.people.models import Membership, Person
from portal.people.periods import age_on
from portal.programs.cycle_settings import CycleSettings
from portal.programs.definitions import formats
from portal.programs.kinds import RequirementKind, RuleForce, Side

SENIOR_FROM = 10
SCHOOLS = (OrganizationKind.SCHOOL, OrganizationKind.ADDITIONAL)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A rule that is not met, in words; one that blocks keeps the request out."""

    text: str
    blocks: bool = False


def side_of(place: Membership) -> Side | None:
    """On which side of a format somebody with this place may stand as a mentee; None for guests of the house."""
    if place.kind == MembershipKind.EMPLOYEE:
        return Side.TEACHER
    if place.kind != MembershipKind.LEARNER:
        return None
    return Side.PUPIL if place.organization.kind in SCHOOLS else Side.STUDENT


def remarks_on(
    person: Person, place: Membership | None, format_code: str, settings: CycleSettings, on: date
) -> list[Remark]:
    """What speaks against the request on the day; `place` is where the person is in the programme's organisation."""
    side = side_of(place) if place else None
    if place is None or side is None:
        return [Remark(text=_("Сейчас человек здесь не учится и не работает."), blocks=True)]
    if side not in formats()[format_code].mentees:
        return [Remark(text=_("Эта форма наставничества для других участников."), blocks=True)]
    found = _young(person, settings, on) if place.kind == MembershipKind.LEARNER else []
    return found + _not_senior(place, format_code, settings)


def blocking(remarks: Sequence[Remark]) -> str:
    """The sentences that keep the request out, together; empty where nothing does."""
    return " ".join(each.text for each in remarks if each.blocks)


def _young(person: Person, settings: CycleSettings, on: date) -> list[Remark]:
    least = settings.youngest_mentee
    if least is None:
        return []
    if person.birth_on is None:
        return [Remark(text=_("Дата рождения не записана, возраст проверить нельзя."))]
    if age_on(person.birth_on, on) >= least:
        return []
    words = ngettext(
        "В программе этого года участвуют с %(num)s года.", "В программе этого года участвуют с %(num)s лет.", least
    )
    return [Remark(text=words, blocks=True)]


def _not_senior(place: Membership, format_code: str, settings: CycleSettings) -> list[Remark]:
    asks = any(each.kind == RequirementKind.SENIOR for each in formats()[format_code].requirements)
    group = place.group
    if not asks or settings.senior == RuleForce.OFF:
        return []
    if group is None or group.course is None or group.kind != GroupKind.CLASS:
        return [Remark(text=_("Класс не записан: форма для старших классов, проверьте."))]
    if group.course >= SENIOR_FROM:
        return []
    return [Remark(text=_("Форма для старших классов."), blocks=settings.senior == RuleForce.BLOCK)]
