"""Audience rules in words: «Как считается» says on the page what the clause does."""

from portal.core.i18n import _, ngettext
from portal.people.audiences import Conditions
from portal.people.kinds import MembershipKind, OrganizationKind

_CROWDS = {
    MembershipKind.LEARNER: _("обучающиеся"),
    MembershipKind.EMPLOYEE: _("сотрудники"),
    MembershipKind.SPECIALIST: _("специалисты партнёров"),
    MembershipKind.ALUMNUS: _("выпускники"),
    MembershipKind.PARENT: _("родители"),
}
_WHERE = {
    OrganizationKind.SCHOOL: _("школы"),
    OrganizationKind.COLLEGE: _("колледжа или техникума"),
    OrganizationKind.UNIVERSITY: _("вуза"),
    OrganizationKind.ADDITIONAL: _("дополнительного образования"),
    OrganizationKind.ENTERPRISE: _("предприятия"),
}


def definition(asked: Conditions) -> list[str]:
    """Lines that all must hold, in the order of a sentence."""
    who = ", ".join(_CROWDS[MembershipKind(kind)] for kind in asked.kinds) or _("все, кто записан в организации")
    where = ", ".join(_WHERE.get(OrganizationKind(kind), kind) for kind in asked.organization_kinds)
    lines = [_("%(who)s (%(where)s)", who=who, where=where) if where else who]
    lines += _ages(asked) + _experience(asked) + _courses(asked)
    return lines


def _ages(asked: Conditions) -> list[str]:
    lines = []
    if asked.min_age is not None:
        lines.append(ngettext("исполнился %(num)s год", "исполнилось %(num)s лет", asked.min_age))
    if asked.max_age is not None:
        lines.append(
            ngettext("не старше %(num)s года включительно", "не старше %(num)s лет включительно", asked.max_age)
        )
    return lines


def _experience(asked: Conditions) -> list[str]:
    lines = []
    if asked.total_years_from is not None:
        lines.append(ngettext("общий стаж от %(num)s года", "общий стаж от %(num)s лет", asked.total_years_from))
    if asked.total_years_under is not None:
        lines.append(
            ngettext("общий стаж меньше %(num)s года", "общий стаж меньше %(num)s лет", asked.total_years_under)
        )
    if asked.local_years_from is not None:
        lines.append(ngettext("в организации от %(num)s года", "в организации от %(num)s лет", asked.local_years_from))
    if asked.local_years_under is not None:
        lines.append(
            ngettext("в организации меньше %(num)s года", "в организации меньше %(num)s лет", asked.local_years_under)
        )
    if asked.first_year_in_post:
        lines.append(_("на этом месте меньше года"))
    return lines


def _courses(asked: Conditions) -> list[str]:
    lines = []
    if asked.min_course is not None:
        lines.append(_("курс или класс не младше %(n)s", n=asked.min_course))
    if asked.max_course is not None:
        lines.append(_("курс или класс не старше %(n)s", n=asked.max_course))
    if asked.last_course:
        lines.append(_("старше группы в организации нет"))
    return lines
