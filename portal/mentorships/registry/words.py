"""Words of the registry: on what a pair rests, whether it is a pair or a group, what happened to it."""

from portal.core.i18n import _, ru_date
from portal.documents.labels import document_label
from portal.documents.models import Document
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.labels import actor_label
from portal.mentorships.models import Mentorship, MentorshipDecision
from portal.mentorships.registry.queries import GROUP, PAIR
from portal.programs.labels import action_label

KINDS = {PAIR: _("Пары"), GROUP: _("Группы")}
SORTS = {"mentor": _("По имени наставника"), "until": _("Сначала с близким сроком"), "began": _("Сначала новые")}
CHANGES = {
    ChangeKind.PAUSED: _("Пауза"),
    ChangeKind.RESUMED: _("Работа продолжена"),
    ChangeKind.EXTENDED: _("Срок изменён"),
    ChangeKind.MENTOR_CHANGED: _("Смена наставника"),
    ChangeKind.MENTEE_ADDED: _("В группе новый участник"),
    ChangeKind.MENTEE_LEFT: _("Участник выбыл из группы"),
    ChangeKind.ENDED: _("Пара завершена"),
}


def ground_label(ground: tuple[MentorshipDecision, Document | None] | None) -> str:
    """«Приказ № 47-од от 20 ноября 2026», else who decided and when; nothing where nothing is recorded."""
    if ground is None:
        return ""
    decision, document = ground
    if document is not None and document.is_registered:
        return document_label(document)
    return _("%(who)s, %(day)s", who=decision_label(decision), day=ru_date(decision.acted_on, "full"))


def decision_label(decision: MentorshipDecision) -> str:
    """«Решение, педагогический совет»."""
    who = actor_label(decision.body) if decision.body else ""
    return ", ".join(filter(None, (action_label(decision.action), who)))


def kind_label(pair: Mentorship, mentees: int) -> str:
    """«Группа»: a group of learners, or more than one mentee."""
    return _("Группа") if pair.group_id or mentees > 1 else _("Пара")


def change_label(kind: str) -> str:
    """«Смена наставника»."""
    return CHANGES[ChangeKind(kind)]
