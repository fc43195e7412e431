"""Words that do not belong into a register: the form warns gently and lets the text through.

A passport, a СНИЛС, health, faith, records of the police: the portal has no purpose for them (152-ФЗ ст. 5, 10).
"""

import re

from portal.core.i18n import _

HINT = _("Без паспорта, СНИЛС и сведений о здоровье: портал их не хранит.")
_NUMBERS = (
    (re.compile(r"\b\d{2}\s?\d{2}\s?№?\s?\d{6}\b"), _("номер паспорта")),
    (re.compile(r"\b\d{3}-\d{3}-\d{3}[ -]\d{2}\b"), _("номер СНИЛС")),
)
_WORDS = re.compile(
    r"паспорт|снилс|диагноз|инвалид|заболеван|болезн|беремен|психиатр|нарколог|туберкул|эпилеп|\bвич\b|\bонко|"
    r"группа здоровья|медицинск\w+ (?:карт|справк|полис)|вероисповедан|религи|национальност|судимост|"
    r"уч[её]те? в (?:полиции|пдн|кдн)|\bпдн\b|\bкдн\b",
    re.IGNORECASE,
)


def sensitive_words(*texts: str | None) -> list[str]:
    """What in these texts should not be there, in the order of the text, each once; empty where all is well."""
    found: dict[str, None] = {}
    for text in texts:
        for pattern, name in _NUMBERS:
            if pattern.search(text or ""):
                found[name] = None
        for match in _WORDS.finditer(text or ""):
            found[f"«{match.group().lower()}»"] = None
    return list(found)
