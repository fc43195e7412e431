"""Words for the codes of pairs."""

from collections.abc import Iterable

from portal.access.roles import Role
from portal.core.i18n import _
from portal.mentorships.kinds import Ending, MemberSide, MentorshipState, Outcome, Way
from portal.mentorships.models import Mentorship
from portal.people.kinds import BodyKind
from portal.people.labels import BODY_KINDS
from portal.programs.definitions import role_patterns

STATES = {
    MentorshipState.PROPOSED: _("Ждёт согласия"),
    MentorshipState.FORMING: _("Утверждается"),
    MentorshipState.ACTIVE: _("Работает"),
    MentorshipState.PAUSED: _("На паузе"),
    MentorshipState.CLOSED: _("Завершена"),
    MentorshipState.DECLINED: _("Не состоялась"),
}
TONES = {
    MentorshipState.PROPOSED: "wait", MentorshipState.FORMING: "info", MentorshipState.ACTIVE: "good",
    MentorshipState.PAUSED: "wait",
}  # fmt: skip
SIDES = {MemberSide.MENTOR: _("Наставник"), MemberSide.MENTEE: _("Наставляемый")}
SIDES_OF_MANY = {MemberSide.MENTOR: _("Наставники"), MemberSide.MENTEE: _("Наставляемые")}
WAYS = {
    Way.PARTNER: _("Партнёрская"),
    Way.VIRTUAL: _("Дистанционная"),
    Way.REVERSE: _("Обратная: младший учит старшего"),
    Way.SHORT: _("Краткосрочная"),
    Way.SITUATIONAL: _("Ситуационная"),
}
OUTCOMES = {Outcome.YES: _("да"), Outcome.NO: _("нет")}
ENDINGS = {
    Ending.COMPLETED: _("цели достигнуты, срок вышел"),
    Ending.MENTOR_CHANGED: _("сменился наставник"),
    Ending.INCOMPATIBLE: _("стороны не подошли друг другу"),
    Ending.MENTOR_ASKED: _("попросил наставник"),
    Ending.MENTEE_ASKED: _("попросил наставляемый"),
    Ending.LEFT: _("участник выбыл из организации"),
    Ending.CONSENT_WITHDRAWN: _("согласие отозвано"),
    Ending.REFUSED: _("отказ до начала"),
    Ending.OTHER: _("другая причина"),
}


def state_label(state: str) -> str:
    """«Работает»."""
    return STATES[MentorshipState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(MentorshipState(state), "none")


def side_label(side: str, number: int = 1) -> str:
    """«Наставник», of several «Наставники»."""
    return (SIDES if number == 1 else SIDES_OF_MANY)[MemberSide(side)]


def pattern_label(code: str) -> str:
    """«Успевающий – неуспевающий»; nothing where none was chosen."""
    known = role_patterns().get(code)
    return known.name if known else code


def ways_in_words(ways: Iterable[str]) -> str:
    """«Дистанционная; Краткосрочная»."""
    return "; ".join(WAYS[Way(way)] for way in ways)


def ending_label(ending: str) -> str:
    """«согласие отозвано»."""
    return ENDINGS[Ending(ending)]


def outcome_label(outcome: str) -> str:
    """«да»."""
    return OUTCOMES[Outcome(outcome)]


def actor_label(code: str) -> str:
    """Who said it, a body or a role: «Студенческий совет», «Куратор программы»."""
    if code in set(BodyKind):
        return BODY_KINDS[BodyKind(code)]
    return Role(code).label if code in set(Role) else code


def pair_title(pair: Mentorship) -> str:
    """«Нина Белова – Миша Орлов»: who is in the pair today or was at its end; a group by its name."""
    sides = []
    for side in MemberSide:
        names = [each.person.name for each in pair.standing(side)]
        if side == MemberSide.MENTEE and pair.group:
            names = [pair.group.name]
        sides.append(", ".join(names[:2]) + (_(" и ещё %(n)s", n=len(names) - 2) if len(names) > 2 else ""))
    return " – ".join(each for each in sides if each)
