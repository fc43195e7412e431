"""Words for the codes of requests."""

from functools import cache

from portal.core.i18n import _
from portal.matching.kinds import MarkKind, Origin, RequestState
from portal.programs.definitions import formats

ORIGINS = {
    Origin.OWN: _("сам человек"),
    Origin.GROUP_CURATOR: _("куратор группы"),
    Origin.DEPARTMENT_HEAD: _("заведующий отделением"),
    Origin.TEACHER: _("педагог"),
    Origin.PSYCHOLOGIST: _("психолог"),
    Origin.SOCIAL_EDUCATOR: _("социальный педагог"),
    Origin.CURATOR: _("куратор программы"),
    Origin.SCHOOL_CURATOR: _("куратор школы"),
    Origin.PARTNER_CURATOR: _("куратор от партнёра"),
    Origin.TABLE: _("внесено из таблицы"),
}
STATES = {
    RequestState.PRELIMINARY: _("Предварительный"),
    RequestState.IN_BASE: _("В базе"),
    RequestState.MATCHED: _("Пара есть"),
    RequestState.WITHDRAWN: _("Отозван"),
    RequestState.CLOSED: _("Закрыт"),
}
TONES = {RequestState.PRELIMINARY: "wait", RequestState.IN_BASE: "good", RequestState.MATCHED: "good"}
MARKS = {
    MarkKind.OVZ: _("ОВЗ или инвалидность"),
    MarkKind.SPECIAL_NEEDS: _("Особые образовательные или социальные потребности"),
    MarkKind.RISK_GROUP: _("Группа риска"),
    MarkKind.ON_RECORD: _("Состоит на учёте"),
    MarkKind.LOW_ACHIEVER: _("Не успевает в учёбе"),
    MarkKind.UNDISCIPLINED: _("Трудности дисциплины"),
    MarkKind.BURNOUT: _("Выгорание"),
    MarkKind.CONFLICT: _("Острый конфликт"),
}


def origin_label(origin: str) -> str:
    """«куратор группы»."""
    return ORIGINS[Origin(origin)]


def state_label(state: str) -> str:
    """«В базе»."""
    return STATES[RequestState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(RequestState(state), "none")


def mark_label(kind: str) -> str:
    """«Группа риска»."""
    return MARKS[MarkKind(kind)]


def variants_of(format_code: str) -> dict[str, str]:
    """Categories of mentees that a format knows and everybody may see; the sensitive ones are marks."""
    known = formats().get(format_code)
    return {each.code: each.name for each in known.variants if not each.sensitive} if known else {}


@cache
def all_variants() -> dict[str, str]:
    """Categories of all formats by code: the choice of a filter."""
    found: dict[str, str] = {}
    for code in formats():
        for variant, name in variants_of(code).items():
            found.setdefault(variant, name)
    return found


def variant_label(code: str) -> str:
    """«Молодой специалист со стажем до 3 лет»; nothing where none was chosen."""
    return all_variants().get(code, code)
