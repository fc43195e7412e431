"""Russian texts: the catalogue, plurals, dates as people say them, names and the spaces inside phrases."""

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from portal.core import clock

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
LOCALE = "ru"
NBSP = "\u00a0"


@cache
def catalogue() -> NullTranslations:
    """The compiled catalogue; only plurals need one, since the source texts are Russian already."""
    return Translations.load(TRANSLATIONS, [LOCALE], domain="messages")


def gettext(message: str, /, **values: object) -> str:
    """The text, with `%(name)s` filled from `values`."""
    text = catalogue().ugettext(message)
    return text % values if values else text


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The text in the form that goes with `num`: 1 ответ, 3 ответа, 5 ответов; fills `%(num)s` too."""
    return catalogue().ungettext(one, many, num) % {"num": ru_number(num), **values}


_ = gettext


def ru_date(day: date | datetime | None, style: str = "day", zone: str | None = None) -> str:
    """«17 ноября» («17 ноября 2025» in another year); style `weekday` puts the day of the week in front."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(zone)).date() if zone else day.date()
    this_year = clock.now().year
    pattern = "d MMMM" if day.year == this_year and style != "full" else "d MMMM y"
    if style == "weekday":
        pattern = f"EEEE, {pattern}"
    return format_date(day, pattern, locale=LOCALE).replace(" ", NBSP, 1)


def ru_datetime(moment: datetime | None, zone: str = "UTC") -> str:
    """«17 ноября, 14:05» in the zone of the reader's organisation."""
    if moment is None:
        return ""
    return f"{ru_date(moment, zone=zone)}, {ru_time(moment, zone)}"


def ru_time(moment: datetime, zone: str = "UTC") -> str:
    """«14:05» in the zone of the reader's organisation."""
    return format_time(moment.astimezone(ZoneInfo(zone)), "HH:mm", locale=LOCALE)


def due_words(day: date, today: date) -> str:
    """A deadline as one says it: «до 30 ноября», «сегодня последний день», «просрочено на 2 дня»."""
    if day < today:
        return ngettext("просрочено на %(num)s день", "просрочено на %(num)s дней", (today - day).days)
    if day == today:
        return _("сегодня последний день")
    if day == today + timedelta(days=1):
        return _("до завтра")
    return _("до %(day)s", day=ru_date(day))


@lru_cache(maxsize=10_000)
def ru_number(number: float | int | None, digits: int = 0) -> str:
    """−1234.5 → «−1 234,5»: a real minus, a narrow gap between thousands, a comma before the fraction."""
    if number is None:
        return "—"
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(number, pattern, locale=LOCALE).replace("-", "\u2212")


def short_name(full_name: str) -> str:
    """«Ковалёв Артём Игоревич» → «Артём Ковалёв»: family name first in registers, last on the page."""
    parts = full_name.split()
    return f"{parts[1]} {parts[0]}" if len(parts) > 1 else full_name


def initials(full_name: str) -> str:
    """«Ковалёв Артём» → «АК», for the chip that stands where a photograph might."""
    parts = short_name(full_name).split()
    return "".join(part[0] for part in parts[:2]).upper()


_LONELY = re.compile(r"(?<![\w])([а-яёА-ЯЁ]{1,2}|№) (?=\S)")


def nbsp(text: str) -> str:
    """Keep one- and two-letter words and «№» with the word after them."""
    return _LONELY.sub(lambda found: found.group(1) + NBSP, text)
