"""Words for the codes of the community."""

from portal.community.kinds import Circle, FlagReason, Level, Outcome, QuestionState, SpaceKind, Verdict, Writers
from portal.core.i18n import _

KINDS = {
    SpaceKind.TALK: _("Обсуждения"),
    SpaceKind.QUESTIONS: _("Вопросы и ответы"),
    SpaceKind.ANNOUNCEMENTS: _("Объявления"),
}
CIRCLES = {
    Circle.EVERYBODY: _("все участники"),
    Circle.MENTORS: _("наставники"),
    Circle.STUDENT_MENTORS: _("студенты-наставники"),
    Circle.GROUP_CURATORS: _("кураторы групп"),
    Circle.YOUNG_TEACHERS: _("молодые педагоги, стаж до 3 лет"),
    Circle.STAFF: _("сотрудники"),
    Circle.CURATORS: _("кураторы программы"),
    Circle.PSYCHOLOGISTS: _("психологи"),
    Circle.MENTEES: _("наставляемые"),
    Circle.LEARNERS: _("обучающиеся"),
    Circle.PARENTS: _("родители"),
    Circle.ALUMNI: _("выпускники"),
    Circle.PARTNERS: _("кураторы от партнёров"),
}
# Adults at work: where only these read, no learner ever comes in.
GROWN_UPS = frozenset({
    Circle.GROUP_CURATORS, Circle.YOUNG_TEACHERS, Circle.STAFF, Circle.CURATORS, Circle.PSYCHOLOGISTS, Circle.PARTNERS,
})  # fmt: skip
WRITERS = {
    Writers.CIRCLE: _("все, кто читает"),
    Writers.MODERATORS: _("только те, кто модерирует"),
}
LEVELS = {
    Level.ALL: _("Всё новое"),
    Level.REPLIES: _("Только ответы мне"),
    Level.NONE: _("Ничего"),
}
REASONS = {
    FlagReason.PERSONAL_DATA: _("Персональные данные"),
    FlagReason.RUDE: _("Грубость"),
    FlagReason.OFF_TOPIC: _("Не по теме"),
    FlagReason.ADVERTISING: _("Реклама"),
    FlagReason.DANGER: _("Опасность для ребёнка"),
}
VERDICTS = {
    Verdict.LEAVE: _("Оставить"),
    Verdict.HIDE: _("Скрыть"),
    Verdict.SEND_BACK: _("Вернуть автору с замечанием"),
    Verdict.WARN: _("Оставить и предупредить автора"),
}
DONE = {
    Verdict.LEAVE: _("оставлено"),
    Verdict.HIDE: _("скрыто"),
    Verdict.SEND_BACK: _("возвращено автору"),
    Verdict.WARN: _("предупреждение автору"),
}
STATES = {
    QuestionState.NEW: _("Новый"),
    QuestionState.TAKEN: _("Взят в работу"),
    QuestionState.ANSWERED: _("Есть ответ"),
    QuestionState.SOLVED: _("Решён"),
    QuestionState.CLOSED: _("Закрыт без ответа"),
}
TONES = {QuestionState.NEW: "wait", QuestionState.TAKEN: "wait", QuestionState.ANSWERED: "info",
         QuestionState.SOLVED: "good"}  # fmt: skip
OUTCOMES = {Outcome.YES: _("Да"), Outcome.PARTLY: _("Частично"), Outcome.NO: _("Нет")}


def kind_label(kind: str) -> str:
    """«Вопросы и ответы»."""
    return KINDS[SpaceKind(kind)]


def reason_label(reason: str) -> str:
    """«Персональные данные»."""
    return REASONS[FlagReason(reason)] if reason else ""


def verdict_label(verdict: str) -> str:
    """«скрыто»."""
    return DONE[Verdict(verdict)]


def state_label(state: str) -> str:
    """«Есть ответ»."""
    return STATES[QuestionState(state)]


def state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(QuestionState(state), "none")


def outcome_label(outcome: str) -> str:
    """«Частично»."""
    return OUTCOMES[Outcome(outcome)] if outcome else ""
