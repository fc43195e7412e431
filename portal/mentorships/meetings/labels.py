"""Words for meetings."""

from datetime import datetime

from portal.core import clock
from portal.core.i18n import _, ngettext, ru_date, ru_time
from portal.mentorships.meetings.definitions import meeting_kinds
from portal.mentorships.meetings.kinds import SILENCE, Evidence, MeetingKind, MeetingState, Result
from portal.mentorships.meetings.models import Meeting

STATES = {
    MeetingState.PLANNED: _("Назначена"),
    MeetingState.HELD: _("Прошла"),
    MeetingState.MISSED: _("Не состоялась"),
    MeetingState.CANCELLED: _("Отменена"),
    MeetingState.MOVED: _("Перенесена"),
}
RESULTS = {Result.YES: _("Да"), Result.PARTLY: _("Частично"), Result.NO: _("Пока нет")}
EVIDENCE = {
    Evidence.CONFIRMED: _("Подтверждена"),
    Evidence.ONE_SIDED: _("Ждёт подтверждения"),
    Evidence.DISPUTED: _("Есть возражение"),
}
TONES = {Evidence.CONFIRMED: "good", Evidence.ONE_SIDED: "wait", Evidence.DISPUTED: "bad"}
MEMBERS_AND_STAFF = _("участники пары и законные представители; те, кто ведёт наставничество в организации")


def kind_label(kind: str) -> str:
    """«Рабочая встреча»."""
    return meeting_kinds()[MeetingKind(kind)].name


def result_label(result: str) -> str:
    """«Частично»."""
    return RESULTS[Result(result)]


def is_unanswered(meeting: Meeting) -> bool:
    """Whether the other side has said nothing for so long that the claim stays a claim."""
    since = meeting.recorded_at
    return meeting.evidence == Evidence.ONE_SIDED and since is not None and clock.now() - since > SILENCE


def state_label(meeting: Meeting) -> str:
    """«Назначена», of a held meeting how it is proven: «Подтверждена», «Ждёт подтверждения», «Не подтверждена»."""
    if meeting.state == MeetingState.PLANNED and meeting.starts_at <= clock.now():
        return _("Ждёт записи")
    if meeting.evidence is None:
        return STATES[MeetingState(meeting.state)]
    return _("Не подтверждена") if is_unanswered(meeting) else EVIDENCE[Evidence(meeting.evidence)]


def state_tone(meeting: Meeting) -> str:
    """The tone of the tag."""
    if meeting.state == MeetingState.PLANNED:
        return "wait" if meeting.starts_at <= clock.now() else "info"
    return TONES[Evidence(meeting.evidence)] if meeting.evidence else "none"


def when(meeting: Meeting) -> str:
    """«17 ноября, 15:30» on the clock of the organisation."""
    return moment_words(meeting.starts_at, meeting.time_zone)


def moment_words(moment: datetime, zone: str) -> str:
    """«вторник, 17 ноября, 15:30»."""
    return f"{ru_date(moment, 'weekday', zone)}, {ru_time(moment, zone)}"


def duration(minutes: int) -> str:
    """«1 час 30 минут», «45 минут»."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append(ngettext("%(num)s час", "%(num)s часов", hours))
    if rest or not hours:
        said.append(ngettext("%(num)s минута", "%(num)s минут", rest))
    return " ".join(said)


def days_without(days: int) -> str:
    """«12 дней без встречи»."""
    return ngettext("%(num)s день без встречи", "%(num)s дней без встречи", days)
