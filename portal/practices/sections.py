"""The sections of a card: their fields in words, so that a draft, a conflict, a check and a difference read alike."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from portal.core.i18n import _, ru_date
from portal.practices.kinds import Facet, Section
from portal.practices.labels import LICENCE, dictionary, words_of
from portal.practices.models import PracticeVersion

TITLE, SUMMARY, TASK, CAUTIONS = 90, 280, 1_200, 800
LEAST_STEPS, MOST_STEPS, MOST_RESULTS = 3, 9, 5
LIMITS = {"title": TITLE, "summary": SUMMARY, "task": TASK, "cautions": CAUTIONS}
LABELS = {
    "title": _("Название"),
    "summary": _("Суть в двух предложениях"),
    "task": _("Какую задачу решает"),
    "formats": _("Форма"),
    "kinds": _("Вид"),
    "module": _("Модуль"),
    "participants": _("Участники"),
    "places": _("Где"),
    "needs": _("Запрос наставляемого"),
    "duration": _("Срок"),
    "hours": _("Время наставника"),
    "resources": _("Ресурсы"),
    "supplies": _("Что понадобится"),
    "steps": _("Шаги"),
    "results": _("Что изменилось"),
    "reasoning": _("Почему это работает"),
    "cautions": _("Где не сработает и что пошло не так"),
    "links": _("Ссылки"),
    "files": _("Файлы"),
    "licensed_on": _("Разрешение на использование"),
    "depicted_on": _("Согласие изображённых людей"),
    "change_note": _("Что изменилось в этой версии"),
}
FIELDS: dict[Section, tuple[str, ...]] = {
    Section.ESSENCE: ("title", "summary", "task"),
    Section.AUDIENCE: ("formats", "kinds", "module", "participants", "places", "needs"),
    Section.CONDITIONS: ("duration", "hours", "resources", "supplies"),
    Section.STEPS: ("steps",),
    Section.RESULTS: ("results", "reasoning", "cautions", "links"),
    Section.RIGHTS: ("files", "licensed_on", "depicted_on", "change_note"),
}
REQUIRED = {
    "title", "summary", "task", "formats", "kinds", "participants", "places", "needs", "duration", "hours", "resources",
    "steps", "results", "cautions", "licensed_on", "depicted_on",
}  # fmt: skip
CODED = {"formats": Facet.FORMAT, "kinds": Facet.KIND, "participants": Facet.PARTICIPANT, "places": Facet.PLACE,
         "needs": Facet.NEED}  # fmt: skip
ONE_OF = {"module": "modules", "hours": "hours", "resources": "resources"}


@dataclass(frozen=True)
class Words:
    """One field of a card as its label and its text."""

    field: str
    label: str
    text: str


def words_in(version: PracticeVersion, section: Section) -> list[Words]:
    """Every field of the section in words; an empty field has an empty text."""
    return [Words(name, LABELS[name], text_of(version, name)) for name in FIELDS[section]]


def text_of(version: PracticeVersion, field: str) -> str:
    """One field in words, lines separated by a line break."""
    if field in CODED:
        return ", ".join(words_of(CODED[field], getattr(version, field)))
    if field in ONE_OF:
        return dictionary(ONE_OF[field]).get(getattr(version, field), "")
    written = _WRITTEN.get(field)
    return written(version) if written else str(getattr(version, field))


def all_words(version: PracticeVersion) -> dict[str, str]:
    """Label → text of the whole card, files left out: what two versions are compared by."""
    every = (each for section in Section for each in words_in(version, section))
    return {each.label: each.text for each in every if each.field != "files"}


def digest(version: PracticeVersion, section: Section) -> str:
    """Names what stands in a section: a form that began from something else is stale."""
    said = [(each.field, each.text) for each in words_in(version, section) if each.field != "files"]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def searchable_text(version: PracticeVersion) -> str:
    """Everything of a published version that search finds it by, title aside."""
    fields = ("summary", "task", "needs", "participants", "steps", "results", "reasoning", "cautions", "supplies")
    return "\n".join(filter(None, (text_of(version, field) for field in fields)))


def links_of(version: PracticeVersion) -> list[str]:
    """Addresses that a browser may open: nothing else becomes a link, whatever stands in the text."""
    lines = (line.strip() for line in version.links.splitlines())
    return [line for line in lines if line.startswith(("https://", "http://"))]


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _steps(version: PracticeVersion) -> str:
    rows = enumerate(version.steps, 1)
    return "\n".join(_line(f"{n}. {each.title}", each.who, each.takes, each.result) for n, each in rows)


def _results(version: PracticeVersion) -> str:
    return "\n".join(
        _line(each.indicator, each.before, each.after, str(each.people or ""), each.period, each.method)
        for each in version.results
    )


def _files(version: PracticeVersion) -> str:
    return "\n".join(f"{each.description} ({each.file.name})" for each in version.files)


def _said(words: str, day: date | None) -> str:
    return _("%(what)s, отмечено %(day)s", what=words, day=ru_date(day, "full")) if day else ""


_WRITTEN: dict[str, Callable[[PracticeVersion], str]] = {
    "steps": _steps,
    "results": _results,
    "files": _files,
    "licensed_on": lambda version: _said(LICENCE, version.licensed_on),
    "depicted_on": lambda version: _said(_("получено или людей на изображениях нет"), version.depicted_on),
}
