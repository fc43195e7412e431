"""Summing up in words: numbers of a pair, both texts when two people saved at once, who reads what."""

from datetime import date
from typing import Any

from portal.core.i18n import _, ngettext, ru_date
from portal.mentorships.closing.actions import SheetFacts
from portal.mentorships.closing.kinds import Criterion
from portal.mentorships.closing.labels import CRITERIA, RECOMMENDATIONS, reached_label
from portal.mentorships.closing.models import ClosingSheet, MentorReport
from portal.mentorships.closing.queries import PairFacts, Summing


def facts_words(facts: PairFacts) -> dict[str, str]:
    """The numbers as pairs of label and value."""
    hours = f"{facts.minutes / 60:.1f}".rstrip("0").rstrip(".").replace(".", ",")
    return {
        _("Встречи"): _("%(held)s, из них подтверждено %(confirmed)s", held=facts.held, confirmed=facts.confirmed),
        _("Часы подтверждённых встреч"): hours,
        _("Пункты плана"): _("выполнено %(done)s из %(all)s", done=facts.done, all=facts.items)
        + (ngettext(", просрочен %(num)s", ", просрочено %(num)s", facts.late) if facts.late else ""),
        _("Достижения"): str(facts.achievements),
    }


def when_due(report: MentorReport, today: date) -> str:
    """«к 25 мая 2027», «просрочен на 3 дня», «отправлен 24 мая 2027»."""
    if report.accepted_on:
        return _("принят %(day)s", day=ru_date(report.accepted_on, "full"))
    if not report.is_written and report.sent_on:
        return _("отправлен %(day)s", day=ru_date(report.sent_on, "full"))
    if report.is_late(today):
        days = (today - report.due_on).days
        return ngettext("просрочен на %(num)s день", "просрочен на %(num)s дней", days)
    return _("нужен к %(day)s", day=ru_date(report.due_on, "full"))


def results_words(found: Summing) -> list[tuple[str, str]]:
    """Expected results of the format that were judged, with the judgement."""
    said = found.sheet.results if found.sheet else {}
    return [(each.text, reached_label(said[each.code])) for each in found.expected if each.code in said]


def criteria_words(found: Summing) -> list[tuple[str, str]]:
    """Criteria of a successful programme that were judged, with the judgement (INDI-6)."""
    said = found.sheet.criteria if found.sheet else {}
    return [(label, reached_label(said[code])) for code, label in CRITERIA.items() if code in said]


def sheet_words(sheet: ClosingSheet | SheetFacts | None) -> dict[str, str]:
    """What the form of a sheet asks."""
    if sheet is None:
        return {}
    said = [reached_label(value) for value in sheet.results.values()]
    marks = [f"{CRITERIA[Criterion(code)]}: {reached_label(value)}" for code, value in sheet.criteria.items()]
    return {
        _("Ожидаемые результаты"): ", ".join(said),
        _("Критерии"): "; ".join(marks),
        _("Что достигнуто по цели"): sheet.reached,
        _("Что сказали вместе"): sheet.group_words,
        _("Заключение куратора"): sheet.conclusion,
        _("Рекомендация"): RECOMMENDATIONS[sheet.recommendation] if sheet.recommendation else "",
        _("Что учесть дальше"): sheet.advice,
        _("День обсуждения"): ru_date(sheet.reviewed_on, "full"),
    }


def word_words(said: Any) -> dict[str, str]:
    """What the form of a member's word asks: the row, or the form."""
    if said is None:
        return {}
    values = [getattr(said, name) for name in ("gained", "ahead", "review")]
    labels = (_("Что изменилось"), _("Что продолжить"), _("Отзыв"))
    return dict(zip(labels, (str(getattr(each, "data", each) or "") for each in values), strict=True))
