"""What each warning rests on, in words: whoever reads them can repeat the rule."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.core.i18n import _, ngettext, ru_date
from portal.mentorships.health.kinds import WarningRule
from portal.mentorships.labels import side_label
from portal.mentorships.meetings.labels import days_without

Data = Mapping[str, Any]


def _silent(data: Data) -> list[str]:
    return [
        _("последняя встреча %(day)s", day=_day(data["last"])) if data["last"] else _("встреч ещё не было"),
        days_without(data["days"]),
        ngettext("по программе не реже раза в %(num)s день", "по программе не реже раза в %(num)s дней", data["gap"]),
    ]


def _no_plan(data: Data) -> list[str]:
    return [
        _("пара работает с %(day)s", day=_day(data["starts_on"])),
        ngettext("%(num)s день без плана, не считая каникул", "%(num)s дней без плана, не считая каникул",
                 data["days"]),
        ngettext("план начинают за %(num)s день", "план начинают за %(num)s дней", data["within"]),
    ]  # fmt: skip


def _plan_late(data: Data) -> list[str]:
    return [
        ngettext("%(num)s пункт без результата", "%(num)s пунктов без результата", data["n"]),
        _("самый ранний срок %(day)s", day=_day(data["first"])),
        ngettext("с тех пор %(num)s день, не считая каникул", "с тех пор %(num)s дней, не считая каникул",
                 data["days"]),
    ]  # fmt: skip


def _missed(data: Data) -> list[str]:
    return [_("подряд не состоялись: %(days)s", days=", ".join(_day(each) for each in data["meetings"]))]


def _disputed(data: Data) -> list[str]:
    return [_("встреча %(day)s", day=_day(data["meeting"]))]


def _low_marks(data: Data) -> list[str]:
    if not data["marks"]:
        return []
    marks = zip(data["meetings"], data["marks"], strict=True)
    said = ", ".join(_("%(day)s – %(n)s из 10", day=_day(day), n=mark) for day, mark in marks)
    return [
        _("именные анкеты одного участника о встречах: %(marks)s", marks=said),
        _("низкой считается оценка до %(n)s", n=data["low"]),
    ]


def _member_left(data: Data) -> list[str]:
    words = _("нет в организации с %(day)s") if data["place"] else _("в паре по %(day)s")
    return [side_label(data["side"]).lower(), words % {"day": _day(data["on"])}]


def _overloaded(data: Data) -> list[str]:
    return [
        ngettext("%(num)s пара сейчас", "%(num)s пар сейчас", data["has"]),
        _("по профилю и программе не больше %(n)s", n=data["may"]),
    ]


def _day(iso: str) -> str:
    return ru_date(date.fromisoformat(iso))


REASONS: dict[WarningRule, Callable[[Data], list[str]]] = {
    WarningRule.SILENT: _silent,
    WarningRule.NO_PLAN: _no_plan,
    WarningRule.PLAN_LATE: _plan_late,
    WarningRule.MISSED: _missed,
    WarningRule.DISPUTED: _disputed,
    WarningRule.LOW_MARKS: _low_marks,
    WarningRule.MEMBER_LEFT: _member_left,
    WarningRule.OVERLOADED: _overloaded,
}
