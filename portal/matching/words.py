"""A request in words: both texts when two people saved at once."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.i18n import _, ru_date
from portal.matching.kinds import MarkKind
from portal.matching.labels import MARKS, origin_label, variant_label
from portal.matching.languages import languages_in_words

Words = dict[str, str]


def request_words(facts: Mapping[str, Any]) -> Words:
    """What the form of a request asks."""
    agreed: date | None = facts["agreed_on"]
    return {
        _("От кого запрос"): origin_label(facts["origin"]),
        _("С чем нужна помощь"): facts["goal"],
        _("Категория"): variant_label(facts["variant"]) or _("не указана"),
        _("Языки"): languages_in_words(facts["languages"]) or _("не указаны"),
        _("Согласие человека"): ru_date(agreed, "full") if agreed else _("не спросили"),
    }


def mark_words(marks: set[MarkKind]) -> Words:
    """Marks in one line."""
    return {_("Отметки"): "; ".join(MARKS[kind] for kind in MarkKind if kind in marks) or _("нет")}
