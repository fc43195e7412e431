"""What a version still lacks before reviewers may read it (community_and_practices B3, B6), and steps of evidence."""

import re
from dataclasses import dataclass

from portal.core.i18n import _, ngettext
from portal.people.sensitive_words import sensitive_words
from portal.practices.kinds import Evidence, Section
from portal.practices.models import PracticeVersion
from portal.practices.sections import FIELDS, LABELS, LEAST_STEPS, LIMITS, REQUIRED, text_of

ENOUGH_PEOPLE = 10
ENOUGH_USES = 3
_PHONE = re.compile(r"(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}\b")
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")
_NAME = r"\b[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ский|ова|ева|ёва|ина|ская)\w{0,3}\b"
_NAME_AND_AGE = re.compile(_NAME + r"[^.!?\n]{0,30}?\b\d{1,2} (?:лет|года?)\b")


@dataclass(frozen=True)
class Lack:
    """What has to be put right, and in which section."""

    section: Section
    text: str


def lacks_of(version: PracticeVersion) -> list[Lack]:
    """Everything that keeps the version from being handed in, in the order of the card."""
    return [lack for section in Section for lack in _lacks_in(version, section)]


def _lacks_in(version: PracticeVersion, section: Section) -> list[Lack]:
    found = []
    for field in FIELDS[section]:
        text = text_of(version, field)
        if not text and field in REQUIRED:
            found.append(Lack(section, _("Не заполнено: %(field)s", field=LABELS[field])))
        limit = LIMITS.get(field)
        if limit and len(text) > limit:
            extra = ngettext("лишний %(num)s знак", "лишних %(num)s знаков", len(text) - limit)
            found.append(Lack(section, _("%(field)s: %(extra)s", field=LABELS[field], extra=extra)))
        found += [Lack(section, words) for words in _unsafe(field, text)]
    if section is Section.STEPS and 0 < len(version.steps) < LEAST_STEPS:
        found.append(Lack(section, _("Опишите хотя бы %(n)s шага: по ним практику повторят", n=LEAST_STEPS)))
    if section is Section.RIGHTS and version.practice.current_number and not version.change_note:
        found.append(Lack(section, _("Не заполнено: %(field)s", field=LABELS["change_note"])))
    return found


def _unsafe(field: str, text: str) -> list[str]:
    """Personal data that an open page must not hold."""
    label, found = LABELS[field], []
    if field != "links" and (_PHONE.search(text) or _EMAIL.search(text)):
        found.append(_("%(field)s: уберите телефон или адрес почты", field=label))
    if _NAME_AND_AGE.search(text):
        found.append(_("%(field)s: фамилия рядом с возрастом, уберите одно из двух", field=label))
    for word in sensitive_words(text)[:1]:
        found.append(_("%(field)s: %(word)s не для открытой страницы", field=label, word=word))
    return found


def evidence_refusal(version: PracticeVersion, level: Evidence, outcomes: list[str]) -> str:
    """Why the step cannot be given, or nothing. `outcomes` are those told by other organisations that use it."""
    if level >= Evidence.GROUNDED and not (version.reasoning and version.cautions):
        return _("Для этой ступени нужны раздел «Почему это работает» и риски.")
    measured = [each for each in version.results if each.before and each.after and (each.people or 0) >= ENOUGH_PEOPLE]
    if level >= Evidence.BEFORE_AFTER and not (measured and version.files):
        return _("Для этой ступени нужны мера до и после у 10 человек или больше и приложенная таблица.")
    if level >= Evidence.REPEATED and (len(outcomes) < ENOUGH_USES or all(said == "helped" for said in outcomes)):
        return _("Для этой ступени нужны итоги трёх других организаций, и не только удачные.")
    if level >= Evidence.COMPARED and not version.links:
        return _("Для этой ступени нужна ссылка на сравнение или исследование.")
    return ""
