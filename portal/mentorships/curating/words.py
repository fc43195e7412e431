"""Curators' reports in words: figures by parts, when one is due."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import _, ngettext, ru_date, ru_number
from portal.mentorships.closing.kinds import ReportState
from portal.mentorships.closing.labels import STATES
from portal.mentorships.curating.facts import LATE, OPEN, SUMMED, Facts, rows_of
from portal.mentorships.curating.models import CuratorReport
from portal.mentorships.health.labels import OUTCOMES
from portal.mentorships.labels import ENDINGS
from portal.mentorships.labels import STATES as PAIR_STATES
from portal.mentorships.meetings.labels import duration
from portal.programs.definitions import formats

PARTS = {
    "pairs": _("Пары и группы"), "meetings": _("Встречи"), "reports": _("Отчёты наставников"),
    "closings": _("Завершённые пары"), "warnings": _("Замечания и их исход"), "events": _("События"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of a report; `part` and `code` open the rows behind it, `said` is the value where it is no number."""

    part: str
    code: str
    label: str
    n: int
    said: str = ""

    @property
    def value(self) -> str:
        """As the page shows it."""
        return self.said or ru_number(self.n)


def figures(facts: Facts) -> dict[str, list[Figure]]:
    """Title of a part → its lines; a part without rows says zero."""
    found = {}
    for part, title in PARTS.items():
        rows = rows_of(facts, part)
        counted = Counter(row["code"] for row in rows)
        lines = [
            Figure(part=part, code=code, label=code_label(part, code), n=n)
            for code, n in sorted(counted.items(), key=lambda each: code_label(part, each[0]))
        ]
        if part == "meetings":
            lines = _meetings(facts)
        found[title] = lines or [Figure(part=part, code="", label=_("Всего"), n=0)]
    return found


def _meetings(facts: Facts) -> list[Figure]:
    rows = rows_of(facts, "meetings")
    held, confirmed, minutes = (sum(row[name] for row in rows) for name in ("held", "confirmed", "minutes"))
    return [
        Figure(part="meetings", code="", label=_("Пар, которые встречались"), n=len(rows)),
        Figure(part="meetings", code="", label=_("Встреч проведено"), n=held),
        Figure(part="meetings", code="", label=_("Из них подтвердили обе стороны"), n=confirmed),
        Figure(part="meetings", code="", label=_("Подтверждённое время"), n=minutes, said=duration(minutes)),
    ]


def code_label(part: str, code: str) -> str:
    """What a code of a part means; '' is the part as a whole."""
    if not code:
        return PARTS.get(part, "")
    return LABELS[part](code)


def _pair(code: str) -> str:
    form, _dot, state = code.rpartition(".")
    known = formats().get(form)
    return f"{known.name if known else form}: {PAIR_STATES[state].lower()}"  # type: ignore[index]


def _closing(code: str) -> str:
    ending, _dot, sheet = code.rpartition(".")
    words = ENDINGS.get(ending, _("без причины"))  # type: ignore[call-overload]
    return f"{words}, {_('итоги подведены') if sheet == SUMMED else _('без итогов')}"


def _report(code: str) -> str:
    return _("Просрочен") if code == LATE else STATES[ReportState(code)]


def _warning(code: str) -> str:
    return _("Ещё открыто") if code == OPEN else OUTCOMES[code]  # type: ignore[index]


LABELS: dict[str, Callable[[str], str]] = {
    "pairs": _pair, "closings": _closing, "reports": _report, "warnings": _warning,
          "events": lambda code: _("Проведено"), "meetings": lambda code: _("Встречались")}  # fmt: skip


def period_words(facts: Mapping[str, str]) -> str:
    """«с 1 сентября 2026 по 25 января 2027»."""
    first, last = (ru_date(date.fromisoformat(facts[name]), "full") for name in ("first", "last"))
    return _("с %(first)s по %(last)s", first=first, last=last)


def when_due(report: CuratorReport, today: date) -> str:
    """«нужен к 25 мая 2027», «просрочен на 3 дня», «отправлен 24 мая 2027»."""
    if report.accepted_on:
        return _("принят %(day)s", day=ru_date(report.accepted_on, "full"))
    if not report.is_written and report.sent_on:
        return _("отправлен %(day)s", day=ru_date(report.sent_on, "full"))
    if report.is_late(today):
        days = (today - report.due_on).days
        return ngettext("просрочен на %(num)s день", "просрочен на %(num)s дней", days)
    return _("нужен к %(day)s", day=ru_date(report.due_on, "full"))
