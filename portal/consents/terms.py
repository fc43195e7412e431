"""How long a consent lasts from the day of signing."""

import calendar
from datetime import date, timedelta

from portal.consents.kinds import Term
from portal.core.i18n import _, ngettext

SCHOOL_YEAR_ENDS = (8, 31)
TOO_SHORT = timedelta(days=60)  # a paper signed in July or August serves the coming school year


def last_day(term: Term | str, months: int | None, starts_on: date) -> date | None:
    """The last day of a consent signed on `starts_on`, both days included; None while nobody withdraws it."""
    if term == Term.SCHOOL_YEAR:
        end = date(starts_on.year, *SCHOOL_YEAR_ENDS)
        return end if end - starts_on >= TOO_SHORT else date(starts_on.year + 1, *SCHOOL_YEAR_ENDS)
    if term == Term.MONTHS and months:
        return _months_later(starts_on, months) - timedelta(days=1)
    return None


def term_words(term: Term | str, months: int | None) -> str:
    """The term as the text of a consent says it."""
    if term == Term.SCHOOL_YEAR:
        return _("до 31 августа текущего учебного года")
    if term == Term.MONTHS and months:
        return ngettext("%(num)s месяц со дня подписания", "%(num)s месяцев со дня подписания", months)
    return _("до отзыва")


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
