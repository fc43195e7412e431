"""A meeting in words: both texts when two people saved at once."""

from portal.core.i18n import _, ru_date, ru_time
from portal.mentorships.meetings.actions import Told
from portal.mentorships.meetings.labels import kind_label, result_label
from portal.mentorships.meetings.models import Meeting


def meeting_words(told: Told | Meeting, zone: str) -> dict[str, str]:
    """What the form of a held meeting asks."""
    return {
        _("Какая встреча"): kind_label(told.kind),
        _("Когда"): f"{ru_date(told.starts_at, 'full', zone)}, {ru_time(told.starts_at, zone)}",
        _("Сколько минут"): str(told.minutes),
        _("О чём договорились"): told.agreed,
        _("Что дальше"): told.next_steps,
        _("Результат"): result_label(told.result) if told.result else _("не указан"),
        _("Место"): told.place,
    }
