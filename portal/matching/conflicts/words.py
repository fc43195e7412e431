"""The conflict list in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.i18n import _, ru_date


def conflict_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """What the form of an entry asks: both texts when two people saved at once."""
    return {
        _("Почему"): facts["reason"],
        _("С какого дня"): ru_date(facts["starts_on"], "full"),
        _("По какой день"): ru_date(facts["ends_on"], "full") if facts["ends_on"] else _("без срока"),
    }


def days_in_words(starts_on: date, ends_on: date | None) -> str:
    """«с 1 сентября 2026 г.»; with the last day where there is one."""
    since = ru_date(starts_on, "full")
    return _("с %(a)s по %(b)s", a=since, b=ru_date(ends_on, "full")) if ends_on else _("с %(a)s", a=since)
