"""Languages that mentors and mentees may name: a short list, the same for both sides."""

from collections.abc import Iterable, Sequence

from portal.core.i18n import _

RUSSIAN = "ru"
"""What a form has ticked where nobody was asked yet."""
LANGUAGES = {
    "ru": _("Русский"), "bua": _("Бурятский"), "tt": _("Татарский"), "ky": _("Киргизский"), "tg": _("Таджикский"),
    "uz": _("Узбекский"), "en": _("Английский"), "de": _("Немецкий"), "fr": _("Французский"), "zh": _("Китайский"),
    "sign": _("Русский жестовый"),
}  # fmt: skip


def languages_in_words(codes: Iterable[str]) -> str:
    """«Русский, Бурятский», in the order of the list; nothing where nobody was asked."""
    chosen = set(codes)
    return ", ".join(words for code, words in LANGUAGES.items() if code in chosen)


def known_languages(codes: Sequence[str]) -> list[str]:
    """Only languages of the list, in its order."""
    return [code for code in LANGUAGES if code in codes]
