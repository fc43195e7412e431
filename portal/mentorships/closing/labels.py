"""Words for the codes of summing up."""

from portal.core.i18n import _
from portal.mentorships.closing.kinds import Criterion, Reached, Recommendation, ReportState

STATES = {
    ReportState.DRAFT: _("Пишется"),
    ReportState.SENT: _("На проверке"),
    ReportState.RETURNED: _("Возвращён"),
    ReportState.ACCEPTED: _("Принят"),
}
TONES = {ReportState.SENT: "wait", ReportState.RETURNED: "bad", ReportState.ACCEPTED: "good"}
REACHED = {Reached.YES: _("да"), Reached.PARTLY: _("частично"), Reached.NO: _("нет")}
RECOMMENDATIONS = {
    Recommendation.CONTINUE: _("продолжить в следующем году"),
    Recommendation.END: _("завершить: цель достигнута"),
    Recommendation.CHANGE: _("продолжить с другим наставником"),
}
CRITERIA = {
    Criterion.STUDY: _("Выше результаты у наставляемого и у наставника"),
    Criterion.MOTIVATION: _("Есть мотивация к развитию и самообразованию"),
    Criterion.INNOVATION: _("Оба включены в инновационную деятельность"),
    Criterion.ADAPTATION: _("Адаптация прошла быстрее и спокойнее"),
    Criterion.GROWTH: _("Растёт желание быть наставником"),
}


def report_state_label(state: str) -> str:
    """«На проверке»."""
    return STATES[ReportState(state)]


def report_state_tone(state: str) -> str:
    """The tone of the tag."""
    return TONES.get(ReportState(state), "none")


def reached_label(reached: str) -> str:
    """«частично»; nothing where nothing was said."""
    return REACHED[Reached(reached)] if reached in set(Reached) else ""


def recommendation_label(code: str | None) -> str:
    """«продолжить в следующем году»."""
    return RECOMMENDATIONS[Recommendation(code)] if code else ""
